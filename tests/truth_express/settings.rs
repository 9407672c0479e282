//! The long form of the test, asked for by environment variables.

use std::str::FromStr;

use super::shapes::SHAPES;

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

    /// `TOKENTRAIL_TRUTH_EXPRESS_PROGRAMS`, `_SEED`, `_ONLY` (an index), `_WITHOUT` (shapes, by comma), `_SHOWN`.
    pub(crate) fn from_environment(seed: u64, programs: u64) -> Settings {
        let without = std::env::var("TOKENTRAIL_TRUTH_EXPRESS_WITHOUT").unwrap_or_default();
        Settings {
            seed: number("TOKENTRAIL_TRUTH_EXPRESS_SEED").unwrap_or(seed),
            programs: number("TOKENTRAIL_TRUTH_EXPRESS_PROGRAMS").unwrap_or(programs),
            only: number("TOKENTRAIL_TRUTH_EXPRESS_ONLY"),
            without: without.split(',').filter(|name| !name.is_empty()).map(shape).collect(),
            shown: number("TOKENTRAIL_TRUTH_EXPRESS_SHOWN").unwrap_or(SHOWN),
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

fn number<T: FromStr>(variable: &str) -> Option<T> {
    let value = std::env::var(variable).ok()?;
    match value.trim().parse() {
        Ok(number) => Some(number),
        Err(_) => panic!("{variable} is no number: {value:?}"),
    }
}

fn shape(name: &str) -> &'static str {
    let found = SHAPES.iter().find(|(shape, _)| shape.eq_ignore_ascii_case(name.trim()));
    found.unwrap_or_else(|| panic!("no shape is called {name:?}")).0
}
