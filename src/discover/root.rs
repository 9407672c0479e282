//! The root of the project that the given paths belong to: what its imports cannot lead out of.
//!
//! In: the given paths, resolved. Out: one folder. Reads nothing: only asks what is there.

use std::path::{Path, PathBuf};

/// The repository around all given paths; without one, the nearest package; without either, the folder that they share.
pub(super) fn project_root<'p>(given: impl IntoIterator<Item = &'p Path>) -> PathBuf {
    let Some(shared) = given.into_iter().map(folder_of).reduce(shared_folder) else { return PathBuf::new() };
    let marked = |mark: &str| shared.ancestors().find(|folder| folder.join(mark).exists());
    marked(".git").or_else(|| marked("package.json")).unwrap_or(shared).to_path_buf()
}

fn folder_of(path: &Path) -> &Path {
    if path.is_dir() { path } else { path.parent().unwrap_or(path) }
}

fn shared_folder<'p>(a: &'p Path, b: &'p Path) -> &'p Path {
    a.ancestors().find(|folder| b.starts_with(folder)).unwrap_or(a)
}
