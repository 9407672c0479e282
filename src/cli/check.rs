//! `tokentrail check`: the run, its findings, its verdict.
//!
//! In: the arguments. Out: findings on stdout, everything else on stderr, an outcome.

use super::arguments::{CheckArguments, LookArguments};
use super::bar::Bar;
use super::exit::Outcome;
use super::explain;
use super::resolve;
use super::stream::Streams;
use crate::engine::{self, ScanError};
use crate::finding::Scan;
use crate::report;

pub(super) fn check(typed: &CheckArguments, look: &LookArguments, streams: Streams) -> Outcome {
    let options = resolve::options(typed);
    let bar = Bar::start(streams.is_watched && !look.no_progress && !streams.quiet);
    let result = engine::check(&options, &bar);
    drop(bar);
    let scan = match result {
        Ok(scan) => scan,
        Err(ScanError::NothingToScan) if typed.allow_empty => Scan::default(),
        Err(error) => return fail(&error, streams),
    };
    streams.remark(|out| report::warnings(&scan, streams.stderr, out));
    let outcome = streams.deliver(resolve::threshold(typed).judge(&scan), |out| {
        report::write(&scan, typed.output_format, streams.stdout, out)
    });
    streams.remark(|out| report::closing_line(&scan, streams.stderr, out));
    for missing in &scan.missing {
        streams.error(&format!("{}: {}", missing.path, missing.reason));
    }
    if scan.missing.is_empty() { outcome } else { Outcome::Trouble }
}

/// Says why there was no run, and what to do about it.
pub(super) fn fail(error: &ScanError, streams: Streams) -> Outcome {
    match error {
        ScanError::MissingPath(path, reason) => {
            streams.error(&format!("{path}: {reason}"));
            Outcome::Trouble
        }
        ScanError::UnknownRule(rule) => match explain::embedded(streams) {
            Ok(rules) => explain::unknown_rule(rule, &rules, streams),
            Err(outcome) => outcome,
        },
        ScanError::BadGlob(glob, reason) => {
            streams.error(&format!("the glob `{glob}` cannot be read: {reason}"));
            Outcome::Trouble
        }
        ScanError::BrokenRules(reason) => {
            streams.error(&format!("internal error: the rules cannot be read: {reason}"));
            Outcome::Trouble
        }
        ScanError::NoThreads(reason) => {
            streams.error(&format!("the threads cannot be started: {reason}"));
            Outcome::Trouble
        }
        ScanError::NothingToScan => {
            streams.error("the given folders hold no JavaScript or TypeScript file to analyze");
            streams.hint(
                "ignored files, tests, fixtures, declarations and build output are left out; \
                 with --allow-empty this is no failure",
            );
            Outcome::NothingToScan
        }
    }
}
