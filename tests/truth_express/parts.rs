//! Parts of a program's text, here and in the truth test of limiters: which of them are needed, and how their files look.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

/// What others may name, by what it is for.
#[derive(Debug, Clone)]
pub(crate) struct Part<R> {
    pub(crate) role: R,
    pub(crate) name: String,
    pub(crate) text: String,
}

pub(crate) type Files = BTreeMap<String, String>;

static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[A-Za-z_][A-Za-z0-9_]*").expect("a plain pattern"));

/// What a text names; strings and property names too, which no part is called like.
pub(crate) fn words(text: &str) -> BTreeSet<&str> {
    WORD.find_iter(text).map(|found| found.as_str()).collect()
}

/// The parts that the application names, directly or through others, in the order of their roles.
pub(crate) fn needed<R: Ord + Copy>(all: Vec<Part<R>>) -> Vec<Part<R>> {
    let mut wanted: BTreeSet<String> = BTreeSet::from([String::from("app")]);
    loop {
        let named: BTreeSet<String> = all
            .iter()
            .filter(|part| wanted.contains(&part.name))
            .flat_map(|part| words(&part.text).into_iter().map(String::from).collect::<Vec<_>>())
            .filter(|word| all.iter().any(|part| part.name == *word))
            .collect();
        let before = wanted.len();
        wanted.extend(named);
        if wanted.len() == before {
            break;
        }
    }
    let mut kept: Vec<Part<R>> = all.into_iter().filter(|part| wanted.contains(&part.name)).collect();
    kept.sort_by_key(|part| part.role);
    kept
}

/// What each file gives to others, by the parts that stand in it and those that stand elsewhere.
pub(crate) fn exports<R>(parts: &[Part<R>], file_of: impl Fn(&Part<R>) -> String) -> BTreeMap<String, Vec<&str>> {
    let homes: Vec<(String, &Part<R>)> = parts.iter().map(|part| (file_of(part), part)).collect();
    let mut exports: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (file, part) in &homes {
        let elsewhere = homes.iter().filter(|(other, _)| other != file);
        let is_named = elsewhere.into_iter().any(|(_, other)| words(&other.text).contains(part.name.as_str()));
        let exported = exports.entry(file.clone()).or_default();
        if is_named && part.name != "app" {
            exported.push(&part.name);
        }
    }
    exports
}

/// Two spaces for each bracket that is open.
pub(crate) fn indented(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for line in text.lines() {
        let leading = line.chars().take_while(|letter| "})]".contains(*letter)).count();
        let shown = depth.saturating_sub(leading.min(1));
        if !line.is_empty() {
            out += &"  ".repeat(shown);
        }
        out += line;
        out.push('\n');
        let opened = line.chars().filter(|letter| "{[(".contains(*letter)).count();
        let closed = line.chars().filter(|letter| "})]".contains(*letter)).count();
        // Brackets that open together close together.
        depth = match opened.cmp(&closed) {
            std::cmp::Ordering::Greater => depth + 1,
            std::cmp::Ordering::Less => depth.saturating_sub(1),
            std::cmp::Ordering::Equal => depth,
        };
    }
    out
}

/// The files of an application, one after the other; its package.json says how its modules are bound, and which Express it is.
pub(crate) fn listing(files: &Files) -> String {
    files.iter().map(|(path, source)| format!("// {path}\n{source}")).collect()
}
