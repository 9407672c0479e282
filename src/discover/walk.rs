//! The walk through one given folder, in parallel, with ignore files honoured.
//!
//! In: a folder, the `--exclude` globs, whether to ignore. Out: the JavaScript and TypeScript files below it, the packages'
//! manifests, and what could not be looked at. Opens nothing but manifests and ignore files, follows no symbolic link, judges
//! no scope.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::package::Manifest;
use super::place::{Excludes, reason};
use crate::syntax::Dialect;

/// A manifest is a page or two, and so is an ignore file; what is larger was made to be.
const MANIFEST_LIMIT: u64 = 1 << 20;

/// Nobody nests folders so deep: each is matched against the ignore files of all above it, and a path has an end.
const DEEPEST: usize = 300;

/// What the walk reads in a folder to know what to leave out.
const IGNORE_FILES: [&str; 3] = [".ignore", ".gitignore", ".git/info/exclude"];

/// How to walk.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    pub(super) no_ignore: bool,
    pub(super) excludes: Arc<Excludes>,
    /// Every folder that is walked in this run: a link that leads into one of them loses nothing.
    pub(super) roots: Arc<[PathBuf]>,
    pub(super) threads: usize,
}

/// What one folder holds. All paths are below the folder; in no order.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<(PathBuf, Dialect)>,
    pub(super) manifests: Vec<(PathBuf, Manifest)>,
    pub(super) problems: Vec<(PathBuf, String)>,
}

enum Event {
    File(PathBuf, Dialect),
    Manifest(PathBuf, Manifest),
    Problem(PathBuf, String),
}

pub(super) fn walk(root: &Path, manner: &Manner) -> Found {
    let (send, receive) = mpsc::channel();
    builder(root, manner, &send).build_parallel().run(|| {
        let send = send.clone();
        Box::new(move |entry| {
            match entry {
                Ok(entry) => visit(&entry, root, &manner.roots, &send),
                Err(error) => tell_of(&error, root, &send),
            }
            WalkState::Continue
        })
    });
    drop(send);
    let mut found = Found::default();
    for event in receive {
        match event {
            Event::File(path, dialect) => found.files.push((path, dialect)),
            Event::Manifest(path, manifest) => found.manifests.push((path, manifest)),
            Event::Problem(path, reason) => found.problems.push((path, reason)),
        }
    }
    found
}

fn builder(root: &Path, manner: &Manner, send: &Sender<Event>) -> WalkBuilder {
    let honour = !manner.no_ignore;
    // The walk reads those of all folders above, too.
    let unfit = if honour { root.ancestors().find_map(unfit_ignore_file) } else { None };
    if let Some(name) = unfit {
        let reason = format!("its `{name}` is no ignore file of a usual size; ignore files are not honoured");
        drop(send.send(Event::Problem(PathBuf::new(), reason)));
    }
    // Outside of a repository (an unpacked archive), the ignore files that came with the tree still hold; those of the
    // folders above do not belong to it.
    let in_repository = root.ancestors().any(|folder| folder.join(".git").exists());
    let mut builder = WalkBuilder::new(root);
    builder
        .standard_filters(honour)
        .ignore(honour && unfit.is_none())
        .git_ignore(honour && unfit.is_none())
        .git_exclude(honour && unfit.is_none())
        // What one person ignores everywhere is no property of the repository: results would differ by machine.
        .git_global(false)
        .require_git(in_repository)
        .parents(honour && in_repository)
        .follow_links(false)
        .threads(manner.threads);
    let excludes = Arc::clone(&manner.excludes);
    let start = root.to_path_buf();
    let send = send.clone();
    let reads_ignore_files = honour && unfit.is_none();
    builder.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if is_folder {
            let name = entry.file_name();
            if [".git", ".hg", ".svn"].iter().any(|folder| name == *folder) || (honour && name == "node_modules") {
                return false;
            }
        }
        if excludes.cover(entry.path(), &start, is_folder) {
            return false;
        }
        let refusal = if is_folder { why_not_entered(entry, reads_ignore_files) } else { None };
        match refusal {
            Some(reason) => {
                let below = entry.path().strip_prefix(&start).unwrap_or(entry.path());
                drop(send.send(Event::Problem(below.to_path_buf(), reason)));
                false
            }
            None => true,
        }
    });
    builder
}

/// Why a folder is not looked into: listing it would take without end.
fn why_not_entered(folder: &DirEntry, reads_ignore_files: bool) -> Option<String> {
    if folder.depth() > DEEPEST {
        return Some(format!("nested deeper than {DEEPEST} folders; not looked into"));
    }
    let unfit = if reads_ignore_files { unfit_ignore_file(folder.path()) } else { None };
    unfit.map(|name| format!("its `{name}` is no ignore file of a usual size; not looked into"))
}

/// An ignore file that must not be opened: a pipe would never end, nor would a device, and whatever there is would be kept.
fn unfit_ignore_file(folder: &Path) -> Option<&'static str> {
    let is_unfit = |name: &&&str| {
        fs::metadata(folder.join(**name)).is_ok_and(|data| {
            // A folder of that name cannot be read, which does no harm.
            !data.is_dir() && (!data.is_file() || data.len() > MANIFEST_LIMIT)
        })
    };
    IGNORE_FILES.iter().find(is_unfit).copied()
}

fn visit(entry: &DirEntry, root: &Path, roots: &[PathBuf], send: &Sender<Event>) {
    // Sending fails only when nobody listens any more, and the listener outlives the walk.
    let tell = |event: Event| drop(send.send(event));
    let Some(kind) = entry.file_type() else {
        return;
    };
    if entry.depth() == 0 || kind.is_dir() {
        return;
    }
    let path = entry.path();
    let below = path.strip_prefix(root).unwrap_or(path);
    let dialect = Dialect::of_path(path);
    if kind.is_symlink() {
        if let Some(reason) = why_not_followed(path, dialect.is_some(), roots) {
            tell(Event::Problem(below.to_path_buf(), reason));
        }
    } else if let Some(dialect) = dialect {
        if kind.is_file() {
            tell(Event::File(below.to_path_buf(), dialect));
        } else {
            tell(Event::Problem(below.to_path_buf(), "not a regular file".to_owned()));
        }
    } else if kind.is_file() && entry.file_name() == "package.json" {
        let folder = path.parent().unwrap_or(root);
        if let Some(manifest) = read_manifest(path, folder) {
            let below = folder.strip_prefix(root).unwrap_or(folder);
            tell(Event::Manifest(below.to_path_buf(), manifest));
        }
    }
}

/// A link is not followed: what it leads to is either walked anyway, or lies outside of what was asked for. Said where it
/// may hide code.
fn why_not_followed(link: &Path, is_script: bool, roots: &[PathBuf]) -> Option<String> {
    match fs::canonicalize(link) {
        Ok(target) => {
            let is_folder = target.is_dir();
            let is_walked = roots.iter().any(|root| target.starts_with(root));
            let holds_code = is_folder || Dialect::of_path(&target).is_some();
            if is_walked && holds_code {
                None
            } else if is_walked {
                is_script.then(|| "a symbolic link to a file of another kind".to_owned())
            } else {
                (is_script || holds_code)
                    .then(|| "a symbolic link that leads out of the scanned folder; not followed".to_owned())
            }
        }
        // Without an extension, it may have been meant for a folder.
        Err(_) if !is_script && link.extension().is_some() => None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some("a symbolic link to nothing".to_owned()),
        Err(error) => Some(format!("a symbolic link that cannot be followed: {}", reason(&error))),
    }
}

fn read_manifest(path: &Path, folder: &Path) -> Option<Manifest> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MANIFEST_LIMIT).read_to_end(&mut bytes));
    let manifest = match read {
        Ok(_) => Manifest::parse(&bytes)?,
        Err(_) => Manifest::default(),
    };
    let is_workspace = ["pnpm-workspace.yaml", "lerna.json"].iter().any(|name| folder.join(name).exists());
    Some(Manifest { is_library: manifest.is_library || is_workspace })
}

/// Folders that cannot be listed, and entries that vanished. A pattern of an ignore file that cannot be read loses no
/// file, and git says nothing of it either.
fn tell_of(error: &ignore::Error, root: &Path, send: &Sender<Event>) {
    if error.is_partial() {
        return;
    }
    let Some(io_error) = error.io_error() else {
        return;
    };
    let path = path_of(error).unwrap_or(root);
    let below = path.strip_prefix(root).unwrap_or(Path::new(""));
    let reason = format!("cannot be read: {}", reason(io_error));
    drop(send.send(Event::Problem(below.to_path_buf(), reason)));
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
