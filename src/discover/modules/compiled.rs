//! Which source a compiler's output was made from, told from the output's path.
//!
//! In: a folder below the root, and a script's name. Out: the folders where its source may be and the names that it may have
//! there, the likeliest first. Touches no file: whether one of them is there, and whether the output is, others ask.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Folders that hold nothing but output.
const OUTPUT_FOLDERS: [&str; 3] = ["dist", "build", "out"];
/// Folders that hold output in some packages, and sources in others.
const SHARED_FOLDERS: [&str; 5] = ["lib", "es", "esm", "cjs", "umd"];
const SOURCE_FOLDERS: [&str; 2] = ["src", "source"];
/// Below the output's folder, one for each form that a package is published in.
const FORM_FOLDERS: [&str; 8] = ["cjs", "esm", "es", "umd", "mjs", "node", "commonjs", "module"];
/// The same, in a file's name: `index.esm.js`.
const FORM_MARKS: [&str; 6] = [".cjs", ".esm", ".es", ".umd", ".node", ".module"];

/// What is known of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// It is there: only what can be nothing but its source may stand for it.
    Built,
    /// It is not there: somebody imports it, so a source must be somewhere.
    Missing,
}

/// The folders where the sources of the scripts in a folder may be, and in which form; none for one that holds no output.
pub(super) fn source_folders(below: &Path, output: Output) -> Vec<(PathBuf, Form)> {
    let Some(parts) = below.iter().map(OsStr::to_str).collect::<Option<Vec<&str>>>() else { return Vec::new() };
    let named = |names: &[&str]| {
        // The nearest folder first: what is further up is more likely to have the name by chance.
        (0..parts.len()).rev().filter(|&at| is_among(names, parts[at])).collect::<Vec<usize>>()
    };
    let mut places: Vec<(usize, bool)> = named(&OUTPUT_FOLDERS).into_iter().map(|at| (at, false)).collect();
    if output == Output::Missing {
        places.extend(named(&SHARED_FOLDERS).into_iter().map(|at| (at, true)));
    }
    let mut found: Vec<(PathBuf, Form)> = Vec::new();
    let mut add = |folders: &[&[&str]], form: Form| {
        let place = (folders.iter().copied().flatten().collect(), form);
        if !found.contains(&place) {
            found.push(place);
        }
    };
    for (at, is_shared) in places {
        let base = &parts[..at];
        let rest = &parts[at + 1..];
        let inner = match rest {
            [form, inner @ ..] if is_among(&FORM_FOLDERS, form) => inner,
            _ => rest,
        };
        for folders in [rest, inner] {
            for source in SOURCE_FOLDERS {
                add(&[base, &[source], folders], Form::Any);
            }
            if folders.first().is_some_and(|folder| is_among(&SOURCE_FOLDERS, folder)) {
                add(&[base, folders], Form::Any);
            }
            if output == Output::Missing {
                // The output would lie beside its source, or a folder above it.
                add(&[&parts[..=at], folders], Form::TypeScript);
                if !is_shared {
                    add(&[base, folders], Form::TypeScript);
                }
            }
        }
    }
    found
}

fn is_among(names: &[&str], part: &str) -> bool {
    names.iter().any(|name| part.eq_ignore_ascii_case(name))
}

/// What a source is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A compiler may also turn JavaScript into JavaScript.
    Any,
    TypeScript,
}

/// Whether a compiler may have written a file of this name: whether its source can have any.
pub(super) fn is_script(name: &str) -> bool {
    source_names(name, Form::TypeScript).next().is_some()
}

/// The names that the source of a script can have; none for what no compiler writes.
pub(super) fn source_names(name: &str, form: Form) -> impl Iterator<Item = String> {
    const NONE: (&str, &[&str], &[&str]) = ("", &[], &[]);
    let (stem, typed, plain): (&str, &[&str], &[&str]) = match name.rsplit_once('.') {
        Some((stem, _)) if stem.ends_with(".d") => NONE,
        Some((stem, "js")) => (stem, &["ts", "tsx", "mts", "cts"], &["js", "jsx", "mjs", "cjs"]),
        Some((stem, "mjs")) => (stem, &["mts", "ts", "tsx"], &["mjs", "js"]),
        Some((stem, "cjs")) => (stem, &["cts", "ts", "tsx"], &["cjs", "js"]),
        Some((stem, "jsx")) => (stem, &["tsx"], &["jsx"]),
        _ => NONE,
    };
    let bare = FORM_MARKS.iter().find_map(|mark| stem.strip_suffix(mark)).filter(|bare| !bare.is_empty());
    let plain = if form == Form::Any { plain } else { &[] };
    let of_stem = move |stem: &str| {
        let stem = stem.to_owned();
        typed.iter().chain(plain).map(move |to| format!("{stem}.{to}"))
    };
    [Some(stem), bare].into_iter().flatten().flat_map(of_stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(below: &Path, output: Output) -> Vec<PathBuf> {
        let name = below.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let folders = source_folders(below.parent().unwrap_or(below), output).into_iter();
        folders.flat_map(|(folder, form)| source_names(name, form).map(move |name| folder.join(name))).collect()
    }

    fn has(output: &str, state: Output, source: &str) -> bool {
        sources(Path::new(output), state).contains(&PathBuf::from(source))
    }

    #[test]
    fn sources_are_sought_in_src_first() {
        let found = sources(Path::new("packages/a/dist/jwt/index.js"), Output::Missing);
        assert_eq!(found[0], Path::new("packages/a/src/jwt/index.ts"));
        for source in ["packages/a/src/jwt/index.js", "packages/a/jwt/index.ts", "packages/a/dist/jwt/index.ts"] {
            assert!(found.contains(&PathBuf::from(source)), "{source}");
        }
    }

    #[test]
    fn forms_and_marks_are_looked_through() {
        assert!(has("dist/cjs/a.js", Output::Missing, "src/a.ts"));
        assert!(has("dist/index.esm.js", Output::Missing, "src/index.ts"));
        assert!(has("lib/a.mjs", Output::Missing, "src/a.mts"));
        assert!(has("build/src/a.js", Output::Missing, "src/a.ts"));
        assert!(has("lib/a.js", Output::Missing, "lib/a.ts"));
    }

    #[test]
    fn output_that_is_there_has_only_a_source_that_can_be_no_other() {
        assert!(has("dist/a.js", Output::Built, "src/a.ts"));
        assert!(!has("build/index.js", Output::Built, "index.ts"));
        assert!(sources(Path::new("lib/a.js"), Output::Built).is_empty());
    }

    #[test]
    fn what_is_no_output_has_no_source() {
        for path in ["src/a.js", "dist", "dist/a.css", "dist/a.d.ts", "distant/a.js", "a/dist.js", ""] {
            assert_eq!(sources(Path::new(path), Output::Missing), Vec::<PathBuf>::new(), "{path}");
        }
    }

    #[test]
    fn javascript_beside_the_output_is_no_source() {
        assert!(!has("dist/a.js", Output::Missing, "a.js"));
        assert!(!has("lib/a.js", Output::Missing, "a.ts"));
    }
}
