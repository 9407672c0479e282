//! What an analysis has to do, counted: ratios that hold on any machine, where times would flap.
//!
//! The figures that a clock gives are for the benches; these are for every change.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../benches/dense_service/service.rs"]
mod service;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use service::service;
use tempfile::TempDir;
use tokentrail::discover::NoProgress;
use tokentrail::engine::{Options, Selection, check, check_sources};
use tokentrail::finding::{Runs, Scan, Volume, Work};
use tokentrail::rules::RuleSet;

fn scan(folder: &Path, jobs: usize) -> Scan {
    let options = Options {
        paths: vec![folder.to_path_buf()],
        prefilter: true,
        jobs: Some(jobs),
        no_ignore: true,
        exclude: Vec::new(),
        max_file_size: 1 << 20,
        overlay: None,
        force_exclude: false,
        project: None,
        selection: Selection::default(),
    };
    check(&options, &NoProgress).expect("the folder can be scanned")
}

/// A folder of its own, so that where the files stand does not put them out of scope.
fn project(files: &[(String, String)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    folder
}

fn work_of(files: &[(&str, &str)]) -> Work {
    let files: Vec<(String, String)> = files.iter().map(|&(name, text)| (name.into(), text.into())).collect();
    scan(project(&files).path(), 2).work
}

/// Servers that check no token: routes, stores, classes, types.
fn noise(files: usize) -> Vec<(String, String)> {
    let script = |at: usize| {
        format!(
            "const express = require('express');\nconst store = require('./store{at}');\nconst router = express.Router();\n\
             router.get('/items/{at}', async (req, res, next) => {{\n  try {{\n    res.json(await store.find(req.params));\n  \
             }} catch (err) {{\n    next(err);\n  }}\n}});\nmodule.exports = router;\n"
        )
    };
    let typed = |at: usize| {
        format!(
            "export interface Item{at} {{ id: number; name: string }}\nexport class Store{at} {{\n  \
             private items = new Map<number, Item{at}>();\n  find(id: number): Item{at} | undefined {{\n    \
             return this.items.get(id);\n  }}\n}}\n"
        )
    };
    (0..files)
        .map(|at| match at % 2 {
            0 => (format!("routes/items{at}.js"), script(at)),
            _ => (format!("stores/store{at}.ts"), typed(at)),
        })
        .collect()
}

const GUARD: &str = "const jwt = require('jsonwebtoken');\n\
    exports.guard = (token) => { try { return jwt.verify(token, key); } catch (err) { return null; } };\n";

#[test]
fn without_code_for_tokens_everything_is_read_and_nothing_parsed() {
    let files = noise(400);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let work = scan(project(&files).path(), 2).work;
    let read = Volume { files: 400, bytes: bytes as u64 };
    assert_eq!(work, Work { read, ..Work::default() });
}

#[test]
fn noise_beside_a_service_adds_nothing_but_reading() {
    let service = service(20).into_iter().map(|(name, text)| (format!("service/{name}"), text));
    let service: Vec<(String, String)> = service.collect();
    let alone = scan(project(&service).path(), 2).work;
    let together: Vec<(String, String)> = service.into_iter().chain(noise(200)).collect();
    let beside = scan(project(&together).path(), 2).work;
    assert!(beside.read.bytes > alone.read.bytes && alone.judged.instructions > 0, "{alone:?}");
    let (read, imports_followed) = (alone.read, alone.imports_followed);
    assert_eq!(Work { read, imports_followed, ..beside }, alone);
}

#[test]
fn what_a_guard_is_tied_to_is_read_again_and_nothing_else() {
    let caller = "const { guard } = require('./guard');\nexports.f = (req) => guard(req.token);\n";
    let other = "exports.sum = (a, b) => a + b;\n";
    let work = work_of(&[("guard.js", GUARD), ("caller.js", caller), ("other.js", other)]);
    let bytes = |texts: &[&str]| texts.iter().map(|text| text.len() as u64).sum();
    assert_eq!(work.read, Volume { files: 3, bytes: bytes(&[GUARD, caller, other]) });
    assert_eq!(work.read_again, Volume { files: 1, bytes: bytes(&[caller]) });
    assert_eq!(work.parsed, Volume { files: 2, bytes: bytes(&[GUARD, caller]) });
    assert_eq!((work.files_linked, work.queries, work.grammars), (2, 0, 1));
}

#[test]
fn only_what_one_grammar_cannot_read_is_parsed_twice() {
    let flow = GUARD.replace("(token)", "(token: string): mixed");
    let told = format!("// @flow\n{flow}");
    let typed = GUARD.replace("(token)", "(token: string)");
    let work = work_of(&[("a.js", GUARD), ("b.js", &flow), ("c.js", &told), ("d.ts", &typed), ("e.tsx", &typed)]);
    assert_eq!(work.parsed.files, 5);
    assert_eq!(work.parsed_twice, Volume { files: 1, bytes: flow.len() as u64 });
    assert_eq!((work.queries, work.grammars), (0, 3));
    let garbage = format!("{GUARD}{}", "{ ( [\n".repeat(5_000));
    let scan = scan(project(&[("a.js".to_owned(), garbage)]).path(), 1);
    assert_eq!(scan.summary.skipped.len(), 1, "its tree is of no use");
    assert_eq!((scan.work.parsed_twice.files, scan.work.files_linked), (1, 0));
}

/// The sources of a folder, by their names in it.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the test data can be walked"));
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let name = entry.path().strip_prefix(folder).expect("it is below").to_str().expect("a plain name");
        (name.to_owned(), fs::read_to_string(entry.path()).expect("test data is text"))
    });
    files.collect()
}

/// The test data and the rules' examples: little applications, each by itself.
fn applications() -> Vec<(String, Vec<(String, String)>)> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let of_cases = sources(&data.join("cases")).into_iter().map(|file| (file.0.clone(), vec![file]));
    let rules = RuleSet::embedded().expect("the rule pages load");
    let of_rules = rules.pages().iter().map(|page| {
        let numbered = page.examples().iter().enumerate();
        let files = numbered.flat_map(|(number, example)| {
            example.files.iter().map(move |file| (format!("{number}/{}", file.path), file.text.to_string()))
        });
        (page.id().to_string(), files.collect())
    });
    let whole = ["vocabulary", "projects/declared"].map(|name| (name.to_owned(), sources(&data.join(name))));
    of_cases.chain(of_rules).chain(whole).collect()
}

#[test]
fn no_application_is_parsed_twice_and_no_query_compiled_for_nothing() {
    let mut grammars_seen = BTreeSet::new();
    for (name, files) in applications() {
        let folder = project(&files);
        let Work { read, read_again, parsed, parsed_twice, queries, grammars, files_linked, .. } =
            scan(folder.path(), 2).work;
        assert!(parsed.files > 0, "{name} checks tokens");
        assert_eq!(parsed_twice, Volume::default(), "{name}");
        assert!(queries <= grammars, "{name}: {queries} queries for {grammars} grammars");
        assert!(parsed.files <= read.files && parsed.bytes <= read.bytes, "{name}: {parsed:?} of {read:?}");
        assert!(read_again.files <= parsed.files && files_linked == parsed.files, "{name}");
        grammars_seen.insert(grammars);
    }
    assert!(grammars_seen.contains(&1) && grammars_seen.contains(&2), "{grammars_seen:?}");
}

#[test]
fn the_number_of_threads_changes_no_count() {
    let folder = project(&service(100));
    let one = scan(folder.path(), 1).work;
    assert!(one.judged.roots > 0 && one.set_up.instructions > 0 && one.imports_linked > 0, "{one:?}");
    for jobs in [2, 3, 8] {
        assert_eq!(scan(folder.path(), jobs).work, one, "{jobs} threads");
    }
}

/// Of a dense service, what a thousand lines cost stays the same however many there are.
#[test]
fn a_dense_service_costs_the_same_for_every_line() {
    let cost = |routes: usize| {
        let files = service(routes);
        let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let work = check_sources(&files, &Selection::default()).expect("the service can be analysed").work;
        let Runs { instructions, given_up, .. } = work.judged;
        assert_eq!((given_up, work.set_up.given_up), (0, 0), "{routes} routes");
        let of_lines = |amount: u64| amount as f64 * 1_000.0 / lines as f64;
        [of_lines(instructions), of_lines(work.judged.roots), of_lines(work.set_up.instructions)]
    };
    let small = cost(250);
    assert!(small.iter().all(|&cost| cost > 0.0), "{small:?}");
    for routes in [500, 1_000, 2_000] {
        for ((what, small), large) in ["judged", "roots", "set up"].iter().zip(small).zip(cost(routes)) {
            let ratio = large / small;
            assert!((0.96..=1.04).contains(&ratio), "{routes} routes: {what}: {large:.0} for {small:.0} of 250");
        }
    }
}
