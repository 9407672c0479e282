//! `--timings`: shown where it is asked for, beside all else, and nowhere else.

use serde_json::{Map, Value};

use super::program::{Run, Tree};

const GUARD: &str = "const jwt = require('jsonwebtoken');
exports.guard = (req, res, next) => {
  try { req.user = jwt.verify(req.cookies.token, process.env.KEY); next(); } catch (err) { res.sendStatus(401); }
};
";

const APP: &str = "const { guard } = require('./guard');
const app = require('express')();
app.get('/', guard, (req, res) => res.end());
";

fn project() -> Tree {
    Tree::new(&[("src/guard.js", GUARD), ("src/app.js", APP), ("src/sum.js", "exports.sum = (a, b) => a + b;\n")])
}

const STAGES: [&str; 9] = ["walk", "read", "rules", "closure", "outline", "link", "set-up", "judge", "report"];

/// The rows of the table, which ends a run's stderr, as what stands behind the time; and what stands before the table.
fn table(run: &Run) -> (Vec<(&str, &str)>, String) {
    let lines: Vec<&str> = run.stderr.lines().collect();
    let begins = lines.iter().position(|line| line.starts_with("walk ")).unwrap();
    let rows = lines[begins..].iter().map(|line| {
        let (name, rest) = line.split_once(' ').unwrap();
        let (time, done) = rest.split_once(" ms").unwrap();
        assert!(time.trim().parse::<f64>().unwrap() >= 0.0, "{line}");
        (name, done.trim())
    });
    (rows.collect(), lines[..begins].iter().map(|line| format!("{line}\n")).collect())
}

#[test]
fn the_table_stands_below_what_is_said_without_it() {
    let tree = project();
    let (plain, timed) = (tree.run("check src"), tree.run("check src --timings"));
    assert_eq!((timed.code, &timed.stdout), (plain.code, &plain.stdout));
    let (rows, before) = table(&timed);
    assert_eq!(before, plain.stderr);
    let names: Vec<&str> = rows.iter().map(|&(name, _)| name).collect();
    assert_eq!(names, [&STAGES[..], &["total"]].concat());
    let done = |stage: &str| rows.iter().find(|(name, _)| *name == stage).unwrap().1;
    assert_eq!(done("walk"), "3 files");
    assert_eq!(done("closure"), "3 imports, 1 file (0.0 MB) read again");
    assert_eq!(done("outline"), "2 files (0.0 MB), 0 twice, 0 queries compiled");
    assert_eq!(done("report"), "1 finding");
    // Who asks for it is not asking for silence.
    let quiet = tree.run("check src --timings -q");
    assert_eq!((table(&quiet).0.len(), table(&quiet).1), (10, String::new()));
}

/// The object without its times and counts, and these.
fn parted(mut object: Value) -> (Value, Option<Map<String, Value>>) {
    let timings = object.as_object_mut().unwrap().remove("timings");
    (object, timings.map(|timings| timings.as_object().unwrap().clone()))
}

#[test]
fn json_has_times_and_counts_only_where_they_are_asked_for() {
    let tree = project();
    let (plain, none) = parted(tree.run("check src --output-format json").json());
    assert_eq!(none, None);
    let (timed, timings) = parted(tree.run("check src --output-format json --timings").json());
    assert_eq!(timed, plain);
    let timings = timings.unwrap();
    let times = timings["milliseconds"].as_object().unwrap();
    let mut stages = STAGES[..8].to_vec();
    stages.sort_unstable();
    assert_eq!(times.keys().collect::<Vec<_>>(), stages, "the report is not over while it is written");
    assert!(times.values().all(|time| time.as_f64().unwrap() >= 0.0));
    let work = &timings["work"];
    assert_eq!(work["read"]["files"], 3);
    assert_eq!(work["parsed"]["bytes"].as_u64().unwrap(), (GUARD.len() + APP.len()) as u64);
    assert!(work["judged"]["instructions"].as_u64().unwrap() > 0, "{work}");

    let again = parted(tree.run("check src --output-format json --timings --jobs 1").json()).1.unwrap();
    assert_eq!(again["work"], *work, "counts are no times");
}

#[test]
fn the_lines_of_jsonl_end_with_the_summary_all_the_same() {
    let run = project().run("check src --output-format jsonl --timings");
    let types: Vec<String> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(types, ["start", "finding", "timings", "summary"]);
}

#[test]
fn routes_and_why_can_be_asked_too() {
    let tree = project();
    let routes = tree.run("routes src --timings");
    let (rows, _) = table(&routes);
    assert!(rows.iter().any(|row| row.0 == "set-up") && rows.iter().all(|row| row.0 != "judge"), "{rows:?}");
    let plain = tree.run("routes src --output-format json").json();
    let timed = parted(tree.run("routes src --output-format json --timings").json());
    assert_eq!((timed.0, timed.1.is_some()), (plain, true));
    let (plain, why) = (tree.run("why src/guard.js:3"), tree.run("why src/guard.js:3 --timings"));
    assert_eq!(why.stdout, plain.stdout);
    assert_eq!(table(&why).0.len(), 10);
}
