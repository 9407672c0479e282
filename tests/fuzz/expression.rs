//! Expressions and patterns of any shape.
//!
//! In: a source of choices and what is left of the budget. Out: text that stands where an expression or a pattern can.

use super::grammar::{Budget, Language, block, parameters};
use super::rng::Rng;
use super::seeds::NAMES;

pub(crate) fn name(rng: &mut Rng) -> &'static str {
    rng.pick(&NAMES)
}

/// A way to something by its names.
pub(crate) fn chain(rng: &mut Rng) -> String {
    let mut text = name(rng).to_owned();
    for _ in 0..rng.below(4) {
        text += rng.pick(&[".", ".", ".", "?."]);
        text += name(rng);
    }
    text
}

pub(crate) fn pattern(rng: &mut Rng) -> String {
    let (a, b) = (name(rng), name(rng));
    match rng.below(9) {
        0..=3 => a.to_owned(),
        4 => format!("{{ {a}, {b}: c = 1 }}"),
        5 => format!("[{a}, , ...{b}]"),
        6 => format!("{{ {a}: [{b}], ...rest }}"),
        7 => format!("{{ [{a}.{b}]: {{ c }} = {{}} }}"),
        _ => format!("{{ {a} = {b}({a}) }}"),
    }
}

/// An expression; a plain one when nothing is left.
pub(crate) fn expression(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    if !budget.spend() {
        return leaf(rng);
    }
    match rng.below(30) {
        0..=4 => leaf(rng),
        5..=9 => call(rng, budget, language),
        10..=13 => function(rng, budget, language),
        14 => operator(rng, budget, language),
        15 => {
            let parts = [(); 3].map(|()| expression(rng, budget, language));
            format!("({} ? {} : {})", parts[0], parts[1], parts[2])
        }
        16 => format!("await {}", expression(rng, budget, language)),
        17 => format!("new {}({})", chain(rng), arguments(rng, budget, language)),
        18 => format!("({})", expression(rng, budget, language)),
        19 => format!("({{ {}: {}, ...{} }})", name(rng), expression(rng, budget, language), leaf(rng)),
        20 => format!("[{}, ...{}]", expression(rng, budget, language), leaf(rng)),
        21 => format!("`a${{{}}}b`", expression(rng, budget, language)),
        22 => format!("{}[{}]", chain(rng), expression(rng, budget, language)),
        23 => format!("({} = {})", pattern(rng), expression(rng, budget, language)),
        24 => format!("{} instanceof {}", chain(rng), chain(rng)),
        25 => format!("new Promise((resolve, reject) => {})", block(rng, budget, language)),
        26 => format!("class extends {} {{ {}() {} }}", chain(rng), name(rng), block(rng, budget, language)),
        27 => match language {
            Language::Script => format!("import({})", expression(rng, budget, language)),
            Language::Typed => format!("(<any>{} as {}<string>)!", chain(rng), name(rng)),
            Language::Markup => format!("<a b={{{}}}>text</a>", expression(rng, budget, language)),
        },
        28 => format!("{}`x${{{}}}`", chain(rng), expression(rng, budget, language)),
        _ => format!("jwt.verify({}, {})", leaf(rng), leaf(rng)),
    }
}

fn leaf(rng: &mut Rng) -> String {
    let plain = [
        "null",
        "undefined",
        "true",
        "false",
        "0",
        "401",
        "'JsonWebTokenError'",
        "\"ünïcode 😀\"",
        "/re/g",
        "this",
        "`t`",
    ];
    if rng.percent(60) { chain(rng) } else { rng.pick(&plain).to_owned() }
}

fn arguments(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    (0..rng.below(4)).map(|_| expression(rng, budget, language)).collect::<Vec<_>>().join(", ")
}

fn call(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    let given = arguments(rng, budget, language);
    match rng.below(8) {
        0 | 1 => format!("{}({given})", chain(rng)),
        2 => format!("{}?.({given})", chain(rng)),
        3 => format!("jwt.verify(token, key, {})", function(rng, budget, language)),
        4 => {
            let method = rng.pick(&["then", "catch", "finally"]);
            format!("{}({given}).{method}({})", chain(rng), function(rng, budget, language))
        }
        5 => format!(
            "{}.{}({given})",
            chain(rng),
            rng.pick(&["bind", "call", "apply", "map", "some", "forEach", "reduce"])
        ),
        6 => format!("Promise.{}([{given}])", rng.pick(&["all", "race", "any", "allSettled", "resolve", "reject"])),
        _ => format!("({})({given})", function(rng, budget, language)),
    }
}

fn function(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    let parameters = parameters(rng, language);
    let asynchronous = rng.pick(&["", "async "]);
    match rng.below(3) {
        0 => format!("({asynchronous}({parameters}) => {})", expression(rng, budget, language)),
        1 => format!("{asynchronous}({parameters}) => {}", block(rng, budget, language)),
        _ => format!("{asynchronous}function {}({parameters}) {}", name(rng), block(rng, budget, language)),
    }
}

fn operator(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    let (left, right) = (expression(rng, budget, language), expression(rng, budget, language));
    let between = ["&&", "||", "??", "===", "!==", "+", ",", "<", ">=", "in", "**", "%"];
    match rng.below(4) {
        0 => format!("!({left})"),
        1 => format!("typeof {left} === 'function'"),
        _ => format!("(({left}) {} ({right}))", rng.pick(&between)),
    }
}
