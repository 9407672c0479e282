//! Imports whose meaning a look at names decides: relative ones of files that are there, and packages that the project has
//! nothing to do with. Most are of these kinds, and need none of the rules' machinery.
//!
//! In: an import, and what is known of the folder that it stands in. Out: its target, the same that the rules give, or none
//! where only they can tell: behind symbolic links, in folders with a manifest, for output that is yet to be compiled.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError};

use oxc_resolver::PathUtil;

use super::compiled::{self, Output};
use super::listing::{Entry, Listing};
use super::probe::Extensions;
use super::storage::Kind;
use super::target::PackageName;
use super::view::{PACKAGES_FOLDER, Sources};
use super::{Import, Modules, Target, is_path};

const MANIFEST: &str = "package.json";
const SETTINGS: [&str; 2] = ["tsconfig.json", "jsconfig.json"];

/// A folder of the project with no symbolic link on the way to it, and what imports in it depend on.
pub(super) struct Surroundings {
    listing: Arc<Listing>,
    /// Where sources of its files are, if these are there, and if they are not.
    built: Arc<[Sources]>,
    missing: OnceLock<Arc<[Sources]>>,
    /// None where the rules cannot read a manifest that holds here, and find nothing below it.
    package: Option<Arc<Package>>,
    /// Settings lie here, or in a folder above.
    pub(super) has_settings: bool,
}

/// The package that a folder belongs to, as the rules know it.
#[derive(Default)]
struct Package {
    name: Option<Box<str>>,
}

/// What a name in a folder leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    File,
    Nothing,
    /// The rules have to say.
    Unsure,
}

impl Modules {
    /// None for folders that names do not tell enough of.
    pub(super) fn surroundings(&self, folder: &Path) -> Option<Arc<Surroundings>> {
        self.surroundings.of(folder, || self.look_around(folder).map(Arc::new))
    }

    fn look_around(&self, folder: &Path) -> Option<Surroundings> {
        let view = &self.view;
        let above = if folder == view.root() {
            // In an installed package, other manifests hold.
            let is_installed = folder.iter().any(|part| part == PACKAGES_FOLDER);
            (!is_installed).then_some(None)?
        } else {
            let name = folder.file_name()?.to_str()?;
            let above = folder.parent().filter(|above| above.starts_with(view.root()))?;
            let above = self.surroundings(above)?;
            let is_plain = name.is_ascii() && above.listing.entry(name) == Entry::Of(Kind::Folder);
            Some(is_plain.then_some(above)?)
        };
        let listing = view.listing(folder);
        let package = if listing.has(MANIFEST) {
            let manifest = self.scripts.resolve(folder, "./package.json").ok();
            manifest.map(|found| {
                let name = found.package_json().and_then(|manifest| manifest.name()).map(Box::from);
                Arc::new(Package { name })
            })
        } else {
            above.as_ref().map_or_else(|| Some(Arc::default()), |above| above.package.clone())
        };
        Some(Surroundings {
            has_settings: above.is_some_and(|above| above.has_settings)
                || SETTINGS.iter().any(|name| listing.has(name)),
            built: view.sources(folder, Output::Built),
            missing: OnceLock::new(),
            package,
            listing,
        })
    }

    /// What an import means; none where the rules have to say.
    pub(super) fn directly(&self, import: &Import<'_>, around: &Surroundings) -> Option<Target> {
        let Import { folder, specifier, extensions, .. } = *import;
        let is_plain = |byte: u8| byte.is_ascii() && !matches!(byte, b'?' | b'#' | b'\\' | b':');
        if !specifier.bytes().all(is_plain) {
            return None;
        }
        let options = import.settings.as_deref().map(|settings| &settings.compiler_options);
        if specifier.starts_with('.') {
            let has_roots = options.is_some_and(|options| options.root_dirs.is_some());
            return if is_path(specifier) && !has_roots { self.relative(folder, specifier, extensions) } else { None };
        }
        let is_mapped = options.is_some_and(|options| options.paths.is_some() || options.base_url.is_some());
        let name = PackageName::of(specifier)?.name;
        let package = around.package.as_ref()?;
        let is_foreign = !is_mapped
            && !specifier.contains("..")
            && !package.name.as_deref().is_some_and(|name| specifier.starts_with(name))
            && self.view.workspace().folder(name).is_none();
        is_foreign.then(|| self.foreign(import))
    }

    /// A path to a file, or to a folder with an index.
    fn relative(&self, folder: &Path, specifier: &str, extensions: &Extensions) -> Option<Target> {
        let path = folder.normalize_with(specifier);
        let (above, name) = (path.parent()?, path.file_name()?.to_str()?);
        let around = self.surroundings(above)?;
        around.package.as_ref()?;
        if !specifier.ends_with('/') {
            match self.any_file(above, &around, extensions.of_file(name)) {
                (Found::File, name) => return Some(self.at(above, &around, &name)),
                (Found::Unsure, _) => return None,
                (Found::Nothing, _) => {}
            }
        }
        if name == PACKAGES_FOLDER || around.listing.entry(name) != Entry::Of(Kind::Folder) {
            return None;
        }
        let around = self.surroundings(&path)?;
        // A manifest may name another file.
        if around.listing.has(MANIFEST) {
            return None;
        }
        match self.any_file(&path, &around, extensions.of_index()) {
            (Found::File, name) => Some(self.at(&path, &around, &name)),
            _ => None,
        }
    }

    /// The first of some names that a file has, or would have if it were compiled.
    fn any_file(&self, folder: &Path, around: &Surroundings, names: impl Iterator<Item = String>) -> (Found, String) {
        let missing = || around.missing.get_or_init(|| self.view.sources(folder, Output::Missing));
        let look = |name: &str| match around.listing.entry(name) {
            Entry::Of(Kind::File) => Found::File,
            Entry::Of(Kind::Folder) => Found::Nothing,
            Entry::Nothing if !compiled::is_script(name) => Found::Nothing,
            Entry::Nothing if !self.view.has_source(missing(), name) => Found::Nothing,
            Entry::Nothing | Entry::Odd | Entry::Of(Kind::Link) => Found::Unsure,
        };
        let found = names.map(|name| (look(&name), name)).find(|(found, _)| *found != Found::Nothing);
        found.unwrap_or((Found::Nothing, String::new()))
    }

    /// A file that is there. Its source may be there, too.
    fn at(&self, folder: &Path, around: &Surroundings, name: &str) -> Target {
        let path = folder.join(name);
        if around.built.is_empty() { self.own(path) } else { self.file(&path) }
    }

    /// A package of the registry or a module of the platform: the same wherever nothing of the project is called so.
    fn foreign(&self, import: &Import<'_>) -> Target {
        if let Some(known) = self.foreign.read().unwrap_or_else(PoisonError::into_inner).get(import.specifier) {
            return known.clone();
        }
        let target = self.by_rules(import);
        let mut known = self.foreign.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(import.specifier.into()).or_insert(target).clone()
    }

    fn own(&self, path: PathBuf) -> Target {
        if self.view.is_in_memory() { self.file(&path) } else { Target::File(path) }
    }
}
