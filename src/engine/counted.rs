//! What parsing took, counted file by file.
//!
//! In: the outlines of a run, or why there are none. Out: volumes and grammars. Knows nothing of clocks.

use std::collections::BTreeSet;

use crate::discover::SourceText;
use crate::finding::{Volume, Work};
use crate::outline::Outline;
use crate::syntax::{Dialect, ParseFailure, Parses};

/// Why a file has no outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    Parsing(ParseFailure),
    /// The parser or the lowering panicked.
    Panic,
}

impl Failure {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Failure::Parsing(ParseFailure::TooMuchWork(_)) => "parsing it takes too much work",
            Failure::Parsing(ParseFailure::InPieces(_)) => "most of it cannot be parsed",
            Failure::Parsing(ParseFailure::NoStack) => "there is no memory for parsing it",
            Failure::Panic => "internal error while it was read; please report it",
        }
    }
}

/// A file, and what was understood of it.
pub(super) type Outlined = (SourceText, Result<Outline, Failure>);

/// Counts the files of a part, each parsed once or twice. Gives the grammars whose trees were kept.
pub(super) fn count_parsed(work: &mut Work, files: &[Outlined]) -> BTreeSet<Dialect> {
    let mut grammars: BTreeSet<Dialect> = BTreeSet::new();
    for (source, outline) in files {
        work.parsed.add(source.text.len());
        let parses = match outline {
            Ok(outline) => outline.parses,
            Err(Failure::Parsing(ParseFailure::InPieces(parses) | ParseFailure::TooMuchWork(parses))) => *parses,
            Err(Failure::Parsing(ParseFailure::NoStack) | Failure::Panic) => Parses::Once,
        };
        if parses == Parses::Twice {
            work.parsed_twice.add(source.text.len());
        }
        grammars.extend(outline.as_ref().ok().map(|outline| outline.dialect));
    }
    grammars
}

/// Files that were read, by their texts: these are as long as the files.
pub(super) fn volume(files: &[SourceText]) -> Volume {
    let mut volume = Volume::default();
    files.iter().for_each(|file| volume.add(file.text.len()));
    volume
}
