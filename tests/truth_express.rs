//! Verdicts against the real Express: whole applications of a seed are run under node with Express 4 and 5, a refused
//! token is sent to every route, and who heard of it is compared with the verdict that the analyzer gives the check.
//!
//! The parts: `generate` makes applications, `emit` writes their files, `packages` installs what they run with,
//! `harness.js` runs them, `outcome` reads the runs by the rules, `compare` asks the analyzer, `shrink` makes a
//! disagreement small. The long form, as a tool:
//!
//! ```text
//! TOKENTRAIL_TRUTH_EXPRESS_PROGRAMS=5000 TOKENTRAIL_TRUTH_EXPRESS_SEED=7 cargo test --test truth_express agrees -- --nocapture
//! ```
//!
//! `TOKENTRAIL_TRUTH_EXPRESS_ONLY=INDEX` shows one application of the seed in full, `…_SHOWN=N` shows so many
//! disagreements, `…_CACHE=FOLDER` names the folder that the packages are installed into.

#![allow(clippy::expect_used, clippy::print_stderr)] // The whole file is a test.

#[path = "truth_express/mod.rs"]
mod truth_express;

use std::io::Write;

use tokentrail::engine::trails_of_sources;

use truth_express::compare::{Judged, compare};
use truth_express::emit::Files;
use truth_express::node::Node;
use truth_express::packages::packages;
use truth_express::settings::Settings;

const FIXED_SEED: u64 = 20_260;
const PROGRAMS: u64 = 150;

/// Says a line on the real stderr, past the test runner's capture.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").ok();
}

/// Without node, npm or a network there is no truth to compare with: the test says so and passes.
fn node(test: &str) -> Option<Node> {
    match packages() {
        Ok(folder) => Some(Node::start(folder)),
        Err(reason) => {
            say(&format!("skipped {test}: {reason}"));
            None
        }
    }
}

fn analyzer(files: &Files) -> Judged {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    match trails_of_sources(&files).as_slice() {
        [trail] => Judged::Verdict(trail.verdict),
        trails => Judged::Checks(trails.len()),
    }
}

#[test]
fn agrees_with_express() {
    let Some(mut node) = node("agrees_with_express") else {
        return;
    };
    let settings = Settings::from_environment(FIXED_SEED, PROGRAMS);
    let report = compare(&mut node, &settings, &analyzer);
    eprintln!("seed {}: {report}", settings.seed);
    assert!(report.faults.is_empty(), "applications that do not run: {:?}", report.faults);
    eprintln!("{}", report.disagreements(&mut node, &settings, &analyzer));
}
