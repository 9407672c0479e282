//! The project as module resolution sees it: confined to its root, without installed packages, with its own packages linked as
//! if they were installed, and with build output where only its sources are.
//!
//! In: paths. Out: what is there, or would be. What lies outside of the root is not there, whatever leads to it.

use std::borrow::Cow;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::compiled::{self, Output};
use super::storage::{Kind, Storage};
use super::workspace::Workspace;

pub(super) const PACKAGES_FOLDER: &str = "node_modules";

#[derive(Debug)]
pub(super) struct View {
    root: PathBuf,
    storage: Storage,
    workspace: Workspace,
    /// Whether a folder's own place is inside of the root: a link may lead out.
    inside: RwLock<FxHashMap<PathBuf, bool>>,
    names: RwLock<FxHashMap<PathBuf, Arc<[String]>>>,
    /// Folders without symbolic links on the way to them.
    folders: RwLock<FxHashMap<PathBuf, Option<PathBuf>>>,
    files: RwLock<FxHashMap<PathBuf, Option<PathBuf>>>,
}

/// What a path stands for.
enum Seen<'p> {
    /// A file or folder of the project.
    Own(Cow<'p, Path>),
    /// A folder of packages, or of a scope among them.
    Shelf,
    /// A package of the project where it would be installed: its folder.
    Link(&'p Path),
}

impl View {
    /// The root is absolute and without symbolic links.
    pub(super) fn new(root: PathBuf, storage: Storage, manifests: impl IntoIterator<Item = PathBuf>) -> Self {
        let workspace = Workspace::new(&root, manifests, &storage);
        Self {
            root,
            storage,
            workspace,
            inside: RwLock::default(),
            names: RwLock::default(),
            folders: RwLock::default(),
            files: RwLock::default(),
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    pub(super) fn is_in_memory(&self) -> bool {
        matches!(self.storage, Storage::Memory(_))
    }

    fn seen<'p>(&'p self, path: &'p Path) -> Option<Seen<'p>> {
        let below = path.strip_prefix(&self.root).ok()?;
        let mut names = Vec::new();
        for part in below.components() {
            match part {
                Component::Normal(name) => names.push(name),
                _ => return None,
            }
        }
        if names.first().is_some_and(|name| *name == PACKAGES_FOLDER) && !self.workspace.is_empty() {
            let text = |at: usize| names.get(at).and_then(|name| name.to_str());
            let Some(first) = text(1) else { return (names.len() == 1).then_some(Seen::Shelf) };
            if !first.starts_with('@') {
                return self.in_package(first, path, 2);
            }
            return match text(2) {
                Some(name) => self.in_package(&format!("{first}/{name}"), path, 3),
                None => (names.len() == 2 && self.workspace.has_scope(first)).then_some(Seen::Shelf),
            };
        }
        let is_own = names.iter().all(|name| *name != PACKAGES_FOLDER);
        is_own.then_some(Seen::Own(Cow::Borrowed(path)))
    }

    /// What the rest of a path means, below a package of the project.
    fn in_package<'p>(&'p self, name: &str, path: &'p Path, parts: usize) -> Option<Seen<'p>> {
        let folder = self.workspace.folder(name)?;
        let mut rest = path.strip_prefix(&self.root).ok()?.components();
        rest.by_ref().take(parts).for_each(drop);
        let rest = rest.as_path();
        if rest.as_os_str().is_empty() {
            return Some(Seen::Link(folder));
        }
        let is_own = rest.iter().all(|name| name != PACKAGES_FOLDER);
        is_own.then(|| Seen::Own(Cow::Owned(folder.join(rest))))
    }

    /// What a path names, links unfollowed. A script that a compiler has yet to write is there if its source is.
    pub(super) fn kind(&self, path: &Path) -> Option<Kind> {
        match self.seen(path)? {
            Seen::Shelf => Some(Kind::Folder),
            Seen::Link(_) => Some(Kind::Link),
            Seen::Own(own) => {
                let is_near = *own == *self.root || own.parent().is_some_and(|folder| self.is_inside(folder));
                if !is_near {
                    return None;
                }
                self.own_kind(&own).or_else(|| self.source(&own, Output::Missing).map(|_| Kind::File))
            }
        }
    }

    /// Where a link points; for a package of the project, its folder.
    pub(super) fn link(&self, path: &Path) -> io::Result<PathBuf> {
        match self.seen(path) {
            Some(Seen::Link(folder)) => Ok(folder.to_path_buf()),
            Some(Seen::Own(own)) => self.storage.link(&own),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Where a path really leads, if that is a place in the project.
    pub(super) fn canonical(&self, path: &Path) -> Option<PathBuf> {
        let target = match self.seen(path)? {
            Seen::Own(own) => self.real(&own)?,
            Seen::Link(folder) => folder.to_path_buf(),
            Seen::Shelf => return Some(path.to_path_buf()),
        };
        matches!(self.seen(&target), Some(Seen::Own(_))).then_some(target)
    }

    /// The path without symbolic links. The system would look at each of its parts, every time.
    fn real(&self, own: &Path) -> Option<PathBuf> {
        if own == self.root {
            return Some(self.root.clone());
        }
        let (folder, name) = (own.parent()?, own.file_name()?);
        match self.storage.kind(own)? {
            Kind::Link => self.storage.canonical(own),
            Kind::File | Kind::Folder => Some(self.real_folder(folder)?.join(name)),
        }
    }

    fn real_folder(&self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return known.clone();
        }
        let real = self.real(folder);
        let mut known = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(folder.to_path_buf()).or_insert(real).clone()
    }

    /// What a path leads to, links followed.
    pub(super) fn target_kind(&self, path: &Path) -> Option<Kind> {
        match self.kind(path)? {
            Kind::Link => self.storage.kind(&self.canonical(path)?),
            kind => Some(kind),
        }
    }

    pub(super) fn is_file(&self, path: &Path) -> bool {
        self.target_kind(path) == Some(Kind::File)
    }

    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        self.storage.read(&self.canonical(path).ok_or_else(missing)?)
    }

    /// The file of the project that a resolved path means: itself, or the source that it was or would be compiled from.
    pub(super) fn file(&self, path: &Path) -> Option<PathBuf> {
        if let Some(known) = self.files.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return known.clone();
        }
        let own = self.canonical(path).filter(|own| self.storage.kind(own) == Some(Kind::File));
        let output = if own.is_some() { Output::Built } else { Output::Missing };
        let file = match self.source(path, output) {
            Some(source) => self.canonical(&source),
            None => own,
        };
        let mut known = self.files.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(path.to_path_buf()).or_insert(file).clone()
    }

    fn source(&self, path: &Path, output: Output) -> Option<PathBuf> {
        let below = path.strip_prefix(&self.root).ok()?;
        let places = compiled::sources(below, output);
        places.into_iter().map(|place| self.root.join(place)).find(|place| {
            let is_near = place.parent().is_some_and(|folder| self.is_inside(folder));
            is_near && self.own_kind(place) == Some(Kind::File)
        })
    }

    /// What there is at a path inside of the root. Most of what imports may mean is not there: a folder that is listed once
    /// tells so of all its names.
    fn own_kind(&self, path: &Path) -> Option<Kind> {
        if self.is_listed(path) { self.storage.kind(path) } else { None }
    }

    fn is_listed(&self, path: &Path) -> bool {
        if path == self.root {
            return true;
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
            return false;
        };
        // Some systems list other forms of a letter than they are asked for.
        !name.is_ascii()
            || name == PACKAGES_FOLDER
            || self.names(folder).binary_search_by(|other| other.as_str().cmp(name)).is_ok()
    }

    /// The names in a folder of the project, sorted.
    pub(super) fn names(&self, folder: &Path) -> Arc<[String]> {
        if let Some(names) = self.names.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return Arc::clone(names);
        }
        let own = Some(folder).filter(|folder| self.is_listed(folder)).and_then(|folder| self.canonical(folder));
        let names = own.map(|folder| self.storage.names(&folder)).unwrap_or_default();
        let names: Arc<[String]> = names.into_iter().filter(|name| name != PACKAGES_FOLDER).collect();
        let mut known = self.names.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(folder.to_path_buf()).or_insert(names))
    }

    fn is_inside(&self, folder: &Path) -> bool {
        if folder == self.root {
            return true;
        }
        let Some(above) = folder.parent().filter(|_| folder.starts_with(&self.root)) else { return false };
        if let Some(known) = self.inside.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return *known;
        }
        let is_inside = self.is_inside(above)
            && match self.storage.kind(folder) {
                Some(Kind::Link) => self.canonical(folder).is_some(),
                _ => true,
            };
        let mut known = self.inside.write().unwrap_or_else(PoisonError::into_inner);
        *known.entry(folder.to_path_buf()).or_insert(is_inside)
    }
}
