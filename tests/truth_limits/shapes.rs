//! What an application has, by name: that every shape is made is a test of its own.

use super::program::*;

/// A shape's name, and whether an application has it.
type Shape = (&'static str, fn(&Program) -> bool);

pub(crate) const SHAPES: &[Shape] = &[
    ("Refresh", |program| program.purpose == Purpose::Refresh),
    ("Verify", |program| program.purpose == Purpose::Verify),
    ("Express4", |program| program.express == Express::Four),
    ("Esm", |program| program.modules == Modules::Esm),
    ("Setup", |program| program.setup),
    ("NestedRouters", |program| depth(&program.items) == 2),
    ("MountedTwice", |program| any(program, &|item| matches!(item, Item::Mount { mounts, .. } if mounts.len() > 1))),
    ("RouterFactory", |program| any(program, &|item| matches!(item, Item::Mount { make: MakeRouter::Factory, .. }))),
    ("RouterSetup", |program| any(program, &|item| matches!(item, Item::Mount { make: MakeRouter::Setup, .. }))),
    ("Sibling", |program| any(program, &|item| matches!(item, Item::Sibling { .. }))),
    ("OtherMethod", |program| any(program, &|item| matches!(item, Item::Method { .. }))),
    ("Conditional", |program| any(program, &|item| matches!(item, Item::Use { when, .. } if *when != When::Always))),
    ("Array", |program| any(program, &|item| matches!(item, Item::Use { style: UseStyle::List, .. }))),
    ("ForEach", |program| any(program, &|item| matches!(item, Item::Use { style: UseStyle::Each, .. }))),
    ("LoopOverPaths", |program| any(program, &|item| matches!(item, Item::Use { style: UseStyle::Paths, .. }))),
    ("Chain", |program| target(program, |style| matches!(style, Style::Chain | Style::ChainAll))),
    ("Table", |program| target(program, |style| style == Style::Table)),
    ("Spread", |program| target(program, |style| style == Style::Spread)),
    ("Guard", |program| program.middles().contains(&Middle::Guard)),
    ("Packaged", |program| used(program, |limiter| matches!(limiter, Limiter::Packaged { .. }))),
    ("Anew", |program| made(program, Make::Anew)),
    ("Lambda", |program| made(program, Make::Lambda)),
    ("Inline", |program| made(program, Make::Inline)),
    ("Factory", |program| made(program, Make::Factory)),
    ("FactoryOver", |program| made(program, Make::FactoryOver)),
    ("LimiterTable", |program| made(program, Make::Table)),
    ("LimiterClass", |program| made(program, Make::Class)),
    ("SkipAlways", |program| chosen(program, |choice| matches!(choice, Choice::SkipAlways | Choice::SkipAlwaysByBody))),
    ("SkipRoute", |program| chosen(program, |choice| choice == Choice::SkipRoute)),
    ("SkipConstant", |program| chosen(program, |choice| matches!(choice, Choice::SkipConstant(_)))),
    ("SkipMethod", |program| chosen(program, |choice| matches!(choice, Choice::SkipMethod(_)))),
    ("SkipInTests", |program| chosen(program, |choice| choice == Choice::SkipInTests)),
    ("ByPath", |program| made(program, Make::ByPath(true)) || made(program, Make::ByPath(false))),
    ("ByMethod", |program| made(program, Make::ByMethod(true)) || made(program, Make::ByMethod(false))),
    ("UnlessTests", |program| made(program, Make::UnlessTests)),
    ("LimiterList", |program| made(program, Make::List)),
    ("Capitals", |program| any(program, &|item| matches!(item, Item::Use { at: At::Capitals, .. }))),
    ("Wildcard", |program| any(program, &|item| matches!(item, Item::Use { at: At::Wildcard, .. }))),
    ("Pattern", |program| any(program, &|item| matches!(item, Item::Use { at: At::Pattern, .. }))),
    ("Wrapped", |program| any(program, &|item| matches!(item, Item::Target { wrapped: true, .. }))),
    ("SkipFailed", |program| chosen(program, |choice| choice == Choice::SkipFailed(true))),
    ("SkipSuccessful", |program| chosen(program, |choice| choice == Choice::SkipSuccessful(true))),
    ("AllSuccessful", |program| chosen(program, |choice| choice == Choice::AllSuccessful)),
    ("HandlerGoesOn", |program| chosen(program, |choice| choice == Choice::HandlerGoesOn)),
    ("Flexible", |program| used(program, |limiter| matches!(limiter, Limiter::Flexible { .. }))),
    ("Floating", |program| {
        used(program, |limiter| matches!(limiter, Limiter::Flexible { consume: Consume::Floating, .. }))
    }),
    ("FlexibleGoesOn", |program| {
        used(program, |limiter| matches!(limiter, Limiter::Flexible { refusal: Refusal::GoOn, .. }))
    }),
    ("Counted", |program| used(program, |limiter| matches!(limiter, Limiter::Counted { .. }))),
    ("HandedOn", |program| {
        used(program, |limiter| matches!(limiter, Limiter::Counted { refusal: Refusal::HandOn | Refusal::Throw, .. }))
    }),
    ("Sham", |program| used(program, |limiter| matches!(limiter, Limiter::Sham { .. }))),
    ("Watching", |program| used(program, |limiter| matches!(limiter, Limiter::Watching { .. }))),
    ("Unused", |program| program.used().count() < program.limiters.len()),
    ("InsideBefore", |program| program.handler.inside.is_some_and(|inside| inside.place == Place::Before)),
    ("InsideLate", |program| program.handler.inside.is_some_and(|inside| inside.place != Place::Before)),
    ("InsideGoesOn", |program| program.handler.inside.is_some_and(|inside| inside.goes_on)),
    ("Callback", |program| program.handler.check == Check::Callback),
    ("Service", |program| program.handler.check == Check::Service),
];

/// The names of an application's shapes.
pub(crate) fn shapes(program: &Program) -> impl Iterator<Item = &'static str> {
    SHAPES.iter().filter(|(_, has)| has(program)).map(|(name, _)| *name)
}

fn any(program: &Program, holds: &dyn Fn(&Item) -> bool) -> bool {
    program.any(holds)
}

fn depth(items: &[Item]) -> usize {
    let of = |item: &Item| match item {
        Item::Mount { items, .. } => 1 + depth(items),
        _ => 0,
    };
    items.iter().map(of).max().unwrap_or_default()
}

fn target(program: &Program, holds: fn(Style) -> bool) -> bool {
    any(program, &|item| matches!(item, Item::Target { style, .. } if holds(*style)))
}

fn used(program: &Program, holds: fn(&Limiter) -> bool) -> bool {
    program.used().any(holds)
}

fn made(program: &Program, wanted: Make) -> bool {
    program.used().any(|limiter| matches!(limiter, Limiter::Packaged { make, .. } if *make == wanted))
}

fn chosen(program: &Program, holds: fn(Choice) -> bool) -> bool {
    let has = |limiter: &Limiter| matches!(limiter, Limiter::Packaged { options, .. } if options.iter().any(|&option| holds(option)));
    program.used().any(has)
}
