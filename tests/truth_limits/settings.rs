//! The long form of the test, asked for by environment variables.

use std::str::FromStr;

const SHOWN: usize = 5;

/// Which programs a run compares.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) programs: u64,
    /// Only the program of this index, shown in full.
    pub(crate) only: Option<u64>,
    /// How many disagreements are made small and shown.
    pub(crate) shown: usize,
}

impl Settings {
    pub(crate) fn fixed(seed: u64, programs: u64) -> Settings {
        Settings { seed, programs, only: None, shown: SHOWN }
    }

    /// `TOKENTRAIL_TRUTH_LIMITS_PROGRAMS`, `_SEED`, `_ONLY` (an index), `_SHOWN`.
    pub(crate) fn from_environment(seed: u64, programs: u64) -> Settings {
        Settings {
            seed: number("TOKENTRAIL_TRUTH_LIMITS_SEED").unwrap_or(seed),
            programs: number("TOKENTRAIL_TRUTH_LIMITS_PROGRAMS").unwrap_or(programs),
            only: number("TOKENTRAIL_TRUTH_LIMITS_ONLY"),
            shown: number("TOKENTRAIL_TRUTH_LIMITS_SHOWN").unwrap_or(SHOWN),
        }
    }

    /// Whether these are the applications that every run of the tests compares.
    pub(crate) fn is_fixed(&self, seed: u64, programs: u64) -> bool {
        self.seed == seed && self.programs == programs && self.only.is_none()
    }

    pub(crate) fn indices(&self) -> std::ops::Range<u64> {
        match self.only {
            Some(index) => index..index + 1,
            None => 0..self.programs,
        }
    }
}

fn number<T: FromStr>(variable: &str) -> Option<T> {
    let value = std::env::var(variable).ok()?;
    match value.trim().parse() {
        Ok(number) => Some(number),
        Err(_) => panic!("{variable} is no number: {value:?}"),
    }
}
