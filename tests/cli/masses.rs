//! Projects of one thing, very often: whatever grows faster than the text comes to an end here, and so does what recurses.
//!
//! Each is as large as it has to be for a run that takes the square of its length to exceed what it is given. How costs grow,
//! in numbers, is what `benches/masses.rs` shows.

#![cfg(unix)]

use std::fmt::Write;
use std::process::Command;

use serde_json::Value;

use super::program::{Run, Tree};

/// So much memory, in KiB, and so much time of the processor, in seconds: many times what is needed.
const LIMITS: &str = "ulimit -v 3000000 && ulimit -t 60";

const SILENT: &str = "const jwt = require('jsonwebtoken');
function silent(q, s) { try { jwt.verify(q.x, 'k'); } catch (e) { s.sendStatus(401); } }
";
const SERVICE: &str = "const jwt = require('jsonwebtoken');
const app = require('express')();
";

fn each(times: usize, one: impl Fn(usize) -> String) -> String {
    (0..times).fold(String::new(), |mut all, at| {
        write!(all, "{}", one(at)).unwrap();
        all
    })
}

/// The report of a run under limits.
#[track_caller]
fn report(files: &[(&str, &str)]) -> Value {
    let tree = Tree::new(files);
    let program = env!("CARGO_BIN_EXE_tokentrail");
    // What looks minified is analysed when it is named.
    let named = if let [(path, _)] = files { path } else { "." };
    let line = format!("{LIMITS} && exec {program} check --jobs 1 --max-file-size 100MB --output-format json {named}");
    let run = Run::of(Command::new("sh").args(["-c", &line]).current_dir(tree.path()).output().unwrap());
    assert!(matches!(run.code, Some(0 | 1)), "{:?}: {}", run.code, run.stderr);
    assert!(!run.stdout.contains("internal error"), "{}", run.stdout);
    run.json()
}

fn findings(report: &Value) -> usize {
    report["findings"].as_array().unwrap().len()
}

#[track_caller]
fn assert_found(what: &str, text: &str) {
    let report = report(&[("a.js", text)]);
    assert!(findings(&report) >= 1, "{what}: {}", report["summary"]);
}

/// Where a text can be read in two ways, the parser gives both back by recursion.
#[test]
fn blocks_that_may_be_objects_overflow_no_stack() {
    let levels = 60_000;
    assert_found("labels", &format!("{SILENT}{}x(){}", "a:{".repeat(levels), "}".repeat(levels)));
}

/// At each error the parser tries to end all levels that are open.
#[test]
fn errors_below_thousands_of_levels_are_given_up_and_said() {
    let report = report(&[("a.js", &format!("{SILENT}{}", "case x :\n".repeat(100_000)))]);
    assert_eq!(report["summary"]["skipped"][0]["reason"], "parsing it takes too much work", "{}", report["summary"]);
}

/// Few values, and more ways to their parts than can be walked.
#[test]
fn lists_of_lists_of_the_same_are_looked_through_once() {
    let lists = each(9, |at| format!("const a{} = [{}];\n", at + 1, format!("a{at},").repeat(12)));
    let code = "if (q === a9) b(); try { jwt.verify(a0, 'k'); } catch (e) { if (q === a9) c(); }";
    assert_found("lists", &format!("{SILENT}function f(a0, q) {{\n{lists}{code}\n}}"));
}

#[test]
fn a_guard_of_thousands_of_routes_is_judged() {
    let guard = "const guard = (req, res, next) => {
  try { jwt.verify(req.headers.a, 'k'); next(); } catch (e) { res.sendStatus(401); } };\n";
    let routes = each(10_000, |at| format!("app.get('/r{at}', guard, (req, res) => {{ res.send('a'); }});\n"));
    assert_found("routes", &format!("{SERVICE}{guard}{routes}"));
}

#[test]
fn thousands_of_decisions_ahead_of_a_check_are_given_up_and_said() {
    let decisions = each(30_000, |at| format!("if (a{at}) b();\n"));
    let code = format!("{SILENT}function f(t) {{\n{decisions}try {{ jwt.verify(t, 'k'); }} catch (e) {{}} }}");
    let report = report(&[("a.js", &code)]);
    assert_eq!(findings(&report), 1, "the one beside it");
    assert!(report["summary"]["partial"][0]["reason"].as_str().unwrap().contains("not followed to their end"));
}

#[test]
fn chains_of_thousands_of_operands_cost_no_finding() {
    let chains = format!("x = {}b;\n", "a || ".repeat(3_000)).repeat(100);
    let report = report(&[("a.js", &format!("{SILENT}{chains}"))]);
    assert_eq!((findings(&report), &report["summary"]["partial"]), (1, &serde_json::json!([])));
}

#[test]
fn names_mean_something_at_any_depth() {
    let levels = 60_000;
    let open = "f((e, r) => {".repeat(levels);
    assert_found("callbacks", &format!("{SILENT}{open}{}", "});".repeat(levels)));
}

#[test]
fn constants_that_are_made_of_all_others_are_given_up_and_said() {
    let names: Vec<String> = (0..30_000).map(|at| format!("a{at}")).collect();
    let code = format!("{SILENT}let {};\n{} = jwt.verify(t, 'k');\n", names.join(","), names.join(" = "));
    let report = report(&[("a.js", &code)]);
    assert!(report["summary"]["partial"].to_string().contains("what its names stand for"), "{}", report["summary"]);
}

#[test]
fn comparisons_are_found_by_their_place() {
    assert_found("comparisons", &format!("{SILENT}{}", each(40_000, |at| format!("if (token === 's{at}') b();\n"))));
}

#[test]
fn functions_that_call_each_other_by_the_thousand_are_survived() {
    let count = 10_000;
    let body = |at: usize| {
        let (one, other) = ((at + 1) % count, (at * 7 + 3) % count);
        format!("function f{at}(t) {{ try {{ return f{one}(t); }} catch (e) {{ return f{other}(t); }} }}\n")
    };
    let code = format!("{SILENT}{}function g(t) {{ if (a) return f0(t); jwt.verify(t, 'k'); }}", each(count, body));
    assert_found("circles", &format!("{code}\nfunction f{count}(t) {{ g(t); }}\nf0 = g;"));
}

#[test]
fn files_that_hand_on_everything_in_a_ring_are_given_up_and_said() {
    let count = 400;
    let file = |at: usize| {
        let (one, other) = ((at + 1) % count, (at * 7 + 3) % count);
        let text = format!(
            "import jwt from 'jsonwebtoken';\nexport * from './m{one}';\nexport * from './m{other}';\n\
             import {{ f{one} }} from './m{one}';\n\
             export function f{at}(t) {{ if (t.a{at}) return f{one}(t); try {{ jwt.verify(t, 'k'); }} catch (e) {{ return null; }} }}\n"
        );
        (format!("m{at}.ts"), text)
    };
    let files: Vec<(String, String)> = (0..count).map(file).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let report = report(&files);
    assert_eq!(report["summary"]["checks"]["unknown"], count);
    assert_eq!(report["summary"]["partial"].as_array().unwrap().len(), count);
}
