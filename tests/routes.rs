//! Routes as they are shown: small applications, one for each shape in which people register handlers, each with its exact tree.
//!
//! A case is a page in `testdata/routes/`: files, then the tree. Where the analyzer is wrong, the page holds the truth, and
//! the case is in the list of gaps, which fails once it is right.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tokentrail::engine;
use tokentrail::report::{Look, RouteFormat, write_routes};

/// Cases whose tree is not yet right.
const GAPS: &[&str] = &[
    // `guard = …` without a declaration.
    "implicit-globals",
];

struct Case {
    name: String,
    files: Vec<(String, String)>,
    tree: String,
}

/// A file begins with `=== its path`, the tree with `=== routes`.
fn read(path: &Path) -> Case {
    let text = fs::read_to_string(path).unwrap();
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("=== ") {
            Some(path) => files.push((path.to_owned(), String::new())),
            None => writeln!(files.last_mut().unwrap().1, "{line}").unwrap(),
        }
    }
    let (last, tree) = files.pop().unwrap();
    assert_eq!(last, "routes", "{}: the tree stands last", path.display());
    Case { name: path.file_stem().unwrap().to_string_lossy().into_owned(), files, tree }
}

fn shown(files: &[(String, String)]) -> String {
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    if !files.iter().any(|(path, _)| *path == "package.json") {
        files.push(("package.json", r#"{ "dependencies": { "express": "^5.0.0" } }"#));
    }
    let (tree, scan) = engine::routes_of_sources(&files).unwrap();
    let mut out = Vec::new();
    let look = Look { color: false, unicode: true, width: 100 };
    write_routes(&tree, &scan, RouteFormat::Text, look, &mut out).unwrap();
    // Its JSON covers the same places.
    write_routes(&tree, &scan, RouteFormat::Json, look, &mut Vec::new()).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_shape_gives_its_tree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/routes");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut said = String::new();
    let mut names = Vec::new();
    for path in &paths {
        let case = read(path);
        let shown = shown(&case.files);
        let is_right = shown.trim_end() == case.tree.trim_end();
        let is_gap = GAPS.contains(&case.name.as_str());
        match (is_right, is_gap) {
            (true, true) => writeln!(said, "{}: is right now; take it out of GAPS", case.name).unwrap(),
            (false, false) => writeln!(said, "{}: expected\n{}\nshown\n{shown}", case.name, case.tree).unwrap(),
            _ => {}
        }
        names.push(case.name);
    }
    assert!(names.len() >= 15, "the cases were not found");
    for gap in GAPS {
        assert!(names.iter().any(|name| name == gap), "no case is called {gap}");
    }
    assert!(said.is_empty(), "\n{said}");
}

fn case(files: &[(&str, &str)]) -> String {
    let files: Vec<(String, String)> = files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
    shown(&files)
}

#[test]
fn names_and_paths_steer_no_terminal() {
    let text = "const app = require('express')();\napp.get('/\\u001b[2J\\u202e\\n::error::x', (req, res) => res.end());\n\
                app.use(require('./\u{202e}').f(`\u{1b}]0;x\u{7}`));\n";
    let shown = case(&[("a\u{1b}[31m.js", text)]);
    assert!(shown.contains("get /\\u001b[2J\\u202e\\n:\\u{3a}error"), "{shown}");
    assert!(shown.contains("a\\u{1b}[31m.js:2:1"), "{shown}");
    assert!(shown.contains(".f(`\\u{1b}]0;x\\u{7}`"), "{shown}");
    let is_harmless = |sign: char| sign == '\n' || !(sign.is_control() || ('\u{202a}'..='\u{202e}').contains(&sign));
    assert!(shown.chars().all(is_harmless), "{shown:?}");
}

/// Routers in a row, each mounted twice in the one before: as many ways as two to the power of their number.
fn twice_each(levels: usize) -> String {
    let mut text = String::from("const express = require('express');\nconst r0 = express();\n");
    for level in 1..=levels {
        let above = level - 1;
        writeln!(
            text,
            "const r{level} = express.Router();\nr{above}.use('/a', r{level});\nr{above}.use('/b', r{level});"
        )
        .unwrap();
    }
    writeln!(text, "r{levels}.get('/end', (req, res) => res.end());").unwrap();
    text
}

#[test]
fn many_mounts_end_with_a_word() {
    let shown = case(&[("app.js", &twice_each(20))]);
    assert!(shown.contains("mounted too deep to be shown"), "it is 20 routers deep");
    let lines = shown.lines().count();
    assert!(lines < 30_000, "{lines} lines");
    let few = case(&[("app.js", &twice_each(3))]);
    assert!(few.contains("get /b/a/b/end  app.js:12:1  errors: E1"), "{few}");
    assert_eq!(few.matches("/end  ").count(), 8, "{few}");
    let many = case(&[("app.js", &twice_each(5))]);
    assert_eq!(many.matches("/end  ").count(), 32, "{many}");
    assert!(many.contains("errors: on more ways than are followed"), "{many}");
}
