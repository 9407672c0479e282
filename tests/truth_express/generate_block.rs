//! Makes what happens to a failure: the branch of a guard, a wrapper, an error handler, a listener.

use super::program::*;
use super::rng::Rng;
use super::validity::asks_status;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Guard,
    /// A guard whose wrapper gave nothing: there is no error.
    Nothing,
    Wrapper,
    Receiver,
    /// An error handler without `next`.
    Last,
    Listener,
}

impl Kind {
    fn has_error(self) -> bool {
        self != Kind::Nothing
    }

    fn has_request(self) -> bool {
        !matches!(self, Kind::Wrapper | Kind::Listener)
    }
}

/// A block on which every path ends.
pub(crate) fn block(rng: &mut Rng, kind: Kind) -> Block {
    let mut block = steps(rng, kind, 0, true);
    if kind == Kind::Receiver {
        // Whatever asks it stands behind it.
        if asks_status(&block) || rng.percent(5) {
            block.insert(0, Step::Status);
        }
    }
    block
}

/// A block behind which the function goes on.
pub(crate) fn open(rng: &mut Rng, kind: Kind) -> Block {
    steps(rng, kind, 1, false)
}

fn steps(rng: &mut Rng, kind: Kind, depth: usize, ends: bool) -> Block {
    let mut block = Vec::new();
    if kind == Kind::Receiver && depth == 0 && rng.percent(15) {
        let leave = vec![Step::End(End::HandOn(Failure::Same))];
        block.push(Step::If(Cond::HeadersSent, leave, Vec::new()));
    }
    if kind.has_error() && !matches!(kind, Kind::Listener | Kind::Wrapper) && rng.percent(8) {
        block.push(Step::Mark(rng.pick(&[
            Mark::Status401,
            Mark::StatusCode401,
            Mark::StatusCodeOr500,
            Mark::Operational,
        ])));
    }
    if kind == Kind::Receiver && depth == 0 && rng.percent(12) {
        let convert = convert(rng);
        match rng.percent(60) {
            true => block.push(Step::If(Cond::Not(Class::Api), vec![Step::Convert(convert)], Vec::new())),
            false => block.push(Step::Convert(convert)),
        }
    }
    if kind == Kind::Receiver && depth == 0 && rng.percent(10) {
        let cases = [Class::JsonWebToken, Class::TokenExpired, Class::Api];
        let from = rng.below(3);
        let to = from + 1 + rng.below(3 - from);
        let cases = cases[from..to].iter().map(|&class| {
            let ends = rng.percent(60);
            (class, steps(rng, kind, 2, ends))
        });
        let cases = cases.collect();
        let ends = rng.percent(50);
        block.push(Step::Switch(cases, steps(rng, kind, 2, ends)));
    }
    let likely = match kind {
        Kind::Guard | Kind::Nothing => 20,
        Kind::Wrapper => 14,
        Kind::Receiver | Kind::Last => 30,
        Kind::Listener => 60,
    };
    if rng.percent(likely) {
        block.push(Step::Log(log(rng, kind)));
    }
    if rng.percent(if matches!(kind, Kind::Receiver | Kind::Last) { 25 } else { 11 }) {
        block.push(Step::And(cond(rng, kind), log(rng, kind)));
    }
    if depth < 2 && rng.percent(if matches!(kind, Kind::Receiver | Kind::Last) { 40 } else { 20 }) {
        let then_ends = rng.percent(60) && kind != Kind::Listener;
        let mut then = steps(rng, kind, depth + 1, then_ends);
        if then.is_empty() {
            then.push(Step::Log(log(rng, kind)));
        }
        let otherwise = match rng.percent(20) {
            true => steps(rng, kind, depth + 1, false),
            false => Vec::new(),
        };
        block.push(Step::If(cond(rng, kind), then, otherwise));
    }
    if ends && kind != Kind::Listener {
        block.push(Step::End(end(rng, kind)));
    }
    block
}

fn log(rng: &mut Rng, kind: Kind) -> Log {
    let level = rng.weighted(&[(40, Level::Error), (35, Level::Warn), (15, Level::Info), (10, Level::Debug)]);
    Log { level, error: kind.has_error() && rng.percent(60) }
}

fn convert(rng: &mut Rng) -> Convert {
    match rng.percent(50) {
        true => Convert::Keeping,
        false => Convert::To(made(rng)),
    }
}

fn made(rng: &mut Rng) -> Made {
    rng.weighted(&[
        (28, Made::Api401),
        (10, Made::Api500),
        (16, Made::Unauthorized),
        (12, Made::Factory),
        (12, Made::HttpErrors),
        (14, Made::Plain),
        (8, Made::Assigned),
    ])
}

fn failure(rng: &mut Rng, kind: Kind) -> Failure {
    match kind.has_error() && rng.percent(60) {
        true => Failure::Same,
        false => Failure::New(made(rng)),
    }
}

fn answer(rng: &mut Rng, kind: Kind) -> Answer {
    match kind {
        Kind::Receiver | Kind::Last => rng.pick(&[Answer::Json, Answer::SendStatus, Answer::Disclosed]),
        _ => rng.pick(&[Answer::Json, Answer::SendStatus]),
    }
}

fn end(rng: &mut Rng, kind: Kind) -> End {
    let failure = failure(rng, kind);
    let answer = End::Answer(answer(rng, kind));
    let nothing = End::Nothing(rng.pick(&[Nothing::Null, Nothing::False]));
    match kind {
        Kind::Guard | Kind::Nothing => rng.weighted(&[
            (28, answer),
            (40, End::HandOn(failure)),
            (22, End::Throw(failure)),
            (7, End::GoOn),
            (3, End::NextRoute),
        ]),
        Kind::Wrapper => rng.weighted(&[(62, End::HandOn(failure)), (8, End::Throw(failure)), (30, nothing)]),
        Kind::Receiver => {
            rng.weighted(&[(66, answer), (24, End::HandOn(failure)), (5, End::Throw(failure)), (5, End::GoOn)])
        }
        Kind::Last | Kind::Listener => answer,
    }
}

fn cond(rng: &mut Rng, kind: Kind) -> Cond {
    let query = Cond::Query(rng.below(2));
    let class =
        rng.pick(&[Class::JsonWebToken, Class::JsonWebToken, Class::TokenExpired, Class::Api, Class::Unauthorized]);
    let named = rng.pick(&[Class::JsonWebToken, Class::TokenExpired, Class::Api]);
    let read = match kind == Kind::Receiver && rng.percent(30) {
        true => Read::Local,
        false => rng.pick(&[Read::Status, Read::StatusCode, Read::Either, Read::StatusCodeOr500]),
    };
    let environment = Cond::Environment(rng.pick(&[Environment::NotTest, Environment::Production]));
    let about_error = rng.weighted(&[
        (24, Cond::Server(read)),
        (8, Cond::Operational),
        (16, Cond::NotOperational),
        (22, Cond::InstanceOf(class)),
        (10, Cond::Not(class)),
        (14, Cond::Name(named)),
        (6, environment),
    ]);
    match (kind.has_error(), kind.has_request()) {
        (true, true) if rng.percent(25) => query,
        (true, _) => about_error,
        (false, _) => rng.weighted(&[(85, query), (15, environment)]),
    }
}
