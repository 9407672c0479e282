//! Whether routes are limited, against the real Express, express-rate-limit and rate-limiter-flexible: whole applications of a
//! seed are run under node, one route of each is tried with token after token, and whether somebody stops that is compared with
//! the verdict of `unlimited-refresh-route` and `unlimited-verify-route`.
//!
//! The parts: `generate` makes applications of choices, `emit` writes their files, `harness.js` runs them, `compare` asks the
//! analyzer, `choices` makes a disagreement small, `known` and `known_paths` hold what was wrong once. The long form, as a tool:
//!
//! ```text
//! TOKENTRAIL_TRUTH_LIMITS_PROGRAMS=3000 TOKENTRAIL_TRUTH_LIMITS_SEED=7 cargo test --test truth_limits agrees -- --nocapture
//! ```
//!
//! `TOKENTRAIL_TRUTH_LIMITS_ONLY=INDEX` shows one application of the seed in full, `…_SHOWN=N` shows so many disagreements.

#![allow(clippy::expect_used, clippy::print_stderr)] // The whole file is a test.

#[path = "truth_limits/mod.rs"]
mod truth_limits;

use std::collections::BTreeMap;
use std::io::Write;

use tokentrail::engine::{Selection, check_sources};
use tokentrail::finding::Confidence;
use truth_limits::compare::{Judged, Report, Shown, compare, minimise, shown};
use truth_limits::emit::{Files, Text, emit, listing};
use truth_limits::generate;
use truth_limits::known::KNOWN;
use truth_limits::known_paths::KNOWN_PATHS;
use truth_limits::node::Node;
use truth_limits::packages::packages;
use truth_limits::program::Purpose;
use truth_limits::settings::Settings;
use truth_limits::shapes::SHAPES;

const FIXED_SEED: u64 = 20_261;
const PROGRAMS: u64 = 120;
/// Applications of the fixed seed about which the analyzer is not sure.
const UNKNOWN_AT_MOST: usize = 10;

/// Says a line on the real stderr, past the test runner's capture.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").ok();
}

/// Without node, npm or a network there is no truth to compare with: the test says so and passes.
fn node(test: &str) -> Option<Node> {
    match packages() {
        Ok(folder) => Some(Node::start(folder)),
        Err(reason) => {
            say(&format!("skipped {test}: {reason}"));
            None
        }
    }
}

fn analyzer(files: &Files) -> Judged {
    let code = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let files: Vec<(&str, &str)> = code.collect();
    let rules = ["unlimited-refresh-route", "unlimited-verify-route"];
    let selection =
        Selection { select: rules.map(String::from).to_vec(), min_confidence: Confidence::Low, ..Selection::default() };
    let scan = check_sources(&files, &selection).expect("sources in memory can be analysed");
    match scan.findings.as_slice() {
        [] => Judged::Limited,
        [finding] if finding.confidence == Confidence::Low => Judged::Unknown,
        [_] => Judged::Open,
        _ => Judged::Several,
    }
}

fn assert_is_fine(report: &Report) {
    assert!(report.faults.is_empty(), "applications that do not run: {:?}", report.faults);
    assert_eq!(report.unreached, 0, "applications whose route is not reached");
    assert!(report.unseen.is_empty(), "nothing limits these, and they are not reported: {:?}", report.unseen);
}

#[test]
fn agrees_with_what_limits() {
    let Some(mut node) = node("agrees_with_what_limits") else {
        return;
    };
    let settings = Settings::from_environment("TOKENTRAIL_TRUTH_LIMITS", FIXED_SEED, PROGRAMS);
    let report = compare(&mut node, &settings, &analyzer);
    eprintln!("seed {}: {report}", settings.seed);
    if !report.disagreements.is_empty() {
        eprintln!("{}", report.disagreements(&mut node, &settings, &analyzer));
    }
    assert_is_fine(&report);
    assert!(report.disagreements.is_empty(), "the verdict is not what execution shows; see above");
    let unknown = if settings.is_fixed(FIXED_SEED, PROGRAMS) { UNKNOWN_AT_MOST } else { report.compared };
    assert!(report.unknown() <= unknown, "the analyzer has no answer for {} applications", report.unknown());
}

#[test]
fn what_was_wrong_once_is_right() {
    let Some(mut node) = node("what_was_wrong_once_is_right") else {
        return;
    };
    let mut wrong = Vec::new();
    for known in KNOWN.iter().chain(KNOWN_PATHS) {
        let files: Files = BTreeMap::from([(String::from("app.js"), String::from(known.app))]);
        let purpose = Purpose::Refresh;
        let text = Text {
            sources: files.clone(),
            runnable: files,
            express: "express5",
            urls: known.urls.iter().map(|&url| url.to_owned()).collect(),
            field: purpose.field(),
        };
        let expected = if known.limited { Shown::Limited } else { Shown::Open };
        let answer = &node.run(std::slice::from_ref(&text))[0];
        assert_eq!(shown(purpose, answer), Ok(expected), "{}:\n{}\n{answer:?}", known.name, known.app);
        let judged = analyzer(&text.sources);
        if judged.contradicts(expected) || judged == Judged::Unknown {
            wrong.push((known.name, judged));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_generator_covers_what_it_should() {
    let Some(mut node) = node("the_generator_covers_what_it_should") else {
        return;
    };
    let report = compare(&mut node, &Settings::fixed(FIXED_SEED + 1, 300), &|_| Judged::Open);
    eprintln!("{report}");
    assert!(report.faults.is_empty(), "applications that do not run: {:?}", report.faults);
    assert_eq!(report.unreached, 0, "applications whose route is not reached");
    for wanted in [Shown::Limited, Shown::Open] {
        let count = report.shown(wanted);
        assert!(count * 4 > report.compared, "only {count} applications are {wanted:?}");
    }
    for (shape, _) in SHAPES {
        assert!(report.shapes.contains_key(shape), "no application has {shape}");
    }
}

#[test]
fn applications_that_cannot_be_run_are_found() {
    let Some(mut node) = node("applications_that_cannot_be_run_are_found") else {
        return;
    };
    let begin = "const express = require('express');\nconst app = express();\napp.use(express.json());\n";
    let routes = [
        "app.post('/verify', (req, res) => { missing(); });",
        "app.post('/verify', () => {});",
        "require('./missing');",
        "not JavaScript",
    ];
    let text = |route: &str| {
        let app = format!("{begin}{route}\napp.listen(3000);\n");
        let runnable: Files = BTreeMap::from([(String::from("app.js"), app)]);
        Text {
            sources: runnable.clone(),
            runnable,
            express: "express5",
            urls: vec![String::from("/verify")],
            field: "token",
        }
    };
    for (route, answer) in routes.iter().zip(node.run(&routes.map(text))) {
        assert!(shown(Purpose::Verify, &answer).is_err(), "{route}\n{answer:?}");
    }
    let quiet = &node.run(&[text("")])[0];
    assert_eq!(shown(Purpose::Verify, quiet), Ok(Shown::Unreached), "there is no route");
}

#[test]
fn the_same_seed_shows_the_same() {
    let Some(mut node) = node("the_same_seed_shows_the_same") else {
        return;
    };
    let texts: Vec<Text> = (0..40).map(|index| emit(&generate::program(FIXED_SEED + 2, index).0)).collect();
    let again: Vec<Text> = (0..40).map(|index| emit(&generate::program(FIXED_SEED + 2, index).0)).collect();
    assert_eq!(texts, again);
    // The other way round: no application leaves anything behind for the next.
    let answers = node.run(&texts);
    let reversed: Vec<Text> = texts.iter().rev().cloned().collect();
    let mut answers_again = node.run(&reversed);
    answers_again.reverse();
    assert_eq!(answers, answers_again);
}

#[test]
fn a_disagreement_is_made_small_and_stays_one() {
    let Some(mut node) = node("a_disagreement_is_made_small_and_stays_one") else {
        return;
    };
    // A reader for whom every mention of a limiter is one.
    let judge = |files: &Files| match files.values().any(|text| text.contains("rateLimit(")) {
        true => Judged::Limited,
        false => Judged::Open,
    };
    let report = compare(&mut node, &Settings::fixed(FIXED_SEED, 40), &judge);
    let credulous =
        report.disagreements.iter().find(|one| one.judged == Judged::Limited).expect("one of 40 is in vain");
    let small = minimise(&mut node, credulous, &judge);
    let text = emit(&small);
    assert!(listing(&text.sources).lines().count() < 40, "{}", listing(&text.sources));
    assert_eq!(judge(&text.sources), Judged::Limited);
    assert_eq!(shown(small.purpose, &node.run(&[text])[0]), Ok(Shown::Open));
}
