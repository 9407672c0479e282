//! The paths that were given, told apart: folders to walk, files to read, and what is neither.
//!
//! In: paths as typed. Out: the same, resolved, or which of them cannot be reached. Opens no file and lists no folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::place::{Excludes, Given, reason, slashed};
use super::request::{DiscoverError, Overlay, Request};
use crate::finding::Skipped;
use crate::syntax::Dialect;

/// The given paths, by what they are.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) folders: Vec<Given>,
    pub(super) files: Vec<(Given, Dialect)>,
    pub(super) skipped: Vec<Skipped>,
    /// Paths that cannot be reached, beside others that can.
    pub(super) missing: Vec<Skipped>,
    /// A folder is among them, excluded or not.
    pub(super) asks_for_a_folder: bool,
}

impl Arguments {
    /// The paths that are looked at, resolved.
    pub(super) fn given(&self) -> impl Iterator<Item = &Path> {
        let files = self.files.iter().map(|(given, _)| given);
        self.folders.iter().chain(files).map(|given| given.canonical.as_path())
    }
}

pub(super) fn resolve(cwd: &Path, request: &Request<'_>, excludes: &Excludes) -> Result<Arguments, DiscoverError> {
    let paths = request.paths;
    let mut arguments = Arguments::default();
    for typed in paths {
        let overlaid = request.overlay.filter(|overlay| place_of(cwd, typed).is_ok_and(|place| place == overlay.path));
        let (kind, canonical) = match reach(cwd, typed, overlaid) {
            Ok(reached) => reached,
            Err(reason) => {
                arguments.missing.push(Skipped { path: slashed(typed), reason });
                continue;
            }
        };
        let given = Given { canonical, typed: typed.clone() };
        arguments.asks_for_a_folder |= kind == Kind::Folder;
        if excludes.cover(&given.canonical, &given.canonical, kind == Kind::Folder) {
            continue;
        }
        let mut skip = |reason: &str| {
            let path = given.display(cwd, Path::new(""));
            arguments.skipped.push(Skipped { path, reason: reason.to_owned() });
        };
        if kind == Kind::Folder {
            arguments.folders.push(given);
        } else if kind == Kind::Other {
            skip("not a regular file");
        } else if let Some(dialect) = Dialect::of_path(typed) {
            arguments.files.push((given, dialect));
        } else {
            skip("neither JavaScript nor TypeScript by its extension");
        }
    }
    match arguments.missing.first() {
        // Nothing else was asked for: there is nothing to say but this.
        Some(Skipped { path, reason }) if arguments.missing.len() == paths.len() => {
            Err(DiscoverError::MissingPath { path: path.clone(), reason: reason.clone() })
        }
        _ => Ok(arguments),
    }
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    Other,
}

/// Where a file is, or would be if it were there.
pub(super) fn place_of(cwd: &Path, typed: &Path) -> io::Result<PathBuf> {
    let absolute = cwd.join(typed);
    match (fs::canonicalize(&absolute), absolute.parent(), absolute.file_name()) {
        (Err(_), Some(folder), Some(name)) => Ok(fs::canonicalize(folder)?.join(name)),
        (found, _, _) => found,
    }
}

/// What a path leads to, and where that really is.
fn reach(cwd: &Path, typed: &Path, overlaid: Option<&Overlay>) -> Result<(Kind, PathBuf), String> {
    if let Some(overlay) = overlaid {
        return Ok((Kind::File, overlay.path.clone()));
    }
    if typed.as_os_str().is_empty() {
        return Err("an empty path".to_owned());
    }
    let absolute = cwd.join(typed);
    let kind = fs::metadata(&absolute).map_err(|error| reason(&error))?;
    let canonical = fs::canonicalize(&absolute).map_err(|error| reason(&error))?;
    let kind = match kind {
        folder if folder.is_dir() => Kind::Folder,
        file if file.is_file() => Kind::File,
        _ => Kind::Other,
    };
    Ok((kind, canonical))
}
