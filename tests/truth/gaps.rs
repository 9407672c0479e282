//! What the analyzer is known to get wrong: each shape with a small program that shows it.
//!
//! Generated programs of these shapes are run and counted, and not held against the analyzer. An entry goes when the
//! analyzer agrees with its program: the test of this list fails then.

use std::collections::BTreeSet;

use tokentrail::finding::Verdict::{self};

use super::construct::Construct;
use super::emit::{Dimension, File, Text};

pub(crate) struct Gap {
    pub(crate) name: &'static str,
    /// What every program of this shape has: all of one of the rows.
    pub(crate) shape: &'static [&'static [Construct]],
    /// What execution shows, and the rules say.
    pub(crate) verdict: Verdict,
    /// Paths and texts that node runs as they are, the one with the handler first.
    pub(crate) files: &'static [(&'static str, &'static str)],
}

impl Gap {
    pub(crate) fn text(&self) -> Text {
        let file = |&(path, source): &(&str, &str)| File {
            path: String::from(path),
            source: String::from(source),
            runnable: String::from(source),
        };
        Text { files: self.files.iter().map(file).collect(), dimensions: Vec::<Dimension>::new() }
    }
}

/// The known gap that a program of these constructs falls into.
pub(crate) fn gap(constructs: &BTreeSet<Construct>) -> Option<&'static Gap> {
    let has = |row: &&[Construct]| row.iter().all(|construct| constructs.contains(construct));
    GAPS.iter().find(|gap| gap.shape.iter().any(|row| has(row)))
}

pub(crate) const GAPS: &[Gap] = &[];
