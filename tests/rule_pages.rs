//! The rule pages and the test data speak for themselves: every example is analysed, and every `//~` comment must hold.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use tokentrail::engine::{Selection, check_sources};
use tokentrail::rules::{Expectation, Mark, Page, RuleSet, expectations};
use tokentrail::text::Positions;

/// A finding, as a comment expects it: file, line, rule.
type Point = (String, u32, String);

fn found(files: &[(&str, &str)], selection: &Selection) -> BTreeSet<Point> {
    let scan = check_sources(files, selection).expect("sources in memory can be analysed");
    assert!(scan.summary.skipped.is_empty(), "skipped: {:?}", scan.summary.skipped);
    let point = |finding: &tokentrail::finding::Finding| {
        let source = &scan.sources[&finding.place.file];
        let line = Positions::new(&source.text).position(finding.place.span.start).line;
        (source.path.clone(), line, finding.rule.clone())
    };
    scan.findings.iter().map(point).collect()
}

/// What differs between the comments and the findings; empty when nothing does.
fn disagreement(files: &[(&str, &str, Vec<Expectation>)], selection: &Selection) -> String {
    let sources: Vec<(&str, &str)> = files.iter().map(|(path, text, _)| (*path, *text)).collect();
    let found = found(&sources, selection);
    let mut said = String::new();
    let mut expected = BTreeSet::new();
    for (path, _, expectations) in files {
        for expectation in expectations {
            let point = ((*path).to_owned(), expectation.line, expectation.rule.clone());
            let is_found = found.contains(&point);
            let (path, line, rule) = &point;
            match expectation.mark {
                Mark::Found if !is_found => {
                    let _ = writeln!(said, "  missing: {path}:{line} {rule}");
                }
                Mark::Missed if is_found => {
                    let _ = writeln!(said, "  no longer missed: {path}:{line} {rule}: make it a plain `//~`");
                }
                Mark::Noisy if !is_found => {
                    let _ = writeln!(said, "  no longer noisy: {path}:{line} {rule}: delete the comment");
                }
                _ => {}
            }
            expected.insert(point);
        }
    }
    for (path, line, rule) in found.difference(&expected) {
        let _ = writeln!(said, "  unexpected: {path}:{line} {rule}");
    }
    said
}

#[test]
fn examples_of_the_rule_pages_hold() {
    let rules = RuleSet::embedded().expect("the rule pages load");
    let mut said = String::new();
    let mut examples = 0;
    for page in rules.pages() {
        // Pedantic rules are silent about each other's examples, and about everybody else's.
        let is_shown = |other: &&Page| !other.metadata().pedantic || other.id() == page.id();
        let shown = rules.pages().iter().filter(is_shown).map(|page| page.id().as_str().to_owned());
        let selection = Selection { select: shown.collect(), ..Selection::default() };
        for example in page.examples() {
            examples += 1;
            let files: Vec<_> = example
                .files
                .iter()
                .map(|file| (file.path.as_str(), file.text.as_str(), file.expectations.clone()))
                .collect();
            let differs = disagreement(&files, &selection);
            if !differs.is_empty() {
                let line = example.files.first().map_or(0, |file| file.first_line_in_page);
                let _ = writeln!(said, "{} line {line}, {:?}:\n{differs}", page.id().as_str(), example.heading);
            }
        }
    }
    assert!(examples > 0, "no page has an example");
    assert!(said.is_empty(), "rule pages disagree with the engine:\n{said}");
}

#[test]
fn test_data_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut said = String::new();
    let mut files = 0;
    for folder in ["vocabulary", "cases"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry.expect("the test data can be walked");
            let is_source = tokentrail::syntax::Dialect::of_path(entry.path()).is_some();
            if !entry.file_type().is_file() || !is_source {
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(entry.path()).expect("test data is readable text");
            let name = entry.path().strip_prefix(&root).expect("it is below").to_string_lossy().replace('\\', "/");
            let expected = expectations(&text).unwrap_or_else(|error| panic!("{name}: {}", error.message));
            let differs = disagreement(&[(name.as_str(), text.as_str(), expected)], &Selection::default());
            if !differs.is_empty() {
                let _ = writeln!(said, "{name}:\n{differs}");
            }
        }
    }
    assert!(files > 0, "there is no test data");
    assert!(said.is_empty(), "test data disagrees with the engine:\n{said}");
}
