//! What the analyzer is known to get wrong: each shape with a small application that shows it.
//!
//! Generated applications of these shapes are run and counted, and not held against the analyzer. An entry goes when the
//! analyzer agrees with its application: the test of this list fails then.

use super::program::*;

pub(crate) struct Gap {
    pub(crate) name: &'static str,
    pub(crate) covers: fn(&Program) -> bool,
    /// Whether tokens are limited, as execution shows.
    pub(crate) limited: bool,
    /// The whole application.
    pub(crate) app: &'static str,
}

pub(crate) const GAPS: &[Gap] = &[];
