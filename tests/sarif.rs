//! The SARIF form against the standard's own schema, over what the program writes for real folders.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "not everything of it is needed here")]
#[path = "cli/program.rs"]
mod program;

use std::fs;
use std::path::Path;

use program::Tree;
use serde_json::Value;

const SILENT: &str = "const jwt = require('jsonwebtoken');
exports.guard = (req, res) => {
  try { jwt.verify(req.cookies.t, process.env.KEY); }
  catch (e) { res.sendStatus(401); }
};
";

fn schema() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sarif/schema-2.1.0.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

#[track_caller]
fn assert_valid(log: &Value) {
    let errors: Vec<String> =
        schema().iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}\n{log:#}", errors.join("\n"));
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let tree = Tree::new(&[("a.js", SILENT)]);
    let mut log = tree.run("check --exit-zero --output-format sarif").json();
    assert_valid(&log);
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    assert!(!schema().is_valid(&log));
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 1.into();
    assert!(schema().is_valid(&log));
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b".into();
    assert!(!schema().is_valid(&log), "formats are looked at");
}

#[test]
fn every_kind_of_run_is_valid() {
    let tree = Tree::new(&[
        ("src/a.js", SILENT),
        ("src/b [1] 100% #?é.js", SILENT),
        ("src/accepted.js", &format!("/* tokentrail-disable-file silent-verify-failure -- reviewed */\n{SILENT}")),
        ("src/idle.js", "// tokentrail-disable-next-line silent-verify-failure -- reviewed\n"),
        ("src/wrong.js", "// tokentrail-disable-next-line\n"),
        ("src/broken.js", &format!("{SILENT}\nclass {{ ] ;;;\n")),
        ("src/binary.js", "\0"),
    ]);
    for line in ["", "src/a.js", "none.js src/a.js", "--select silent-verify-failure --min-severity critical"] {
        let run = tree.run(&format!("check {line} --exit-zero --output-format sarif"));
        assert_valid(&run.json());
    }
    let log = tree.run("check --exit-zero --output-format sarif").json();
    let run = &log["runs"][0];
    let uris: Vec<&str> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap())
        .collect();
    assert_eq!(uris, ["src/a.js", "src/b%20%5B1%5D%20100%25%20%23%3F%C3%A9.js", "src/broken.js"]);
    assert_eq!(run["properties"]["suppressed"], 1);
    let told = |key: &str| run["invocations"][0][key].as_array().unwrap().len();
    assert_eq!((told("toolExecutionNotifications"), told("toolConfigurationNotifications")), (2, 2));
}

#[cfg(unix)]
#[test]
fn hostile_names_are_valid() {
    let tree = Tree::new(&[("line\n::error::x\u{1b}[2J\u{202e}.js", SILENT), ("data:text,x.js", SILENT)]);
    let log = tree.run("check --exit-zero --output-format sarif").json();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 2);
    assert_valid(&log);
}

#[test]
fn paths_start_at_the_repository_wherever_the_run_is_made() {
    let tree = Tree::new(&[(".git/HEAD", ""), ("api/src/a.js", SILENT), ("lib/b.js", SILENT)]);
    let uris = |folder: &str, line: &str| -> Vec<String> {
        let mut command = tree.command(line);
        let output = command.current_dir(tree.path().join(folder)).output().unwrap();
        let log: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_valid(&log);
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let uri = |result: Value| {
            let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            uri.as_str().unwrap().to_owned()
        };
        results.into_iter().map(uri).collect()
    };
    assert_eq!(uris(".", "check --exit-zero --output-format sarif"), ["api/src/a.js", "lib/b.js"]);
    assert_eq!(uris("api", "check --exit-zero --output-format sarif"), ["api/src/a.js"]);
    assert_eq!(uris("api", "check --exit-zero --output-format sarif ../lib ."), ["lib/b.js", "api/src/a.js"]);
}
