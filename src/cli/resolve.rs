//! From the command line as typed to what the engine takes.
//!
//! In: the parsed arguments. Out: [`Options`] and the [`Threshold`] of failure. Needs nothing from the machine.

use std::path::PathBuf;
use std::sync::Arc;

use super::arguments::{CheckArguments, RoutesArguments};
use super::exit::Threshold;
use super::input::Input;
use crate::engine::{Options, Selection};
use crate::finding::{Confidence, Severity};
use crate::project::ProjectFile;

pub(super) const DEFAULT_MAX_FILE_SIZE: u64 = 1 << 20;

pub(super) fn options(typed: &CheckArguments, input: Input, project: Option<Arc<ProjectFile>>) -> Options {
    let lowest = if typed.pedantic { Confidence::Low } else { Confidence::Medium };
    Options {
        paths: input.paths,
        prefilter: !typed.no_prefilter,
        jobs: typed.jobs.map(usize::from),
        no_ignore: typed.no_ignore,
        exclude: typed.exclude.clone(),
        max_file_size: typed.max_file_size,
        overlay: input.overlay,
        force_exclude: typed.force_exclude,
        project,
        selection: Selection {
            select: typed.select.clone(),
            ignore: typed.ignore.clone(),
            min_severity: typed.min_severity,
            min_confidence: typed.min_confidence.unwrap_or(lowest),
            pedantic: typed.pedantic,
        },
    }
}

/// For the routes of files and folders. Most routers hold no word of any rule, so every file is parsed.
pub(super) fn options_for_routes(
    typed: &RoutesArguments,
    paths: Vec<PathBuf>,
    project: Option<Arc<ProjectFile>>,
) -> Options {
    Options {
        paths,
        prefilter: false,
        jobs: typed.jobs.map(usize::from),
        no_ignore: typed.no_ignore,
        exclude: typed.exclude.clone(),
        max_file_size: typed.max_file_size,
        overlay: None,
        force_exclude: false,
        project,
        selection: Selection::default(),
    }
}

/// For one file, whatever becomes of its checks.
pub(super) fn options_for_file(file: PathBuf, project: Option<Arc<ProjectFile>>) -> Options {
    Options {
        paths: vec![file],
        prefilter: true,
        jobs: None,
        no_ignore: false,
        exclude: Vec::new(),
        max_file_size: DEFAULT_MAX_FILE_SIZE,
        overlay: None,
        force_exclude: false,
        project,
        selection: Selection {
            select: Vec::new(),
            ignore: Vec::new(),
            min_severity: Severity::Info,
            min_confidence: Confidence::Low,
            pedantic: true,
        },
    }
}

pub(super) fn threshold(typed: &CheckArguments) -> Threshold {
    Threshold { fail_on: (!typed.exit_zero).then_some(typed.fail_on), strict: typed.strict }
}

/// Reads `1048576`, `500KiB`, `1 MB`.
pub(super) fn file_size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1000,
        "mb" => 1000 * 1000,
        "gb" => 1000 * 1000 * 1000,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        _ => return Err("expected bytes, or a number with KiB, MiB, GiB, KB, MB or GB".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "expected a whole number, as in 500KiB".to_owned())?;
    match number.checked_mul(factor) {
        Some(0) => Err("no file is that small".to_owned()),
        Some(size) => Ok(size),
        None => Err("no file is that large".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::arguments::Arguments;
    use super::*;

    fn typed(line: &str) -> CheckArguments {
        Arguments::read(line.split_whitespace()).unwrap().check
    }

    #[test]
    fn nothing_typed_means_the_defaults() {
        let options = options(&typed("tokentrail"), Input::default(), None);
        assert!(options.prefilter && !options.no_ignore);
        assert_eq!((options.jobs, options.max_file_size), (None, DEFAULT_MAX_FILE_SIZE));
        assert_eq!(options.selection.min_severity, Severity::Info);
        assert_eq!(options.selection.min_confidence, Confidence::Medium);
        let expected = Threshold { fail_on: Some(Severity::Medium), strict: false };
        assert_eq!(threshold(&typed("tokentrail")), expected);
    }

    #[test]
    fn pedantic_shows_low_confidence_unless_told_otherwise() {
        let min = |line| options(&typed(line), Input::default(), None).selection.min_confidence;
        assert_eq!(min("tokentrail --pedantic"), Confidence::Low);
        assert_eq!(min("tokentrail --pedantic --min-confidence high"), Confidence::High);
        assert_eq!(min("tokentrail --min-confidence low"), Confidence::Low);
    }

    #[test]
    fn exit_zero_lifts_the_threshold_of_findings_alone() {
        let expected = Threshold { fail_on: None, strict: true };
        assert_eq!(threshold(&typed("tokentrail --exit-zero --strict --fail-on low")), expected);
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(file_size("1048576"), Ok(1 << 20));
        assert_eq!(file_size("1MiB"), Ok(1 << 20));
        assert_eq!(file_size("500 kib"), Ok(500 << 10));
        assert_eq!(file_size("2MB"), Ok(2_000_000));
        for bad in ["", "0", "MiB", "1.5MiB", "-1", "1TiB", "99999999999999999999", "99999999999GiB"] {
            assert!(file_size(bad).is_err(), "{bad}");
        }
    }
}
