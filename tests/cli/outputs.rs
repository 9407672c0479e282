//! Forms and files: what is written where, whole or not at all, with one exit code for all.

use std::fs;

use serde_json::Value;

use super::program::{Run, Tree};

const SILENT: &str = "const jwt = require('jsonwebtoken');
exports.guard = (req, res) => {
  try { jwt.verify(req.cookies.t, process.env.KEY); }
  catch (e) { res.sendStatus(401); }
};
";

const FORMS: [&str; 6] = ["full", "concise", "json", "jsonl", "sarif", "github"];

/// A run inside a GitHub workflow.
fn in_workflow(tree: &Tree, line: &str) -> Run {
    Run::of(tree.command(line).env("GITHUB_ACTIONS", "true").output().unwrap())
}

#[test]
fn the_exit_code_is_the_same_in_every_form() {
    let silent = Tree::new(&[("a.js", SILENT)]);
    let clean = Tree::new(&[("a.js", "stop();\n"), ("b.js", "\0")]);
    for form in FORMS {
        for (tree, line, code) in [
            (&silent, "check", 1),
            (&silent, "check --exit-zero", 0),
            (&silent, "check --fail-on critical", 0),
            (&silent, "check none.js a.js", 2),
            (&clean, "check", 0),
            (&clean, "check --strict", 2),
        ] {
            let plain = tree.run(&format!("{line} --output-format {form}"));
            assert_eq!(plain.code, Some(code), "{line} {form}: {plain:?}");
            let file = tree.run(&format!("{line} --output {form}=out"));
            assert_eq!((file.code, file.stdout.as_str()), (Some(code), ""), "{line} {form}");
            assert_eq!(fs::read_to_string(tree.path().join("out")).unwrap(), plain.stdout, "{line} {form}");
            assert_eq!(file.stderr, plain.stderr, "{line} {form}");
        }
    }
}

#[test]
fn several_outputs_come_from_one_run() {
    let tree = Tree::new(&[("a.js", SILENT)]);
    let run = tree.run("check --output-format concise --output github --output sarif=a.sarif --output json=a.json");
    assert_eq!(run.code, Some(1));
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        matches!(lines[..], [one, two] if one.starts_with("a.js:4:3: high[") && two.starts_with("::error ")),
        "{run:?}"
    );
    let read = |name: &str| -> Value { serde_json::from_slice(&fs::read(tree.path().join(name)).unwrap()).unwrap() };
    assert_eq!(read("a.sarif")["runs"][0]["results"].as_array().unwrap().len(), 1);
    assert_eq!(read("a.json")["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn a_workflow_gets_annotations_unless_it_asks_for_something() {
    let tree = Tree::new(&[("a.js", SILENT)]);
    let run = in_workflow(&tree, "check");
    assert!(run.stdout.starts_with("  × high[") && run.stdout.contains("\n::error file=a.js,line=4,"), "{run:?}");
    assert_eq!(run.code, Some(1));
    assert_eq!(in_workflow(&tree, "check --output-format concise").stdout.lines().count(), 1);
    assert_eq!(in_workflow(&tree, "check --output json=out").stdout, "");
    assert!(!tree.run("check").stdout.contains("::error"));
    let elsewhere = Run::of(tree.command("check").env("GITHUB_ACTIONS", "false").output().unwrap());
    assert!(!elsewhere.stdout.contains("::error"));
}

#[test]
fn an_output_that_cannot_be_written_is_2_and_costs_no_other_output() {
    let tree = Tree::new(&[("a.js", SILENT)]);
    fs::create_dir(tree.path().join("folder")).unwrap();
    for path in ["none/out", "folder"] {
        let run = tree.run(&format!("check --output sarif={path} --output concise --output json=out.json"));
        assert_eq!(run.code, Some(2), "{path}");
        assert!(run.stderr.contains(&format!("{path}: the output cannot be written: ")), "{run:?}");
        assert!(!run.stderr.contains(".tokentrail-"), "the temporary file's name is told: {run:?}");
        assert_eq!(run.stdout.lines().count(), 1, "{path}");
        assert!(tree.path().join("out.json").exists(), "{path}");
    }
    let left: Vec<_> = fs::read_dir(tree.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[cfg(unix)]
#[test]
fn no_name_becomes_a_command_of_the_runner() {
    let path = "::error::x\n::stop-commands::y/##[add-mask]z.js";
    let tree =
        Tree::new(&[(path, SILENT), ("::error::b.js", "\0"), ("c ##[add-mask].js", "// tokentrail-disable-line\n")]);
    let run = in_workflow(&tree, "check --output concise --output github");
    let commands = |text: &str| -> Vec<String> {
        let is_command = |line: &&str| line.trim_start().starts_with("::") || line.contains("##[");
        text.lines().filter(is_command).map(str::to_owned).collect()
    };
    assert_eq!(run.code, Some(1));
    assert!(matches!(&commands(&run.stdout)[..], [only] if only.starts_with("::error file=%3A%3Aerror")), "{run:?}");
    assert_eq!(commands(&run.stderr), [""; 0]);
    assert_eq!(run.stderr.lines().count(), 3, "two warnings and the closing line: {run:?}");
    for form in FORMS {
        let run = in_workflow(&tree, &format!("check --output-format {form}"));
        assert_eq!(commands(&run.stdout).len(), usize::from(form == "github"), "{form}: {}", run.stdout);
    }
    let missing = tree.command("check").arg("a\n::error::x ##[add-mask]y").arg("c ##[add-mask].js").output().unwrap();
    assert_eq!(commands(&Run::of(missing).stderr), [""; 0]);
}

#[test]
fn comments_that_suppress_nothing_are_told_and_leave_the_code_alone() {
    let idle = "// tokentrail-disable-next-line silent-verify-failure -- reviewed\nstop();\n";
    let tree = Tree::new(&[("a.js", idle), ("b.js", "// tokentrail-disable-line \u{1b}[2J -- x\n")]);
    let run = tree.run("check --output-format json");
    assert_eq!(run.code, Some(0));
    let kinds: Vec<Value> = run.json()["notices"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect();
    assert_eq!(kinds, ["unused-suppression", "invalid-suppression"]);
    assert_eq!(run.json()["summary"]["suppressed"], 0);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert!(lines[0].starts_with("warning: a.js:1:1: nothing of `silent-verify-failure`"), "{run:?}");
    assert!(lines[1].starts_with("warning: b.js:1:1: there is no rule `\\u{1b}[2J`"), "{run:?}");
    let all = tree.run("check --output-format json --no-prefilter");
    assert_eq!(all.json()["notices"], run.json()["notices"]);
    assert_eq!(tree.run("check --strict").code, Some(0));
}
