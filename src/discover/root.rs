//! Roots of projects: what imports cannot lead out of, and what is understood around a file that is named.
//!
//! In: the given paths, resolved. Out: a folder. Reads nothing: only asks what is there.

use std::path::{Path, PathBuf};

/// The repository around all given paths; without one, the nearest package; without either, the folder that they share.
pub(super) fn project_root<'p>(given: impl IntoIterator<Item = &'p Path>) -> PathBuf {
    let Some(shared) = given.into_iter().map(folder_of).reduce(shared_folder) else { return PathBuf::new() };
    let marked = |mark: &str| shared.ancestors().find(|folder| folder.join(mark).exists());
    marked(".git").or_else(|| marked("package.json")).unwrap_or(shared).to_path_buf()
}

/// The project that a named file is understood in: the nearest folder with a configuration, else the repository, else the
/// nearest package. A configuration above the repository belongs to somebody else.
pub(super) fn project_of(file: &Path) -> Option<&Path> {
    let holds = |mark: &'static str| move |folder: &&Path| folder.join(mark).exists();
    let folders = || file.ancestors().skip(1);
    let repository = folders().find(holds(".git"));
    let configured = folders()
        .take_while(|folder| repository.is_none_or(|repository| folder.starts_with(repository)))
        .find(holds("tokentrail.toml"));
    configured.or(repository).or_else(|| folders().find(holds("package.json")))
}

fn folder_of(path: &Path) -> &Path {
    if path.is_dir() { path } else { path.parent().unwrap_or(path) }
}

fn shared_folder<'p>(a: &'p Path, b: &'p Path) -> &'p Path {
    a.ancestors().find(|folder| b.starts_with(folder)).unwrap_or(a)
}
