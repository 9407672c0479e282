//! Input that nobody wrote: texts with bytes changed, and programs of any shape. None may bring the analysis down.
//!
//! A run takes a few hundred of each, of a fixed seed. The long form, and one program again:
//!
//! ```text
//! TOKENTRAIL_FUZZ_PROGRAMS=500000 TOKENTRAIL_FUZZ_SEED=7 cargo test --release --test fuzz -- --nocapture
//! TOKENTRAIL_FUZZ_ONLY=4711 TOKENTRAIL_FUZZ_SEED=7 cargo test --test fuzz bytes -- --nocapture
//! ```

#![allow(clippy::expect_used, clippy::print_stderr, reason = "a test fails by panicking, and says what it did")]

#[path = "hostile/campaign.rs"]
mod campaign;
#[path = "hostile/examine.rs"]
mod examine;
#[allow(dead_code, reason = "the truth tests choose in more ways")]
#[path = "truth/rng.rs"]
mod rng;

#[path = "fuzz/bytes.rs"]
mod bytes;
#[path = "fuzz/expression.rs"]
mod expression;
#[path = "fuzz/grammar.rs"]
mod grammar;
#[path = "fuzz/seeds.rs"]
mod seeds;

use campaign::Campaign;
use rng::Rng;

/// Enough for a regression to show, and little enough for every run.
const PROGRAMS: u64 = 640;

#[test]
fn bytes_that_nobody_wrote_are_survived() {
    let make = |rng: &mut Rng| {
        let name = rng.pick(&["a.js", "a.js", "a.ts", "a.tsx"]);
        vec![(name.to_owned(), bytes::text(rng))]
    };
    Campaign::from_environment("bytes", PROGRAMS).run(make);
}

#[test]
fn programs_of_any_shape_are_survived() {
    let ran = Campaign::from_environment("grammar", PROGRAMS).run(grammar::project);
    assert!(ran.findings > 0, "no program comes as far as a finding: {ran:?}");
}
