//! Where a run's time went, and what it had to do there.
//!
//! In: the times and the work of a scan. Out: a table for people, a JSON object for machines. Knows no clock. No text of the
//! analysed code comes here.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use serde::Serialize;

use super::style::{Ink, Look};
use crate::finding::{Runs, Scan, Stage, Timings, Volume, Work};

/// Writes a row for each stage that the run came to; nothing where no time was taken.
pub fn timings(scan: &Scan, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(timings) = &scan.timings else { return Ok(()) };
    for (&stage, &took) in &timings.stages {
        row(stage.name(), took, &done(stage, scan), look, out)?;
    }
    row("total", timings.total(), "", look, out)
}

fn row(name: &str, took: Duration, done: &str, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let time = format!("{name:<8} {:>9.1} ms", milliseconds(took));
    if done.is_empty() { writeln!(out, "{time}") } else { writeln!(out, "{time}  {}", Ink::Faint.paint(look, done)) }
}

/// What a stage had to do.
fn done(stage: Stage, scan: &Scan) -> String {
    let work = &scan.work;
    match stage {
        Stage::Walk => counted(work.read.files, "file"),
        Stage::Read => volume(work.read),
        Stage::Rules => String::new(),
        Stage::Closure => {
            format!("{}, {} read again", counted(work.imports_followed, "import"), volume(work.read_again))
        }
        Stage::Outline => {
            let queries = match work.queries {
                1 => "1 query".to_owned(),
                more => format!("{} queries", grouped(more)),
            };
            format!("{}, {} twice, {queries} compiled", volume(work.parsed), grouped(work.parsed_twice.files))
        }
        Stage::Link => format!("{}, {}", counted(work.files_linked, "file"), counted(work.imports_linked, "import")),
        Stage::SetUp => runs(work.set_up),
        Stage::Judge => runs(work.judged),
        Stage::Report => counted(scan.findings.len() as u64, "finding"),
    }
}

fn volume(volume: Volume) -> String {
    format!("{} ({:.1} MB)", counted(volume.files, "file"), volume.bytes as f64 / 1e6)
}

fn runs(runs: Runs) -> String {
    format!(
        "{}, {}, {} given up",
        counted(runs.roots, "run"),
        counted(runs.instructions, "instruction"),
        grouped(runs.given_up)
    )
}

fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// What stands under `timings`: milliseconds by stage, but for the report that it is part of, and the counts.
#[derive(Serialize)]
pub(super) struct JsonTimings {
    milliseconds: BTreeMap<&'static str, f64>,
    work: JsonWork,
}

/// Unlike times, the same in every run of the same input.
#[derive(Serialize)]
struct JsonWork {
    read: JsonVolume,
    imports_followed: u64,
    read_again: JsonVolume,
    parsed: JsonVolume,
    parsed_twice: JsonVolume,
    queries: u64,
    grammars: u64,
    files_linked: u64,
    imports_linked: u64,
    set_up: JsonRuns,
    judged: JsonRuns,
}

#[derive(Serialize)]
struct JsonVolume {
    files: u64,
    bytes: u64,
}

#[derive(Serialize)]
struct JsonRuns {
    roots: u64,
    instructions: u64,
    given_up: u64,
}

impl JsonTimings {
    pub(super) fn of(scan: &Scan) -> Option<Self> {
        let timings: &Timings = scan.timings.as_ref()?;
        let by_name = timings.stages.iter().map(|(stage, &took)| (stage.name(), milliseconds(took)));
        Some(Self { milliseconds: by_name.collect(), work: JsonWork::of(&scan.work) })
    }
}

impl JsonWork {
    fn of(work: &Work) -> Self {
        let volume = |Volume { files, bytes }| JsonVolume { files, bytes };
        let runs = |Runs { roots, instructions, given_up }| JsonRuns { roots, instructions, given_up };
        Self {
            read: volume(work.read),
            imports_followed: work.imports_followed,
            read_again: volume(work.read_again),
            parsed: volume(work.parsed),
            parsed_twice: volume(work.parsed_twice),
            queries: work.queries,
            grammars: work.grammars,
            files_linked: work.files_linked,
            imports_linked: work.imports_linked,
            set_up: runs(work.set_up),
            judged: runs(work.judged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (60_612_345, "60,612,345")] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!((counted(1, "file"), counted(2_000, "file")), ("1 file".to_owned(), "2,000 files".to_owned()));
    }

    #[test]
    fn every_stage_has_a_row_and_no_other_run_has_any() {
        let mut scan = Scan::default();
        let written = |scan: &Scan| {
            let mut out = Vec::new();
            timings(scan, Look { color: false, unicode: true, width: 100 }, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(&scan), "");
        assert!(JsonTimings::of(&scan).is_none());
        let stages = Stage::ALL.iter().map(|&stage| (stage, Duration::from_micros(1_500))).collect();
        scan.timings = Some(Timings { stages });
        scan.work.read = Volume { files: 3_497, bytes: 60_640_000 };
        scan.work.judged = Runs { roots: 1, instructions: 12_345, given_up: 0 };
        let text = written(&scan);
        assert_eq!(text.lines().count(), Stage::ALL.len() + 1);
        assert!(text.contains("read           1.5 ms  3,497 files (60.6 MB)\n"), "{text}");
        assert!(text.contains("judge          1.5 ms  1 run, 12,345 instructions, 0 given up\n"), "{text}");
        assert!(text.ends_with("total         13.5 ms\n"), "{text}");
    }
}
