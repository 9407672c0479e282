//! Rust source as far as the architecture's rules need it: code without comments and strings, which of it is test code, and
//! which modules of the crate it names.

use std::collections::BTreeSet;

use regex::Regex;

/// A file of `src/`.
pub(crate) struct SourceFile {
    /// Below the project's root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The text with comments, strings and characters blanked: all offsets and lines are the text's.
    pub(crate) code: String,
    /// Compiled only for tests, by a `#[cfg(test)] mod` in another file.
    pub(crate) is_test: bool,
    regions: Vec<Region>,
}

/// An inline module.
struct Region {
    start: usize,
    end: usize,
    is_test: bool,
}

/// A module of the crate that is named in code.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    pub(crate) line: usize,
    pub(crate) module: String,
}

impl SourceFile {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let code = without_comments_and_strings(text);
        let regions = inline_modules(&code);
        Self { path: path.to_owned(), text: text.to_owned(), code, is_test: false, regions }
    }

    /// The module of the crate that the file belongs to; none for the crate's own two files.
    pub(crate) fn module(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        let first = below.split('/').next()?;
        let module = first.strip_suffix(".rs").unwrap_or(first);
        (!matches!(below, "lib.rs" | "main.rs")).then_some(module)
    }

    /// How many modules deep the file's own code is.
    fn depth(&self) -> usize {
        let below = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        below.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).count()
    }

    pub(crate) fn line(&self, offset: usize) -> usize {
        self.code[..offset].matches('\n').count() + 1
    }

    pub(crate) fn is_test_code(&self, offset: usize) -> bool {
        self.is_test || self.inside(offset).any(|region| region.is_test)
    }

    fn inside(&self, offset: usize) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(move |region| (region.start..region.end).contains(&offset))
    }

    /// Every module that the code names, through `crate::` or through enough `super::`.
    pub(crate) fn imports(&self) -> BTreeSet<Import> {
        let path = Regex::new(r"\b(crate\s*::|(?:super\s*::\s*)+)\s*").unwrap();
        let mut imports = BTreeSet::new();
        for found in path.find_iter(&self.code) {
            let ups = found.as_str().matches("super").count();
            let depth = self.depth() + self.inside(found.start()).count();
            if ups > 0 && ups != depth {
                continue;
            }
            for module in first_names(&self.code[found.end()..]) {
                imports.insert(Import { line: self.line(found.start()), module });
            }
        }
        imports
    }
}

/// Marks the files that another file declares for tests only, and all below them.
pub(crate) fn mark_test_files(files: &mut [SourceFile]) {
    let declaration = Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;").unwrap();
    let mut stems = Vec::new();
    for file in files.iter() {
        let stem = file.path.trim_end_matches(".rs");
        let folder = match stem.rsplit_once('/') {
            Some((folder, "mod" | "lib" | "main")) => folder,
            _ => stem,
        };
        for found in declaration.captures_iter(&file.code) {
            stems.push(format!("{folder}/{}", &found[1]));
        }
    }
    for file in files {
        file.is_test = stems
            .iter()
            .any(|stem| file.path.strip_prefix(stem.as_str()).is_some_and(|rest| rest.starts_with(['.', '/'])));
    }
}

/// The first names of a path or of each path in a group: `a` of `a::b`, `a` and `c` of `{a::{b, d}, c}`.
fn first_names(code: &str) -> Vec<String> {
    let Some(group) = code.strip_prefix('{') else {
        let end = code.find(|sign: char| !is_word(sign)).unwrap_or(code.len());
        return vec![code[..end].to_owned()];
    };
    let mut names = Vec::new();
    let mut depth = 1;
    let mut is_first = true;
    let mut rest = group;
    while let Some(sign) = rest.chars().next() {
        let end = rest.find(|sign: char| !is_word(sign)).unwrap_or(rest.len());
        if end > 0 {
            if is_first && depth == 1 {
                names.push(rest[..end].to_owned());
            }
            is_first = false;
            rest = &rest[end..];
            continue;
        }
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => is_first = true,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        rest = &rest[sign.len_utf8()..];
    }
    names
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

fn inline_modules(code: &str) -> Vec<Region> {
    let head = Regex::new(r"(#\[cfg\(test\)\]\s*)?(?:pub(?:\([^)]*\))?\s+)?\bmod\s+\w+\s*\{").unwrap();
    head.captures_iter(code)
        .map(|found| {
            let start = found.get(0).unwrap().end();
            let mut depth = 1;
            let end = code[start..].char_indices().find(|(_, sign)| {
                depth += match sign {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                depth == 0
            });
            let end = end.map_or(code.len(), |(offset, _)| start + offset);
            Region { start, end, is_test: found.get(1).is_some() }
        })
        .collect()
}

/// Blanks everything in which a word is no code. Line breaks stay.
fn without_comments_and_strings(text: &str) -> String {
    // A character that follows a quote and is not closed by one belongs to a lifetime.
    let token = Regex::new(
        r##"(?xs)
        //[^\n]*
        | (?:br|cr|r)(?<hashes>\#*)"
        | [bc]?"(?:[^"\\]|\\.)*"
        | b?'(?:[^'\\\n]|\\(?:x[0-9a-fA-F]{2}|u\{[^}]*\}|.))'
        | /\*
        | \w+
        "##,
    )
    .unwrap();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = token.captures_at(text, at) {
        let whole = found.get(0).unwrap();
        code.push_str(&text[at..whole.start()]);
        let end = match (whole.as_str(), found.name("hashes")) {
            ("/*", _) => end_of_comment(text, whole.end()),
            (_, Some(hashes)) => {
                let close = format!("\"{}", hashes.as_str());
                text[whole.end()..].find(&close).map_or(text.len(), |at| whole.end() + at + close.len())
            }
            _ => whole.end(),
        };
        let token = &text[whole.start()..end];
        if whole.as_str().starts_with(is_word) && whole.as_str().chars().all(is_word) {
            code.push_str(token);
        } else {
            code.extend(token.chars().map(
                |sign| {
                    if sign == '\n' { "\n".to_owned() } else { " ".repeat(sign.len_utf8()) }
                },
            ));
        }
        at = end;
    }
    code.push_str(&text[at..]);
    code
}

/// Comments nest.
fn end_of_comment(text: &str, mut at: usize) -> usize {
    let mut depth = 1;
    while depth > 0 {
        let rest = &text[at..];
        match (rest.find("/*"), rest.find("*/")) {
            (Some(open), Some(close)) if open < close => (depth, at) = (depth + 1, at + open + 2),
            (_, Some(close)) => (depth, at) = (depth - 1, at + close + 2),
            (_, None) => return text.len(),
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(path: &str, text: &str) -> Vec<String> {
        SourceFile::new(path, text).imports().into_iter().map(|import| import.module).collect()
    }

    #[test]
    fn all_ways_to_name_a_module_are_seen() {
        assert_eq!(modules("src/a.rs", "use crate::text::Span;"), ["text"]);
        assert_eq!(modules("src/a.rs", "use crate::{b::{C, d}, e, f::G};"), ["b", "e", "f"]);
        assert_eq!(modules("src/a.rs", "fn f() { crate::engine::check() }"), ["engine"]);
        assert_eq!(modules("src/a.rs", "use super::engine;"), ["engine"]);
        assert_eq!(modules("src/a/b.rs", "use super::super::engine::x;"), ["engine"]);
        assert_eq!(modules("src/a/mod.rs", "use super::engine;"), ["engine"]);
        assert_eq!(modules("src/a.rs", "mod tests { use super::super::engine; }"), ["engine"]);
    }

    #[test]
    fn neighbours_comments_and_strings_are_none() {
        let none: [&str; 0] = [];
        assert_eq!(modules("src/a/b.rs", "use super::c::D;"), none);
        assert_eq!(modules("src/a.rs", "mod tests { use super::*; }"), none);
        assert_eq!(modules("src/a.rs", "// crate::b\n/* crate::c /* crate::d */ crate::e */"), none);
        assert_eq!(modules("src/a.rs", r###"const A: &str = "crate::b"; const B: &str = r#"crate::"c"#;"###), none);
        assert_eq!(modules("src/a.rs", "pub(crate) fn f() {}"), none);
    }

    #[test]
    fn quotes_do_not_confuse() {
        let text = r#"fn f<'a>(x: &'a str) -> char { let q = '"'; let e = '\''; crate::b::f() }"#;
        assert_eq!(modules("src/a.rs", text), ["b"]);
        assert_eq!(modules("src/a.rs", "let a = \"\\\"\"; crate::b::f();"), ["b"]);
        assert_eq!(modules("src/a.rs", "let r = for_(\"x\"); crate::b::f();"), ["b"]);
    }

    #[test]
    fn offsets_and_lines_stay() {
        let text = "// ü\n\"é\n\" crate::b";
        let file = SourceFile::new("src/a.rs", text);
        assert_eq!(file.code.len(), text.len());
        assert_eq!(file.imports().first().map(|import| import.line), Some(3));
    }

    #[test]
    fn test_code_is_known() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { {} } }\nfn c() {}";
        let file = SourceFile::new("src/a.rs", text);
        let at = |part: &str| file.is_test_code(text.find(part).unwrap());
        assert!(!at("fn a"));
        assert!(at("fn b"));
        assert!(!at("fn c"));
    }

    #[test]
    fn test_files_are_known() {
        let mut files = [
            SourceFile::new("src/a/mod.rs", "mod b;\n#[cfg(test)]\nmod tests;"),
            SourceFile::new("src/a/b.rs", "#[cfg(test)]\nmod deep;"),
            SourceFile::new("src/a/tests.rs", ""),
            SourceFile::new("src/a/tests/more.rs", ""),
            SourceFile::new("src/a/b/deep.rs", ""),
            SourceFile::new("src/a/testsuite.rs", ""),
        ];
        mark_test_files(&mut files);
        let marked: Vec<bool> = files.iter().map(|file| file.is_test).collect();
        assert_eq!(marked, [false, false, true, true, true, false]);
    }
}
