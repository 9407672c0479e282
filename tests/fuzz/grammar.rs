//! Grammar-level: programs that parse, of any shape that the languages have, about checks, handlers and promises.
//!
//! In: a source of choices. Out: the files of one project. Depth is bounded by a budget of nodes; nothing here means anything.

use super::expression::{chain, expression, name, pattern};
use super::rng::Rng;

/// How much may still be written. Each node takes one.
pub(crate) struct Budget(usize);

impl Budget {
    pub(crate) fn new(nodes: usize) -> Self {
        Self(nodes)
    }

    /// Whether there is room for a node with others inside it.
    pub(crate) fn spend(&mut self) -> bool {
        let is_left = self.0 > 0;
        self.0 = self.0.saturating_sub(1);
        is_left
    }
}

/// What a file's name lets it say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Script,
    Typed,
    Markup,
}

/// One to three files that import each other.
pub(crate) fn project(rng: &mut Rng) -> Vec<(String, String)> {
    let files = 1 + rng.below(3);
    let names: Vec<(String, Language)> = (0..files)
        .map(|at| {
            let (extension, language) = rng.pick(&[
                ("js", Language::Script),
                ("mjs", Language::Script),
                ("ts", Language::Typed),
                ("tsx", Language::Markup),
            ]);
            (format!("f{at}.{extension}"), language)
        })
        .collect();
    names
        .iter()
        .map(|(name, language)| {
            let mut budget = Budget::new(10 + rng.below(70));
            let mut text = imports(rng, files);
            for _ in 0..=rng.below(6) {
                text += &statement(rng, &mut budget, *language);
            }
            (name.clone(), text)
        })
        .collect()
}

fn imports(rng: &mut Rng, files: usize) -> String {
    let mut text = String::new();
    for _ in 0..rng.below(4) {
        let package =
            ["jsonwebtoken", "express", "winston", "passport", "passport-jwt", "jose", "express-jwt", "node:crypto"];
        let specifier =
            if rng.percent(50) { rng.pick(&package).to_owned() } else { format!("./f{}", rng.below(files)) };
        let (a, b) = (name(rng), name(rng));
        text += &match rng.below(6) {
            0 => format!("const {a} = require('{specifier}');\n"),
            1 => format!("const {{ {a}, {b}: c }} = require('{specifier}');\n"),
            2 => format!("import {a} from '{specifier}';\n"),
            3 => format!("import {{ {a} as {b} }} from '{specifier}';\n"),
            4 => format!("import * as {a} from '{specifier}';\n"),
            _ => format!("export * from '{specifier}';\n"),
        };
    }
    if rng.percent(60) { format!("const jwt = require('jsonwebtoken');\n{text}") } else { text }
}

pub(crate) fn block(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    let mut text = String::from("{\n");
    for _ in 0..rng.below(4) {
        text += &statement(rng, budget, language);
    }
    text + "}"
}

pub(crate) fn statement(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    if !budget.spend() {
        return rng.pick(&[";\n", "return;\n", "f();\n", "break;\n"]).to_owned();
    }
    let mut value = |rng: &mut Rng| expression(rng, budget, language);
    match rng.below(26) {
        0 | 1 => format!("{};\n", value(rng)),
        2 => format!("const {} = {};\n", pattern(rng), value(rng)),
        3 => format!("let {} = {};\n", pattern(rng), value(rng)),
        4 => format!("var {};\n", name(rng)),
        5 | 6 => format!("return {};\n", value(rng)),
        7 => format!("throw {};\n", value(rng)),
        8 => format!("{}.{} = {};\n", chain(rng), name(rng), value(rng)),
        9 => format!("module.exports = {};\n", value(rng)),
        10 => format!("exports.{} = {};\n", name(rng), value(rng)),
        11 => format!("export default {};\n", value(rng)),
        _ => compound(rng, budget, language),
    }
}

fn compound(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    let of = |rng: &mut Rng, budget: &mut Budget| expression(rng, budget, language);
    let condition = of(rng, budget);
    let body = block(rng, budget, language);
    let (a, b) = (name(rng), name(rng));
    match rng.below(16) {
        0 | 1 => format!("try {body} catch ({}) {}\n", pattern(rng), block(rng, budget, language)),
        2 => format!("try {body} finally {}\n", block(rng, budget, language)),
        3 => format!("try {body} catch {} finally {}\n", block(rng, budget, language), block(rng, budget, language)),
        4 | 5 => format!("if ({condition}) {body} else {}\n", statement(rng, budget, language)),
        6 => format!("if ({condition}) {}", statement(rng, budget, language)),
        7 => format!("for (const {} of {condition}) {body}\n", pattern(rng)),
        8 => format!("for (let {a} = 0; {condition}; {a}++) {body}\n"),
        9 => format!("{a}: while ({condition}) {{ if ({b}) continue {a}; {body} break {a}; }}\n"),
        10 => format!("do {body} while ({condition});\n"),
        11 => {
            let arms =
                (0..rng.below(4)).map(|_| format!("case {}: {}", of(rng, budget), statement(rng, budget, language)));
            format!("switch ({condition}) {{ {} default: {body} }}\n", arms.collect::<String>())
        }
        12 => class(rng, budget, language),
        13 => {
            let exported = rng.pick(&["", "export ", "export default "]);
            let kind = rng.pick(&["function", "async function", "function*"]);
            format!("{exported}{kind} {a}({}) {body}\n", parameters(rng, language))
        }
        14 => format!("app.{}('/{a}', {}, {});\n", rng.pick(&["use", "get", "post"]), of(rng, budget), of(rng, budget)),
        _ => format!("enum {a} {{ {b} }}\n@{b}() export class {a} {{ @{a}({condition}) {b}() {body} }}\n"),
    }
}

fn class(rng: &mut Rng, budget: &mut Budget, language: Language) -> String {
    let mut members = String::new();
    for _ in 0..rng.below(4) {
        let body = block(rng, budget, language);
        let a = name(rng);
        members += &match rng.below(7) {
            0 => format!("constructor({}) {body}\n", parameters(rng, language)),
            1 => format!("async {a}({}) {body}\n", parameters(rng, language)),
            2 => format!("static {a} = {};\n", expression(rng, budget, language)),
            3 => format!("#{a} = 1; get {a}() {{ return this.#{a}; }}\n"),
            4 => format!("static {body}\n"),
            5 => format!("{a} = {};\n", expression(rng, budget, language)),
            _ => format!("[{}]({}) {body}\n", expression(rng, budget, language), parameters(rng, language)),
        };
    }
    let base = if rng.percent(40) { format!(" extends {}", chain(rng)) } else { String::new() };
    format!("class {}{base} {{\n{members}}}\n", name(rng))
}

pub(crate) fn parameters(rng: &mut Rng, language: Language) -> String {
    let handler = ["req, res", "req, res, next", "err, req, res, next", "ctx, next", "err, decoded", "token", ""];
    if rng.percent(60) {
        return rng.pick(&handler).to_owned();
    }
    let typed = if language == Language::Script { "" } else { rng.pick(&["", ": any", "?: Promise<A | B>"]) };
    let all = (0..rng.below(4)).map(|_| if typed.is_empty() { pattern(rng) } else { format!("{}{typed}", name(rng)) });
    all.collect::<Vec<_>>().join(", ")
}
