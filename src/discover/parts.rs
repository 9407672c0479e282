//! Parts of a run: the files that may have to do with each other, and are understood together.
//!
//! In: what was discovered, and which file an import means. Out: parts, each of whole packages. Files of one package are in one
//! part, and so are packages of which one imports the other: what is called alike in two services that do not know of each other
//! is not the same. Parts share nothing, so that each can be forgotten before the next one is looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::modules::{Modules, Target};
use super::place::normal;
use super::{Discovery, Other, SourceText, Specifiers, root};

/// Files that are understood together; the fields are as of a [`Discovery`].
#[derive(Debug, Default)]
pub struct Part {
    pub kept: Vec<SourceText>,
    pub kept_specifiers: Vec<Specifiers>,
    pub others: Vec<Other>,
}

impl Part {
    /// How much text it has, read or not.
    pub fn bytes(&self) -> u64 {
        let kept = self.kept.iter().map(|file| file.text.len() as u64);
        kept.chain(self.others.iter().map(|other| other.stamp.length)).sum()
    }
}

/// Takes the files of a discovery apart, in the order of their first files. What holds no file that was kept is left out: nothing
/// there can matter.
pub fn parts(discovery: &mut Discovery, modules: &Modules) -> Vec<Part> {
    if discovery.kept.is_empty() {
        return Vec::new();
    }
    let homes = Homes::of(discovery);
    let tied = homes.tied(discovery, modules);
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    let specifiers = std::mem::take(&mut discovery.kept_specifiers);
    for (file, specifiers) in std::mem::take(&mut discovery.kept).into_iter().zip(specifiers) {
        let part = parts.entry(tied[homes.number(&file.path)]).or_default();
        part.kept.push(file);
        part.kept_specifiers.push(specifiers);
    }
    for other in std::mem::take(&mut discovery.others) {
        if let Some(part) = parts.get_mut(&tied[homes.number(&other.path)]) {
            part.others.push(other);
        }
    }
    let mut parts: Vec<Part> = parts.into_values().collect();
    parts.sort_by(|a, b| a.kept[0].display.cmp(&b.kept[0].display));
    parts
}

/// The whole of a discovery as one part.
pub fn whole(discovery: &mut Discovery) -> Part {
    Part {
        kept: std::mem::take(&mut discovery.kept),
        kept_specifiers: std::mem::take(&mut discovery.kept_specifiers),
        others: std::mem::take(&mut discovery.others),
    }
}

/// The folders of packages that lie in no other package, sorted. What lies in none of them belongs together: it has the number
/// behind theirs.
struct Homes(Vec<PathBuf>);

impl Homes {
    fn of(discovery: &Discovery) -> Homes {
        let own = discovery.manifests.iter().filter_map(|manifest| manifest.parent()).map(Path::to_path_buf);
        // A folder that is looked through may be a part of a package itself.
        let around = discovery.folders.iter().filter_map(|folder| root::package_around(folder, &discovery.root));
        let all: BTreeSet<PathBuf> = own.chain(around.map(Path::to_path_buf)).collect();
        let mut homes: Vec<PathBuf> = Vec::new();
        // A folder comes before what lies in it.
        for folder in all {
            if homes.last().is_none_or(|last| !folder.starts_with(last)) {
                homes.push(folder);
            }
        }
        Homes(homes)
    }

    fn number(&self, path: &Path) -> usize {
        let after = self.0.partition_point(|home| home.as_path() <= path);
        let home = after.checked_sub(1).filter(|&at| path.starts_with(&self.0[at]));
        home.unwrap_or(self.0.len())
    }

    /// By home, a number that it shares with those which imports tie to it.
    fn tied(&self, discovery: &Discovery, modules: &Modules) -> Vec<usize> {
        let mut tied: Vec<usize> = (0..=self.0.len()).collect();
        if self.0.is_empty() {
            return tied;
        }
        let kept = discovery.kept.iter().map(|file| file.path.as_path()).zip(&discovery.kept_specifiers);
        let others = discovery.others.iter().map(|other| (other.path.as_path(), &other.specifiers));
        let files: Vec<(&Path, &Specifiers)> = kept.chain(others).collect();
        let loose = Loose::of(files.iter().map(|&(path, _)| path).filter(|path| self.number(path) == self.0.len()));
        let leading_out: BTreeSet<(usize, usize)> = files
            .par_iter()
            .flat_map_iter(|&(path, specifiers)| {
                let own = self.number(path);
                let meant =
                    specifiers.iter().filter_map(|specifier| self.meant((path, own), specifier, modules, &loose));
                meant.filter(|&other| other != own).map(|other| (own, other)).collect::<BTreeSet<_>>()
            })
            .collect();
        for (one, other) in leading_out {
            let (one, other) = (tied[one], tied[other]);
            tied.iter_mut().filter(|number| **number == other).for_each(|number| *number = one);
        }
        tied
    }

    /// The home that an import leads to, as far as it may be another one. A path says that by itself, whatever stands there: a
    /// folder may be gone through and its files loaded.
    fn meant(
        &self,
        (importer, own): (&Path, usize),
        specifier: &str,
        modules: &Modules,
        loose: &Loose<'_>,
    ) -> Option<usize> {
        if specifier.starts_with('.') {
            let folder = importer.parent()?;
            let below = self.0.get(own).and_then(|home| folder.strip_prefix(home).ok());
            let ups = specifier.split('/').filter(|part| *part == "..").count();
            if below.is_some_and(|below| ups <= below.components().count()) {
                return None;
            }
            let meant = normal(&folder.join(specifier));
            // Most texts that lead out of a package are no imports.
            return Some(self.number(&meant)).filter(|&number| number < self.0.len() || loose.stand_at(&meant));
        }
        match modules.resolve(importer, specifier) {
            Target::File(path) => Some(self.number(&path)),
            _ => None,
        }
    }
}

/// The files that lie in no package, by the bytes of their paths, sorted.
struct Loose<'f>(Vec<&'f [u8]>);

impl<'f> Loose<'f> {
    fn of(files: impl Iterator<Item = &'f Path>) -> Loose<'f> {
        let mut paths: Vec<&[u8]> = files.map(|path| path.as_os_str().as_encoded_bytes()).collect();
        paths.sort_unstable();
        Loose(paths)
    }

    /// Whether some of them are what a path means, with or without an extension, or stand below.
    fn stand_at(&self, path: &Path) -> bool {
        let start = path.as_os_str().as_encoded_bytes();
        let from = self.0.partition_point(|known| *known < start);
        self.0.get(from).is_some_and(|known| known.starts_with(start))
    }
}
