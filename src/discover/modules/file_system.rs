//! The [`View`] as the library that resolves modules asks for it.
//!
//! In: the library's questions. Out: the view's answers, and the texts of manifests and settings in a state that the library
//! can live with: it gives up on all imports below a manifest or a `tsconfig.json` that it cannot read.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{FileMetadata, FileSystem, ResolveError};

use super::settings;
use super::storage::{Kind, Storage};
use super::view::View;
use super::workspace;

/// A view that several resolvers share.
#[derive(Clone)]
pub(super) struct Shared(pub(super) Arc<View>);

impl FileSystem for Shared {
    /// Of nothing: the trait asks for it, and no resolver is made so.
    fn new() -> Self {
        Self(Arc::new(View::new(PathBuf::from("/"), Storage::in_memory([]), [])))
    }

    /// Only manifests are read so.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = self.0.read(path)?;
        workspace::manifest(&bytes).is_some().then_some(bytes).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Only settings are read so.
    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        let bytes = self.0.read(path)?;
        settings::sound(&self.0, path, &bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        metadata(self.0.target_kind(path))
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        metadata(self.0.kind(path))
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        Ok(self.0.link(path)?)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.canonical(path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn metadata(kind: Option<Kind>) -> io::Result<FileMetadata> {
    let kind = kind.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    Ok(FileMetadata::new(kind == Kind::File, kind == Kind::Folder, kind == Kind::Link))
}
