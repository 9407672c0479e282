//! The long form of the tests under the real Express, asked for by environment variables.

use super::shapes::SHAPES;
use super::variables::{names, number};

const SHOWN: usize = 5;

/// Which programs a run compares.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) programs: u64,
    /// Only the program of this index, shown in full.
    pub(crate) only: Option<u64>,
    /// Applications with one of these shapes are passed over.
    pub(crate) without: Vec<&'static str>,
    /// How many disagreements are made small and shown.
    pub(crate) shown: usize,
}

impl Settings {
    pub(crate) fn fixed(seed: u64, programs: u64) -> Settings {
        Settings { seed, programs, only: None, without: Vec::new(), shown: SHOWN }
    }

    /// The variables that begin with a test's prefix: `_PROGRAMS`, `_SEED`, `_ONLY` (an index), `_WITHOUT` (shapes, by comma),
    /// `_SHOWN`.
    pub(crate) fn from_environment(prefix: &str, seed: u64, programs: u64) -> Settings {
        let shape = |name: &str| SHAPES.iter().map(|&(shape, _)| shape).find(|shape| shape.eq_ignore_ascii_case(name));
        Settings {
            seed: number(prefix, "SEED").unwrap_or(seed),
            programs: number(prefix, "PROGRAMS").unwrap_or(programs),
            only: number(prefix, "ONLY"),
            without: names(prefix, "WITHOUT", shape),
            shown: number(prefix, "SHOWN").unwrap_or(SHOWN),
        }
    }

    /// Whether these are the applications that every run of the tests compares.
    pub(crate) fn is_fixed(&self, seed: u64, programs: u64) -> bool {
        self.seed == seed && self.programs == programs && self.only.is_none() && self.without.is_empty()
    }

    pub(crate) fn indices(&self) -> std::ops::Range<u64> {
        match self.only {
            Some(index) => index..index + 1,
            None => 0..self.programs,
        }
    }
}
