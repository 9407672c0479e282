//! Which files are needed beside those that hold one of the prefilter's words.
//!
//! In: what every file imports, kept or not. Out: the files to read after all. Knows of a text only whether it may hold a check.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use super::declared::Declaring;
use crate::discover::modules::Modules;
use crate::discover::{Other, Specifiers, imports};
use crate::outline::Outline;
use crate::outline::code::Ref;
use crate::vocabulary;

/// A kept file, as the search for further ones sees it.
pub(super) struct Import<'d> {
    pub(super) path: &'d Path,
    pub(super) specifiers: &'d Specifiers,
    pub(super) may_check: bool,
}

/// Whether a file can hold a check: it names a package that checks, in whatever way it imports it, imports another one of the
/// vocabulary, or uses a customary name without a declaration. What guards routes may stand where nothing checks by itself.
pub(super) fn may_check(outline: &Outline) -> bool {
    let is_named =
        outline.names.iter().any(|name| vocabulary::says_it_checks(name) && vocabulary::module(name).is_some());
    let imports = is_named || outline.imports.iter().any(|&name| vocabulary::module(outline.name(name)).is_some());
    let unbound = |used: &Ref| used.binding.is_none() && vocabulary::customary(outline.name(used.name)).is_some();
    imports || outline.refs.iter().any(unbound)
}

/// The files that those which may hold a check import, and those that import them, directly or through others: a wrapper's
/// callers and a logger's making need hold none of the prefilter's words. What each file imports may be known already.
pub(super) fn needed<'d>(
    kept: Vec<Import<'d>>,
    others: &'d [Other],
    known: Option<Vec<Vec<usize>>>,
    modules: &Modules,
    declaring: Option<&Declaring<'_>>,
) -> Vec<&'d Other> {
    let declaring = declaring.filter(|declaring| declaring.has_modules());
    if others.is_empty() || !(declaring.is_some() || kept.iter().any(|file| file.may_check)) {
        return Vec::new();
    }
    let mut seeds: Vec<usize> = (0..kept.len()).filter(|&at| kept[at].may_check).collect();
    let first_other = kept.len();
    let files: Vec<(&Path, &Specifiers)> = kept
        .into_iter()
        .map(|file| (file.path, file.specifiers))
        .chain(others.iter().map(|other| (other.path.as_path(), &other.specifiers)))
        .collect();
    let mut tied = known.unwrap_or_else(|| imports(&files, modules));
    if let Some(declaring) = declaring {
        let checks = |&(path, specifiers): &(&Path, &Specifiers)| {
            let at_import = |specifier| declaring.checks_at(specifier, &modules.resolve(path, specifier));
            declaring.checks_in(path) || specifiers.iter().any(at_import)
        };
        let may_check: Vec<bool> = files.par_iter().map(checks).collect();
        seeds.extend((0..files.len()).filter(|&at| may_check[at]));
    }
    // What a declared name is, the file itself says, and those that it imports.
    let is_declared = |at: &usize| declaring.is_some_and(|declaring| declaring.is_declared(files[*at].0));
    let below = reached((0..files.len()).filter(is_declared).collect(), &tied);
    let pairs: Vec<(usize, usize)> = tied
        .iter()
        .enumerate()
        .flat_map(|(importer, all)| all.iter().map(move |&imported| (importer, imported)))
        .collect();
    for (importer, imported) in pairs {
        tied[imported].push(importer);
    }
    let mut found = reached(seeds, &tied);
    found.extend(below);
    found.range(first_other..).map(|&at| &others[at - first_other]).collect()
}

/// The files that some lead to, themselves among them.
fn reached(from: Vec<usize>, tied: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut found: BTreeSet<usize> = from.iter().copied().collect();
    let mut waiting = from;
    while let Some(file) = waiting.pop() {
        waiting.extend(tied[file].iter().copied().filter(|&file| found.insert(file)));
    }
    found
}
