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

#[test]
fn nesting_of_every_kind_is_survived() {
    const LEVELS: usize = 50_000;
    let cases = [
        ("parentheses", format!("x = {};", nested("(", "1", ")", LEVELS))),
        ("blocks", nested("{", "", "}", LEVELS)),
        ("conditionals", format!("x = {}c;", "a ? b : ".repeat(LEVELS))),
        ("members", format!("x = a{};", ".b".repeat(LEVELS))),
        ("optional members", format!("x = a{};", "?.b".repeat(LEVELS))),
        ("calls", format!("x = a{};", "()".repeat(LEVELS))),
        ("else-if", format!("if (a) {{}} {}", "else if (a) {}".repeat(LEVELS))),
        ("templates", format!("x = {};", nested("`${", "1", "}`", LEVELS))),
        ("operators", format!("x = {}a;", "a && ".repeat(LEVELS))),
        ("negations", format!("x = {}a;", "!".repeat(LEVELS))),
        ("arrays", format!("x = {};", nested("[", "", "]", LEVELS))),
        ("objects", format!("x = {};", nested("{a:", "1", "}", LEVELS))),
        ("patterns", format!("const {} = c;", nested("{a:", "b", "}", LEVELS))),
        ("loops", format!("{};", "for (;;) ".repeat(LEVELS))),
        ("labels", format!("{};", "a: ".repeat(LEVELS))),
        ("callbacks", nested("f(() => {", "", "});", 5_000)),
        ("tries", nested("try {", "", "} catch (e) {}", 5_000)),
        ("checks in callbacks", nested("f(() => { try { jwt.verify(t, k) } catch (e) { throw e }", "", "});", 300)),
    ];
    for (what, code) in cases {
        assert_found("nested.js", what, &code);
    }
    assert_found("nested.jsx", "markup", &format!("x = {};", nested("<a>", "", "</a>", 10_000)));
}

#[test]
fn many_small_things_are_survived() {
    assert_found("many.js", "functions", &"function f() {}\n".repeat(20_000));
    assert_found("many.js", "statements", &"a = b;\n".repeat(50_000));
    assert_found("many.js", "one long line", &format!("x = '{}';", "y".repeat(1_000_000)));
}

#[test]
fn a_file_that_cannot_be_parsed_whole_is_said_and_analysed_as_far_as_it_goes() {
    let scan = scan("half.js", &format!("{SILENT}const = = ;\nclass {{"));
    assert_eq!(scan.findings.len(), 1);
    assert_eq!(scan.summary.partial.len(), 1);
}

#[test]
fn what_lies_too_deep_to_be_looked_at_is_said() {
    let deep = nested("(", "1", ")", 10_000);
    let scan = scan("deep.js", &format!("{SILENT}x = {deep};"));
    assert_eq!(scan.findings.len(), 1);
    let reasons: Vec<&str> = scan.summary.partial.iter().map(|partial| partial.reason.as_str()).collect();
    assert!(matches!(reasons[..], [reason] if reason.contains("nested deeper")), "{reasons:?}");
}

#[test]
fn every_line_ending_and_mark_is_survived() {
    for text in [
        SILENT.replace('\n', "\r"),
        SILENT.replace('\n', "\r\n"),
        format!("\u{feff}{SILENT}"),
        format!("{SILENT}x = '\\ud800';"),
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
