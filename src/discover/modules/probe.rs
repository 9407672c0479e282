//! Resolution of relative paths by looking, where the library gives up: file names in the wrong case, which work on the
//! machines of those who write them.
//!
//! In: a path as an import means it. Out: the one file that can be meant. The exact name comes first; of several that differ
//! only in case, none is chosen.

use std::path::{Component, Path, PathBuf};

use super::storage::Kind;
use super::view::View;

/// What a script's import may leave out or write otherwise, by the language of the importing file.
#[derive(Debug)]
pub(super) struct Extensions {
    /// Tried behind a name without one, in order.
    pub(super) left_out: [&'static str; 9],
    /// An extension, and those that it may stand for.
    pub(super) aliases: [(&'static str, &'static [&'static str]); 4],
}

pub(super) const OF_JAVASCRIPT: Extensions = Extensions {
    left_out: [".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".json"],
    aliases: [
        (".js", &[".js", ".ts", ".tsx", ".jsx"]),
        (".mjs", &[".mjs", ".mts"]),
        (".cjs", &[".cjs", ".cts"]),
        (".jsx", &[".jsx", ".tsx"]),
    ],
};

pub(super) const OF_TYPESCRIPT: Extensions = Extensions {
    left_out: [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".json"],
    aliases: [
        (".js", &[".ts", ".tsx", ".js", ".jsx"]),
        (".mjs", &[".mts", ".mjs"]),
        (".cjs", &[".cts", ".cjs"]),
        (".jsx", &[".tsx", ".jsx"]),
    ],
};

impl Extensions {
    /// The names of files that a name can mean.
    fn names(&self, name: &str) -> Vec<String> {
        let mut names = vec![name.to_owned()];
        for (written, meant) in &self.aliases {
            if let Some(stem) = name.strip_suffix(written) {
                names.extend(meant.iter().map(|extension| format!("{stem}{extension}")));
            }
        }
        names.extend(self.left_out.iter().map(|extension| format!("{name}{extension}")));
        // Types that were written without code: nothing to analyse, and nothing that is missing.
        names.extend([name, name.strip_suffix(".js").unwrap_or(name)].map(|stem| format!("{stem}.d.ts")));
        names
    }

    /// The names that a file can have which is imported by a name, as the rules try them.
    pub(super) fn of_file(&self, name: &str) -> impl Iterator<Item = String> {
        let alias = self.aliases.iter().find_map(|(written, meant)| Some((name.strip_suffix(written)?, *meant)));
        // A name that is all extension has none.
        let (stem, meant) = alias.filter(|(stem, _)| !stem.is_empty()).unwrap_or(("", &[]));
        let aliases = meant.iter().map(move |extension| format!("{stem}{extension}"));
        let left_out = self.left_out.iter().map(move |extension| format!("{name}{extension}"));
        aliases.chain(std::iter::once_with(move || name.to_owned())).chain(left_out)
    }

    /// The names of a folder's index, as the rules try them.
    pub(super) fn of_index(&self) -> impl Iterator<Item = String> {
        self.left_out.iter().map(|extension| format!("index{extension}"))
    }
}

/// The file that a path means: itself, with an extension, or a folder's index. The path is absolute and normal.
pub(super) fn file(view: &View, path: &Path, extensions: &Extensions) -> Option<PathBuf> {
    let below = path.strip_prefix(view.root()).ok()?;
    let mut place = view.root().to_path_buf();
    let mut parts = Vec::new();
    for part in below.components() {
        let Component::Normal(name) = part else { return None };
        parts.push(name.to_str()?);
    }
    let Some((last, folders)) = parts.split_last() else { return index(view, &place, extensions) };
    for folder in folders {
        place = entry(view, &place, folder, Kind::Folder)?;
    }
    let names = extensions.names(last);
    let file = names.iter().find_map(|name| entry(view, &place, name, Kind::File));
    file.or_else(|| index(view, &entry(view, &place, last, Kind::Folder)?, extensions))
}

fn index(view: &View, folder: &Path, extensions: &Extensions) -> Option<PathBuf> {
    extensions.of_index().find_map(|name| entry(view, folder, &name, Kind::File))
}

/// The entry of a folder that a name means.
fn entry(view: &View, folder: &Path, name: &str, kind: Kind) -> Option<PathBuf> {
    let exact = folder.join(name);
    if view.target_kind(&exact) == Some(kind) {
        return Some(exact);
    }
    let lower = name.to_lowercase();
    let listing = view.listing(folder);
    let mut alike = listing.names().filter(|other| other.to_lowercase() == lower).map(|other| folder.join(other));
    let first = alike.next()?;
    (alike.next().is_none() && view.target_kind(&first) == Some(kind)).then_some(first)
}
