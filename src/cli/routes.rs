//! `tokentrail routes`: what applications and routers serve, in order, and who takes their errors over.
//!
//! In: the arguments. Out: the route tree on stdout, warnings and a line that counts on stderr. That there is no application
//! is no failure.

use std::path::PathBuf;
use std::time::Instant;

use super::arguments::{LookArguments, RoutesArguments};
use super::bar::Bar;
use super::check::{fail, show_timings};
use super::exit::Outcome;
use super::project;
use super::resolve;
use super::stopwatch::Stopwatch;
use super::stream::Streams;
use crate::engine;
use crate::report;

pub(super) fn routes(typed: &RoutesArguments, look: &LookArguments, streams: Streams) -> Outcome {
    let mut paths = typed.paths.clone();
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let options = match project::read(&typed.project, &paths, streams) {
        Ok(project) => resolve::options_for_routes(typed, paths, project),
        Err(outcome) => return outcome,
    };
    let bar = Bar::start(streams.is_watched && !look.no_progress && !streams.quiet);
    let watch = Stopwatch::new(&bar);
    let result = engine::routes(&options, &watch);
    let timings = watch.stop();
    drop(bar);
    let (tree, mut scan) = match result {
        Ok(answer) => answer,
        Err(error) => return fail(&error, streams),
    };
    scan.timings = typed.measuring.timings.then_some(timings);
    let reporting = Instant::now();
    streams.remark(|out| report::warnings(&scan, streams.stderr, out));
    let outcome = streams
        .deliver(Outcome::Clean, |out| report::write_routes(&tree, &scan, typed.output_format, streams.stdout, out));
    streams.remark(|out| report::routes_closing_line(&tree, &scan, streams.stderr, out));
    show_timings(&mut scan, reporting, streams);
    for missing in &scan.missing {
        streams.error(&format!("{}: {}", report::clean(&missing.path), missing.reason));
    }
    if scan.missing.is_empty() { outcome } else { Outcome::Trouble }
}
