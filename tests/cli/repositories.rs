//! Repositories that were made to do harm: a run ends, says what it did not look at, and finds what is beside it.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::program::{Run, Tree};

const SILENT: &str = "const jwt = require('jsonwebtoken');
exports.guard = (req, res) => {
  try { jwt.verify(req.cookies.t, process.env.KEY); }
  catch (e) { res.sendStatus(401); }
};
";

/// So much memory, in KiB, and so much time of the processor, in seconds: a run that asks for more is lost, and not the
/// machine that tests it.
const LIMITS: &str = "ulimit -v 4000000 && ulimit -t 60";

/// Runs under limits. A run that waits for something, and does not work, is ended by `timeout`.
fn limited(tree: &Tree, arguments: &str) -> Run {
    let program = env!("CARGO_BIN_EXE_tokentrail");
    let line = format!("{LIMITS} && exec timeout 60 {program} {arguments}");
    Run::of(Command::new("sh").args(["-c", &line]).current_dir(tree.path()).output().unwrap())
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn json(tree: &Tree, arguments: &str) -> Value {
    let run = limited(tree, &format!("check --output-format json {arguments}"));
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    run.json()
}

fn paths(findings: &Value) -> Vec<&str> {
    findings["findings"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap()).collect()
}

#[track_caller]
fn reason(report: &Value, path: &str) -> String {
    let skipped = report["summary"]["skipped"].as_array().unwrap();
    let found = skipped.iter().find(|one| one["path"] == path);
    found.unwrap_or_else(|| panic!("{path}: {skipped:?}"))["reason"].as_str().unwrap().to_owned()
}

#[test]
fn ignore_files_that_are_none_hide_nothing_beside_them() {
    for name in [".gitignore", ".ignore"] {
        let tree = Tree::new(&[("a.js", SILENT), ("pipe/b.js", SILENT), ("zero/b.js", SILENT), ("large/b.js", SILENT)]);
        pipe(&tree.path().join("pipe").join(name));
        symlink("/dev/zero", tree.path().join("zero").join(name)).unwrap();
        tree.write(&format!("large/{name}"), &b"x\n".repeat(1 << 20));
        let report = json(&tree, "");
        assert_eq!(paths(&report), ["a.js"]);
        for folder in ["pipe", "zero", "large"] {
            assert!(reason(&report, folder).contains(name), "{report}");
        }
        assert_eq!(paths(&json(&tree, "--no-ignore")), ["a.js", "large/b.js", "pipe/b.js", "zero/b.js"]);
        for folder in ["pipe", "zero", "large"] {
            let report = json(&tree, folder);
            assert_eq!(
                paths(&report),
                [format!("{folder}/b.js")],
                "in the folder that was named, there is no way around it"
            );
            assert!(reason(&report, folder).contains(name), "{report}");
        }
    }
}

#[test]
fn what_git_keeps_beside_the_code_is_not_waited_for() {
    let tree = Tree::new(&[("a.js", SILENT), (".git/HEAD", "ref: refs/heads/main\n")]);
    fs::create_dir(tree.path().join(".git/info")).unwrap();
    pipe(&tree.path().join(".git/info/exclude"));
    let report = json(&tree, "");
    assert_eq!(paths(&report), ["a.js"]);
    assert!(reason(&report, ".").contains("exclude"), "{report}");
}

#[test]
fn manifests_and_settings_that_are_none_cost_no_finding() {
    let caller = format!("require('./b'); require('x');\n{SILENT}");
    for name in ["package.json", "tsconfig.json", "jsconfig.json", "pnpm-workspace.yaml", "lerna.json"] {
        for kind in ["pipe", "endless", "nested", "text", "folder", "loop"] {
            let tree = Tree::new(&[("a.js", &caller), ("b.ts", "export * from './a';\n")]);
            let path = tree.path().join(name);
            match kind {
                "pipe" => pipe(&path),
                "endless" => symlink("/dev/zero", path).unwrap(),
                "nested" => drop(tree.write(name, b"{\"a\":".repeat(200_000).as_slice())),
                "text" => drop(tree.write(name, b"not JSON \xff")),
                "folder" => fs::create_dir(path).unwrap(),
                _ => symlink(name, path).unwrap(),
            }
            let report = json(&tree, "");
            assert_eq!(paths(&report), ["a.js"], "{name}: {kind}");
        }
    }
}

#[test]
fn settings_that_extend_each_other_cost_no_finding() {
    let tree =
        Tree::new(&[("a.ts", "import './b';\n"), ("b.ts", SILENT), ("tsconfig.json", "{\"extends\":\"./t1.json\"}")]);
    for at in 1..200 {
        tree.write(
            &format!("t{at}.json"),
            format!("{{\"extends\":[\"./t{}.json\",\"./tsconfig.json\"]}}", at + 1).as_bytes(),
        );
    }
    assert_eq!(paths(&json(&tree, "")), ["b.ts"]);
}

/// Folders inside of each other, more than a path can name: each is put around those that are there.
struct Well<'t> {
    tree: &'t Tree,
    levels: usize,
}

impl<'t> Well<'t> {
    fn dig(tree: &'t Tree, levels: usize) -> Self {
        let at = |name: &str| tree.path().join(name);
        tree.write("d/deep.js", SILENT.as_bytes());
        for _ in 1..levels {
            fs::create_dir(at("around")).unwrap();
            fs::rename(at("d"), at("around/d")).unwrap();
            fs::rename(at("around"), at("d")).unwrap();
        }
        Self { tree, levels }
    }
}

impl Drop for Well<'_> {
    /// Nothing else can take them away.
    fn drop(&mut self) {
        let at = |name: &str| self.tree.path().join(name);
        for _ in 1..self.levels {
            fs::rename(at("d/d"), at("inner")).unwrap();
            fs::remove_dir(at("d")).unwrap();
            fs::rename(at("inner"), at("d")).unwrap();
        }
    }
}

#[test]
fn folders_without_end_are_said_and_end() {
    let tree = Tree::new(&[("a.js", SILENT)]);
    let well = Well::dig(&tree, 5_000);
    for arguments in ["", "--no-ignore"] {
        let report = json(&tree, arguments);
        assert_eq!(paths(&report), ["a.js"]);
        let skipped = report["summary"]["skipped"].as_array().unwrap();
        assert!(matches!(&skipped[..], [one] if one["reason"].as_str().unwrap().contains("nested deeper")), "{report}");
    }
    assert_eq!(limited(&tree, "check --strict").code, Some(2));
    drop(well);
    let _shallow = Well::dig(&tree, 100);
    assert_eq!(paths(&json(&tree, "")).len(), 2, "what people do is looked into");
}

#[test]
fn links_in_circles_and_out_of_the_tree_are_said() {
    let outside = Tree::new(&[("secret.js", SILENT)]);
    let tree = Tree::new(&[("a.js", SILENT), ("d/b.js", "")]);
    symlink(outside.path(), tree.path().join("out")).unwrap();
    symlink(outside.path().join("secret.js"), tree.path().join("secret.js")).unwrap();
    symlink("..", tree.path().join("d/up")).unwrap();
    symlink("two", tree.path().join("one")).unwrap();
    symlink("one", tree.path().join("two")).unwrap();
    symlink("/dev/zero", tree.path().join("zero.js")).unwrap();
    let report = json(&tree, "--no-ignore");
    assert_eq!(paths(&report), ["a.js"]);
    for path in ["out", "secret.js", "zero.js"] {
        assert!(reason(&report, path).contains("leads out of the scanned folder"), "{report}");
    }
    for path in ["one", "two"] {
        assert!(reason(&report, path).contains("cannot be followed"), "{report}");
    }
    let named = json(&tree, "zero.js a.js");
    assert_eq!(paths(&named), ["a.js"]);
    assert_eq!(reason(&named, "zero.js"), "not a regular file");
}

/// Names with everything that a terminal, a log or a format could take for something else.
const NAMES: [&[u8]; 9] = [
    b"new\nline.js",
    b"\x1b[2J\x1b]0;title\x07.js",
    b"::error file=x::y.js",
    b"%0A%0D::warning::.js",
    "\u{202e}sj.\u{2066}rtl.js".as_bytes(),
    b"not \xff\xfe UTF-8.js",
    b"quote\"'<&>.js",
    b"-rf.js",
    b"tab\tand\rreturn.js",
];

#[test]
fn no_name_steers_what_is_printed() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let tree = Tree::new(&[]);
    for (at, name) in NAMES.iter().enumerate() {
        let text = if at % 2 == 0 { SILENT.as_bytes() } else { b"\0" };
        fs::write(tree.path().join(OsStr::from_bytes(name)), text).unwrap();
    }
    for form in ["full", "concise", "json", "jsonl", "sarif", "github"] {
        let run = limited(&tree, &format!("check --output-format {form}"));
        assert_eq!(run.code, Some(1), "{form}: {run:?}");
        for text in [&run.stdout, &run.stderr] {
            let steers = |sign: char| {
                (sign.is_control() && sign != '\n') || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert_eq!(text.find(steers), None, "{form}: {text:?}");
            let is_command = |line: &str| line.trim_start().starts_with("::") && form != "github";
            assert!(!text.lines().any(is_command), "{form}: {text}");
        }
        let lines = run.stdout.lines().count();
        match form {
            "concise" | "github" => assert!((5..=6).contains(&lines), "{form}: {}", run.stdout),
            "json" | "sarif" => drop(run.json()),
            "jsonl" => run.stdout.lines().for_each(|line| drop(serde_json::from_str::<Value>(line).unwrap())),
            _ => {}
        }
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_said_or_read_whole() {
    let tree = Tree::new(&[("a.js", SILENT)]);
    let moving = tree.path().join("moving.js");
    let whole = format!("{SILENT}{}", "// more\n".repeat(20_000));
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                fs::write(&moving, &whole).unwrap();
                fs::write(&moving, "").unwrap();
                fs::remove_file(&moving).unwrap();
            }
        });
        for _ in 0..20 {
            let report = json(&tree, "--max-file-size 100KB");
            let found = paths(&report);
            assert!(found.contains(&"a.js"), "{report}");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
