//! Makes programs from choices. The plainest comes first everywhere, so that fewer choices make a smaller program.

use super::choices::Choices;
use super::program::*;
use super::rng::Rng;

/// As many as a limiter lets pass.
const USES_AT_MOST: usize = 4;

/// The program of an index, and the choices that it is made of.
pub(crate) fn program(seed: u64, index: u64) -> (Program, Vec<u16>) {
    let mut choices = Choices::new(Rng::for_program(seed, index));
    let program = from(&mut choices);
    (program, choices.made())
}

/// The program of known choices.
pub(crate) fn again(made: &[u16]) -> Program {
    from(&mut Choices::of(made))
}

pub(crate) fn from(choices: &mut Choices) -> Program {
    let purpose = choices.pick(&[Purpose::Refresh, Purpose::Verify]);
    let limiters = (0..1 + choices.below(3)).map(|_| limiter(choices)).collect::<Vec<_>>();
    let depth = choices.weighted(&[(40, 0), (40, 1), (20, 2)]);
    let mut items = items(choices, limiters.len(), depth);
    use_few(&mut items, &mut vec![0; limiters.len()]);
    Program {
        express: choices.pick(&[Express::Five, Express::Four]),
        modules: choices.weighted(&[(75, Modules::CommonJs), (25, Modules::Esm)]),
        cuts: choices.below(16),
        purpose,
        handler: handler(choices),
        limiters,
        setup: choices.percent(20),
        items,
    }
}

/// No more than its limit: one request that is counted so often is refused before any count is taken back.
fn use_few(items: &mut [Item], uses: &mut [usize]) {
    let few = |middles: &mut Vec<Middle>, uses: &mut [usize]| {
        for middle in middles {
            if let Middle::Limiter(index) = *middle {
                uses[index] += 1;
                if uses[index] > USES_AT_MOST {
                    *middle = Middle::Pass;
                }
            }
        }
    };
    for item in items {
        match item {
            Item::Use { middles, .. } | Item::Method { middles, .. } | Item::Sibling { middles, .. } => {
                few(middles, uses);
            }
            Item::Target { before, after, .. } => {
                few(before, uses);
                few(after, uses);
            }
            Item::Mount { mounts, items, .. } => {
                mounts.iter_mut().for_each(|mounted| few(&mut mounted.middles, uses));
                use_few(items, uses);
            }
        }
    }
}

fn form(choices: &mut Choices) -> Form {
    choices.weighted(&[
        (35, Form::Arrow),
        (25, Form::Function),
        (15, Form::Member),
        (12, Form::Static),
        (13, Form::Factory),
    ])
}

fn handler(choices: &mut Choices) -> Handler {
    let check = choices.weighted(&[(50, Check::Direct), (30, Check::Service), (20, Check::Callback)]);
    let inside = choices.percent(22).then(|| Inside {
        how: choices.pick(&[Asked::Consume, Asked::Count, Asked::Helper]),
        place: choices.weighted(&[(60, Place::Before), (20, Place::After), (20, Place::OnFailure)]),
        goes_on: choices.percent(20),
    });
    Handler { form: form(choices), check, inside }
}

fn limiter(choices: &mut Choices) -> Limiter {
    match choices.weighted(&[(60, 0), (15, 1), (13, 2), (7, 3), (5, 4)]) {
        0 => Limiter::Packaged { options: options(choices), make: make(choices) },
        1 => Limiter::Flexible {
            of: choices.weighted(&[
                (60, Flexible::Memory),
                (12, Flexible::Union),
                (12, Flexible::Bursty),
                (8, Flexible::Listed(false)),
                (8, Flexible::Listed(true)),
            ]),
            consume: choices.weighted(&[
                (40, Consume::Await),
                (30, Consume::Then),
                (20, Consume::ThenBoth),
                (10, Consume::Floating),
            ]),
            refusal: refusal(choices),
            form: form(choices),
        },
        2 => Limiter::Counted {
            object: choices.percent(35),
            window: choices.percent(40),
            refusal: refusal(choices),
            form: form(choices),
        },
        3 => Limiter::Sham { form: form(choices) },
        _ => Limiter::Watching { form: form(choices) },
    }
}

fn refusal(choices: &mut Choices) -> Refusal {
    choices.weighted(&[(60, Refusal::Answer), (15, Refusal::HandOn), (10, Refusal::Throw), (15, Refusal::GoOn)])
}

fn options(choices: &mut Choices) -> Vec<Choice> {
    let mut options: Vec<Choice> = Vec::new();
    for _ in 0..choices.weighted(&[(40, 0), (35, 1), (20, 2), (5, 3)]) {
        let option = choices.weighted(&[
            (8, Choice::Headers),
            (10, Choice::Max),
            (6, Choice::Keyed),
            (5, Choice::LimitGiven),
            (7, Choice::SkipAlways),
            (5, Choice::SkipAlwaysByBody),
            (5, Choice::SkipNever),
            (5, Choice::SkipRoute),
            (6, Choice::SkipHealth),
            (4, Choice::SkipConstant(true)),
            (4, Choice::SkipConstant(false)),
            (3, Choice::SkipMethod(true)),
            (3, Choice::SkipMethod(false)),
            (5, Choice::SkipInTests),
            (9, Choice::SkipFailed(true)),
            (3, Choice::SkipFailed(false)),
            (9, Choice::SkipSuccessful(true)),
            (3, Choice::SkipSuccessful(false)),
            (4, Choice::AllSuccessful),
            (8, Choice::HandlerAnswers),
            (5, Choice::HandlerGoesOn),
        ]);
        let same = |known: &Choice| known.key() == option.key();
        if !options.iter().any(same) {
            options.push(option);
        }
    }
    options
}

impl Choice {
    /// The option that is set.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Choice::LimitGiven | Choice::Max => "limit",
            Choice::SkipAlways
            | Choice::SkipAlwaysByBody
            | Choice::SkipNever
            | Choice::SkipRoute
            | Choice::SkipHealth
            | Choice::SkipConstant(_)
            | Choice::SkipMethod(_)
            | Choice::SkipInTests => "skip",
            Choice::SkipFailed(_) => "skipFailedRequests",
            Choice::SkipSuccessful(_) => "skipSuccessfulRequests",
            Choice::AllSuccessful => "requestWasSuccessful",
            Choice::HandlerAnswers | Choice::HandlerGoesOn => "handler",
            Choice::Keyed => "keyGenerator",
            Choice::Headers => "standardHeaders",
        }
    }
}

fn make(choices: &mut Choices) -> Make {
    choices.weighted(&[
        (35, Make::Constant),
        (14, Make::Inline),
        (13, Make::Factory),
        (10, Make::FactoryOver),
        (10, Make::Table),
        (7, Make::Lambda),
        (5, Make::Class),
        (6, Make::Anew),
        (3, Make::ByPath(true)),
        (2, Make::ByPath(false)),
        (3, Make::ByMethod(true)),
        (2, Make::ByMethod(false)),
        (4, Make::UnlessTests),
        (6, Make::List),
    ])
}

/// A level of registrations that holds the route, or the router that does.
fn items(choices: &mut Choices, limiters: usize, depth: usize) -> Vec<Item> {
    let mut items = around(choices, limiters, &[(45, 0), (40, 1), (15, 2)]);
    items.push(match depth {
        0 => {
            let style = choices.weighted(&[
                (40, Style::Direct),
                (12, Style::List),
                (8, Style::Nested),
                (10, Style::Spread),
                (10, Style::Chain),
                (10, Style::ChainAll),
                (10, Style::Table),
            ]);
            Item::Target {
                before: middles(choices, limiters, &[(45, 0), (40, 1), (15, 2)]),
                after: middles(choices, limiters, &[(90, 0), (10, 1)]),
                style,
                wrapped: choices.percent(15),
            }
        }
        _ => {
            let make =
                choices.weighted(&[(55, MakeRouter::Module), (25, MakeRouter::Factory), (20, MakeRouter::Setup)]);
            let mounts = (0..choices.weighted(&[(85, 1), (15, 2)]))
                .map(|_| Mounted {
                    prefix: choices.weighted(&[
                        (40, Some(Prefix::Auth)),
                        (25, None),
                        (20, Some(Prefix::Version)),
                        (15, Some(Prefix::Parameter)),
                    ]),
                    middles: middles(choices, limiters, &[(65, 0), (28, 1), (7, 2)]),
                })
                .collect();
            Item::Mount { mounts, make, items: self::items(choices, limiters, depth - 1) }
        }
    });
    items.extend(around(choices, limiters, &[(80, 0), (20, 1)]));
    items
}

fn around(choices: &mut Choices, limiters: usize, counts: &[(usize, usize)]) -> Vec<Item> {
    let count = choices.weighted(counts);
    (0..count).map(|_| beside(choices, limiters)).collect()
}

fn at(choices: &mut Choices) -> At {
    choices.weighted(&[
        (40, At::Everywhere),
        (18, At::Own),
        (14, At::Above),
        (12, At::Other),
        (8, At::Both),
        (8, At::Alike),
        (6, At::Capitals),
        (8, At::Wildcard),
        (6, At::Pattern),
    ])
}

fn beside(choices: &mut Choices, limiters: usize) -> Item {
    let some = |choices: &mut Choices| middles(choices, limiters, &[(80, 1), (20, 2)]);
    match choices.weighted(&[(70, 0), (17, 1), (13, 2)]) {
        0 => Item::Use {
            at: at(choices),
            style: choices.weighted(&[
                (60, UseStyle::Plain),
                (15, UseStyle::List),
                (12, UseStyle::Each),
                (13, UseStyle::Paths),
            ]),
            when: choices.weighted(&[
                (72, When::Always),
                (6, When::InProduction),
                (4, When::NotInProduction),
                (4, When::NotInTests),
                (4, When::Constant(true)),
                (4, When::Constant(false)),
                (3, When::AskedFor),
                (3, When::NotRefused),
            ]),
            middles: some(choices),
        },
        1 => Item::Method {
            verb: choices.pick(&[Verb::All, Verb::Post, Verb::Get]),
            own: choices.below(3) != 2,
            middles: some(choices),
        },
        _ => Item::Sibling { at: at(choices), middles: some(choices) },
    }
}

fn middles(choices: &mut Choices, limiters: usize, counts: &[(usize, usize)]) -> Vec<Middle> {
    let count = choices.weighted(counts);
    (0..count)
        .map(|_| match choices.weighted(&[(74, 0), (14, 1), (12, 2)]) {
            0 => Middle::Limiter(choices.below(limiters)),
            1 => Middle::Pass,
            _ => Middle::Guard,
        })
        .collect()
}
