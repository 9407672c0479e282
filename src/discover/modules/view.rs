//! The project as module resolution sees it: confined to its root, without installed packages, with its own packages linked as
//! if they were installed, and with build output where only its sources are.
//!
//! In: paths. Out: what is there, or would be. What lies outside of the root is not there, whatever leads to it.

use std::borrow::Cow;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::compiled::{self, Form, Output};
use super::known::Known;
use super::listing::{Entry, Listing};
use super::storage::{Kind, Storage};
use super::workspace::Workspace;

pub(super) const PACKAGES_FOLDER: &str = "node_modules";

#[derive(Debug)]
pub(super) struct View {
    root: PathBuf,
    storage: Storage,
    workspace: Workspace,
    /// Whether a folder's own place is inside of the root: a link may lead out.
    inside: Known<bool>,
    listings: Known<Arc<Listing>>,
    /// Where the sources of a folder's scripts are, if these are there, and if they are not.
    built: Known<Arc<[Sources]>>,
    missing: Known<Arc<[Sources]>>,
    /// Folders without symbolic links on the way to them.
    folders: Known<Option<PathBuf>>,
    files: Known<Option<PathBuf>>,
}

/// A folder where sources of output may be.
#[derive(Debug)]
pub(super) struct Sources {
    folder: PathBuf,
    listing: Arc<Listing>,
    form: Form,
}

impl Sources {
    /// The source that a script was or would be compiled from.
    fn of(&self, view: &View, script: &str) -> Option<PathBuf> {
        let is_there = |name: &String| match self.listing.entry(name) {
            Entry::Nothing if !name.is_ascii() => view.own_kind(&self.folder.join(name)) == Some(Kind::File),
            entry => entry == Entry::Of(Kind::File),
        };
        compiled::source_names(script, self.form).find(is_there).map(|name| self.folder.join(name))
    }
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
            inside: Known::default(),
            listings: Known::default(),
            built: Known::default(),
            missing: Known::default(),
            folders: Known::default(),
            files: Known::default(),
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
        match self.own_kind(own)? {
            Kind::Link => self.storage.canonical(own),
            Kind::File | Kind::Folder => Some(self.real_folder(folder)?.join(name)),
        }
    }

    fn real_folder(&self, folder: &Path) -> Option<PathBuf> {
        self.folders.of(folder, || self.real(folder))
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
        self.files.of(path, || {
            let own = self.canonical(path).filter(|own| self.own_kind(own) == Some(Kind::File));
            let output = if own.is_some() { Output::Built } else { Output::Missing };
            match self.source(path, output) {
                Some(source) => self.canonical(&source),
                None => own,
            }
        })
    }

    fn source(&self, path: &Path, output: Output) -> Option<PathBuf> {
        let name = path.file_name()?.to_str()?;
        self.sources(path.parent()?, output).iter().find_map(|sources| sources.of(self, name))
    }

    /// The folders where the sources of a folder's scripts are looked for.
    pub(super) fn sources(&self, folder: &Path, output: Output) -> Arc<[Sources]> {
        let known = if output == Output::Built { &self.built } else { &self.missing };
        known.of(folder, || {
            let below = folder.strip_prefix(&self.root).unwrap_or(Path::new(""));
            let places = compiled::source_folders(below, output).into_iter();
            let sources = places.filter_map(|(place, form)| {
                let folder = self.root.join(place);
                let listing = self.listing(&folder);
                (!listing.is_empty() && self.is_inside(&folder)).then_some(Sources { folder, listing, form })
            });
            sources.collect()
        })
    }

    /// Whether a script that is not there would be compiled from a source that is.
    pub(super) fn has_source(&self, sources: &[Sources], script: &str) -> bool {
        sources.iter().any(|sources| sources.of(self, script).is_some())
    }

    /// What there is at a path inside of the root. Most of what imports may mean is not there: a folder that is listed once
    /// tells so of all its names, and what the others are.
    fn own_kind(&self, path: &Path) -> Option<Kind> {
        match self.listed(path) {
            Some(Entry::Of(kind)) => Some(kind),
            Some(Entry::Odd | Entry::Nothing) => None,
            None => self.storage.kind(path),
        }
    }

    /// What a path's folder says of it; none where only the system can tell.
    fn listed(&self, path: &Path) -> Option<Entry> {
        if path == self.root {
            return None;
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
            return Some(Entry::Nothing);
        };
        // Some systems list other forms of a letter than they are asked for.
        (name.is_ascii() && name != PACKAGES_FOLDER).then(|| self.listing(folder).entry(name))
    }

    /// What a folder of the project holds.
    pub(super) fn listing(&self, folder: &Path) -> Arc<Listing> {
        self.listings.of(folder, || {
            let is_there = self.listed(folder) != Some(Entry::Nothing);
            let own = if is_there { self.canonical(folder) } else { None };
            let entries = own.map(|folder| self.storage.entries(&folder)).unwrap_or_default();
            Arc::new(Listing::new(entries.into_iter().filter(|(name, _)| name != PACKAGES_FOLDER)))
        })
    }

    fn is_inside(&self, folder: &Path) -> bool {
        if folder == self.root {
            return true;
        }
        let Some(above) = folder.parent().filter(|_| folder.starts_with(&self.root)) else { return false };
        self.inside.of(folder, || {
            self.is_inside(above)
                && match self.own_kind(folder) {
                    Some(Kind::Link) => self.canonical(folder).is_some(),
                    _ => true,
                }
        })
    }
}
