//! Packages: which folder a file's package is, and whether that package is a library.
//!
//! In: the `package.json` files that the walk met. Out: answers for the scope list. Knows nothing of which folders are in
//! scope. A manifest that cannot be read still marks a package: it says less, and no file is lost by it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// What the scope list wants to know of a `package.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Manifest {
    /// Others install it, or it is the root of a workspace: its examples are for readers, not for running.
    pub(super) is_library: bool,
}

impl Manifest {
    /// `None` for a manifest that only sets a module type for the folder that it lies in, as compiled packages have them.
    pub(super) fn parse(bytes: &[u8]) -> Option<Manifest> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let Ok(manifest) = serde_json::from_slice::<Map<String, Value>>(bytes) else {
            return Some(Manifest::default());
        };
        let has = |key: &str| manifest.get(key).is_some_and(|value| !value.is_null());
        const OF_PACKAGES: [&str; 6] = ["name", "version", "private", "scripts", "dependencies", "devDependencies"];
        if !OF_PACKAGES.iter().any(|key| has(key)) && !has("workspaces") {
            return None;
        }
        const OF_PUBLISHED: [&str; 7] = ["exports", "module", "types", "typings", "files", "bin", "publishConfig"];
        let is_private = manifest.get("private") == Some(&Value::Bool(true));
        // `npm init` writes `main` into every application; one that can be started is none to import.
        let starts = manifest.get("scripts").is_some_and(|scripts| scripts.get("start").is_some());
        let is_published = OF_PUBLISHED.iter().any(|key| has(key)) || (has("main") && !starts);
        Some(Manifest { is_library: has("workspaces") || (!is_private && is_published) })
    }
}

/// The packages below one scanned folder, by their folder. The scanned folder itself always counts as one.
#[derive(Debug, Default)]
pub(super) struct Packages {
    /// By the folder as it is written: the walk writes each in one way, and a path's own hash looks at all of its parts.
    manifests: FxHashMap<Box<OsStr>, Manifest>,
}

impl Packages {
    pub(super) fn new(manifests: impl IntoIterator<Item = (PathBuf, Manifest)>) -> Self {
        let manifests = manifests.into_iter();
        Self { manifests: manifests.map(|(folder, manifest)| (folder.as_os_str().into(), manifest)).collect() }
    }

    /// The folder of the package that a folder belongs to.
    pub(super) fn root_of<'p>(&self, folder: &'p Path) -> &'p Path {
        folder.ancestors().find(|above| self.manifests.contains_key(above.as_os_str())).unwrap_or(Path::new(""))
    }

    /// Whether a folder is a package's.
    pub(super) fn is_root(&self, folder: &Path) -> bool {
        folder.as_os_str().is_empty() || self.manifests.contains_key(folder.as_os_str())
    }

    /// Whether the package that a folder belongs to is a library.
    pub(super) fn is_library(&self, folder: &Path) -> bool {
        self.manifests.get(self.root_of(folder).as_os_str()).is_some_and(|manifest| manifest.is_library)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_library(text: &str) -> Option<bool> {
        Manifest::parse(text.as_bytes()).map(|manifest| manifest.is_library)
    }

    #[test]
    fn a_published_package_is_a_library() {
        assert_eq!(is_library(r#"{"name":"x","exports":"./i.js"}"#), Some(true));
        assert_eq!(is_library(r#"{"name":"x","main":"i.js"}"#), Some(true));
        assert_eq!(is_library("\u{feff}{\"name\":\"x\",\"types\":\"i.d.ts\"}"), Some(true));
        assert_eq!(is_library(r#"{"private":true,"workspaces":["packages/*"]}"#), Some(true));
    }

    #[test]
    fn an_application_is_none() {
        let started = r#"{"name":"x","main":"i.js","scripts":{"start":"node i.js"}}"#;
        assert_eq!(is_library(started), Some(false));
        assert_eq!(is_library(r#"{"name":"x","private":true,"main":"i.js"}"#), Some(false));
        assert_eq!(is_library(r#"{"dependencies":{"express":"4"}}"#), Some(false));
    }

    #[test]
    fn a_module_type_alone_makes_no_package() {
        assert_eq!(is_library(r#"{"type":"commonjs"}"#), None);
    }

    #[test]
    fn a_broken_manifest_still_marks_a_package() {
        assert_eq!(is_library("{ // not JSON"), Some(false));
        assert_eq!(is_library("[]"), Some(false));
    }

    #[test]
    fn the_nearest_manifest_decides() {
        let library = Manifest { is_library: true };
        let packages =
            Packages::new([(PathBuf::from(""), Manifest::default()), (PathBuf::from("packages/a"), library)]);
        assert_eq!(packages.root_of(Path::new("packages/a/src")), Path::new("packages/a"));
        assert_eq!(packages.root_of(Path::new("packages/b")), Path::new(""));
        assert!(packages.is_library(Path::new("packages/a/src")));
        assert!(!packages.is_library(Path::new("packages")));
    }
}
