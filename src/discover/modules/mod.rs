//! Which file an import means: the project's modules.
//!
//! In: the project's root, and for each import the importing file and the specifier. Out: a [`Target`]. The rules of Node.js
//! and TypeScript are those of `oxc_resolver`; around it stand a view of the project that a fresh clone looks through as an
//! installed one does, and what people do that the rules do not know. Reads manifests and settings inside of the root, and no
//! source. Knows nothing of which files are analysed.

mod compiled;
mod direct;
mod file_system;
mod known;
mod listing;
mod probe;
mod settings;
mod storage;
mod target;
mod view;
mod workspace;

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use oxc_resolver::{
    PathUtil, ResolveContext, ResolveError, ResolveOptions, ResolverGeneric, TsConfig, TsconfigDiscovery,
};
use rustc_hash::FxHashMap;

use self::direct::Surroundings;
use self::file_system::Shared;
use self::known::Known;
use self::probe::{Extensions, OF_JAVASCRIPT, OF_TYPESCRIPT};
use self::storage::Storage;
use self::target::PackageName;
use self::view::View;
use super::imports::LONGEST_SPECIFIER;
use crate::syntax::Dialect;

pub use self::target::Target;

/// Where the root of a project in memory stands.
const MEMORY_ROOT: &str = "/";

/// The modules of one project. Can be asked from several threads, and remembers what it read: it is made anew for every run.
pub struct Modules {
    view: Arc<View>,
    scripts: ResolverGeneric<Shared>,
    typed: ResolverGeneric<Shared>,
    /// For settings whose references cannot be read.
    without_references: ResolverGeneric<Shared>,
    /// Those that hold for a file.
    settings: Known<Option<Arc<TsConfig>>>,
    /// Those that are met first from a folder upwards.
    nearest_settings: Known<Option<Arc<TsConfig>>>,
    surroundings: Known<Option<Arc<Surroundings>>>,
    /// What specifiers mean that have nothing to do with the project.
    foreign: RwLock<FxHashMap<Box<str>, Target>>,
    asked: AtomicU64,
}

/// An import that is not decided by its form alone.
struct Import<'i> {
    folder: &'i Path,
    specifier: &'i str,
    resolver: &'i ResolverGeneric<Shared>,
    extensions: &'static Extensions,
    settings: Option<Arc<TsConfig>>,
}

impl Modules {
    /// The project in a folder. The manifests are the `package.json` files of its own packages: those that a workspace links.
    pub fn on_disk(root: &Path, manifests: impl IntoIterator<Item = PathBuf>) -> io::Result<Self> {
        Ok(Self::new(View::new(fs::canonicalize(root)?, Storage::Disk, manifests)))
    }

    /// A project of sources and manifests in memory. Paths are relative, with `/`, here and in what is resolved.
    pub fn in_memory(files: impl IntoIterator<Item = (PathBuf, Arc<str>)>) -> Self {
        let root = Path::new(MEMORY_ROOT);
        let files: Vec<(PathBuf, Arc<str>)> =
            files.into_iter().map(|(path, text)| (root.normalize_with(path), text)).collect();
        let is_manifest = |path: &&PathBuf| path.file_name().is_some_and(|name| name == "package.json");
        let manifests: Vec<PathBuf> = files.iter().map(|(path, _)| path).filter(is_manifest).cloned().collect();
        Self::new(View::new(root.to_path_buf(), Storage::in_memory(files), manifests))
    }

    fn new(view: View) -> Self {
        let view = Arc::new(view);
        let resolver = |options| ResolverGeneric::new_with_file_system(Shared(Arc::clone(&view)), options);
        let scripts = resolver(options(&OF_JAVASCRIPT));
        Self {
            // The files and settings that one of the two has seen, the other need not look for.
            typed: scripts.clone_with_options(options(&OF_TYPESCRIPT)),
            scripts,
            without_references: resolver(ResolveOptions::default().with_node_path(false)),
            settings: Known::default(),
            nearest_settings: Known::default(),
            surroundings: Known::default(),
            foreign: RwLock::default(),
            asked: AtomicU64::new(0),
            view,
        }
    }

    /// What an import in a file means. The file's path is absolute and without symbolic links.
    pub fn resolve(&self, importer: &Path, specifier: &str) -> Target {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let importer = self.view.root().join(importer);
        let Some(folder) = importer.parent().filter(|folder| folder.starts_with(self.view.root())) else {
            return Target::Missing;
        };
        if specifier.is_empty() || specifier.len() > LONGEST_SPECIFIER || specifier.contains(char::is_control) {
            return Target::Missing;
        }
        if let Some(target) = of_scheme(specifier) {
            return target;
        }
        let specifier = &*as_folder(specifier);
        let (resolver, extensions) = self.language(&importer);
        let around = self.surroundings(folder);
        let may_have_settings = around.as_ref().is_none_or(|around| around.has_settings);
        let settings = if may_have_settings { self.settings(&importer) } else { None };
        let import = Import { folder, specifier, resolver, extensions, settings };
        let direct = around.and_then(|around| self.directly(&import, &around));
        direct.unwrap_or_else(|| self.by_rules(&import))
    }

    /// How imports are read where a file is written in its language.
    fn language(&self, importer: &Path) -> (&ResolverGeneric<Shared>, &'static Extensions) {
        let is_script = Dialect::of_path(importer).is_none_or(|dialect| dialect == Dialect::JavaScript);
        if is_script { (&self.scripts, &OF_JAVASCRIPT) } else { (&self.typed, &OF_TYPESCRIPT) }
    }

    /// What an import means by the rules of Node.js and TypeScript.
    fn by_rules(&self, import: &Import<'_>) -> Target {
        let Import { folder, specifier, resolver, extensions, ref settings } = *import;
        let is_bare = !is_path(specifier);
        let mut context = ResolveContext::default();
        match resolver.resolve_with_context(folder, specifier, settings.as_deref(), &mut context) {
            // A declaration that the project wrote for a package is not what runs.
            Ok(found) if !is_bare || !is_declaration(found.path()) => self.file(found.path()),
            Err(ResolveError::Builtin { resolved, .. }) => {
                Target::Builtin(resolved.strip_prefix("node:").unwrap_or(&resolved).to_owned())
            }
            _ if is_bare => self.package(specifier, settings.as_deref(), extensions),
            _ => self.path(folder, specifier, extensions),
        }
    }

    /// Of how many imports it was asked what they mean.
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// The lowest major version of a package that the project asks for where a file stands.
    pub fn major(&self, file: &Path, package: &str) -> Option<u32> {
        self.view.workspace().major(&self.view.root().join(file), package)
    }

    fn file(&self, path: &Path) -> Target {
        match self.view.file(path) {
            Some(path) if self.view.is_in_memory() => {
                Target::File(path.strip_prefix(MEMORY_ROOT).unwrap_or(&path).to_path_buf())
            }
            Some(path) => Target::File(path),
            None => Target::Missing,
        }
    }

    /// A relative or absolute path that the rules of Node.js lead nowhere.
    fn path(&self, folder: &Path, specifier: &str, extensions: &Extensions) -> Target {
        let path = specifier.split(['?', '#']).next().unwrap_or(specifier);
        self.probed(&folder.normalize_with(path), extensions)
    }

    fn probed(&self, path: &Path, extensions: &Extensions) -> Target {
        probe::file(&self.view, path, extensions).map_or(Target::Missing, |path| self.file(&path))
    }

    /// A bare specifier that leads to no file.
    fn package(&self, specifier: &str, settings: Option<&TsConfig>, extensions: &Extensions) -> Target {
        let Some(package) = PackageName::of(specifier) else { return Target::Missing };
        let Some(folder) = self.view.workspace().folder(package.name) else {
            let is_own = settings.is_some_and(|settings| maps(settings, specifier));
            return if is_own { Target::Missing } else { package.target() };
        };
        // Its entry is written by a bundler, or lies where its manifest does not say.
        let places = match package.subpath {
            "" => ["src/index", "index", "lib/index"].map(|place| folder.join(place)),
            subpath => ["", "src", "lib"].map(|place| folder.normalize_with(place).normalize_with(subpath)),
        };
        let inside = places.iter().filter(|place| place.starts_with(folder));
        let found = inside.map(|place| self.probed(place, extensions)).find(|target| *target != Target::Missing);
        found.unwrap_or(Target::Missing)
    }

    /// The settings that hold for a file: of those that claim it, else of the nearest. Broken ones hold for none.
    fn settings(&self, importer: &Path) -> Option<Arc<TsConfig>> {
        self.settings.of(importer, || {
            let claiming = self.scripts.find_tsconfig(importer).ok().flatten();
            claiming.or_else(|| self.nearest_settings(importer.parent()?))
        })
    }

    fn nearest_settings(&self, folder: &Path) -> Option<Arc<TsConfig>> {
        if !folder.starts_with(self.view.root()) {
            return None;
        }
        self.nearest_settings.of(folder, || {
            let places = ["tsconfig.json", "jsconfig.json"].map(|name| folder.join(name));
            let Some(place) = places.iter().find(|place| self.view.is_file(place)) else {
                return self.nearest_settings(folder.parent()?);
            };
            let nearest = self
                .scripts
                .resolve_tsconfig(place)
                .or_else(|_| self.without_references.resolve_tsconfig(place))
                .ok()?;
            // Settings that name only the entry file hold for what it imports, too.
            let parts = std::iter::once(&nearest).chain(&nearest.references_resolved);
            parts.into_iter().find(|part| maps_any(part)).cloned()
        })
    }
}

fn options(extensions: &Extensions) -> ResolveOptions {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    ResolveOptions {
        tsconfig: Some(TsconfigDiscovery::Auto),
        extensions: owned(&extensions.left_out),
        extension_alias: extensions.aliases.map(|(written, meant)| (written.to_owned(), owned(meant))).into(),
        // What a package calls its source is nearer to what people wrote than what it has built from it.
        condition_names: owned(&["source", "development", "node", "import", "require", "module"]),
        main_fields: owned(&["source", "main", "module"]),
        builtin_modules: true,
        // Results must not depend on who runs the analysis.
        node_path: false,
        ..ResolveOptions::default()
    }
}

/// What ends in a dot means a folder, whatever file has its name: so Node.js and TypeScript say.
fn as_folder(specifier: &str) -> Cow<'_, str> {
    match specifier.rsplit('/').next() {
        Some("." | "..") => Cow::Owned(format!("{specifier}/")),
        _ => Cow::Borrowed(specifier),
    }
}

/// What a specifier with a scheme means; none where the rules know it, or there is no scheme.
fn of_scheme(specifier: &str) -> Option<Target> {
    let (scheme, rest) = specifier.split_once(':')?;
    if scheme.is_empty() || !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-')) {
        return None;
    }
    match scheme {
        "node" => Some(Target::Builtin(rest.to_owned())),
        // As another runtime writes what Node.js writes without it.
        "npm" => Some(versioned(rest.trim_start_matches('/'))),
        "bun" | "cloudflare" | "deno" | "electron" => Some(Target::Builtin(specifier.to_owned())),
        "file" => None,
        _ => Some(Target::Missing),
    }
}

/// `@scope/name@1.2.3/path`
fn versioned(text: &str) -> Target {
    let Some((at, _)) = text.match_indices('@').find(|(at, _)| *at > 0) else {
        return PackageName::of(text).map_or(Target::Missing, PackageName::target);
    };
    let (name, version) = text.split_at(at);
    let subpath = version.split_once('/').map_or("", |(_, subpath)| subpath);
    match PackageName::of(name) {
        Some(package) => Target::Package { name: package.name.to_owned(), subpath: subpath.to_owned() },
        None => Target::Missing,
    }
}

fn is_path(specifier: &str) -> bool {
    let first = specifier.split(['/', '\\']).next().unwrap_or(specifier);
    matches!(first, "" | "." | "..") || specifier.starts_with("file:")
}

fn is_declaration(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase());
    name.is_some_and(|name| [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end)))
}

fn maps_any(settings: &TsConfig) -> bool {
    let options = &settings.compiler_options;
    options.paths.is_some() || options.base_url.is_some() || options.root_dirs.is_some()
}

/// Whether the settings say that a specifier is one of a family of paths of the project. A lone `*` says it of every
/// package, and a single name is mostly that of a package with declarations of its own.
fn maps(settings: &TsConfig, specifier: &str) -> bool {
    let Some(paths) = &settings.compiler_options.paths else { return false };
    paths.keys().filter_map(|key| key.split_once('*')).any(|(start, end)| {
        !start.is_empty()
            && specifier.len() >= start.len() + end.len()
            && specifier.starts_with(start)
            && specifier.ends_with(end)
    })
}

#[cfg(test)]
mod tests;
