//! The JSON forms: one object with all findings and the summary, or a line for each, for machines.
//!
//! In: a scan. Out: the object of version 1, pretty printed, a newline at its end; or its parts as lines, each an object with
//! its `type`. The same scan gives the same bytes.
//! `help` and `because` are left out where a finding has none. Text is kept as it is in the analysed repository; what
//! would act on a terminal stands as a JSON escape. The shapes here are the format: inner types do not leak into it.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use super::clean::{is_unsafe, opens_command};
use super::source::Sources;
use super::timings::JsonTimings;
use crate::finding::{Finding, Notice, Scan, Skipped, Summary};
use crate::text;

/// The whole object. A change of meaning or of names is a new version; new fields are none.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: &'a str,
    findings: Vec<JsonFinding<'a>>,
    notices: Vec<JsonNotice<'a>>,
    summary: JsonSummary<'a>,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<JsonTimings>,
}

/// A finding; its end is exclusive.
#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'static str,
    confidence: &'static str,
    path: &'a str,
    start: JsonPosition,
    end: JsonPosition,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'a str>,
    fingerprint: &'a str,
    related: Vec<JsonRelated<'a>>,
}

/// What is said of a comment that suppresses.
#[derive(Serialize)]
struct JsonNotice<'a> {
    kind: &'static str,
    path: &'a str,
    start: JsonPosition,
    end: JsonPosition,
    message: &'a str,
}

/// A line of the form that has one for each finding.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    Start { version: u32, tool: &'a str },
    Finding(JsonFinding<'a>),
    Notice(JsonNotice<'a>),
    Timings(JsonTimings),
    Summary(JsonSummary<'a>),
}

/// A place that explains a finding, by its part in it.
#[derive(Serialize)]
struct JsonRelated<'a> {
    role: &'static str,
    path: &'a str,
    start: JsonPosition,
    end: JsonPosition,
    message: &'a str,
}

/// A place alone; its end is exclusive.
#[derive(Serialize)]
pub(super) struct JsonPlace<'a> {
    path: &'a str,
    start: JsonPosition,
    end: JsonPosition,
}

impl<'a> JsonPlace<'a> {
    pub(super) fn of(place: text::Place, sources: &Sources<'a>) -> io::Result<Self> {
        let (path, start, end) = located(place, sources)?;
        Ok(Self { path, start, end })
    }
}

/// What the run read, where no check is asked about.
#[derive(Serialize)]
pub(super) struct JsonSummaryOfFiles<'a> {
    files: u32,
    parsed: u32,
    skipped: Vec<JsonSkipped<'a>>,
    partial: Vec<JsonSkipped<'a>>,
    bytes: u64,
}

impl<'a> JsonSummaryOfFiles<'a> {
    pub(super) fn of(summary: &'a Summary) -> Self {
        Self {
            files: summary.files,
            parsed: summary.parsed,
            skipped: skipped(&summary.skipped),
            partial: skipped(&summary.partial),
            bytes: summary.bytes,
        }
    }
}

/// Line and column from 1, the column in UTF-16 units, the offset in bytes.
#[derive(Serialize)]
struct JsonPosition {
    line: u32,
    column: u32,
    offset: u32,
}

/// What the run looked at, so that no findings can be told from nothing seen.
#[derive(Serialize)]
struct JsonSummary<'a> {
    files: u32,
    parsed: u32,
    skipped: Vec<JsonSkipped<'a>>,
    partial: Vec<JsonSkipped<'a>>,
    bytes: u64,
    checks: JsonChecks,
    suppressed: u32,
}

#[derive(Serialize)]
struct JsonSkipped<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct JsonChecks {
    understood: u32,
    reported: u32,
    unknown: u32,
}

pub(super) const VERSION: u32 = 1;

pub(super) const TOOL: &str = concat!("tokentrail ", env!("CARGO_PKG_VERSION"));

/// Writes the object, with all findings and all files that were skipped.
pub(super) fn write(scan: &Scan, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = Sources::new(&scan.sources);
    let report = Report {
        version: VERSION,
        tool: TOOL,
        findings: scan.findings.iter().map(|found| finding(found, &sources)).collect::<io::Result<_>>()?,
        notices: scan.notices.iter().map(|said| notice(said, &sources)).collect::<io::Result<_>>()?,
        summary: summary(&scan.summary),
        timings: JsonTimings::of(scan),
    };
    let text = serde_json::to_string_pretty(&report).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

/// Writes a line for each finding, with the summary in the last one: a reader without it has not read all.
pub(super) fn write_lines(scan: &Scan, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = Sources::new(&scan.sources);
    let mut write = |line: Line<'_>| {
        let text = serde_json::to_string(&line).map_err(io::Error::other)?;
        writeln!(out, "{}", escaped(&text))
    };
    write(Line::Start { version: VERSION, tool: TOOL })?;
    for found in &scan.findings {
        write(Line::Finding(finding(found, &sources)?))?;
    }
    for said in &scan.notices {
        write(Line::Notice(notice(said, &sources)?))?;
    }
    if let Some(timings) = JsonTimings::of(scan) {
        write(Line::Timings(timings))?;
    }
    write(Line::Summary(summary(&scan.summary)))
}

fn notice<'a>(notice: &'a Notice, sources: &Sources<'a>) -> io::Result<JsonNotice<'a>> {
    let (path, start, end) = located(notice.place, sources)?;
    Ok(JsonNotice { kind: notice.kind.name(), path, start, end, message: &notice.message })
}

fn finding<'a>(finding: &'a Finding, sources: &Sources<'a>) -> io::Result<JsonFinding<'a>> {
    let (path, start, end) = located(finding.place, sources)?;
    Ok(JsonFinding {
        rule: &finding.rule,
        severity: finding.severity.name(),
        confidence: finding.confidence.name(),
        path,
        start,
        end,
        message: &finding.message,
        help: finding.help.as_deref(),
        because: finding.because.as_deref(),
        fingerprint: &finding.fingerprint,
        related: finding
            .related
            .iter()
            .map(|related| {
                let (path, start, end) = located(related.place, sources)?;
                Ok(JsonRelated { role: related.role.name(), path, start, end, message: &related.message })
            })
            .collect::<io::Result<_>>()?,
    })
}

/// A place as path, start and end.
fn located<'a>(place: text::Place, sources: &Sources<'a>) -> io::Result<(&'a str, JsonPosition, JsonPosition)> {
    let source = sources.of(place)?;
    let position = |offset: u32| {
        let at = source.position(offset as usize);
        JsonPosition { line: at.line, column: at.column, offset: at.offset }
    };
    let path = source.raw_path();
    Ok((path, position(place.span.start), position(place.span.end)))
}

fn summary(summary: &Summary) -> JsonSummary<'_> {
    JsonSummary {
        files: summary.files,
        parsed: summary.parsed,
        skipped: skipped(&summary.skipped),
        partial: skipped(&summary.partial),
        bytes: summary.bytes,
        checks: JsonChecks {
            understood: summary.checks.understood,
            reported: summary.checks.reported,
            unknown: summary.checks.unknown,
        },
        suppressed: summary.suppressed,
    }
}

fn skipped(files: &[Skipped]) -> Vec<JsonSkipped<'_>> {
    files.iter().map(|file| JsonSkipped { path: &file.path, reason: &file.reason }).collect()
}

/// Writes unsafe characters, and those that a runner would read as a command, as JSON escapes. They can stand only inside strings, except for the line breaks that the
/// pretty printer makes, so this changes no meaning.
pub(super) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let is_safe = c == '\n' || !is_unsafe(c);
        if is_safe && !(c == '[' && opens_command(&out)) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}
