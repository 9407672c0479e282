//! Where the files of a project are: on disk, or in memory for examples and tests.
//!
//! In: absolute paths. Out: what is there. Asks no question twice to spare itself one: callers remember what they need.

use std::collections::BTreeMap;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Manifests and settings are a page or two; what is larger was made to be.
const LONGEST_TEXT: u64 = 1 << 20;

/// What a path names, itself and not what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
}

impl Kind {
    fn of(kind: FileType) -> Option<Self> {
        if kind.is_symlink() {
            Some(Kind::Link)
        } else if kind.is_dir() {
            Some(Kind::Folder)
        } else {
            // A pipe or a device is nothing to import.
            kind.is_file().then_some(Kind::File)
        }
    }

    fn in_memory(text: &Option<Arc<str>>) -> Self {
        if text.is_some() { Kind::File } else { Kind::Folder }
    }
}

#[derive(Debug)]
pub(super) enum Storage {
    Disk,
    /// Files by their path; a folder has no text.
    Memory(BTreeMap<PathBuf, Option<Arc<str>>>),
}

impl Storage {
    pub(super) fn in_memory(files: impl IntoIterator<Item = (PathBuf, Arc<str>)>) -> Self {
        let mut all = BTreeMap::new();
        for (path, text) in files {
            for folder in path.ancestors().skip(1) {
                all.entry(folder.to_path_buf()).or_insert(None);
            }
            all.insert(path, Some(text));
        }
        Storage::Memory(all)
    }

    pub(super) fn kind(&self, path: &Path) -> Option<Kind> {
        match self {
            Storage::Disk => Kind::of(fs::symlink_metadata(path).ok()?.file_type()),
            Storage::Memory(files) => files.get(path).map(Kind::in_memory),
        }
    }

    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self {
            Storage::Disk => {
                // Opening a pipe waits for whoever writes into it.
                if !fs::metadata(path)?.is_file() {
                    return Err(io::ErrorKind::InvalidInput.into());
                }
                let mut bytes = Vec::new();
                File::open(path)?.take(LONGEST_TEXT + 1).read_to_end(&mut bytes)?;
                let is_whole = bytes.len() as u64 <= LONGEST_TEXT;
                is_whole.then_some(bytes).ok_or_else(|| io::ErrorKind::FileTooLarge.into())
            }
            Storage::Memory(files) => match files.get(path) {
                Some(Some(text)) => Ok(text.as_bytes().to_vec()),
                _ => Err(io::ErrorKind::NotFound.into()),
            },
        }
    }

    /// Where a symbolic link points, as it is written.
    pub(super) fn link(&self, path: &Path) -> io::Result<PathBuf> {
        match self {
            Storage::Disk => fs::read_link(path),
            Storage::Memory(_) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// The path without symbolic links, if there is something.
    pub(super) fn canonical(&self, path: &Path) -> Option<PathBuf> {
        match self {
            Storage::Disk => fs::canonicalize(path).ok(),
            Storage::Memory(files) => files.contains_key(path).then(|| path.to_path_buf()),
        }
    }

    /// The names in a folder, and what they name, links unfollowed. A name that is no UTF-8 cannot be written in an import.
    pub(super) fn entries(&self, folder: &Path) -> Vec<(String, Option<Kind>)> {
        match self {
            Storage::Disk => fs::read_dir(folder)
                .into_iter()
                .flatten()
                .filter_map(|entry| {
                    let entry = entry.ok()?;
                    let kind = entry.file_type().ok().and_then(Kind::of);
                    Some((entry.file_name().into_string().ok()?, kind))
                })
                .collect(),
            Storage::Memory(files) => files
                .range::<Path, _>((Bound::Excluded(folder), Bound::Unbounded))
                .take_while(|(path, _)| path.starts_with(folder))
                .filter(|(path, _)| path.parent() == Some(folder))
                .filter_map(|(path, text)| Some((path.file_name()?.to_str()?.to_owned(), Some(Kind::in_memory(text)))))
                .collect(),
        }
    }
}
