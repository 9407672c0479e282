//! Roots of projects: what imports cannot lead out of, and what is understood around a file that is named.
//!
//! In: the given paths, resolved. Out: a folder. Reads nothing: only asks what is there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::place::slashed;

/// What a project's own file is called.
const CONFIGURATION: &str = "tokentrail.toml";

/// The repository around all given paths; without one, the nearest package; without either, the folder that they share.
pub(super) fn project_root<'p>(given: impl IntoIterator<Item = &'p Path>) -> PathBuf {
    let Some(shared) = given.into_iter().map(folder_of).reduce(shared_folder) else { return PathBuf::new() };
    let marked = |mark: &str| shared.ancestors().find(|folder| folder.join(mark).exists());
    marked(".git").or_else(|| marked("package.json")).unwrap_or(shared).to_path_buf()
}

/// The project that a named file is understood in: the nearest folder with a configuration, else the repository, else the
/// nearest package.
pub(super) fn project_of(file: &Path) -> Option<&Path> {
    let folders = || file.ancestors().skip(1);
    let configured = configured(folders());
    configured.or_else(|| repository(folders())).or_else(|| folders().find(|folder| holds(folder, "package.json")))
}

/// The roots from which files are known again, whatever a run is asked for: the same for every file of a folder.
#[derive(Debug, Default)]
pub(super) struct Roots {
    of: HashMap<PathBuf, Marks>,
}

/// What is met from a folder upwards.
#[derive(Debug, Clone, Default)]
struct Marks {
    repository: Option<PathBuf>,
    /// Of several packages in each other the outermost, which is where a repository's root would be.
    package: Option<PathBuf>,
}

impl Roots {
    /// The path of a file from the root of its repository, else of the outermost package, with `/`. What belongs to neither
    /// is known by how it is shown.
    pub(super) fn path_of(&mut self, file: &Path, shown: &str) -> String {
        let marks = file.parent().map(|folder| self.marks(folder)).unwrap_or_default();
        let root = marks.repository.or(marks.package);
        let below = root.as_deref().and_then(|root| file.strip_prefix(root).ok());
        below.map_or_else(|| shown.to_owned(), slashed)
    }

    fn marks(&mut self, folder: &Path) -> Marks {
        // From the nearest folder that is known, or the outermost, inwards.
        let unknown: Vec<&Path> = folder.ancestors().take_while(|folder| !self.of.contains_key(*folder)).collect();
        let known = unknown.last().map_or(Some(folder), |last| last.parent());
        let mut marks = known.and_then(|known| self.of.get(known)).cloned().unwrap_or_default();
        for folder in unknown.into_iter().rev() {
            if holds(folder, ".git") {
                marks.repository = Some(folder.to_path_buf());
            }
            if marks.package.is_none() && holds(folder, "package.json") {
                marks.package = Some(folder.to_path_buf());
            }
            self.of.insert(folder.to_path_buf(), marks.clone());
        }
        marks
    }
}

/// The outermost package around a folder, as far as a root.
pub(super) fn package_around<'p>(folder: &'p Path, root: &Path) -> Option<&'p Path> {
    let around = folder.ancestors().skip(1).take_while(|above| above.starts_with(root));
    around.filter(|above| holds(above, "package.json")).last()
}

/// The configuration that holds for a file or a folder.
pub(super) fn configuration_around(path: &Path) -> Option<PathBuf> {
    configured(folder_of(path).ancestors()).map(|folder| folder.join(CONFIGURATION))
}

/// The repository that a file lies in.
pub(super) fn repository_around(file: &Path) -> Option<&Path> {
    repository(file.ancestors().skip(1))
}

/// The nearest folder with a configuration. One above the repository belongs to somebody else.
fn configured<'p>(folders: impl Iterator<Item = &'p Path> + Clone) -> Option<&'p Path> {
    let repository = repository(folders.clone());
    folders
        .take_while(|folder| repository.is_none_or(|repository| folder.starts_with(repository)))
        .find(|folder| holds(folder, CONFIGURATION))
}

fn repository<'p>(mut folders: impl Iterator<Item = &'p Path>) -> Option<&'p Path> {
    folders.find(|folder| holds(folder, ".git"))
}

fn holds(folder: &Path, mark: &str) -> bool {
    folder.join(mark).exists()
}

fn folder_of(path: &Path) -> &Path {
    if path.is_dir() { path } else { path.parent().unwrap_or(path) }
}

fn shared_folder<'p>(a: &'p Path, b: &'p Path) -> &'p Path {
    a.ancestors().find(|folder| b.starts_with(folder)).unwrap_or(a)
}
