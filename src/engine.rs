//! The whole flow in one function: discover, outline, link, judge. (In the making: the signatures stand.)

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::finding::{Confidence, Scan, Severity, SourceFile, Trail};
use crate::text::FileId;

/// What to analyse, and what to show of it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files and folders, as given; never empty.
    pub paths: Vec<PathBuf>,
    pub prefilter: bool,
    /// Threads; `None` for as many as the machine has.
    pub jobs: Option<usize>,
    /// Lifts ignore files, hidden files and `node_modules`.
    pub no_ignore: bool,
    /// Globs of paths to leave out.
    pub exclude: Vec<String>,
    /// In bytes.
    pub max_file_size: u64,
    pub selection: Selection,
}

/// Which findings are shown.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Rule ids; empty for all.
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    pub min_severity: Severity,
    pub min_confidence: Confidence,
    pub pedantic: bool,
}

/// Why a run could not be made at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanError {
    /// A path that was given does not exist (the path, the system's reason).
    MissingPath(String, String),
    /// A rule id that no page has.
    UnknownRule(String),
    /// An exclude glob that cannot be read (the glob, the reason).
    BadGlob(String, String),
    /// The given folders hold no JavaScript or TypeScript file.
    NothingToScan,
}

/// Told of a run's progress, from any thread.
pub trait Progress: Sync {
    /// So many files were found to read.
    fn found(&self, files: usize);
    /// One more file was read.
    fn read(&self);
}

/// Analyses files and folders on disk.
pub fn check(options: &Options, progress: &dyn Progress) -> Result<Scan, ScanError> {
    let _ = (options, progress);
    Ok(Scan::default())
}

/// The trails of every check of the project, by place: what `why` selects from. The sources cover every place.
pub fn trails(
    options: &Options,
    progress: &dyn Progress,
) -> Result<(Vec<Trail>, BTreeMap<FileId, SourceFile>), ScanError> {
    let _ = (options, progress);
    Ok((Vec::new(), BTreeMap::new()))
}

/// Analyses sources in memory, as one project: paths (relative, with `/`) and texts. For rule pages' examples and tests.
pub fn check_sources(files: &[(&str, &str)], selection: &Selection) -> Scan {
    let _ = (files, selection);
    Scan::default()
}

/// As [`check_sources`], for the trails of all checks.
pub fn trails_of_sources(files: &[(&str, &str)]) -> Vec<Trail> {
    let _ = files;
    Vec::new()
}
