//! The long form of the test, asked for by environment variables.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::construct::Construct;
use super::gaps::{GAPS, Gap};

/// Which programs a run compares.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) programs: u64,
    /// Only the program of this index, shown in full.
    pub(crate) only: Option<u64>,
    /// Programs with one of these are passed over.
    pub(crate) without: Vec<Construct>,
    /// The known gap whose programs are compared like all others: a part of its name.
    pub(crate) gap: Option<String>,
}

impl Settings {
    pub(crate) fn fixed(seed: u64, programs: u64) -> Settings {
        Settings { seed, programs, only: None, without: Vec::new(), gap: None }
    }

    /// A fresh seed and a few hundred programs, unless the environment says otherwise:
    /// `TOKENTRAIL_TRUTH_SEED`, `_PROGRAMS`, `_ONLY` (an index), `_WITHOUT` (constructs, by comma), `_GAP`
    /// (a part of a known gap's name).
    pub(crate) fn from_environment(programs: u64) -> Settings {
        let without = std::env::var("TOKENTRAIL_TRUTH_WITHOUT").unwrap_or_default();
        Settings {
            seed: number("TOKENTRAIL_TRUTH_SEED").unwrap_or(SECOND_SEED),
            programs: number("TOKENTRAIL_TRUTH_PROGRAMS").unwrap_or(programs),
            only: number("TOKENTRAIL_TRUTH_ONLY"),
            gap: std::env::var("TOKENTRAIL_TRUTH_GAP").ok(),
            without: without.split(',').filter(|name| !name.is_empty()).map(construct).collect(),
        }
    }

    /// The known gap that keeps a program from being compared.
    pub(crate) fn gap(&self, constructs: &BTreeSet<Construct>) -> Option<&'static Gap> {
        let opened = |gap: &&Gap| self.gap.as_ref().is_some_and(|part| gap.name.contains(part.as_str()));
        GAPS.iter().find(|gap| gap.covers(constructs) && !opened(gap))
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

fn construct(name: &str) -> Construct {
    let found = Construct::ALL.iter().find(|construct| construct.name().eq_ignore_ascii_case(name.trim()));
    *found.unwrap_or_else(|| panic!("no construct is called {name:?}"))
}

/// What a run takes when no seed is asked for: a shape that is found once in two thousand programs must not make somebody
/// else's change red. Look for such shapes with other seeds.
const SECOND_SEED: u64 = 21_000;
