//! `tokentrail check`: the run, its findings, its verdict.
//!
//! In: the arguments. Out: findings on stdout, everything else on stderr, an outcome.

use std::env;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use super::arguments::{CheckArguments, LookArguments};
use super::bar::Bar;
use super::exit::Outcome;
use super::explain;
use super::input;
use super::output::{self, Output, Target};
use super::project;
use super::resolve;
use super::stopwatch::Stopwatch;
use super::stream::Streams;
use crate::engine::{self, ScanError};
use crate::finding::{Scan, Stage};
use crate::report::{self, Base, Look};

pub(super) fn check(typed: &CheckArguments, look: &LookArguments, streams: Streams) -> Outcome {
    let in_workflow = env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
    let outputs = match output::plan(typed.output_format, &typed.output, in_workflow) {
        Ok(outputs) => outputs,
        Err(reason) => {
            streams.error(&reason);
            return Outcome::Trouble;
        }
    };
    let input = match input::read(typed) {
        Ok(input) => input,
        Err(reason) => {
            streams.error(&reason);
            return Outcome::Trouble;
        }
    };
    let options = match project::read(&typed.project, &input.paths, streams) {
        Ok(project) => resolve::options(typed, input, project),
        Err(outcome) => return outcome,
    };
    let bar = Bar::start(streams.is_watched && !look.no_progress && !streams.quiet);
    let watch = Stopwatch::new(&bar);
    let result = if options.paths.is_empty() { Ok(Scan::default()) } else { engine::check(&options, &watch) };
    let timings = watch.stop();
    drop(bar);
    let mut scan = match result {
        Ok(scan) => scan,
        Err(ScanError::NothingToScan) if typed.allow_empty => Scan::default(),
        Err(error) => return fail(&error, streams),
    };
    scan.timings = typed.measuring.timings.then_some(timings);
    let reporting = Instant::now();
    streams.remark(|out| report::warnings(&scan, streams.stderr, out));
    let base = base();
    let mut outcome = resolve::threshold(typed).judge(&scan);
    for Output { format, target } in &outputs {
        let write = |look: Look, out: &mut dyn Write| report::write(&scan, *format, look, &base, out);
        outcome = match target {
            Target::Stdout => streams.deliver(outcome, |out| write(streams.stdout, out)),
            Target::File(path) => match output::write_file(path, |out| write(output::LOOK_OF_FILES, out)) {
                Ok(()) => outcome,
                Err(error) => {
                    let path = report::clean(&path.to_string_lossy());
                    streams.error(&format!("{path}: the output cannot be written: {error}"));
                    Outcome::Trouble
                }
            },
        };
    }
    streams.remark(|out| report::closing_line(&scan, streams.stderr, out));
    show_timings(&mut scan, reporting, streams);
    for missing in &scan.missing {
        streams.error(&format!("{}: {}", report::clean(&missing.path), missing.reason));
    }
    if scan.missing.is_empty() { outcome } else { Outcome::Trouble }
}

/// The table of stages, where it was asked for, by which silence is no longer asked for.
pub(super) fn show_timings(scan: &mut Scan, reporting: Instant, streams: Streams) {
    if let Some(timings) = &mut scan.timings {
        timings.add(Stage::Report, reporting.elapsed());
    }
    streams.complain(|out| report::timings(scan, streams.stderr, out));
}

/// Where the run is made. A working directory that is gone leaves paths as they are shown.
fn base() -> Base {
    let Ok(working_directory) = env::current_dir().and_then(fs::canonicalize) else { return Base::default() };
    let is_root = |folder: &&Path| folder.join(".git").exists();
    let root = working_directory.ancestors().find(is_root).unwrap_or(&working_directory).to_path_buf();
    Base { root, working_directory }
}

/// Says why there was no run, and what to do about it.
pub(super) fn fail(error: &ScanError, streams: Streams) -> Outcome {
    match error {
        ScanError::MissingPath(path, reason) => {
            streams.error(&format!("{}: {reason}", report::clean(path)));
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
