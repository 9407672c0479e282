//! What the analyzer is known to get wrong: each shape with a small program that shows it.
//!
//! Generated programs of these shapes are run and counted, and not held against the analyzer. An entry goes when the
//! analyzer agrees with its program: the test of this list fails then.

use std::collections::BTreeSet;

use regex::Regex;
use tokentrail::finding::Verdict;

use super::construct::Construct;
use super::emit::{File, Text};

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
            runnable: as_required(source),
        };
        Text { files: self.files.iter().map(file).collect(), dimensions: Vec::new() }
    }

    /// Whether a program of these constructs is of this shape.
    pub(crate) fn covers(&self, constructs: &BTreeSet<Construct>) -> bool {
        self.shape.iter().any(|row| row.iter().all(|construct| constructs.contains(construct)))
    }
}

/// A default import and a default export, as node's harness knows them.
fn as_required(source: &str) -> String {
    let import = Regex::new("import (\\w+) from ('[^.']+');").expect("a plain pattern");
    let relative = Regex::new("import (\\w+) from ('\\.[^']+');").expect("a plain pattern");
    let bound = import.replace_all(source, "const $1 = require($2);");
    let bound = relative.replace_all(&bound, "const $1 = require($2).default;");
    bound.replace("export default ", "exports.default = ")
}

/// None is known today.
pub(crate) const GAPS: &[Gap] = &[];
