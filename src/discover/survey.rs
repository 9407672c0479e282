//! The survey: which files of the given folders are in scope, each once, however often it was reached.
//!
//! In: the resolved arguments. Out: the files to read, in the order of their paths, and what could not be looked at. Reads
//! no source, but for the first lines of files at a package's root that may only hand on to its build output.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::output::{self, Source};
use super::package::Packages;
use super::place::{Excludes, Given};
use super::request::Request;
use super::scope;
use super::walk::{self, Manner};
use crate::finding::Skipped;
use crate::syntax::Dialect;

/// A file to read.
pub(super) struct Candidate {
    pub(super) display: String,
    pub(super) dialect: Dialect,
    pub(super) is_named: bool,
}

/// What all walks found together; each file once, however often it was reached.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) candidates: BTreeMap<PathBuf, Candidate>,
    pub(super) out_of_scope: BTreeSet<PathBuf>,
    pub(super) problems: Vec<Skipped>,
    pub(super) manifests: BTreeSet<PathBuf>,
}

pub(super) fn survey(
    cwd: &Path,
    request: &Request<'_>,
    excludes: Arc<Excludes>,
    folders: Vec<Given>,
    files: Vec<(Given, Dialect)>,
) -> Survey {
    let mut survey = Survey::default();
    for (given, dialect) in files {
        let display = given.display(cwd, Path::new(""));
        let candidate = Candidate { display, dialect, is_named: true };
        survey.candidates.entry(given.canonical).or_insert(candidate);
    }
    let manner = Manner {
        no_ignore: request.no_ignore,
        excludes,
        roots: folders.iter().map(|given| given.canonical.clone()).collect(),
        threads: rayon::current_num_threads(),
    };
    let mut walked = BTreeSet::new();
    for given in folders {
        if walked.insert(given.canonical.clone()) {
            survey.add_folder(cwd, &given, &manner);
        }
    }
    let Survey { candidates, out_of_scope, .. } = &mut survey;
    out_of_scope.retain(|path| !candidates.contains_key(path));
    survey
}

impl Survey {
    fn add_folder(&mut self, cwd: &Path, given: &Given, manner: &Manner) {
        let found = walk::walk(&given.canonical, manner);
        let manifests: Vec<PathBuf> = found.manifests.iter().map(|(folder, _)| folder.join("package.json")).collect();
        let packages = Packages::new(found.manifests);
        let is_lifted = is_itself_out_of_scope(&given.canonical);
        let is_out_by_name = |below: &Path| !is_lifted && scope::is_out_by_name(below, &packages);
        let sources: Vec<Source<'_>> = found
            .files
            .iter()
            .filter(|(below, _)| !is_out_by_name(below))
            .map(|(below, dialect)| Source { below, is_typescript: *dialect != Dialect::JavaScript })
            .collect();
        let hands_on = |below: &Path, folder: &str| hands_on(&given.canonical.join(below), folder);
        let outputs = if is_lifted { BTreeSet::new() } else { output::output_folders(&sources, &packages, &hands_on) };
        let is_out = |below: &Path| is_out_by_name(below) || output::lies_in(below, &outputs);
        for (below, dialect) in &found.files {
            let path = given.canonical.join(below);
            if is_out(below) {
                self.out_of_scope.insert(path);
            } else {
                let display = given.display(cwd, below);
                let candidate = Candidate { display, dialect: *dialect, is_named: false };
                self.candidates.entry(path).or_insert(candidate);
            }
        }
        self.manifests.extend(manifests.iter().filter(|below| !is_out(below)).map(|below| given.canonical.join(below)));
        // What is out of scope would not have been read in any case.
        self.problems.extend(
            found
                .problems
                .into_iter()
                .filter(|(below, _)| !is_out(below))
                .map(|(below, reason)| Skipped { path: given.display(cwd, &below), reason }),
        );
    }
}

/// Judged by the path below the project that the folder belongs to, or by the folder's own name where there is none: where
/// somebody keeps their work says nothing about it.
fn is_itself_out_of_scope(folder: &Path) -> bool {
    let is_project = |folder: &&Path| ["package.json", ".git"].iter().any(|mark| folder.join(mark).exists());
    let below_project = match folder.ancestors().find(is_project) {
        Some(project) => folder.strip_prefix(project).unwrap_or(folder),
        None => Path::new(folder.file_name().unwrap_or_default()),
    };
    scope::is_named_folder_out(below_project)
}

/// Whether a file imports from a folder, as the entry files of a published package do.
fn hands_on(file: &Path, folder: &str) -> bool {
    /// An entry file is a few lines long.
    const ENTRY_FILE_LIMIT: u64 = 4096;
    let mut text = Vec::new();
    let read = File::open(file).and_then(|file| file.take(ENTRY_FILE_LIMIT + 1).read_to_end(&mut text));
    if read.is_err() || text.len() as u64 > ENTRY_FILE_LIMIT {
        return false;
    }
    memchr::memmem::find_iter(&text, folder.as_bytes()).any(|at| {
        let before = text[..at].trim_ascii_end();
        let Some((quote, before)) = before.split_last() else {
            return false;
        };
        let before = before.trim_ascii_end();
        let before = before.strip_suffix(b"(").unwrap_or(before).trim_ascii_end();
        let is_import = [&b"require"[..], b"import", b"from"].iter().any(|word| before.ends_with(word));
        matches!(quote, b'"' | b'\'' | b'`') && is_import
    })
}
