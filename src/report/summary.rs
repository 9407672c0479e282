//! What a run looked at, in words: the closing line, and a warning for each file that was not analysed in full.
//!
//! In: the scan and its summary. Out: lines, so that an empty report can be trusted. Knows nothing of findings beyond
//! their number and severity.

use std::collections::BTreeMap;
use std::io;

use super::clean::clean;
use super::source::Sources;
use super::style::{Ink, Look};
use crate::finding::{Scan, Severity, Skipped};

/// Up to so many files are warned of one by one; more are gathered by reason.
const MOST_FILES: usize = 10;

/// So many comments are told of.
const MOST_NOTICES: usize = 20;

/// So many files of a reason are named.
const MOST_NAMED: usize = 3;

/// The line that ends a run:
/// `4 findings (3 high, 1 medium) in 812 files; 31 checks understood, 4 reported, 2 unknown`.
pub fn closing_line(scan: &Scan, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let summary = &scan.summary;
    let checks = &summary.checks;
    let files = count(summary.files as usize, "file");
    let understood = count(checks.understood as usize, "check");
    let mut line = if scan.findings.is_empty() {
        format!(
            "{}: {files}, {} parsed, {understood} understood, {} unknown",
            Ink::Good.paint(look, "No findings"),
            summary.parsed,
            checks.unknown,
        )
    } else {
        let worst = scan.findings.iter().map(|finding| finding.severity).max();
        let found = count(scan.findings.len(), "finding");
        let found = worst.map_or(found.clone(), |worst| Ink::from(worst).paint(look, &found));
        format!(
            "{found} ({}) in {files}; {understood} understood, {} reported, {} unknown",
            by_severity(scan),
            checks.reported,
            checks.unknown,
        )
    };
    let gaps = [(summary.skipped.len(), "not analysed"), (summary.partial.len(), "analysed in part")];
    let gaps: Vec<String> = gaps
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|&(number, what)| format!("{} {what}", count(number, "file")))
        .collect();
    if !gaps.is_empty() {
        line = format!("{line}; {}", Ink::Caution.paint(look, gaps.join(", ")));
    }
    if summary.suppressed > 0 {
        line = format!("{line}; {} suppressed", count(summary.suppressed as usize, "finding"));
    }
    writeln!(out, "{line}")
}

/// `3 high, 1 medium`, the worst first.
fn by_severity(scan: &Scan) -> String {
    let mut numbers: BTreeMap<Severity, usize> = BTreeMap::new();
    for finding in &scan.findings {
        *numbers.entry(finding.severity).or_default() += 1;
    }
    let parts: Vec<String> =
        numbers.iter().rev().map(|(severity, number)| format!("{number} {}", severity.name())).collect();
    parts.join(", ")
}

pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A line for each file that was skipped or analysed in part; where these are many, a line for each reason. And one for each
/// comment that suppresses nothing, and for each declaration of no effect.
pub fn warnings(scan: &Scan, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    for line in
        lines(&scan.summary.skipped, "not analysed").into_iter().chain(lines(&scan.summary.partial, "analysed in part"))
    {
        writeln!(out, "{}: {line}", Ink::Caution.paint(look, "warning"))?;
    }
    let sources = Sources::new(&scan.sources);
    for notice in scan.notices.iter().take(MOST_NOTICES) {
        let place = sources.locate(notice.place)?;
        writeln!(out, "{}: {place}: {}", Ink::Caution.paint(look, "warning"), clean(&notice.message))?;
    }
    if let Some(more @ 1..) = scan.notices.len().checked_sub(MOST_NOTICES) {
        let more = count(more, "more notice");
        writeln!(out, "{}: {more} like these; JSON lists all", Ink::Caution.paint(look, "warning"))?;
    }
    Ok(())
}

/// One warning a file while they are few, else one a reason.
fn lines(files: &[Skipped], what: &str) -> Vec<String> {
    if files.len() <= MOST_FILES {
        return files.iter().map(|file| alone(file, what)).collect();
    }
    let mut reasons: Vec<(&str, Vec<&Skipped>)> = Vec::new();
    for file in files {
        match reasons.iter_mut().find(|(reason, _)| *reason == file.reason) {
            Some((_, of_reason)) => of_reason.push(file),
            None => reasons.push((&file.reason, vec![file])),
        }
    }
    // The commonest first; a stable sort keeps the order of paths among equals.
    reasons.sort_by_key(|(_, of_reason)| std::cmp::Reverse(of_reason.len()));
    let rest = reasons.split_off(reasons.len().min(MOST_FILES));
    let mut lines: Vec<String> = reasons.iter().map(|(reason, of_reason)| together(reason, of_reason, what)).collect();
    let unnamed: usize = rest.iter().map(|(_, of_reason)| of_reason.len()).sum();
    if unnamed > 0 {
        let more = count(unnamed, "more file");
        lines.push(format!("{more} {what} for other reasons; JSON lists all"));
    }
    lines
}

fn alone(file: &Skipped, what: &str) -> String {
    format!("{}: {what}: {}", clean(&file.path), clean(&file.reason))
}

fn together(reason: &str, files: &[&Skipped], what: &str) -> String {
    if let [file] = files {
        return alone(file, what);
    }
    let named: Vec<String> = files.iter().take(MOST_NAMED).map(|file| clean(&file.path)).collect();
    let more = match files.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let number = count(files.len(), "file");
    let named = named.join(", ");
    format!("{number} {what}: {}: {named}{more}", clean(reason))
}
