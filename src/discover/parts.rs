//! Parts of a run: the files that may have to do with each other, and are understood together.
//!
//! In: what was discovered, and which file an import means. Out: parts, each of whole packages. Files of one package are in one
//! part, and so are packages of which one imports the other: what is called alike in two services that do not know of each other
//! is not the same. Parts share nothing, so that each can be forgotten before the next one is looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::modules::{Modules, Target};
use super::place::normal;
use super::{Discovery, Other, SourceText, Specifiers, root};

/// Files that are understood together; the fields are as of a [`Discovery`].
#[derive(Debug, Default)]
pub struct Part {
    pub kept: Vec<SourceText>,
    pub kept_specifiers: Vec<Specifiers>,
    pub others: Vec<Other>,
    /// Which files each of these imports, by number: first those that were kept, then the others. Absent where nobody has asked.
    pub imports: Option<Vec<Vec<usize>>>,
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
    let files = files_of(discovery);
    let homes_of: Vec<usize> = files.iter().map(|&(path, _)| homes.number(path)).collect();
    if homes_of.iter().all(|home| *home == homes_of[0]) {
        return vec![whole(discovery)];
    }
    let imports = imports(&files, modules);
    let tied = homes.tied(&files, &homes_of, &imports);
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    let mut numbers: Vec<usize> = Vec::with_capacity(imports.len());
    let kept = std::mem::take(&mut discovery.kept).into_iter().zip(std::mem::take(&mut discovery.kept_specifiers));
    let first_other = kept.len();
    for (file, (text, specifiers)) in kept.enumerate() {
        let part = parts.entry(tied[homes_of[file]]).or_default();
        numbers.push(part.kept.len());
        part.kept.push(text);
        part.kept_specifiers.push(specifiers);
    }
    for (file, other) in (first_other..).zip(std::mem::take(&mut discovery.others)) {
        let part = parts.get_mut(&tied[homes_of[file]]);
        numbers.push(part.as_ref().map_or(0, |part| part.kept.len() + part.others.len()));
        if let Some(part) = part {
            part.others.push(other);
        }
    }
    for (file, imported) in imports.into_iter().enumerate() {
        if let Some(part) = parts.get_mut(&tied[homes_of[file]]) {
            let imported = imported.into_iter().map(|file| numbers[file]).collect();
            part.imports.get_or_insert_default().push(imported);
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
        imports: None,
    }
}

/// All files with what they name, first those that were kept.
fn files_of(discovery: &Discovery) -> Vec<(&Path, &Specifiers)> {
    let kept = discovery.kept.iter().map(|file| file.path.as_path()).zip(&discovery.kept_specifiers);
    kept.chain(discovery.others.iter().map(|other| (other.path.as_path(), &other.specifiers))).collect()
}

/// Which of some files each of them imports, by number.
pub fn imports(files: &[(&Path, &Specifiers)], modules: &Modules) -> Vec<Vec<usize>> {
    let numbers: FxHashMap<&Path, usize> = files.iter().enumerate().map(|(at, (path, _))| (*path, at)).collect();
    let imported = |(path, specifiers): &(&Path, &Specifiers)| {
        let target = |specifier| match modules.resolve(path, specifier) {
            Target::File(path) => numbers.get(path.as_path()).copied(),
            _ => None,
        };
        specifiers.iter().filter_map(target).collect()
    };
    files.par_iter().map(imported).collect()
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
    fn tied(&self, files: &[(&Path, &Specifiers)], homes_of: &[usize], imports: &[Vec<usize>]) -> Vec<usize> {
        let mut tied: Vec<usize> = (0..=self.0.len()).collect();
        let loose =
            Loose::of(files.iter().zip(homes_of).filter(|&(_, home)| *home == self.0.len()).map(|(file, _)| file.0));
        let leading_out: BTreeSet<(usize, usize)> = files
            .par_iter()
            .enumerate()
            .flat_map_iter(|(file, (path, specifiers))| {
                let own = homes_of[file];
                let imported = imports[file].iter().map(|&file| homes_of[file]);
                let named = specifiers.iter().filter_map(|specifier| self.named((path, own), specifier, &loose));
                imported.chain(named).filter(|&other| other != own).map(|other| (own, other)).collect::<BTreeSet<_>>()
            })
            .collect();
        for (one, other) in leading_out {
            let (one, other) = (tied[one], tied[other]);
            tied.iter_mut().filter(|number| **number == other).for_each(|number| *number = one);
        }
        tied
    }

    /// The home that a path leads to which a file names, as far as it may be another one: a folder may be gone through and its
    /// files loaded, though no import means them.
    fn named(&self, (importer, own): (&Path, usize), specifier: &str, loose: &Loose<'_>) -> Option<usize> {
        let folder = importer.parent().filter(|_| specifier.starts_with('.'))?;
        let below = self.0.get(own).and_then(|home| folder.strip_prefix(home).ok());
        let ups = specifier.split('/').filter(|part| *part == "..").count();
        if below.is_some_and(|below| ups <= below.components().count()) {
            return None;
        }
        let meant = normal(&folder.join(specifier));
        // Most texts that lead out of a package are no paths of it.
        Some(self.number(&meant)).filter(|&number| number < self.0.len() || loose.stand_at(&meant))
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
