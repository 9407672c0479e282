//! Which files a run looks at: walks the given paths, reads each file once, keeps those that can matter.
//!
//! In: paths as they were given, ignore and scope settings, the words that make a file matter. Out: the kept files' texts,
//! and every file that could not be looked at, with the reason. The only part of the library that touches the disk; knows
//! nothing of syntax beyond the dialect that a file's name asks for. The result does not depend on the number of threads.

mod again;
mod arguments;
mod configuration;
mod imports;
pub mod modules;
mod output;
mod package;
mod parts;
mod place;
mod read;
mod request;
mod root;
mod scope;
mod survey;
mod walk;
mod words;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use self::place::{Excludes, Given, reason};
use self::read::{Outcome, Reading, Sieve};
use self::root::Roots;
use self::survey::Candidate;
use self::words::{Case, Words};
use crate::finding::{Skipped, Stage, Volume};
use crate::syntax::Dialect;

pub use self::again::{Other, read_again};
pub use self::configuration::{Configuration, Unreadable, configuration};
pub use self::imports::Specifiers;
pub use self::parts::{Part, imports, parts, whole};
pub use self::place::normal;
pub use self::request::{DiscoverError, NoProgress, Overlay, Pairs, Progress, Request};

/// A file that can matter, with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Absolute, without symbolic links.
    pub path: PathBuf,
    /// Relative to the working directory where possible, with `/`. Hostile text.
    pub display: String,
    /// The path from the root of the file's repository, else of the outermost package around it, else as it is shown. Hostile
    /// text.
    pub from_root: String,
    pub dialect: Dialect,
    /// As long as the file's bytes: every offset is the file's. A byte order mark is part of it.
    pub text: Arc<str>,
    /// Bytes that are no UTF-8, each of which stands as `?` in the text.
    pub replaced_bytes: usize,
    pub standing: Standing,
}

/// Why a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It was asked for: it is reported on and counted.
    #[default]
    Asked,
    /// It belongs to the project around a file that was named: only to be understood, and nothing is said of it.
    Around,
}

/// What was found, and what could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Discovery {
    /// Sorted by how they are shown, then by path.
    pub kept: Vec<SourceText>,
    /// What the kept files import, in their order.
    pub kept_specifiers: Vec<Specifiers>,
    /// Files in scope that hold none of the words, sorted likewise. Empty when no words were asked for.
    pub others: Vec<Other>,
    /// JavaScript and TypeScript files that were asked for and are in scope, kept or not.
    pub files: u32,
    /// JavaScript and TypeScript files that the scope list left out.
    pub out_of_scope: u32,
    /// Bytes read of the files that were asked for.
    pub bytes: u64,
    /// All that was read, for whatever reason.
    pub read: Volume,
    /// Sorted. Nothing of the project around files that are named.
    pub skipped: Vec<Skipped>,
    /// Given paths that cannot be reached, beside others that can.
    pub missing: Vec<Skipped>,
    /// The project that the given paths belong to; absolute, without symbolic links. Imports do not lead out of it.
    pub root: PathBuf,
    /// The folders that were looked through, sorted: those that were given, and the projects around files that were named.
    pub folders: Vec<PathBuf>,
    /// The `package.json` files in scope, sorted.
    pub manifests: Vec<PathBuf>,
}

/// Finds and reads the files of a run.
pub fn discover(request: &Request<'_>, progress: &dyn Progress) -> Result<Discovery, DiscoverError> {
    let cwd = env::current_dir()
        .and_then(fs::canonicalize)
        .map_err(|error| DiscoverError::MissingPath { path: ".".to_owned(), reason: reason(&error) })?;
    discover_from(&cwd, request, progress)
}

/// Where a file is or would be: its folder must exist.
pub fn place_of(path: &Path) -> io::Result<PathBuf> {
    arguments::place_of(&env::current_dir()?, path)
}

/// How a run shows a file or folder: what [`SourceText::display`] holds for it.
pub fn shown(path: &Path) -> io::Result<String> {
    let cwd = env::current_dir().and_then(fs::canonicalize)?;
    let canonical = fs::canonicalize(cwd.join(path))?;
    Ok(Given { canonical, typed: path.to_path_buf() }.display(&cwd, Path::new("")))
}

fn discover_from(cwd: &Path, request: &Request<'_>, progress: &dyn Progress) -> Result<Discovery, DiscoverError> {
    progress.begins(Stage::Walk);
    let excludes = Arc::new(Excludes::new(request.exclude, cwd)?);
    let arguments = arguments::resolve(cwd, request, &excludes)?;
    let root = root::project_root(arguments.given());
    let survey = survey::survey(cwd, request, excludes, arguments.folders, arguments.files);
    let mut candidates: Vec<(PathBuf, Candidate)> = survey.candidates.into_iter().collect();
    candidates.sort_unstable_by(|(a, _), (b, _)| a.as_os_str().cmp(b.as_os_str()));
    progress.found(candidates.len());
    progress.begins(Stage::Read);
    let mut discovery = read_all(candidates, request, progress);
    discovery.root = root;
    discovery.manifests = survey.manifests.into_iter().collect();
    discovery.folders = survey.folders.into_iter().collect();
    discovery.out_of_scope = count(survey.out_of_scope.len());
    discovery.skipped.extend(survey.problems);
    discovery.skipped.extend(arguments.skipped);
    discovery.missing = arguments.missing;
    discovery.skipped.sort();
    discovery.skipped.dedup();
    if arguments.asks_for_a_folder && discovery.files == 0 {
        let Discovery { out_of_scope, skipped, .. } = discovery;
        return Err(DiscoverError::NothingToScan { out_of_scope, skipped });
    }
    Ok(discovery)
}

fn either_case(words: &[String]) -> Option<Words> {
    Words::new(words.iter().map(String::as_str), Case::Either).ok()
}

fn read_all(candidates: Vec<(PathBuf, Candidate)>, request: &Request<'_>, progress: &dyn Progress) -> Discovery {
    let sieve = Sieve {
        max_file_size: request.max_file_size,
        overlay: request.overlay,
        // A set of words that no searcher can be built for keeps all files: slow, and nothing lost.
        words: request.words.and_then(|words| Words::new(words.iter().copied(), Case::Exact).ok()),
        pairs: request.pairs.and_then(|pairs| Some([either_case(pairs.one)?, either_case(pairs.other)?])),
        tells_imports: true,
    };
    let readings: Vec<Reading> = candidates
        .par_iter()
        .map_init(Vec::new, |buffer, (path, candidate)| {
            let reading = sieve.read(path, candidate.is_named, buffer);
            progress.read();
            reading
        })
        .collect();
    let is_asked = |candidate: &&Candidate| candidate.standing == Standing::Asked;
    let asked = candidates.iter().map(|(_, candidate)| candidate).filter(is_asked).count();
    let mut discovery = Discovery { files: count(asked), ..Discovery::default() };
    let mut kept = Vec::new();
    let mut roots = Roots::default();
    for ((path, candidate), Reading { outcome, stamp }) in candidates.into_iter().zip(readings) {
        let standing = candidate.standing;
        discovery.read.files += 1;
        discovery.read.bytes += stamp.length;
        if standing == Standing::Asked {
            discovery.bytes += stamp.length;
        }
        let display = candidate.display;
        match outcome {
            Outcome::Kept { text, replaced_bytes, specifiers } => {
                let dialect = candidate.dialect;
                let from_root = roots.path_of(&path, &display);
                let source = SourceText { path, display, from_root, dialect, text, replaced_bytes, standing };
                kept.push((source, specifiers));
            }
            Outcome::Skipped(reason) if standing == Standing::Asked => {
                discovery.skipped.push(Skipped { path: display, reason });
            }
            Outcome::Skipped(_) => {}
            Outcome::Unconcerned(specifiers) => discovery.others.push(Other {
                path,
                display,
                dialect: candidate.dialect,
                specifiers,
                is_named: candidate.is_named,
                standing,
                stamp,
            }),
        }
    }
    kept.sort_by(|(a, _), (b, _)| (&a.display, &a.path).cmp(&(&b.display, &b.path)));
    (discovery.kept, discovery.kept_specifiers) = kept.into_iter().unzip();
    discovery.others.sort_by(|a, b| (&a.display, &a.path).cmp(&(&b.display, &b.path)));
    discovery
}

fn count(files: usize) -> u32 {
    u32::try_from(files).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
