//! Second looks: files that the words left out, which the analysis turns out to need.
//!
//! In: [`Other`] files of a discovery. Out: their texts, as those of the files that were kept. Between the two looks a file
//! can change or go: whoever asked is told. Knows nothing of why a file is needed.

use std::path::PathBuf;
use std::time::SystemTime;

use rayon::prelude::*;

use super::imports::Specifiers;
use super::read::{Outcome, Reading, Sieve};
use super::request::Request;
use super::root::Roots;
use super::{SourceText, Standing};
use crate::finding::Skipped;
use crate::syntax::Dialect;

/// A file in scope that holds none of the words: what is kept of it instead of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Absolute, without symbolic links.
    pub path: PathBuf,
    /// As of a [`SourceText`]. Hostile text.
    pub display: String,
    pub dialect: Dialect,
    pub specifiers: Specifiers,
    pub(super) is_named: bool,
    pub(super) standing: Standing,
    pub(super) stamp: Stamp,
}

/// Tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) length: u64,
    /// Absent where the system does not tell.
    pub(super) modified: Option<SystemTime>,
}

/// Reads files whose texts were not kept, in the order of [`Discovery::kept`](super::Discovery::kept). A file that has
/// changed since is read as it is now, and told of; one that cannot be read any more is only told of.
pub fn read_again(others: &[&Other], request: &Request<'_>) -> (Vec<SourceText>, Vec<Skipped>) {
    let Request { max_file_size, overlay, .. } = *request;
    let sieve = Sieve { max_file_size, overlay, words: None, pairs: None, tells_imports: false };
    let readings: Vec<(Reading, &Other)> = others
        .par_iter()
        .map_init(Vec::new, |buffer, other| (sieve.read(&other.path, other.is_named, buffer), *other))
        .collect();
    let mut texts = Vec::new();
    let mut roots = Roots::default();
    let mut skipped = Vec::new();
    for (reading, other) in readings {
        let mut tell = |reason: String| {
            if other.standing == Standing::Asked {
                skipped.push(Skipped { path: other.display.clone(), reason });
            }
        };
        match reading.outcome {
            Outcome::Kept { text, replaced_bytes, .. } => {
                if reading.stamp != other.stamp {
                    tell("changed while the program was analysed".to_owned());
                }
                texts.push(SourceText {
                    path: other.path.clone(),
                    display: other.display.clone(),
                    from_root: roots.path_of(&other.path, &other.display),
                    dialect: other.dialect,
                    text,
                    replaced_bytes,
                    standing: other.standing,
                });
            }
            Outcome::Skipped(reason) => tell(reason),
            // Without words, nothing is left out for the want of one.
            Outcome::Unconcerned(_) => {}
        }
    }
    texts.sort_by(|a, b| (&a.display, &a.path).cmp(&(&b.display, &b.path)));
    skipped.sort();
    (texts, skipped)
}
