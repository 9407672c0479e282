//! The survey: which files of the given folders are in scope, each once, however often it was reached, and which belong to
//! the projects around files that are named.
//!
//! In: the resolved arguments. Out: the files to read, and what could not be looked at. Reads no source, but for the first lines of files at a package's root that may only hand on to its build output.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::output::{self, Source};
use super::package::Packages;
use super::place::{Excludes, Given, Shown};
use super::request::Request;
use super::walk::{self, Manner};
use super::{Standing, root, scope};
use crate::finding::Skipped;
use crate::syntax::Dialect;

/// A file to read.
pub(super) struct Candidate {
    pub(super) display: String,
    pub(super) dialect: Dialect,
    pub(super) is_named: bool,
    pub(super) standing: Standing,
}

/// What all walks found together; each file once, however often it was reached.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) candidates: FxHashMap<PathBuf, Candidate>,
    pub(super) out_of_scope: FxHashSet<PathBuf>,
    pub(super) problems: Vec<Skipped>,
    pub(super) manifests: BTreeSet<PathBuf>,
    /// The folders that were walked.
    pub(super) folders: BTreeSet<PathBuf>,
}

pub(super) fn survey(
    cwd: &Path,
    request: &Request<'_>,
    excludes: Arc<Excludes>,
    folders: Vec<Given>,
    files: Vec<(Given, Dialect)>,
) -> Survey {
    let mut survey = Survey::default();
    let projects: BTreeSet<PathBuf> = files.iter().filter_map(|(given, _)| around(given, request)).collect();
    if !request.force_exclude {
        survey.add_files(cwd, files.clone(), true);
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
            survey.add_folder(cwd, &given, &manner, Standing::Asked);
        }
    }
    for project in projects {
        if walked.insert(project.clone()) {
            let typed = seen_from(cwd, &project);
            survey.add_folder(cwd, &Given { canonical: project, typed }, &manner, Standing::Around);
        }
    }
    survey.folders = walked;
    if request.force_exclude {
        let (in_scope, out_of_scope): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(given, _)| survey.candidates.contains_key(&given.canonical));
        survey.add_files(cwd, in_scope, false);
        survey.out_of_scope.extend(out_of_scope.into_iter().map(|(given, _)| given.canonical));
    }
    let Survey { candidates, out_of_scope, .. } = &mut survey;
    out_of_scope.retain(|path| !candidates.contains_key(path));
    survey
}

/// The folder whose files are understood together with a named file. Whether a file is in scope is told by a walk, so that
/// under `--force-exclude` there always is one.
fn around(given: &Given, request: &Request<'_>) -> Option<PathBuf> {
    let project = root::project_of(&given.canonical);
    let folder = request.force_exclude.then(|| given.canonical.parent()).flatten();
    project.or(folder).map(Path::to_path_buf)
}

/// A folder as somebody in the working directory would type it.
fn seen_from(cwd: &Path, folder: &Path) -> PathBuf {
    match cwd.strip_prefix(folder) {
        Ok(below) => below.components().map(|_| "..").collect(),
        Err(_) => folder.to_path_buf(),
    }
}

impl Survey {
    /// Adds files that were named. One that a walk has found is the same file, asked for.
    fn add_files(&mut self, cwd: &Path, files: Vec<(Given, Dialect)>, is_named: bool) {
        for (given, dialect) in files {
            let display = given.display(cwd, Path::new(""));
            let candidate = Candidate { display, dialect, is_named, standing: Standing::Asked };
            match self.candidates.entry(given.canonical) {
                Entry::Vacant(entry) => drop(entry.insert(candidate)),
                Entry::Occupied(mut entry) => {
                    if entry.get().standing == Standing::Around {
                        entry.insert(candidate);
                    }
                }
            }
        }
    }

    fn add_folder(&mut self, cwd: &Path, given: &Given, manner: &Manner, standing: Standing) {
        let mut found = walk::walk(&given.canonical, manner);
        // Mostly, the files of a folder come together.
        found.files.par_sort_unstable_by(|(a, _), (b, _)| a.as_os_str().cmp(b.as_os_str()));
        let manifests: Vec<PathBuf> = found.manifests.iter().map(|(folder, _)| folder.join("package.json")).collect();
        let packages = Packages::new(found.manifests);
        let is_lifted = is_itself_out_of_scope(&given.canonical);
        let is_out_by_name = |below: &Path| !is_lifted && scope::is_out_by_name(below, &packages);
        let mut in_folder = Remembered::new(|folder| !is_lifted && scope::are_folders_out(folder, &packages));
        let sources: Vec<Source<'_>> = found
            .files
            .iter()
            .filter(|(below, _)| {
                let is_file_out = || !is_lifted && below.file_name().is_some_and(scope::is_file_out);
                !in_folder.answer(below) && !is_file_out()
            })
            .map(|(below, dialect)| Source { below, is_typescript: *dialect != Dialect::JavaScript })
            .collect();
        let hands_on = |below: &Path, folder: &str| hands_on(&given.canonical.join(below), folder);
        let outputs = if is_lifted { BTreeSet::new() } else { output::output_folders(&sources, &packages, &hands_on) };
        let lies_in_output = |below: &Path| below.parent().is_some_and(|folder| output::lies_in(folder, &outputs));
        let is_out = |below: &Path| is_out_by_name(below) || lies_in_output(below);
        let shown = Shown::new(given, cwd);
        let mut in_output = Remembered::new(|folder| output::lies_in(folder, &outputs));
        let mut in_scope = sources.iter().map(|source| source.below).peekable();
        for (below, dialect) in &found.files {
            let path = given.canonical.join(below);
            // Those that names leave in scope come in the same order.
            let is_in_scope = in_scope.next_if(|source| source.as_os_str() == below.as_os_str()).is_some();
            if !is_in_scope || in_output.answer(below) {
                if standing == Standing::Asked {
                    self.out_of_scope.insert(path);
                }
            } else if let Entry::Vacant(entry) = self.candidates.entry(path) {
                let display = shown.display(below);
                entry.insert(Candidate { display, dialect: *dialect, is_named: false, standing });
            }
        }
        self.manifests.extend(manifests.iter().filter(|below| !is_out(below)).map(|below| given.canonical.join(below)));
        if standing == Standing::Around {
            return;
        }
        // What is out of scope would not have been read in any case.
        self.problems.extend(
            found
                .problems
                .into_iter()
                .filter(|(below, _)| !is_out(below))
                .map(|(below, reason)| Skipped { path: shown.display(&below), reason }),
        );
    }
}

/// What is asked of the folders of files, of each once.
struct Remembered<'p, A> {
    ask: A,
    answers: FxHashMap<&'p OsStr, bool>,
}

impl<'p, A: Fn(&Path) -> bool> Remembered<'p, A> {
    fn new(ask: A) -> Self {
        Self { ask, answers: FxHashMap::default() }
    }

    fn answer(&mut self, below: &'p Path) -> bool {
        let folder = below.parent().unwrap_or(Path::new(""));
        *self.answers.entry(folder.as_os_str()).or_insert_with(|| (self.ask)(folder))
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
