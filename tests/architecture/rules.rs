//! The rules of the house, each as a function from files to violations.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::code::SourceFile;

/// A file asks a question at 400 lines, and fails at more than this.
const MOST_LINES: usize = 600;

/// The floors table.
pub(crate) struct Floors {
    floors: BTreeMap<String, u32>,
}

impl Floors {
    /// Reads the rows `| number | `module`, `module` |`.
    pub(crate) fn read(page: &str) -> Self {
        let row = Regex::new(r"(?m)^\|\s*(\d+)\s*\|(.*)\|\s*$").unwrap();
        let name = Regex::new(r"`(\w+)`").unwrap();
        let mut floors = BTreeMap::new();
        for found in row.captures_iter(page) {
            let floor = found[1].parse().unwrap();
            for module in name.captures_iter(&found[2]) {
                let before = floors.insert(module[1].to_owned(), floor);
                assert!(before.is_none(), "ARCHITECTURE.md: `{}` has two floors", &module[1]);
            }
        }
        assert!(!floors.is_empty(), "ARCHITECTURE.md has no floors table");
        Self { floors }
    }

    fn of(&self, module: &str) -> Option<u32> {
        self.floors.get(module).copied()
    }
}

pub(crate) fn upward_imports(files: &[SourceFile], floors: &Floors) -> Vec<String> {
    let mut violations = Vec::new();
    for file in files {
        let Some(own) = file.module() else { continue };
        // A module without a floor is another test's business.
        let Some(own_floor) = floors.of(own) else {
            continue;
        };
        for import in file.imports() {
            let Some(floor) = floors.of(&import.module) else {
                continue;
            };
            if import.module != own && floor >= own_floor {
                violations.push(format!(
                    "{}:{}: `{own}` (floor {own_floor}) names `{}` (floor {floor}), which is not below it.\n    \
                     Move what both need to a lower floor, or pass it in from above (ARCHITECTURE.md, \"Floors\").",
                    file.path, import.line, import.module,
                ));
            }
        }
    }
    violations
}

pub(crate) fn modules_without_floor(files: &[SourceFile], floors: &Floors) -> Vec<String> {
    let modules: BTreeSet<&str> = files.iter().filter_map(SourceFile::module).collect();
    let missing = modules.iter().filter(|module| floors.of(module).is_none()).map(|module| {
        format!("`{module}` stands in src/ and not in the floors table: give it a floor in ARCHITECTURE.md.")
    });
    let stale = floors.floors.keys().filter(|module| !modules.contains(module.as_str())).map(|module| {
        format!("`{module}` stands in the floors table and not in src/: take it out of ARCHITECTURE.md.")
    });
    missing.chain(stale).collect()
}

pub(crate) fn long_files(files: &[SourceFile]) -> Vec<String> {
    files
        .iter()
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(file, lines)| {
            format!("{}: {lines} lines, {MOST_LINES} allowed: split it by what its parts know.", file.path)
        })
        .collect()
}

pub(crate) fn files_without_header(files: &[SourceFile]) -> Vec<String> {
    files
        .iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| {
            format!(
                "{}: begin with `//!`: what the file is for, what comes in and out, what it must not know.",
                file.path
            )
        })
        .collect()
}

/// Something that only some modules may name.
pub(crate) struct Reserved {
    /// How it looks in code.
    pattern: &'static str,
    modules: &'static [&'static str],
    in_tests: bool,
    advice: &'static str,
}

pub(crate) const TREE_SITTER: Reserved = Reserved {
    pattern: r"\btree_sitter\w*\s*::|\b(?:use|crate)\s+tree_sitter",
    modules: &["syntax"],
    in_tests: false,
    advice: "only src/syntax names tree-sitter: ask its `Tree` and `Node`, or give them what is missing.",
};

pub(crate) const FILE_SYSTEM: Reserved = Reserved {
    pattern: r"\bstd\s*::\s*(?:fs\b|\{[^;]*\bfs\b)",
    modules: &["discover", "cli"],
    in_tests: true,
    advice: "only src/discover and src/cli touch the disk: take the text as an argument.",
};

pub(crate) const PRINTING: Reserved = Reserved {
    pattern: r"\b(?:println|eprintln|print|eprint|dbg)\s*!",
    modules: &["cli"],
    in_tests: true,
    advice: "only src/cli prints: write to a writer that is passed in, or return what there is to say.",
};

pub(crate) fn names_outside(files: &[SourceFile], reserved: &Reserved) -> Vec<String> {
    let pattern = Regex::new(reserved.pattern).unwrap();
    let mut violations = Vec::new();
    for file in files {
        if file.module().is_some_and(|module| reserved.modules.contains(&module)) {
            continue;
        }
        for found in pattern.find_iter(&file.code) {
            if reserved.in_tests && file.is_test_code(found.start()) {
                continue;
            }
            let line = file.line(found.start());
            violations.push(format!("{}:{line}: `{}`: {}", file.path, found.as_str(), reserved.advice));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floors() -> Floors {
        Floors::read(
            "text\n| floor | modules |\n| --- | --- |\n| 0 | `text` |\n| 1 | `syntax`, `finding` |\n| 2 | `engine` |\n",
        )
    }

    fn upward(path: &str, text: &str) -> usize {
        upward_imports(&[SourceFile::new(path, text)], &floors()).len()
    }

    #[test]
    fn only_downward_is_allowed() {
        assert_eq!(upward("src/engine.rs", "use crate::{text::Span, syntax};"), 0);
        assert_eq!(upward("src/syntax/tree.rs", "use crate::text::Span; use crate::syntax::Kind;"), 0);
        assert_eq!(upward("src/text.rs", "use crate::engine;"), 1);
        assert_eq!(upward("src/syntax/mod.rs", "use crate::finding::Role;"), 1, "same floor");
        assert_eq!(upward("src/finding.rs", "#[cfg(test)] mod tests { use crate::engine; }"), 1);
        assert_eq!(upward("src/lib.rs", "use crate::engine;"), 0);
    }

    #[test]
    fn the_table_and_the_modules_must_agree() {
        let files = ["src/text.rs", "src/syntax/mod.rs", "src/finding.rs", "src/extra.rs"]
            .map(|path| SourceFile::new(path, ""));
        let violations = modules_without_floor(&files, &floors());
        assert_eq!(violations.len(), 2);
        assert!(violations[0].contains("`extra`"));
        assert!(violations[1].contains("`engine`"));
    }

    #[test]
    fn long_and_silent_files_are_found() {
        let long = SourceFile::new("src/a.rs", &"//! x\n".repeat(MOST_LINES + 1));
        let right = SourceFile::new("src/b.rs", &"//! x\n".repeat(MOST_LINES));
        let silent = SourceFile::new("src/c.rs", "use std::fmt;\n//! too late\n");
        let files = [long, right, silent];
        assert_eq!(long_files(&files).len(), 1);
        assert_eq!(files_without_header(&files).len(), 1);
    }

    #[test]
    fn reserved_names_are_found_where_they_do_not_belong() {
        let count =
            |path: &str, text: &str, reserved: &Reserved| names_outside(&[SourceFile::new(path, text)], reserved).len();
        assert_eq!(count("src/judge/a.rs", "tree_sitter_javascript::LANGUAGE", &TREE_SITTER), 1);
        assert_eq!(count("src/judge/a.rs", "mod tests { use tree_sitter::Node; }", &TREE_SITTER), 1);
        assert_eq!(count("src/judge/a.rs", "use tree_sitter as ts;", &TREE_SITTER), 1);
        assert_eq!(count("src/judge/a.rs", "fn tree_sitter_is_odd() {}", &TREE_SITTER), 0);
        assert_eq!(count("src/syntax/a.rs", "tree_sitter::Node", &TREE_SITTER), 0);
        assert_eq!(count("src/judge/a.rs", "// tree_sitter", &TREE_SITTER), 0);
        assert_eq!(count("src/judge/a.rs", "use std::fs::File;", &FILE_SYSTEM), 1);
        assert_eq!(count("src/judge/a.rs", "use std::{fmt, fs};", &FILE_SYSTEM), 1);
        assert_eq!(count("src/judge/a.rs", "#[cfg(test)]\nmod tests { use std::fs; }", &FILE_SYSTEM), 0);
        assert_eq!(count("src/cli/a.rs", "use std::fs;", &FILE_SYSTEM), 0);
        assert_eq!(count("src/report/a.rs", "eprintln!(\"x\");", &PRINTING), 1);
        assert_eq!(count("src/report/a.rs", "writeln!(out, \"println!\")", &PRINTING), 0);
        assert_eq!(count("src/cli/a.rs", "println!()", &PRINTING), 0);
    }
}
