//! What one dense service costs: routes by the thousand, wrappers that call wrappers, calls through many levels, functions that
//! call each other in circles. It is made up here, in five sizes; time for a thousand lines should stay the same.
//!
//! ```text
//! cargo bench --bench dense_service                    # 125, 250, 500, 1,000 and 2,000 routes
//! cargo bench --bench dense_service -- 2000 write DIR  # only writes the service, to be analysed by other tools
//! ```
//!
//! Prints processor time and what was understood; nothing is asserted, since a machine's load is nobody's regression.

#![allow(clippy::expect_used, clippy::print_stdout)] // A tool for the terminal.

#[path = "dense_service/service.rs"]
mod service;

use std::fs;
use std::path::Path;
use std::time::Instant;

use service::service;
use tokentrail::engine::{Selection, check_sources};

const ROUTES: usize = 2_000;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let routes = given.first().map_or(ROUTES, |routes| routes.parse().expect("a number of routes"));
    if let [_, write, folder] = &given[..]
        && write == "write"
    {
        for (name, text) in service(routes) {
            fs::write(Path::new(folder).join(name), text).expect("the service can be written");
        }
        return;
    }
    println!(
        "{:>7} {:>8} {:>8} {:>9} {:>18} {:>10} {:>8}",
        "routes", "lines", "ms", "ms/KLOC", "instructions/KLOC", "understood", "unknown"
    );
    for routes in [routes / 16, routes / 8, routes / 4, routes / 2, routes] {
        let files = service(routes);
        let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let begun = Instant::now();
        let scan = check_sources(&files, &Selection::default()).expect("the service can be analysed");
        let took = begun.elapsed().as_secs_f64() * 1_000.0;
        let checks = scan.summary.checks;
        let per_line = took * 1_000.0 / lines.max(1) as f64;
        let instructions = scan.work.set_up.instructions + scan.work.judged.instructions;
        let run_per_line = instructions as f64 * 1_000.0 / lines.max(1) as f64;
        println!(
            "{routes:>7} {lines:>8} {took:>8.0} {per_line:>9.2} {run_per_line:>18.0} {:>10} {:>8}",
            checks.understood, checks.unknown
        );
        for gap in scan.summary.partial.iter().chain(&scan.summary.skipped).take(3) {
            println!("        {}: {}", gap.path, gap.reason);
        }
    }
}
