//! What must hold of every run, whatever the files say: no crash, also none that a net has caught; places inside the texts, on
//! the borders of characters; reports that their readers can read; and the same bytes again.
//!
//! In: files as names and texts. Out: nothing, or what does not hold. Knows nothing of where the files come from.

use std::panic::{self, AssertUnwindSafe};

use serde_json::Value;
use tokentrail::engine::{Selection, check_sources, routes_of_sources, trails_of_sources};
use tokentrail::finding::{Confidence, Scan, Severity, SourceFile};
use tokentrail::report::{self, Base, Format, Look};
use tokentrail::text::Place;

/// How closely a run is looked at: each step costs as much as all before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(dead_code, reason = "not every test that uses this looks at all depths")]
pub(crate) enum Depth {
    /// One run, and its reports.
    Once,
    /// A second run gives the same.
    Again,
    /// The trails and the routes as well.
    Everything,
}

const LOOK: Look = Look { color: false, unicode: true, width: 100 };

/// Analyses files as one project; tells of the first thing that does not hold.
pub(crate) fn examine(files: &[(&str, &str)], depth: Depth) -> Result<Scan, String> {
    let attempt = AssertUnwindSafe(|| examined(files, depth));
    panic::catch_unwind(attempt).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Err(format!("a panic that no net catches: {}", message.unwrap_or("without a text")))
    })
}

fn examined(files: &[(&str, &str)], depth: Depth) -> Result<Scan, String> {
    let scan = scanned(files)?;
    let gaps = scan.summary.skipped.iter().chain(&scan.summary.partial);
    if let Some(gap) = gaps.into_iter().find(|gap| gap.reason.contains("internal error")) {
        return Err(format!("{}: {}", gap.path, gap.reason));
    }
    places(&scan)?;
    let printed = reports(&scan)?;
    if depth >= Depth::Again {
        let second = scanned(files)?;
        if second != scan || reports(&second)? != printed {
            return Err("a second run gives something else".to_owned());
        }
    }
    if depth >= Depth::Everything {
        trails(files)?;
        drop(routes_of_sources(files).map_err(|error| format!("{error:?}"))?);
    }
    Ok(scan)
}

fn scanned(files: &[(&str, &str)]) -> Result<Scan, String> {
    let selection = Selection {
        min_severity: Severity::Info,
        min_confidence: Confidence::Low,
        pedantic: true,
        ..Selection::default()
    };
    check_sources(files, &selection).map_err(|error| format!("{error:?}"))
}

/// Every place of a finding or a notice lies in a text that the scan holds.
fn places(scan: &Scan) -> Result<(), String> {
    let of_findings = scan.findings.iter().flat_map(|finding| {
        let related = finding.related.iter().map(|step| step.place);
        related.chain([finding.place])
    });
    for place in of_findings.chain(scan.notices.iter().map(|notice| notice.place)) {
        let Some(SourceFile { path, text, .. }) = scan.sources.get(&place.file) else {
            return Err(format!("{place:?} is in no text of the scan"));
        };
        lies_in(place, text).map_err(|reason| format!("{path}: {reason}"))?;
    }
    Ok(())
}

fn lies_in(place: Place, text: &str) -> Result<(), String> {
    let range = place.span.range();
    let fits = range.start <= range.end && text.get(range).is_some();
    fits.then_some(()).ok_or_else(|| format!("{:?} is no range of a text of {} bytes", place.span, text.len()))
}

/// The places of all trails; only one file says for certain which text a place is in.
fn trails(files: &[(&str, &str)]) -> Result<(), String> {
    let trails = trails_of_sources(files);
    let [(_, text)] = files else { return Ok(()) };
    let steps = trails.iter().flat_map(|trail| {
        let steps = trail.paths.iter().flat_map(|path| path.places.iter().map(|step| step.place));
        steps.chain([trail.check])
    });
    steps.into_iter().try_for_each(|place| lies_in(place, text))
}

/// The scan in every form, each read as its readers do.
fn reports(scan: &Scan) -> Result<Vec<String>, String> {
    let is_empty = scan.findings.is_empty() && scan.notices.is_empty();
    let machine = [Format::Json, Format::Jsonl, Format::Sarif];
    let all = [Format::Full, Format::Concise, Format::Github];
    let forms = machine.into_iter().chain(all.into_iter().filter(|_| !is_empty));
    forms.map(|format| printed(scan, format)).collect()
}

fn printed(scan: &Scan, format: Format) -> Result<String, String> {
    let wrong = |what: &dyn std::fmt::Display| format!("{}: {what}", format.name());
    let mut out = Vec::new();
    report::write(scan, format, LOOK, &Base::default(), &mut out).map_err(|error| wrong(&error))?;
    let text = String::from_utf8(out).map_err(|error| wrong(&error))?;
    match format {
        Format::Json | Format::Sarif => drop(serde_json::from_str::<Value>(&text).map_err(|error| wrong(&error))?),
        Format::Jsonl => {
            for line in text.lines() {
                serde_json::from_str::<Value>(line).map_err(|error| wrong(&error))?;
            }
        }
        // What the runner would drop is counted in a line of its own.
        Format::Github if text.lines().any(|line| !line.starts_with("::") && !line.starts_with("tokentrail: ")) => {
            return Err(wrong(&"a line that is no annotation"));
        }
        Format::Concise if text.lines().count() != scan.findings.len() => {
            return Err(wrong(&"not one line for each finding"));
        }
        Format::Full | Format::Concise | Format::Github => {
            let steers = |sign: char| {
                (sign.is_control() && sign != '\n') || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            if let Some(sign) = text.chars().find(|sign| steers(*sign)) {
                return Err(wrong(&format!("{sign:?} reaches the terminal")));
            }
        }
    }
    Ok(text)
}
