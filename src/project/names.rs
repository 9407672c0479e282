//! The names by which declarations say what they are of: packages, files of the project, global names.
//!
//! In: compiled declarations. Out: the names that cannot be meant. Whether there is such a file is asked elsewhere.

use std::collections::BTreeSet;

use crate::vocabulary::{self, Mistake, Vocabulary, WayIn};

/// Whether a module is named by its path from the folder of the project's file.
pub(super) fn is_path(name: &str) -> bool {
    name.starts_with("./") || name.starts_with("../")
}

pub(super) fn mistakes(declared: &Vocabulary, depth: usize) -> Vec<Mistake> {
    let mut seen = BTreeSet::new();
    let names = declared.paths().iter().filter(|path| seen.insert(path.way_in_at.start));
    let wrong = names.filter_map(|path| {
        let message = match &path.way_in {
            WayIn::Module(name) if is_path(name) => wrong_path(name, depth),
            WayIn::Module(name) => wrong_package(name),
            WayIn::Global(name) => wrong_global(name),
        }?;
        Some(Mistake { span: path.way_in_at.clone(), message })
    });
    let mut wrong: Vec<Mistake> = wrong.collect();
    wrong.sort_by_key(|mistake| mistake.span.start);
    wrong
}

fn wrong_path(name: &str, depth: usize) -> Option<String> {
    if name.contains(|c: char| c.is_control() || c == '\\') {
        return Some("folders are separated by `/`, here as in an import".to_owned());
    }
    let mut left = depth;
    for part in name.split('/') {
        left = match part {
            "" | "." => left,
            ".." => match left.checked_sub(1) {
                Some(left) => left,
                None => return Some(format!("`{name}` leads out of the project")),
            },
            _ => left + 1,
        };
    }
    None
}

fn wrong_package(name: &str) -> Option<String> {
    let own = name.strip_prefix('@').unwrap_or(name);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '/');
    let is_scoped = !name.starts_with('@') || name.contains('/');
    let parts = own.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    if !(is_scoped && parts && own.chars().all(is_plain)) {
        return Some(
            "a module is a package's name, or a path from this file's folder that begins with `./`".to_owned(),
        );
    }
    let known = vocabulary::module(name).is_some();
    known.then(|| format!("what `{name}` does is known already: declarations are for what tokentrail does not know"))
}

fn wrong_global(name: &str) -> Option<String> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(is_name) {
        return Some("a `global` is one name, as it stands in the code".to_owned());
    }
    let known = vocabulary::global(name).is_some();
    known.then(|| format!("what `{name}` does is known already: declarations are for what tokentrail does not know"))
}
