//! The long form of the test, asked for by environment variables.

use std::collections::BTreeSet;

use super::construct::Construct;
use super::gaps::{GAPS, Gap};
use super::variables::{names, number};

const PREFIX: &str = "TOKENTRAIL_TRUTH";

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
        let construct =
            |name: &str| Construct::ALL.iter().find(|known| known.name().eq_ignore_ascii_case(name)).copied();
        Settings {
            seed: number(PREFIX, "SEED").unwrap_or(SECOND_SEED),
            programs: number(PREFIX, "PROGRAMS").unwrap_or(programs),
            only: number(PREFIX, "ONLY"),
            gap: std::env::var("TOKENTRAIL_TRUTH_GAP").ok(),
            without: names(PREFIX, "WITHOUT", construct),
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

/// What a run takes when no seed is asked for: a shape that is found once in two thousand programs must not make somebody
/// else's change red. Look for such shapes with other seeds.
const SECOND_SEED: u64 = 21_000;
