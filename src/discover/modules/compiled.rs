//! Which source a compiler's output was made from, told from the output's path.
//!
//! In: a path below the root. Out: the paths where its source may be, the likeliest first. Touches no file: whether one of them
//! is there, and whether the output is, others ask.

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

/// Where the source of a script below an output folder may be; none for a path that is no output.
pub(super) fn sources(below: &Path, output: Output) -> Vec<PathBuf> {
    let Some(parts) = below.iter().map(OsStr::to_str).collect::<Option<Vec<&str>>>() else { return Vec::new() };
    let Some((_, folders)) = parts.split_last() else { return Vec::new() };
    let named = |names: &[&str]| {
        // The nearest folder first: what is further up is more likely to have the name by chance.
        (0..folders.len()).rev().filter(|&at| is_among(names, folders[at])).collect::<Vec<usize>>()
    };
    let mut places: Vec<(usize, bool)> = named(&OUTPUT_FOLDERS).into_iter().map(|at| (at, false)).collect();
    if output == Output::Missing {
        places.extend(named(&SHARED_FOLDERS).into_iter().map(|at| (at, true)));
    }
    let mut found = Vec::new();
    let mut add = |folders: &[&[&str]], name: &str, form: Form| {
        let folder: PathBuf = folders.iter().copied().flatten().collect();
        found.extend(source_names(name, form).into_iter().map(|name| folder.join(name)));
    };
    for (at, is_shared) in places {
        let base = &parts[..at];
        let rest = &parts[at + 1..];
        let inner = match rest {
            [form, inner @ ..] if !inner.is_empty() && is_among(&FORM_FOLDERS, form) => inner,
            _ => rest,
        };
        for rest in [rest, inner] {
            let Some((name, folders)) = rest.split_last() else { continue };
            for source in SOURCE_FOLDERS {
                add(&[base, &[source], folders], name, Form::Any);
            }
            if folders.first().is_some_and(|folder| is_among(&SOURCE_FOLDERS, folder)) {
                add(&[base, folders], name, Form::Any);
            }
            if output == Output::Missing {
                // The output would lie beside its source, or a folder above it.
                add(&[&parts[..=at], folders], name, Form::TypeScript);
                if !is_shared {
                    add(&[base, folders], name, Form::TypeScript);
                }
            }
        }
    }
    found
}

fn is_among(names: &[&str], part: &str) -> bool {
    names.iter().any(|name| part.eq_ignore_ascii_case(name))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A compiler may also turn JavaScript into JavaScript.
    Any,
    TypeScript,
}

/// The names that the source of a script can have.
fn source_names(name: &str, form: Form) -> Vec<String> {
    let Some((stem, extension)) = name.rsplit_once('.') else { return Vec::new() };
    if stem.ends_with(".d") {
        return Vec::new();
    }
    let (typed, plain): (&[&str], &[&str]) = match extension {
        "js" => (&["ts", "tsx", "mts", "cts"], &["js", "jsx", "mjs", "cjs"]),
        "mjs" => (&["mts", "ts", "tsx"], &["mjs", "js"]),
        "cjs" => (&["cts", "ts", "tsx"], &["cjs", "js"]),
        "jsx" => (&["tsx"], &["jsx"]),
        _ => return Vec::new(),
    };
    let bare = FORM_MARKS.iter().find_map(|mark| stem.strip_suffix(mark)).filter(|bare| !bare.is_empty());
    let plain = if form == Form::Any { plain } else { &[] };
    let stems = [Some(stem), bare];
    let of_stem = |stem: &str| typed.iter().chain(plain).map(|to| format!("{stem}.{to}")).collect::<Vec<_>>();
    stems.into_iter().flatten().flat_map(of_stem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
