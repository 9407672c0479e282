//! What discover is asked for, whom it tells of its progress, and why it may have nothing to give.
//!
//! Plain values: no file is touched here, and nothing is known of how the walk goes.

use std::fmt;
use std::path::PathBuf;

use crate::finding::{Skipped, Stage};

/// A text that takes the place of a file's content, whether or not there is such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// Absolute, without symbolic links in its folder.
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

/// What to look for, and where.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Files and folders, as given.
    pub paths: &'a [PathBuf],
    /// Lifts ignore files, hidden files and `node_modules`; not the scope list.
    pub no_ignore: bool,
    /// Globs in the way of a `.gitignore`, relative to the working directory. They also hold for paths that are named.
    pub exclude: &'a [String],
    /// In bytes. It also holds for files that are named: it bounds memory.
    pub max_file_size: u64,
    /// Read instead of the file of its name.
    pub overlay: Option<&'a Overlay>,
    /// Ignore files and the scope list also hold for files that are named.
    pub force_exclude: bool,
    /// A file is kept only when its bytes hold one of these words; `None` keeps all.
    pub words: Option<&'a [&'a str]>,
    /// Beside these: a file with a word of each list, in capitals or small letters, is kept too.
    pub pairs: Option<Pairs<'a>>,
}

/// Two lists of words, of each of which a file has to hold one.
#[derive(Debug, Clone, Copy)]
pub struct Pairs<'a> {
    pub one: &'a [String],
    pub other: &'a [String],
}

/// Told of a run's progress, from any thread.
pub trait Progress: Sync {
    /// So many files were found to read. Called once, after the walk.
    fn found(&self, files: usize);
    /// One more file was read.
    fn read(&self);
    /// A stage begins or goes on, and the one before ends or rests. Called from one thread.
    fn begins(&self, _stage: Stage) {}
}

/// For runs that nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn found(&self, _files: usize) {}
    fn read(&self) {}
}

/// Why nothing could be discovered at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiscoverError {
    /// A path that was given cannot be reached.
    MissingPath { path: String, reason: String },
    /// An exclude glob that cannot be read.
    BadGlob { glob: String, reason: String },
    /// Folders were given, and no JavaScript or TypeScript file in scope was found.
    NothingToScan {
        /// Files that the scope list left out: tests, fixtures, declarations, build output.
        out_of_scope: u32,
        /// What could not be looked at: the reason why nothing was found may be here.
        skipped: Vec<Skipped>,
    },
}

impl fmt::Display for DiscoverError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingPath { path, reason } => write!(out, "{path}: {reason}"),
            Self::BadGlob { glob, reason } => {
                write!(out, "the exclude glob `{glob}` cannot be read: {reason}")
            }
            Self::NothingToScan { out_of_scope: 0, .. } => out.write_str("no JavaScript or TypeScript file found"),
            Self::NothingToScan { out_of_scope, .. } => write!(
                out,
                "no JavaScript or TypeScript file in scope \
                 ({out_of_scope} left out: tests, fixtures, declarations or build output)"
            ),
        }
    }
}

impl std::error::Error for DiscoverError {}
