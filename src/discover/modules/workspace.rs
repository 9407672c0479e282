//! Workspaces: which package names mean a folder of the project itself, as a package manager would link them.
//!
//! In: the manifests of the project. Out: folders by name. A package is linked only where the project says that it is its own:
//! an example that happens to be called like a package of the registry must not stand for it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use super::storage::{Kind, Storage};

/// The project's own packages, by name.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    folders: FxHashMap<String, PathBuf>,
    /// The scopes among the names, with their `@`.
    scopes: FxHashSet<String>,
    /// The lowest major versions that each manifest's folder asks for.
    majors: FxHashMap<PathBuf, FxHashMap<String, u32>>,
}

/// The manifest's fields, or none where it is no manifest: what the library that resolves takes for one must be one.
pub(super) fn manifest(bytes: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()
}

impl Workspace {
    pub(super) fn new(root: &Path, manifests: impl IntoIterator<Item = PathBuf>, storage: &Storage) -> Self {
        let mut declared = FxHashSet::default();
        let mut packages = Vec::new();
        let mut majors = FxHashMap::default();
        // The project's own manifest counts, also where only a folder of the project is looked at.
        let own = root.join("package.json");
        let own = Some(own).filter(|path| storage.kind(path) == Some(Kind::File));
        let given = manifests.into_iter().filter(|path| path.starts_with(root));
        let paths: BTreeSet<PathBuf> = given.chain(own).collect();
        for path in paths {
            let Some(folder) = path.parent() else { continue };
            let Some(manifest) = storage.read(&path).ok().and_then(|bytes| manifest(&bytes)) else { continue };
            declared.extend(own_dependencies(&manifest).map(str::to_owned));
            majors.insert(folder.to_path_buf(), dependencies(&manifest).filter_map(major).collect());
            if let Some(Value::String(name)) = manifest.get("name") {
                packages.push((folder.components().count(), folder.to_path_buf(), name.clone()));
            }
        }
        // Of two packages with one name, the one that is less deep is no copy.
        packages.sort();
        let mut roots = Roots { storage, root, known: FxHashMap::default() };
        let mut workspace = Self { majors, ..Self::default() };
        for (_, folder, name) in packages {
            if folder != root
                && (declared.contains(&name) || roots.are_above(&folder))
                && !workspace.folders.contains_key(&name)
            {
                if let Some((scope, _)) = name.split_once('/') {
                    workspace.scopes.insert(scope.to_owned());
                }
                workspace.folders.insert(name, folder);
            }
        }
        workspace
    }

    pub(super) fn folder(&self, name: &str) -> Option<&Path> {
        self.folders.get(name).map(PathBuf::as_path)
    }

    /// The lowest major version of a package that the nearest manifest above a file asks for.
    pub(super) fn major(&self, file: &Path, package: &str) -> Option<u32> {
        file.ancestors().skip(1).find_map(|folder| self.majors.get(folder)?.get(package).copied())
    }

    pub(super) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.contains(scope)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }
}

/// The dependencies that a manifest takes from the project itself.
fn own_dependencies(manifest: &Map<String, Value>) -> impl Iterator<Item = &str> {
    const PROTOCOLS: [&str; 4] = ["workspace:", "file:", "link:", "portal:"];
    let is_own =
        |range: &Value| range.as_str().is_some_and(|range| PROTOCOLS.iter().any(|start| range.starts_with(start)));
    dependencies(manifest).filter(move |(_, range)| is_own(range)).map(|(name, _)| name.as_str())
}

/// What a manifest depends on, and the ranges of versions.
fn dependencies(manifest: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    const FIELDS: [&str; 4] = ["optionalDependencies", "peerDependencies", "devDependencies", "dependencies"];
    FIELDS.iter().filter_map(|field| manifest.get(*field).and_then(Value::as_object)).flatten()
}

/// The first number of a range is the lowest major version: `^4.18.2`, `>=4`, `4.x`.
fn major((name, range): (&String, &Value)) -> Option<(String, u32)> {
    let range = range.as_str()?.trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits = range.len() - range.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    Some((name.clone(), range[..digits].parse().ok()?))
}

/// The folders that declare a workspace.
struct Roots<'s> {
    storage: &'s Storage,
    root: &'s Path,
    known: FxHashMap<PathBuf, bool>,
}

impl Roots<'_> {
    fn are_above(&mut self, folder: &Path) -> bool {
        let root = self.root;
        folder.ancestors().skip(1).take_while(|folder| folder.starts_with(root)).any(|folder| self.is_one(folder))
    }

    fn is_one(&mut self, folder: &Path) -> bool {
        if let Some(known) = self.known.get(folder) {
            return *known;
        }
        const MARKS: [&str; 3] = ["pnpm-workspace.yaml", "lerna.json", "rush.json"];
        let is_one = MARKS.iter().any(|mark| self.storage.kind(&folder.join(mark)) == Some(Kind::File)) || {
            let path = folder.join("package.json");
            // A link may lead anywhere: only a file that stands here is read.
            self.storage.kind(&path) == Some(Kind::File)
                && self.storage.read(&path).is_ok_and(|bytes| {
                    manifest(&bytes).and_then(|manifest| manifest.get("workspaces").map(|value| !value.is_null()))
                        == Some(true)
                })
        };
        self.known.insert(folder.to_path_buf(), is_one);
        is_one
    }
}
