//! Verdicts against execution: random failure paths are run under node over every choice of their conditions and every
//! kind of refusal, and what became of the failure is compared with the verdict that the analyzer gives the check.
//!
//! The parts: `generate` makes programs from a seed, `emit` writes them, `harness.js` runs them, `outcome` reads the
//! runs by the rules, `compare` asks the analyzer, `shrink` makes a disagreement small. The long form, as a tool:
//!
//! ```text
//! TOKENTRAIL_TRUTH_PROGRAMS=20000 TOKENTRAIL_TRUTH_SEED=7 cargo test --test truth fresh -- --nocapture
//! ```
//!
//! `TOKENTRAIL_TRUTH_ONLY=INDEX` shows one program of the seed in full, `TOKENTRAIL_TRUTH_WITHOUT=Import,Label` passes
//! over programs with a construct (the names are those of the coverage figures), `TOKENTRAIL_TRUTH_GAP=PART` compares the
//! programs of the known gap with this part of its name as well.

#![allow(clippy::expect_used, clippy::print_stderr)] // The whole file is a test.

#[path = "truth/mod.rs"]
mod truth;

use std::io::Write;

use tokentrail::engine::trails_of_sources;
use tokentrail::finding::Verdict;

use truth::compare::{Disagreement, Judged, Report, compare, minimise};
use truth::construct::Construct;
use truth::emit::{Text, emit};
use truth::gaps::{GAPS, Gap};
use truth::known::{self, KNOWN, Known, UNSETTLED};
use truth::known_projects::{PROJECTS, Project};
use truth::node::Node;
use truth::outcome::{Shown, shown};
use truth::settings::Settings;
use truth::{generate, validity};

const FIXED_SEED: u64 = 20_260;
const PROGRAMS: u64 = 300;
const VERDICTS: [Verdict; 4] = [Verdict::Reported, Verdict::Partly, Verdict::DebugOnly, Verdict::Silent];

/// Says a line on the real stderr, past the test runner's capture.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").ok();
}

/// Without node there is no truth to compare with: the test says so and passes.
fn node(test: &str) -> Option<Node> {
    let node = Node::start();
    if node.is_none() {
        say(&format!("skipped {test}: no node on the PATH"));
    }
    node
}

fn analyzer(text: &Text) -> Judged {
    let files: Vec<(&str, &str)> = text.files.iter().map(|file| (file.path.as_str(), file.source.as_str())).collect();
    match trails_of_sources(&files).as_slice() {
        [trail] => Judged::Verdict(match trail.verdict {
            // Silent with unknown is said to be partly reported: what the rest of the ways come to is not claimed.
            Verdict::Partly if trail.paths.iter().any(|path| path.verdict == Verdict::Unknown) => Verdict::Unknown,
            verdict => verdict,
        }),
        trails => Judged::Checks(trails.len()),
    }
}

/// More than this share of unknown verdicts says that something is no longer followed.
const UNKNOWN_AT_MOST: f64 = 3.0;

/// The generator must go on making programs of every kind, and few that say nothing.
fn assert_covers(report: &Report) {
    assert!(report.faults.is_empty(), "programs that do not run: {:?}", report.faults);
    let lost = report.unreached + report.ambiguous;
    assert!(lost * 10 < report.compared, "{lost} programs say nothing");
    for verdict in VERDICTS {
        let share = report.share(verdict);
        assert!(share >= 3.0, "only {share:.1} % of the programs are {}", verdict.name());
    }
}

fn assert_agreement(settings: &Settings, node: &mut Node) {
    let report = compare(node, settings, &analyzer);
    eprintln!("seed {}: {report}", settings.seed);
    let disagreements = report.disagreements(node, settings, &analyzer);
    assert!(report.faults.is_empty(), "programs that do not run: {:?}\n{disagreements}", report.faults);
    assert!(
        disagreements.is_empty(),
        "the verdict is not what execution shows ({} of {} programs)\n{disagreements}",
        report.disagreements.len(),
        report.compared
    );
    if settings.only.is_none() && settings.without.is_empty() && settings.programs >= PROGRAMS {
        assert_covers(&report);
        let unknown = report.unknown_share();
        assert!(unknown <= UNKNOWN_AT_MOST, "{unknown:.1} % of the programs are unknown");
    }
}

#[test]
fn agrees_with_execution_for_a_fixed_seed() {
    let Some(mut node) = node("agrees_with_execution_for_a_fixed_seed") else {
        return;
    };
    assert_agreement(&Settings::fixed(FIXED_SEED, PROGRAMS), &mut node);
}

#[test]
fn agrees_with_execution_for_a_fresh_seed() {
    let Some(mut node) = node("agrees_with_execution_for_a_fresh_seed") else {
        return;
    };
    let settings = Settings::from_environment(PROGRAMS);
    say(&format!("truth: TOKENTRAIL_TRUTH_SEED={}", settings.seed));
    assert_agreement(&settings, &mut node);
}

#[test]
fn agrees_with_hand_written_programs() {
    for known in KNOWN {
        let judged = analyzer(&known.text());
        assert_eq!(judged, Judged::Verdict(known.verdict), "{}:\n{}", known.name, known.body);
    }
    for project in PROJECTS {
        let judged = analyzer(&project.text());
        assert_eq!(judged, Judged::Verdict(project.verdict), "{}:\n{}", project.name, project.text().shown());
    }
}

#[test]
fn execution_shows_what_the_rules_say_of_hand_written_programs() {
    let Some(mut node) = node("execution_shows_what_the_rules_say_of_hand_written_programs") else {
        return;
    };
    let texts: Vec<Text> = KNOWN.iter().map(Known::text).collect();
    for (known, answer) in KNOWN.iter().zip(node.run(&texts)) {
        let shown = shown(&answer);
        assert_eq!(shown, Shown::Verdict(known.verdict), "{}:\n{}\n{answer:?}", known.name, known.body);
    }
    let texts: Vec<Text> = PROJECTS.iter().map(Project::text).collect();
    for ((project, text), answer) in PROJECTS.iter().zip(&texts).zip(node.run(&texts)) {
        let shown = shown(&answer);
        assert_eq!(shown, Shown::Verdict(project.verdict), "{}:\n{}\n{answer:?}", project.name, text.shown());
    }
}

#[test]
fn known_gaps_are_gaps_still() {
    let Some(mut node) = node("known_gaps_are_gaps_still") else {
        return;
    };
    let texts: Vec<Text> = GAPS.iter().map(Gap::text).collect();
    for ((gap, text), answer) in GAPS.iter().zip(&texts).zip(node.run(&texts)) {
        assert_eq!(shown(&answer), Shown::Verdict(gap.verdict), "{}:\n{}\n{answer:?}", gap.name, text.shown());
        let judged = analyzer(text);
        say(&format!("gap: {}: shown {}, judged {judged}", gap.name, gap.verdict.name()));
        assert_ne!(judged, Judged::Verdict(gap.verdict), "closed, to be taken off the list: {}", gap.name);
    }
}

#[test]
fn execution_settles_nothing_that_the_rules_leave_open() {
    let Some(mut node) = node("execution_settles_nothing_that_the_rules_leave_open") else {
        return;
    };
    let texts: Vec<Text> = UNSETTLED.iter().map(|body| known::text(body)).collect();
    for (body, answer) in UNSETTLED.iter().zip(node.run(&texts)) {
        assert_eq!(shown(&answer), Shown::Ambiguous, "{body}\n{answer:?}");
    }
}

#[test]
fn execution_finds_programs_that_cannot_be_run() {
    let Some(mut node) = node("execution_finds_programs_that_cannot_be_run") else {
        return;
    };
    let text = |runnable: &str| Text::of_one(String::from(runnable), Vec::new());
    let answers = node.run(&[
        text("require('express')().use((req) => missing);"),
        text("not JavaScript"),
        text("require('express')();"),
        text("require('elsewhere');"),
        text("require('express')().use((req) => {});"),
    ]);
    for answer in &answers[..4] {
        assert!(matches!(shown(answer), Shown::Fault(_)), "{answer:?}");
    }
    assert_eq!(shown(&answers[4]), Shown::Unreached);
}

#[test]
fn generated_programs_are_well_formed_and_named_by_their_seed() {
    for index in 0..3_000 {
        let program = generate::program(FIXED_SEED, index);
        let fault = validity::fault(&program);
        assert_eq!(fault, None, "program {index}:\n{}", emit(&program).shown());
        let again = generate::program(FIXED_SEED, index);
        assert_eq!(emit(&program), emit(&again), "program {index}");
    }
    assert_ne!(emit(&generate::program(FIXED_SEED, 0)), emit(&generate::program(FIXED_SEED + 1, 0)));
}

#[test]
fn the_generator_covers_every_construct_and_verdict() {
    let Some(mut node) = node("the_generator_covers_every_construct_and_verdict") else {
        return;
    };
    let report = compare(&mut node, &Settings::fixed(FIXED_SEED, 1_500), &|_| Judged::Checks(0));
    eprintln!("{report}");
    assert_covers(&report);
    for construct in Construct::ALL {
        assert!(report.made.contains_key(construct), "no program has {}", construct.name());
    }
}

#[test]
fn a_disagreement_is_made_small_and_stays_one() {
    let Some(mut node) = node("a_disagreement_is_made_small_and_stays_one") else {
        return;
    };
    // A reader that has never heard of finally: every partly reported program with one is a disagreement.
    let judge = |text: &Text| {
        Judged::Verdict(match text.shown().contains("finally") {
            true => Verdict::Silent,
            false => Verdict::Partly,
        })
    };
    let settings = Settings::fixed(FIXED_SEED, 300);
    let report = compare(&mut node, &settings, &judge);
    let of_interest = |disagreement: &&Disagreement| {
        disagreement.shown == Verdict::Partly && disagreement.judged == Judged::Verdict(Verdict::Silent)
    };
    let disagreement = report.disagreements.iter().find(of_interest).expect("one of 300 is partly reported");
    let small = minimise(&mut node, &settings, disagreement, &judge);
    let text = emit(&small);
    assert!(text.shown().len() < emit(&disagreement.program).shown().len());
    assert!(text.shown().lines().count() < 30, "{}", text.shown());
    assert_eq!(validity::fault(&small), None);
    assert_eq!(judge(&text), disagreement.judged);
    let answer = &node.run(&[text])[0];
    assert_eq!(shown(answer), Shown::Verdict(Verdict::Partly));
}
