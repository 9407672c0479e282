//! The form of GitHub's workflow commands: each finding an annotation at its line.
//!
//! In: findings. Out: `::error file=…,line=…::message`, a line each, escaped as the runner reads it: what separates
//! properties is escaped in properties only, and the escape's own sign first. The runner shows ten annotations of a level
//! for a step and drops the rest without a word; what would be dropped is counted in a line of its own.

use std::io;

use super::base::Base;
use super::clean::{clean, is_unsafe};
use super::level::Level;
use super::source::Sources;
use crate::finding::{Finding, Scan};

/// Annotations of one level that a step shows.
const MOST_OF_A_LEVEL: usize = 10;

/// Writes an annotation for each finding that will be shown, the worst first, and counts the others.
pub(super) fn write(scan: &Scan, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = Sources::new(&scan.sources);
    let mut left_out = Vec::new();
    for level in Level::ALL {
        let mut findings: Vec<&Finding> =
            scan.findings.iter().filter(|finding| Level::from(finding.severity) == level).collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        for finding in findings.iter().take(MOST_OF_A_LEVEL) {
            write_one(finding, level, &sources, base, out)?;
        }
        if let Some(more @ 1..) = findings.len().checked_sub(MOST_OF_A_LEVEL) {
            left_out.push(format!("{more} more {}{}", name(level), if more == 1 { "" } else { "s" }));
        }
    }
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        writeln!(out, "tokentrail: not annotated: {left_out}; GitHub shows {MOST_OF_A_LEVEL} of a level for a step")?;
    }
    Ok(())
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

fn write_one(
    finding: &Finding,
    level: Level,
    sources: &Sources<'_>,
    base: &Base,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let source = sources.of(finding.place)?;
    let path = base.path(source.raw_path()).into_text();
    let title = format!("tokentrail({})", clean(&finding.rule));
    let mut properties = Vec::new();
    // A path can hold line breaks, which have an escape. One with other characters that act on a screen cannot be named
    // here and shown safely; the message says the place in any case.
    if !path.chars().any(|c| is_unsafe(c) && !matches!(c, '\r' | '\n')) {
        let bytes = source.first_line(finding.place.span);
        let (start, end) = (source.position(bytes.start), source.position(bytes.end));
        properties.push(format!("file={}", property(&path)));
        // The runner takes columns only where both lines are the same one.
        properties.push(format!("line={},endLine={}", start.line, start.line));
        properties.push(format!("col={},endColumn={}", start.column, end.column.max(start.column)));
    }
    properties.push(format!("title={}", property(&title)));
    // Properties do not show in the log, so that the message repeats the place.
    let mut message = format!("{}: {}", sources.locate(finding.place)?, clean(&finding.message));
    if let Some(help) = &finding.help {
        message = format!("{message}\nhelp: {}", clean(help));
    }
    if let Some(because) = &finding.because {
        message = format!("{message}\nconfidence: {}, because {}", finding.confidence.name(), clean(because));
    }
    writeln!(out, "::{} {}::{}", name(level), properties.join(","), data(&message))
}

/// A message as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value as the runner reads it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_properties_are_escaped_differently() {
        assert_eq!(data("100% a:b,c\r\n::error::x%0A"), "100%25 a:b,c%0D%0A::error::x%250A");
        assert_eq!(property("100% a:b,c\r\n::"), "100%25 a%3Ab%2Cc%0D%0A%3A%3A");
    }
}
