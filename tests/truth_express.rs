//! Verdicts against the real Express: whole applications of a seed are run under node with Express 4 and 5, a refused
//! token is sent to every route, and who heard of it is compared with the verdict that the analyzer gives the check.
//!
//! The parts: `generate` makes applications, `emit` writes their files, `packages` installs what they run with,
//! `harness.js` runs them, `outcome` reads the runs by the rules, `compare` asks the analyzer, `shrink` makes a
//! disagreement small. The long form, as a tool:
//!
//! ```text
//! TOKENTRAIL_TRUTH_EXPRESS_PROGRAMS=5000 TOKENTRAIL_TRUTH_EXPRESS_SEED=7 cargo test --test truth_express agrees -- --nocapture
//! ```
//!
//! `TOKENTRAIL_TRUTH_EXPRESS_ONLY=INDEX` shows one application of the seed in full, `…_SHOWN=N` shows so many
//! disagreements, `…_WITHOUT=Esm,ThreeParameters` passes
//! over applications with a shape (the names are those of the coverage figures), `…_CACHE=FOLDER` names the folder that the packages are installed into.

#![allow(clippy::expect_used, clippy::print_stderr)] // The whole file is a test.

#[path = "truth_express/mod.rs"]
mod truth_express;

use std::io::Write;

use tokentrail::engine::trails_of_sources;

use tokentrail::finding::Verdict;
use truth_express::compare::{Disagreement, Judged, Report, compare, minimise, settled};
use truth_express::emit::{Files, Text, emit};
use truth_express::generate;
use truth_express::known::{self, KNOWN, Known};
use truth_express::node::Node;
use truth_express::outcome::Shown;
use truth_express::packages::packages;
use truth_express::parts::listing;
use truth_express::program::Express;
use truth_express::settings::Settings;
use truth_express::shapes::SHAPES;

const FIXED_SEED: u64 = 20_260;
const PROGRAMS: u64 = 150;

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
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    match trails_of_sources(&files).as_slice() {
        [trail] => Judged::Verdict(trail.verdict),
        trails => Judged::Checks(trails.len()),
    }
}

/// What the analyzer cannot say yet of the applications of the fixed seed. These numbers only go down, to nothing.
const DISAGREEMENTS_AT_MOST: usize = 16;
const UNKNOWN_AT_MOST: usize = 70;
/// The hand-written applications that the analyzer is wrong about.
const WRONG: &[&str] = &[];
/// How many of them it has no answer for.
const KNOWN_UNKNOWN_AT_MOST: usize = 16;

/// The generator must go on making applications of every kind, and few that say nothing.
fn assert_covers(report: &Report) {
    assert!(report.faults.is_empty(), "applications that do not run: {:?}", report.faults);
    let lost = report.unreached + report.ambiguous;
    assert!(lost * 10 < report.compared, "{lost} applications say nothing");
    for (verdict, least) in [(Verdict::Reported, 25.0), (Verdict::Silent, 20.0), (Verdict::Partly, 4.0)] {
        let share = report.share(report.shown(verdict));
        assert!(share >= least, "only {share:.1} % of the applications are {}", verdict.name());
    }
    assert!(report.shown(Verdict::DebugOnly) > 0, "no application tells only at debug level");
    for (shape, _) in SHAPES {
        assert!(report.shapes.contains_key(shape), "no application has {shape}");
    }
    assert!(report.hanging > 0, "no application leaves a request without an answer");
}

#[test]
fn agrees_with_express() {
    let Some(mut node) = node("agrees_with_express") else {
        return;
    };
    let settings = Settings::from_environment("TOKENTRAIL_TRUTH_EXPRESS", FIXED_SEED, PROGRAMS);
    let report = compare(&mut node, &settings, &analyzer);
    eprintln!("seed {}: {report}", settings.seed);
    assert!(report.faults.is_empty(), "applications that do not run: {:?}", report.faults);
    let (disagreements, unknown) = match settings.is_fixed(FIXED_SEED, PROGRAMS) {
        true => (DISAGREEMENTS_AT_MOST, UNKNOWN_AT_MOST),
        false => (0, report.compared),
    };
    if report.disagreements.len() > disagreements {
        eprintln!("{}", report.disagreements(&mut node, &settings, &analyzer));
    }
    assert!(report.disagreements.len() <= disagreements, "the verdict is not what Express shows; see above");
    assert!(report.unknown() <= unknown, "the analyzer has no answer for {} applications", report.unknown());
}

#[test]
fn express_shows_what_the_rules_say_of_hand_written_applications() {
    let Some(mut node) = node("express_shows_what_the_rules_say_of_hand_written_applications") else {
        return;
    };
    let texts: Vec<Text> = KNOWN.iter().map(Known::text).collect();
    for (known, answer) in KNOWN.iter().zip(node.run(&texts)) {
        assert_eq!(settled(&answer), Shown::Verdict(known.verdict), "{}:\n{}\n{answer:?}", known.name, known.app);
    }
}

#[test]
fn agrees_with_hand_written_applications_but_for_the_known_gaps() {
    let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
    for known in KNOWN {
        let judged = analyzer(&known.text().sources);
        if judged.contradicts(known.verdict) {
            eprintln!("{}: {judged}, not {}\n{}", known.name, known.verdict.name(), known.app);
            wrong.push(known.name);
        }
        if judged == Judged::Verdict(Verdict::Unknown) {
            unknown.push(known.name);
        }
    }
    assert_eq!(wrong, WRONG, "what is mended leaves the list");
    assert!(unknown.len() <= KNOWN_UNKNOWN_AT_MOST, "no answer for {} applications: {unknown:#?}", unknown.len());
}

/// Express is silent when it believes that it is under test: then, and only then, nothing is heard of a bare throw.
#[test]
fn what_express_does_not_print_is_not_heard() {
    let Some(mut node) = node("what_express_does_not_print_is_not_heard") else {
        return;
    };
    let route = "app.get('/api/orders', () => { verify(); });";
    for express in [Express::Four, Express::FourWithAsyncErrors, Express::Five] {
        let texts = [known::text(express, route), known::text(express, &format!("app.set('env', 'test');\n{route}"))];
        let shown: Vec<Shown> = node.run(&texts).iter().map(settled).collect();
        assert_eq!(shown, [Shown::Verdict(Verdict::Reported), Shown::Verdict(Verdict::Silent)], "{express:?}");
    }
}

#[test]
fn applications_that_cannot_be_run_are_found() {
    let Some(mut node) = node("applications_that_cannot_be_run_are_found") else {
        return;
    };
    let texts = [
        "app.get('/api/orders', () => { missing(); });",
        "app.get('/api/orders', (req, res) => { try { missing(); } catch (err) { res.end(); } });",
        "app.use((req, res, next) => { next.missing(); });\napp.use((err, req, res, next) => { res.end(); });",
        "require('./missing');",
        "require('unheard-of');",
        "not JavaScript",
    ];
    let texts = texts.map(|app| known::text(Express::Five, app));
    for (text, answer) in texts.iter().zip(node.run(&texts)) {
        assert!(matches!(settled(&answer), Shown::Fault(_)), "{}\n{answer:?}", text.runnable["app.js"]);
    }
    let quiet = node.run(&[known::text(Express::Five, "app.get('/api/orders', orders);")]);
    assert_eq!(settled(&quiet[0]), Shown::Unreached);
    let hanging = node.run(&[known::text(Express::Four, "app.get('/api/orders', async () => { verify(); });")]);
    assert_eq!(hanging[0].hung, 3, "one for each kind of refusal");
}

#[test]
fn the_same_seed_shows_the_same() {
    let Some(mut node) = node("the_same_seed_shows_the_same") else {
        return;
    };
    let settings = Settings::fixed(FIXED_SEED + 1, 80);
    let texts: Vec<Text> = settings.indices().map(|index| emit(&generate::program(settings.seed, index))).collect();
    let again: Vec<Text> = settings.indices().map(|index| emit(&generate::program(settings.seed, index))).collect();
    assert_eq!(texts, again);
    // Another process, and the other way round: no application leaves anything behind for the next.
    let answers = node.run(&texts);
    let reversed: Vec<Text> = texts.iter().rev().cloned().collect();
    let mut fresh = self::node("the_same_seed_shows_the_same").expect("it was there before");
    let mut answers_again = fresh.run(&reversed);
    answers_again.reverse();
    assert_eq!(answers, answers_again);
}

#[test]
fn the_generator_covers_what_it_should() {
    let Some(mut node) = node("the_generator_covers_what_it_should") else {
        return;
    };
    let report = compare(&mut node, &Settings::fixed(FIXED_SEED, 400), &|_| Judged::Checks(0));
    eprintln!("{report}");
    assert_covers(&report);
}

#[test]
fn a_disagreement_is_made_small_and_stays_one() {
    let Some(mut node) = node("a_disagreement_is_made_small_and_stays_one") else {
        return;
    };
    // A reader that has never heard of error handlers.
    let judge = |files: &Files| {
        Judged::Verdict(match files.values().any(|text| text.contains("(err, req, res, next)")) {
            true => Verdict::Reported,
            false => Verdict::Silent,
        })
    };
    let report = compare(&mut node, &Settings::fixed(FIXED_SEED, 60), &judge);
    let of_interest = |disagreement: &&Disagreement| {
        disagreement.shown == Verdict::Silent && disagreement.judged == Judged::Verdict(Verdict::Reported)
    };
    let disagreement = report.disagreements.iter().find(of_interest).expect("one of 60 has a silent error handler");
    let small = minimise(&mut node, disagreement, &judge);
    let text = emit(&small);
    assert!(small.is_valid());
    assert!(listing(&text.sources).lines().count() < 25, "{}", listing(&text.sources));
    assert_eq!(judge(&text.sources), disagreement.judged);
    assert_eq!(settled(&node.run(&[text])[0]), Shown::Verdict(Verdict::Silent));
}
