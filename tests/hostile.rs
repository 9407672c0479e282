//! Input that is made to bring a parser down: each must leave the findings beside it as they are.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use tokentrail::engine::{Selection, check_sources};
use tokentrail::finding::Scan;

/// One silent failure, at the top, before whatever follows.
const SILENT: &str = "const jwt = require('jsonwebtoken');\n\
    function guard(req, res) { try { jwt.verify(req.x, 'k'); } catch (e) { res.sendStatus(401); } }\n";

fn nested(open: &str, middle: &str, close: &str, levels: usize) -> String {
    format!("{}{middle}{}", open.repeat(levels), close.repeat(levels))
}

fn scan(name: &str, text: &str) -> Scan {
    check_sources(&[(name, text)], &Selection::default()).expect("sources in memory can be analysed")
}

fn assert_found(name: &str, what: &str, code: &str) {
    let scan = scan(name, &format!("{SILENT}{code}"));
    assert!(scan.summary.skipped.is_empty(), "{what}: {:?}", scan.summary.skipped);
    assert_eq!(scan.findings.len(), 1, "{what}");
}

/// What somebody would try first is as deep as this; what costs more, or occurs to fewer, is less deep in every run.
const LEVELS: usize = 100_000;
const FEWER: usize = 8_000;

/// The given depth, or the one that the environment asks for: `TOKENTRAIL_HOSTILE_LEVELS=100000`.
fn levels(usual: usize) -> usize {
    let asked = std::env::var("TOKENTRAIL_HOSTILE_LEVELS").ok();
    asked.map_or(usual, |asked| asked.parse().expect("a number of levels"))
}

#[test]
fn nesting_of_every_usual_kind_is_survived() {
    let levels = levels(LEVELS);
    let cases = [
        ("parentheses", format!("x = {};", nested("(", "1", ")", levels))),
        ("blocks", nested("{", "", "}", levels)),
        ("conditionals", format!("x = {}c;", "a ? b : ".repeat(levels))),
        ("members", format!("x = a{};", ".b".repeat(levels))),
        ("optional members", format!("x = a{};", "?.b".repeat(levels))),
        ("calls", format!("x = a{};", "()".repeat(levels))),
        ("else-if", format!("if (a) {{}} {}", "else if (a) {}".repeat(levels))),
        ("templates", format!("x = {};", nested("`${", "1", "}`", levels))),
        ("operators", format!("x = {}a;", "a && ".repeat(levels))),
        ("negations", format!("x = {}a;", "!".repeat(levels))),
        ("callbacks", nested("f(() => {", "", "});", levels)),
        // More than the machine's own count of open `try`s can hold.
        ("tries", nested("try {", "", "} catch (e) {}", levels)),
    ];
    for (what, code) in cases {
        assert_found("nested.js", what, &code);
    }
    assert_found("nested.jsx", "markup", &format!("x = {};", nested("<a>", "", "</a>", levels)));
}

#[test]
fn nesting_of_every_other_kind_is_survived() {
    let levels = levels(FEWER);
    let cases = [
        ("arrays", format!("x = {};", nested("[", "", "]", levels))),
        ("objects", format!("x = {};", nested("{a:", "1", "}", levels))),
        ("computed keys", format!("x = {};", nested("{[", "a", "]: 1}", levels))),
        ("patterns", format!("const {} = c;", nested("{a:", "b", "}", levels))),
        ("patterns of arrays", format!("const {} = c;", nested("[", "b", "]", levels))),
        ("defaults", format!("function f(a = {}) {{}}", nested("(b = ", "1", ")", levels))),
        ("subscripts", format!("x = a{};", "[0]".repeat(levels))),
        ("arguments", format!("x = {};", nested("f(", "1", ")", levels))),
        ("spreads", format!("x = {};", nested("[...", "a", "]", levels))),
        ("tags", format!("x = a{};", "`b`".repeat(levels))),
        ("waiting", format!("async function f() {{ {} a; }}", "await ".repeat(levels))),
        ("yielding", format!("function* f() {{ {} a; }}", "yield ".repeat(levels))),
        ("instances", format!("x = {}a;", "new ".repeat(levels))),
        ("types of values", format!("x = {}a;", "typeof ".repeat(levels))),
        ("assignments", format!("x = {}b;", "a = ".repeat(levels))),
        ("sequences", format!("x = ({}b);", "a, ".repeat(levels))),
        ("concatenation", format!("x = {}'b';", "'a' + ".repeat(levels))),
        ("defaults for nothing", format!("x = {}b;", "a ?? ".repeat(levels))),
        ("arrows", format!("x = {}1;", "a => ".repeat(levels))),
        ("arrows that wait", format!("x = {}1;", "async a => ".repeat(levels))),
        ("functions", nested("function f() {", "", "}", levels)),
        ("functions called at once", nested("(function () {", "", "})();", levels)),
        ("classes", nested("class A { m() {", "", "} }", levels)),
        ("conditions", format!("{};", "if (a) ".repeat(levels))),
        ("switches", nested("switch (a) { case b: ", "", "}", levels)),
        ("loops", format!("{};", "for (;;) ".repeat(levels))),
        ("loops over lists", format!("{};", "for (a of b) ".repeat(levels))),
        ("loops that end", nested("do ", ";", " while (a);", levels)),
        ("labels", format!("{};", "a: ".repeat(levels))),
        ("finally", nested("try {} finally {", "", "}", levels)),
        ("handlers", format!("p{};", ".then(a => a)".repeat(levels))),
        ("checks in callbacks", nested("f(() => { try { jwt.verify(t, k) } catch (e) { throw e }", "", "});", 300)),
    ];
    for (what, code) in cases {
        assert_found("nested.js", what, &code);
    }
    for (what, code) in [
        ("markup in markup's values", format!("x = {};", nested("<a b={", "1", "}/>", levels))),
        ("values in markup", format!("x = {};", nested("<a>{", "1", "}</a>", levels))),
    ] {
        assert_found("nested.jsx", what, &code);
    }
    for (what, code) in [
        ("type arguments", format!("type A = {};", nested("A<", "B", ">", levels))),
        ("unions", format!("type A = {}C;", "B | ".repeat(levels))),
        ("types of arrays", format!("type A = B{};", "[]".repeat(levels))),
        ("types of functions", format!("type A = {}B;", "() => ".repeat(levels))),
        ("types on conditions", format!("type A = {}E;", "B extends C ? D : ".repeat(levels))),
        ("types of objects", format!("type A = {};", nested("{a: ", "B", "}", levels))),
        ("casts", format!("x = a{};", " as B".repeat(levels))),
        ("assertions", format!("x = {}b;", "<A>".repeat(levels))),
        ("non-null marks", format!("x = a{};", "!".repeat(levels))),
        ("namespaces", nested("namespace A {", "", "}", levels)),
        ("decorators", format!("{}class A {{}}", "@a() ".repeat(levels))),
    ] {
        assert_found("nested.ts", what, &code);
    }
}

#[test]
fn nesting_that_never_ends_is_survived() {
    let levels = levels(FEWER);
    for open in
        ["(", "{", "[", "`${", "<a>", "f(() => {", "try {", "class A { m() {", "a ? ", "x = {a:", "/*", "'", "<A"]
    {
        for name in ["open.js", "open.tsx"] {
            let scan = scan(name, &format!("{SILENT}{}", open.repeat(levels)));
            let gaps = scan.summary.skipped.iter().chain(&scan.summary.partial);
            let internal = gaps.into_iter().find(|gap| gap.reason.contains("internal error"));
            assert_eq!(internal, None, "{open}");
        }
    }
}

#[test]
fn calls_through_many_functions_are_survived() {
    let chain = |levels: usize, call: &str, body: &str| -> String {
        let first = "function g0(t) { jwt.verify(t, 'k'); }\n".to_owned();
        let calls = (0..levels)
            .map(|at| format!("function g{}(t) {{ {} }}\n", at + 1, body.replace("@", &format!("{call}{at}"))));
        first + &calls.collect::<String>()
    };
    assert_found("chain.js", "calls", &chain(2_000, "g", "@(t);"));
    assert_found("chain.js", "rethrows", &chain(2_000, "g", "try { @(t); } catch (e) { throw e; }"));
    let classes = (0..2_000).map(|at| format!("class C{} extends C{at} {{}}\n", at + 1)).collect::<String>();
    assert_found(
        "chain.js",
        "classes",
        &format!("class C0 {{ m(t) {{ jwt.verify(t, 'k'); }} }}\n{classes}new C2000().m(t);"),
    );
}

#[test]
fn many_small_things_are_survived() {
    assert_found("many.js", "functions", &"function f() {}\n".repeat(20_000));
    assert_found(
        "many.js",
        "other functions",
        &(0..20_000).map(|at| format!("function f{at}(){{}}\n")).collect::<String>(),
    );
    assert_found("many.js", "statements", &"a = b;\n".repeat(50_000));
    assert_found("many.js", "one long line", &format!("x = '{}';", "y".repeat(20_000_000)));
    assert_found("many.js", "one long line of code", &"a(b);".repeat(100_000));
}

#[test]
fn a_file_that_cannot_be_parsed_whole_is_said_and_analysed_as_far_as_it_goes() {
    let scan = scan("half.js", &format!("{SILENT}const = = ;\nclass {{"));
    assert_eq!(scan.findings.len(), 1);
    assert_eq!(scan.summary.partial.len(), 1);
}

#[test]
fn what_lies_deep_is_looked_at() {
    let deep = nested("(", "function () { try { jwt.verify(t, 'k'); } catch (e) {} }", ")", 10_000);
    let scan = scan("deep.js", &format!("{SILENT}x = {deep};"));
    assert_eq!((scan.findings.len(), &scan.summary.partial[..]), (2, &[][..]));
}

/// Each function that holds others is asked about them: a level of thousands is not.
#[test]
fn what_lies_deeper_in_each_other_than_anybody_writes_is_said() {
    for text in ["x=>\n".repeat(100_000) + "x;", nested("a[", "b", "]", 20_000), nested("a(", "b", ")", 50_000)] {
        let scan = scan("deep.js", &format!("{SILENT}x = {text};"));
        assert_eq!(scan.findings.len(), 1);
        let reasons: Vec<&str> = scan.summary.partial.iter().map(|partial| partial.reason.as_str()).collect();
        assert!(matches!(reasons[..], [reason] if reason.contains("nested deeper")), "{reasons:?}");
    }
}

#[test]
fn every_line_ending_and_mark_is_survived() {
    for text in [
        SILENT.replace('\n', "\r"),
        SILENT.replace('\n', "\r\n"),
        format!("\u{feff}{SILENT}"),
        format!("{SILENT}x = '\\ud800'; y = '\\u{{d800}}'; z = /[\\ud800-\\udfff]/u; `\\udfff${{'\\xff'}}`;"),
        SILENT.replace("'k'", "'\\ud83d'"),
        SILENT.replace("req.x", "req['\\udc00']"),
        format!("\u{feff}\u{feff}\r{}\r\r\n\u{2029}", SILENT.replace('\n', "\r")),
        format!("{SILENT}\u{0}\u{202e}\u{2028}"),
    ] {
        assert_eq!(scan("marks.js", &text).findings.len(), 1, "{text:?}");
    }
}

#[test]
fn checks_without_end_cost_what_a_file_may_cost() {
    let check = "try { jwt.verify(t, k) } catch (e) { if (c) log(e) }\n";
    let scan = scan("many.js", &format!("{SILENT}function all(t, k, c) {{\n{}}}\n", check.repeat(400)));
    assert!(scan.summary.checks.understood + scan.summary.checks.unknown >= 401);
}
