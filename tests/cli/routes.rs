//! `tokentrail routes`: its forms, its exit codes, and what it says beside the routes.

use super::program::{Run, Tree};

const APP: &str = "const express = require('express');
const app = express();
app.use('/users', require('./users'));
app.use((err, req, res, next) => res.end());
";

const USERS: &str = "const users = require('express').Router();
users.get('/:id', async (req, res) => res.end());
users.get('/', unknown);
module.exports = users;
";

fn project() -> Tree {
    Tree::new(&[
        ("package.json", "{ \"dependencies\": { \"express\": \"^4.18.0\" } }"),
        ("src/app.js", APP),
        ("src/users.js", USERS),
        ("other/app.js", "const app = require('express')();\napp.get('/other', (req, res) => res.end());\n"),
        ("lib/none.js", "exports.none = 1;\n"),
    ])
}

#[test]
fn routes_go_to_stdout_and_their_number_to_stderr() {
    let run = project().run("routes");
    assert_eq!(run.code, Some(0), "{run:?}");
    let expected = "other/app.js:1:13: application; rejected promises are not handed on
  get /other  other/app.js:2:1  errors: E1
    (req, res) =>  other/app.js:2:19
  E1 = printed by the framework

src/app.js:2:13: application; rejected promises are not handed on
  use /users  src/app.js:3:1
    router  src/users.js:1:15
      get /users/:id  src/users.js:2:1  errors: E1
        async (req, res) =>  src/users.js:2:19
      get /users  src/users.js:3:1  errors: E1
        unknown [not seen]
  use *  src/app.js:4:1  errors: E2
    (err, req, res, next) =>  src/app.js:4:9 [error handler]
  E1 = (err, req, res, next) =>  src/app.js:4:9 → printed by the framework
  E2 = printed by the framework

Registrations with a handler that could not be followed:
  src/users.js:3:1  users.get('/', unknown)

";
    assert_eq!(run.stdout, expected);
    assert_eq!(run.stderr, "2 applications, 1 router, 3 routes, 1 gap; 4 files, 4 parsed\n");
    assert_eq!(project().run("routes -q"), Run { stderr: String::new(), ..run });
}

#[test]
fn the_object_has_stable_names() {
    let tree = project();
    let run = tree.run("routes --output-format json");
    assert_eq!(run.code, Some(0), "{run:?}");
    let report = run.json();
    assert_eq!((&report["version"], &report["roots"]), (&1.into(), &serde_json::json!([0, 1])));
    let node = &report["nodes"][1];
    assert_eq!((&node["kind"], &node["forwards_rejections"]), (&"application".into(), &false.into()));
    assert_eq!(node["place"]["path"], "src/app.js");
    assert_eq!(node["place"]["start"], serde_json::json!({ "line": 2, "column": 13, "offset": 48 }));
    let mount = &node["registrations"][0];
    assert_eq!((&mount["kind"], &mount["paths"]), (&"use".into(), &serde_json::json!(["/users"])));
    assert_eq!((&mount["handlers"][0]["kind"], &mount["handlers"][0]["node"]), (&"router".into(), &2.into()));
    let route = &report["nodes"][2]["registrations"][0];
    assert_eq!((&route["kind"], &route["method"]), (&"method".into(), &"get".into()));
    let errors = &route["handlers"][0]["errors"][0];
    assert_eq!(errors["mounts"], serde_json::json!([{ "node": 1, "registration": 0, "handler": 0 }]));
    assert_eq!((&errors["end"], &errors["forwards_rejections"]), (&"printed".into(), &false.into()));
    assert_eq!(errors["receivers"][0]["kind"], "function");
    assert_eq!(errors["receivers"][0]["place"]["start"]["line"], 4);
    assert_eq!(report["gaps"][0]["path"], "src/users.js");
    let summary = &report["summary"];
    let counts = ["applications", "routers", "routes", "gaps", "files"].map(|name| summary[name].as_u64().unwrap());
    assert_eq!(counts, [2, 1, 3, 1, 4]);
    for jobs in [1, 8] {
        assert_eq!(tree.run(&format!("routes --output-format json --jobs {jobs}")), run);
    }
}

#[test]
fn a_file_that_is_named_selects_its_applications() {
    let run = project().run("routes src/users.js");
    assert!(run.stdout.starts_with("src/app.js:2:13: application"), "{run:?}");
    assert!(!run.stdout.contains("other/app.js"), "{run:?}");
    let none = project().run("routes lib/none.js");
    assert_eq!((none.code, none.stdout.as_str()), (Some(0), ""), "{none:?}");
    assert!(none.stderr.starts_with("0 applications, 0 routers, 0 routes, 0 gaps;"), "{none:?}");
}

#[test]
fn what_is_read_can_be_narrowed_and_widened() {
    let tree = project();
    assert!(!tree.run("routes --exclude other").stdout.contains("other/app.js"));
    tree.write(".gitignore", b"other\n");
    let _ = std::fs::create_dir(tree.path().join(".git"));
    assert!(!tree.run("routes").stdout.contains("other/app.js"));
    assert!(tree.run("routes --no-ignore").stdout.contains("other/app.js"));
    let small = tree.run("routes --no-ignore --max-file-size 100");
    assert!(small.stderr.contains("src/app.js: not analysed"), "{small:?}");
}

#[test]
fn trouble_has_its_exit_codes() {
    let tree = project();
    assert_eq!(tree.run("routes nowhere").code, Some(2));
    assert_eq!(tree.run("routes --output-format sarif").code, Some(2));
    assert_eq!(tree.run("routes --pedantic").code, Some(2));
    assert_eq!(tree.run("routes --exclude {").code, Some(2));
    std::fs::create_dir(tree.path().join("empty")).unwrap();
    let empty = tree.run("routes empty");
    assert_eq!((empty.code, empty.stdout.as_str()), (Some(3), ""), "{empty:?}");
}

#[test]
fn colors_come_when_asked_for() {
    let tree = project();
    assert!(!tree.run("routes").stdout.contains('\u{1b}'));
    assert!(tree.run("routes --color always").stdout.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_failure() {
    use std::process::Stdio;
    let tree = project();
    let mut text = String::from("const app = require('express')();\n");
    for number in 0..3000 {
        text.push_str(&format!("app.get('/a/rather/long/path/{number}', (req, res) => res.end());\n"));
    }
    tree.write("src/many.js", text.as_bytes());
    let mut child = tree.command("routes").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}
