//! Build output: which folders hold what a compiler wrote, and which only have such a name.
//!
//! In: the files below the scanned folder that names leave in scope, and the packages. Out: the folders to leave out. A
//! folder is output only where its sources are beside it: an unpacked package has nothing but its `dist`, and there it is
//! the source. Reads nothing itself: whether a file only hands on to a folder is asked through a function.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::package::Packages;
use super::scope::lower_name;

/// Compilers write here, and people seldom do.
const DIST_FOLDERS: [&str; 5] = ["dist", ".next", ".nuxt", ".output", ".svelte-kit"];
/// Compilers write here too, but the word has other uses: only at a package's root, or beside its `src`.
const BUILD_FOLDERS: [&str; 3] = ["build", "out", "coverage"];
/// People write here as often as compilers: output only when it mirrors `src`.
const MIRROR_FOLDERS: [&str; 5] = ["lib", "es", "esm", "cjs", "umd"];
const SOURCE_FOLDERS: [&str; 2] = ["src", "source"];
/// What published packages carry beside their output without it being the output's source.
const SIDE_FOLDERS: [&str; 11] =
    ["bin", "script", "scripts", "types", "typings", "docs", "public", "static", "assets", "resources", "benchmark"];

/// A folder with more files than this for each source beside it was not compiled from them: a published package has a few
/// stubs of its own.
const OUTPUT_OF_ONE_SOURCE: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Written,
    Mirrored,
}

/// A file of the scanned folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) below: &'a Path,
    pub(super) is_typescript: bool,
}

/// The folders that hold build output. `hands_on(file, folder)` says whether a file imports
/// from that folder, written as seen from the file.
pub(super) fn output_folders(
    sources: &[Source<'_>],
    packages: &Packages,
    hands_on: &dyn Fn(&Path, &str) -> bool,
) -> BTreeSet<PathBuf> {
    let source_folders = folders_named(sources, &SOURCE_FOLDERS);
    let mut members: BTreeMap<PathBuf, (Style, Vec<Source<'_>>)> = BTreeMap::new();
    let mut outside: BTreeMap<&Path, Vec<Source<'_>>> = BTreeMap::new();
    for (folder, sources) in by_folder(sources) {
        let candidates = candidates(folder, packages, &source_folders);
        if !candidates.iter().any(|(_, style)| *style == Style::Written) {
            outside.entry(packages.root_of(folder)).or_default().extend(sources);
        }
        for (folder, style) in candidates {
            members.entry(folder).or_insert((style, Vec::new())).1.extend(sources);
        }
    }
    let is_output = |folder: &Path, style: Style, members: &[Source<'_>]| {
        // Nothing compiles to TypeScript (declarations are out by their name).
        if members.iter().any(|member| member.is_typescript) {
            return false;
        }
        let package = packages.root_of(folder.parent().unwrap_or(Path::new("")));
        let others = outside.get(package).map(Vec::as_slice).unwrap_or_default();
        match style {
            Style::Written => {
                let needed = members.len().div_ceil(OUTPUT_OF_ONE_SOURCE);
                let is_source = |other: &&Source<'_>| is_source(other.below, package, folder, hands_on);
                others.iter().filter(is_source).take(needed).count() == needed
            }
            Style::Mirrored => mirrors(folder, members, others),
        }
    };
    members
        .iter()
        .filter(|(folder, (style, members))| is_output(folder, *style, members))
        .map(|(folder, _)| folder.clone())
        .collect()
}

/// Whether a folder is one of some, or lies in one.
pub(super) fn lies_in(folder: &Path, folders: &BTreeSet<PathBuf>) -> bool {
    !folders.is_empty() && folder.ancestors().any(|folder| folders.contains(folder))
}

/// Files that stand one after the other in the same folder, each time with that folder.
fn by_folder<'s, 'a>(sources: &'s [Source<'a>]) -> impl Iterator<Item = (&'a Path, &'s [Source<'a>])> {
    let folder = |source: &Source<'a>| source.below.parent().unwrap_or(Path::new(""));
    sources
        .chunk_by(move |a, b| folder(a).as_os_str() == folder(b).as_os_str())
        .filter_map(move |sources| Some((folder(sources.first()?), sources)))
}

/// The folders around a file's folder, itself among them, inside its package, that could be build output.
fn candidates(folder: &Path, packages: &Packages, source_folders: &BTreeSet<PathBuf>) -> Vec<(PathBuf, Style)> {
    let mut found = Vec::new();
    let mut below_sources = false;
    let mut folders: Vec<&Path> = folder.ancestors().collect();
    folders.reverse();
    for folder in folders.into_iter().skip(1) {
        let above = folder.parent().unwrap_or(Path::new(""));
        let name = lower_name(folder);
        let name = name.as_str();
        if name == "node_modules" {
            // Whatever is below has been published: another package.
            found.clear();
            below_sources = false;
        } else if packages.is_root(folder) {
            below_sources = false;
        }
        if below_sources {
            // What stands below sources was written, whatever its name.
            continue;
        }
        if SOURCE_FOLDERS.contains(&name) {
            below_sources = true;
        } else if DIST_FOLDERS.contains(&name) {
            found.push((folder.to_path_buf(), Style::Written));
        } else if BUILD_FOLDERS.contains(&name) {
            let beside = SOURCE_FOLDERS.iter().any(|src| source_folders.contains(&above.join(src)));
            if beside || packages.is_root(above) {
                found.push((folder.to_path_buf(), Style::Written));
            }
        } else if MIRROR_FOLDERS.contains(&name) {
            found.push((folder.to_path_buf(), Style::Mirrored));
        }
    }
    found
}

fn folders_named(sources: &[Source<'_>], names: &[&str]) -> BTreeSet<PathBuf> {
    let is_named = |folder: &&Path| names.contains(&lower_name(folder).as_str());
    by_folder(sources).flat_map(|(folder, _)| folder.ancestors().filter(is_named)).map(Path::to_path_buf).collect()
}

/// Whether a file outside of an output folder is something that output can be compiled from.
fn is_source(below: &Path, package: &Path, folder: &Path, hands_on: &dyn Fn(&Path, &str) -> bool) -> bool {
    let in_package = below.strip_prefix(package).unwrap_or(below);
    let parts: Vec<String> =
        in_package.components().map(|part| part.as_os_str().to_string_lossy().to_ascii_lowercase()).collect();
    let is_side = match parts.as_slice() {
        [name] => {
            name.starts_with('.')
                || name.contains(".config.")
                || name.contains(".setup.")
                || name.starts_with("gulpfile.")
                || name.starts_with("gruntfile.")
        }
        [first, ..] => first.starts_with('.') || SIDE_FOLDERS.contains(&first.as_str()),
        [] => true,
    };
    // The folder as the file would write it: `./dist`, `../dist`.
    let up = if parts.len() < 2 { "./".to_owned() } else { "../".repeat(parts.len() - 1) };
    let seen = up + &folder.strip_prefix(package).unwrap_or(folder).to_string_lossy();
    !is_side && !hands_on(below, &seen)
}

/// Whether at least half of a folder's files have a counterpart below a `src` beside it or at the package's root.
fn mirrors(folder: &Path, members: &[Source<'_>], others: &[Source<'_>]) -> bool {
    let stem = |path: &Path| path.with_extension("");
    let above = folder.parent().unwrap_or(Path::new(""));
    let originals: BTreeSet<PathBuf> = SOURCE_FOLDERS
        .iter()
        .map(|name| above.join(name))
        .flat_map(|src| others.iter().filter_map(move |other| other.below.strip_prefix(&src).ok().map(stem)))
        .collect();
    let mirrored = members
        .iter()
        .filter_map(|member| member.below.strip_prefix(folder).ok())
        .filter(|path| originals.contains(&stem(path)))
        .count();
    mirrored > 0 && mirrored * 2 >= members.len()
}

#[cfg(test)]
mod tests {
    use super::super::package::Manifest;
    use super::*;

    fn outputs_of(paths: &[&str], packages: &Packages, hands_on: bool) -> Vec<String> {
        let sources: Vec<Source<'_>> =
            paths.iter().map(|path| Source { below: Path::new(path), is_typescript: path.ends_with(".ts") }).collect();
        output_folders(&sources, packages, &|_, _| hands_on)
            .iter()
            .map(|folder| folder.to_string_lossy().into_owned())
            .collect()
    }

    fn outputs(paths: &[&str]) -> Vec<String> {
        outputs_of(paths, &Packages::default(), false)
    }

    #[test]
    fn dist_beside_sources_is_output() {
        assert_eq!(outputs(&["src/a.ts", "dist/a.js"]), ["dist"]);
        assert_eq!(outputs(&["server.js", "build/a.js"]), ["build"]);
    }

    #[test]
    fn in_an_unpacked_package_dist_is_the_source() {
        let none: [&str; 0] = [];
        assert_eq!(outputs(&["dist/a.js"]), none);
        assert_eq!(outputs(&["dist/a.js", "bin/cli.js", "rollup.config.js", ".eslintrc.js"]), none);
        assert_eq!(outputs(&["dist/a.js", "build/b.js"]), none);
    }

    #[test]
    fn a_file_that_only_hands_on_is_no_source() {
        let none: [&str; 0] = [];
        assert_eq!(outputs_of(&["index.js", "dist/a.js"], &Packages::default(), true), none);
        assert_eq!(outputs_of(&["index.js", "dist/a.js"], &Packages::default(), false), ["dist"]);
    }

    #[test]
    fn a_stub_beside_many_files_is_not_their_source() {
        let files: Vec<String> = (0..21).map(|index| format!("dist/{index}.js")).collect();
        let mut paths: Vec<&str> = files.iter().map(String::as_str).collect();
        paths.push("types.js");
        let none: [&str; 0] = [];
        assert_eq!(outputs(&paths), none);
        paths.push("app.js");
        assert_eq!(outputs(&paths), ["dist"]);
    }

    #[test]
    fn lib_is_output_only_when_it_mirrors_src() {
        let none: [&str; 0] = [];
        assert_eq!(outputs(&["app.js", "routes/a.js", "lib/auth.js"]), none);
        assert_eq!(outputs(&["src/a.js", "src/b.js", "lib/auth.js", "lib/jwt.js"]), none);
        assert_eq!(outputs(&["src/a.ts", "src/x/b.ts", "lib/a.js", "lib/x/b.js"]), ["lib"]);
    }

    #[test]
    fn a_folder_with_typescript_is_written_by_people() {
        let none: [&str; 0] = [];
        assert_eq!(outputs(&["src/a.ts", "lib/a.ts"]), none);
        assert_eq!(outputs(&["src/a.ts", "build/a.ts"]), none);
    }

    #[test]
    fn below_src_names_mean_nothing() {
        let none: [&str; 0] = [];
        assert_eq!(outputs(&["src/a.js", "src/build/b.js", "src/dist/c.js"]), none);
        assert_eq!(outputs(&["routes/a.js", "services/build/b.js"]), none);
    }

    #[test]
    fn each_package_is_judged_by_itself() {
        let packages = Packages::new([
            (PathBuf::from("packages/a"), Manifest::default()),
            (PathBuf::from("packages/b"), Manifest::default()),
        ]);
        let paths = ["packages/a/src/x.ts", "packages/a/dist/x.js", "packages/b/dist/y.js"];
        assert_eq!(outputs_of(&paths, &packages, false), ["packages/a/dist"]);
    }

    #[test]
    fn a_package_below_src_has_sources_of_its_own() {
        let packages = Packages::new([(PathBuf::from("src/api"), Manifest::default())]);
        let paths = ["src/api/src/x.ts", "src/api/dist/x.js"];
        assert_eq!(outputs_of(&paths, &packages, false), ["src/api/dist"]);
    }

    #[test]
    fn below_node_modules_each_package_stands_alone() {
        let packages = Packages::new([(PathBuf::from("dist/node_modules/x"), Manifest::default())]);
        let paths = ["dist/node_modules/x/dist/a.js", "src/a.js"];
        let none: [&str; 0] = [];
        assert_eq!(outputs_of(&paths, &packages, false), none);
    }

    #[test]
    fn what_lies_in_a_folder_is_known_by_its_path() {
        let folders = BTreeSet::from([PathBuf::from("a/dist")]);
        assert!(lies_in(Path::new("a/dist/x"), &folders));
        assert!(lies_in(Path::new("a/dist"), &folders));
        assert!(!lies_in(Path::new("dist"), &folders));
    }
}
