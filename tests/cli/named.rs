//! Files that are named: they select what is reported, and the project around them is what is understood.

use std::fs;

use super::program::{Run, Tree};

const WRAPPER: &str = "const jwt = require('jsonwebtoken');
exports.read = (token) => {
  try { return jwt.verify(token, process.env.KEY); }
  catch { return null; }
};
";

const GUARD: &str = "const { read } = require('./read');
module.exports = (req, res, next) => {
  if (!read(req.cookies.t)) return res.sendStatus(401);
  next();
};
";

const OTHER: &str = "const jwt = require('jsonwebtoken');
exports.other = (req, res) => { try { jwt.verify(req.cookies.t, 'k'); } catch { res.end(); } };
// tokentrail-disable-line
";

fn project() -> Tree {
    Tree::new(&[
        ("package.json", "{\"name\":\"app\"}"),
        ("src/read.js", WRAPPER),
        ("src/guard.js", GUARD),
        ("src/other.js", OTHER),
        ("src/binary.js", "\0"),
        ("test/a.js", OTHER),
    ])
}

#[test]
fn the_whole_project_is_understood() {
    let tree = project();
    let run = tree.run("check src/read.js --output-format json");
    assert_eq!(run.code, Some(1), "{run:?}");
    let report = run.json();
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    assert_eq!(report["findings"][0]["path"], "src/read.js");
    assert_eq!(report["summary"]["files"], 1);
    assert_eq!(report["summary"]["parsed"], 1);
    assert_eq!(report["summary"]["bytes"], WRAPPER.len());
    assert_eq!(report["summary"]["skipped"], serde_json::json!([]));
    assert_eq!(report["summary"]["checks"], serde_json::json!({ "understood": 1, "reported": 1, "unknown": 0 }));
    assert_eq!(report["notices"], serde_json::json!([]));
    assert!(report["findings"][0]["related"].as_array().unwrap().iter().any(|step| step["path"] == "src/guard.js"));
}

#[test]
fn without_a_project_a_file_stands_alone() {
    let teller = "exports.report = (error) => console.warn(error);\n";
    let told = "const jwt = require('jsonwebtoken');
const { report } = require('./report');
exports.told = (req, res) => { try { jwt.verify(req.cookies.t, 'k'); } catch (e) { report(e); res.end(); } };
";
    let tree = Tree::new(&[("package.json", "{\"name\":\"app\"}"), ("told.js", told), ("report.js", teller)]);
    let checks = || tree.run("check told.js --output-format json").json()["summary"]["checks"].clone();
    // `why` says of the file what a check of it goes by.
    let why_says = |verdict: &str| tree.run("why told.js:3").stdout.contains(verdict);
    assert_eq!(checks(), serde_json::json!({ "understood": 1, "reported": 0, "unknown": 0 }));
    assert!(why_says("failure of `jwt.verify`: reported"));
    // Nobody knows then what is done with the error.
    fs::remove_file(tree.path().join("package.json")).unwrap();
    assert_eq!(checks(), serde_json::json!({ "understood": 0, "reported": 0, "unknown": 1 }));
    assert!(why_says("failure of `jwt.verify`: unknown"));
}

#[test]
fn a_finding_whose_trail_leads_through_the_file_is_its_business() {
    let tree = project();
    let found = |line: &str| -> Vec<String> {
        let report = tree.run(&format!("check --exit-zero --output-format json {line}")).json();
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().map(|finding| finding["path"].as_str().unwrap().to_owned()).collect()
    };
    let by_hand: Vec<String> = vec!["src/other.js".into(), "src/read.js".into()];
    assert_eq!(found("src"), by_hand);
    assert_eq!(found("src/guard.js"), ["src/read.js"], "what the guard does with `null` is why it is silent");
    let counts = tree.run("check src/guard.js --output-format json").json()["summary"]["checks"].clone();
    assert_eq!(counts, serde_json::json!({ "understood": 1, "reported": 1, "unknown": 0 }));
    assert_eq!(found("src/other.js"), ["src/other.js"]);
    assert_eq!(found("src/other.js src/read.js"), by_hand);
}

#[test]
fn why_knows_the_project() {
    let run = project().run("why src/read.js:3");
    assert!(run.stdout.contains("failure of `jwt.verify`: silent"), "{run:?}");
    assert!(run.stdout.contains("src/guard.js"), "{run:?}");
}

#[test]
fn what_is_out_of_scope_is_read_when_named_unless_that_is_forbidden() {
    let tree = project();
    assert_eq!(tree.run("check test/a.js").code, Some(1));
    let run = tree.run("check --force-exclude test/a.js package.json");
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{run:?}");
    assert_eq!(tree.run("check --force-exclude test/a.js src/other.js").code, Some(1));
    assert_eq!(tree.run("check --force-exclude --exclude src src/other.js").code, Some(0));
}

#[test]
fn a_list_names_files() {
    let tree = project();
    tree.write("list", b"src/other.js\0src/read.js\0");
    tree.write("empty", b"\n");
    assert_eq!(tree.run("check --files-from list"), tree.run("check src/other.js src/read.js"));
    let nothing = tree.run("check --files-from empty --output-format json");
    assert_eq!((nothing.code, &nothing.json()["summary"]["files"]), (Some(0), &serde_json::json!(0)));
    assert_eq!(tree.run("check --files-from empty src/other.js").code, Some(1));
    let missing = tree.run("check --files-from none");
    assert_eq!((missing.code, missing.stdout.as_str()), (Some(2), ""));
    assert!(missing.stderr.contains("none: No such file"), "{missing:?}");
    let list = fs::File::open(tree.path().join("list")).unwrap();
    let piped = Run::of(tree.command("check --files-from -").stdin(list).output().unwrap());
    assert_eq!(piped.code, Some(1));
}

#[test]
fn stdin_takes_the_place_of_a_file() {
    let tree = project();
    let run = |line: &str, text: &str| {
        let file = tree.write("stdin", text.as_bytes());
        Run::of(tree.command(line).stdin(fs::File::open(file).unwrap()).output().unwrap())
    };
    let mended = WRAPPER.replace("catch { return", "catch (e) { console.warn(e.name); return");
    assert_eq!(run("check --stdin-filename src/read.js", &mended).code, Some(0));
    let silent = run("check --stdin-filename src/read.js --output-format json", WRAPPER);
    assert_eq!((silent.code, &silent.json()["findings"][0]["path"]), (Some(1), &"src/read.js".into()));
    // The other way round: what callers do is on disk, and what they call is typed.
    let shrugs = run(
        "check --stdin-filename src/guard.js --output-format json",
        &GUARD.replace("res.sendStatus", "console.warn(req.ip), res.sendStatus"),
    );
    assert_eq!(shrugs.json()["summary"]["checks"]["reported"], 0, "{shrugs:?}");
    let new = run("check --stdin-filename src/new.js --output-format concise", OTHER);
    assert!(new.stdout.starts_with("src/new.js:2:73: high["), "{new:?}");
    let large = run("check --stdin-filename src/new.js --max-file-size 100 --output-format json", OTHER);
    assert_eq!(large.json()["summary"]["skipped"][0]["path"], "src/new.js");
    let nowhere = run("check --stdin-filename none/new.js", OTHER);
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (Some(2), ""));
    assert!(nowhere.stderr.contains("none/new.js: No such file"), "{nowhere:?}");
    assert!(!tree.path().join("src/new.js").exists());
}

#[test]
fn from_below_the_root_paths_are_those_of_the_working_directory() {
    let tree = project();
    let run = |line: &str| {
        let output = tree.command(line).current_dir(tree.path().join("src")).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, found) = run("check other.js ../src/./read.js --output-format concise");
    assert_eq!(code, Some(1));
    let places: Vec<&str> = found.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(places, ["other.js:2:73:", "read.js:4:3:"]);
    let absolute = tree.path().join("src/other.js");
    let (_, found) = run(&format!("check {} --output-format concise", absolute.display()));
    assert!(found.starts_with("other.js:2:"), "as lint-staged passes them: {found}");
}
