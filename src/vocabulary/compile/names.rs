//! Names that tell something by themselves: words, and what methods of stores are customarily called.
//!
//! In: the files of `rules/names/`. Out: tables as Rust source, or every problem with its file and line. Compiled twice, by the
//! crate's tests and by its build script.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::super::facts::{Answer, Does, NameList, StoreOperation, WordList};
use super::assembly::Problem;
use super::emit_limits::store_operation;
use super::limits::contradiction;
use super::package::line_of;

/// Lists that a word cannot be in at once: where both are asked for, it would say nothing.
const EXCLUSIVE: [(WordList, WordList); 9] = [
    (WordList::Revoked, WordList::Allowed),
    (WordList::Token, WordList::Session),
    (WordList::Token, WordList::OneTime),
    (WordList::Token, WordList::Foreign),
    (WordList::Session, WordList::Foreign),
    (WordList::Login, WordList::Logout),
    (WordList::Login, WordList::SignUp),
    (WordList::Logout, WordList::SignUp),
    (WordList::Refresh, WordList::VerifyRoute),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct NamesDocument {
    #[serde(default)]
    words: BTreeMap<WordList, Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    names: BTreeMap<NameList, Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    store_method: Vec<StoreMethodEntry>,
    #[serde(default)]
    store_verb: Vec<StoreVerbEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct StoreMethodEntry {
    names: Vec<Spanned<String>>,
    does: Spanned<Does>,
    answer: Option<Answer>,
    by_predicate: Option<Answer>,
    #[serde(default)]
    calls_back: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreVerbEntry {
    words: Vec<Spanned<String>>,
    does: Spanned<Does>,
    answer: Option<Answer>,
}

/// What the files come to.
#[derive(Default)]
struct Names {
    words: BTreeMap<WordList, Vec<Vec<String>>>,
    whole: BTreeMap<NameList, BTreeSet<String>>,
    methods: BTreeMap<String, StoreOperation>,
    verbs: BTreeMap<Vec<String>, StoreOperation>,
    problems: Vec<Problem>,
}

/// Compiles the files, given as names and texts, into the source of the tables.
pub(in super::super) fn compile(files: &[(String, String)]) -> Result<String, Vec<String>> {
    let mut names = Names::default();
    for (file, text) in files {
        let mut reader = Reader { names: &mut names, file, text };
        match toml::from_str::<NamesDocument>(text) {
            Ok(document) => reader.document(&document),
            Err(error) => reader.problem(error.span().unwrap_or_default(), error.message().to_owned()),
        }
    }
    let mut problems: Vec<String> = names.problems.iter().map(ToString::to_string).collect();
    let missing = WordList::ALL.iter().filter(|list| !names.words.contains_key(list));
    problems.extend(missing.map(|list| format!("no file has the words of the list {list:?}")));
    let missing = NameList::ALL.iter().filter(|list| !names.whole.contains_key(list));
    problems.extend(missing.map(|list| format!("no file has the names of the list {list:?}")));
    if problems.is_empty() { Ok(names.emit()) } else { Err(problems) }
}

struct Reader<'r> {
    names: &'r mut Names,
    file: &'r str,
    text: &'r str,
}

impl Reader<'_> {
    fn problem(&mut self, span: Range<usize>, message: String) {
        let line = line_of(self.text, span.start);
        self.names.problems.push(Problem { file: self.file.to_owned(), line, span, message });
    }

    fn document(&mut self, document: &NamesDocument) {
        for (list, phrases) in &document.words {
            self.list(*list, phrases);
        }
        for (list, names) in &document.names {
            self.whole_names(*list, names);
        }
        for entry in &document.store_method {
            self.methods(entry);
        }
        for entry in &document.store_verb {
            self.verbs(entry);
        }
    }

    /// A phrase as its words.
    fn phrase(&mut self, entry: &Spanned<String>) -> Option<Vec<String>> {
        let words: Vec<String> = entry.get_ref().split(' ').map(str::to_owned).collect();
        let is_word = |word: &String| {
            !word.is_empty() && word.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit())
        };
        if !words.iter().all(is_word) {
            let message = format!("`{}` is not made of lower-case words with one space between", entry.get_ref());
            self.problem(entry.span(), message);
            return None;
        }
        Some(words)
    }

    fn list(&mut self, list: WordList, entries: &Spanned<Vec<Spanned<String>>>) {
        if self.names.words.contains_key(&list) {
            self.problem(entries.span(), format!("the list {list:?} is in another file already"));
            return;
        }
        if entries.get_ref().is_empty() {
            self.problem(entries.span(), "a list without words is never found".to_owned());
        }
        let mut phrases: Vec<(Vec<String>, Range<usize>)> = Vec::new();
        for entry in entries.get_ref() {
            let Some(words) = self.phrase(entry) else { continue };
            let lists = self.names.words.iter();
            let otherwise = lists.filter(|(other, of)| are_exclusive(list, **other) && of.contains(&words));
            if let Some(other) = otherwise.map(|(other, _)| *other).next() {
                let message = format!("`{}` is in the list {other:?}, which says otherwise", entry.get_ref());
                self.problem(entry.span(), message);
            }
            phrases.push((words, entry.span()));
        }
        for (number, (phrase, span)) in phrases.iter().enumerate() {
            let others = phrases.iter().enumerate().filter(|(other, _)| *other != number);
            if let Some((_, (other, _))) = others.into_iter().find(|(_, (other, _))| holds(phrase, other)) {
                self.problem(
                    span.clone(),
                    format!("`{}` is found with `{}` already", phrase.join(" "), other.join(" ")),
                );
            }
        }
        self.names.words.insert(list, phrases.into_iter().map(|(phrase, _)| phrase).collect());
    }

    fn whole_names(&mut self, list: NameList, entries: &Spanned<Vec<Spanned<String>>>) {
        if self.names.whole.contains_key(&list) {
            self.problem(entries.span(), format!("the list {list:?} is in another file already"));
            return;
        }
        if entries.get_ref().is_empty() {
            self.problem(entries.span(), "a list without names is never found".to_owned());
        }
        let mut names = BTreeSet::new();
        for entry in entries.get_ref() {
            let name = entry.get_ref();
            if name.is_empty() || name.contains(char::is_whitespace) {
                self.problem(entry.span(), format!("`{name}` is no name"));
            }
            if !names.insert(name.clone()) {
                self.problem(entry.span(), format!("`{name}` is in the list already"));
            }
        }
        self.names.whole.insert(list, names);
    }

    fn verbs(&mut self, entry: &StoreVerbEntry) {
        let StoreVerbEntry { words, does, answer } = entry;
        if let Some(message) = contradiction(*does.get_ref(), *answer, None) {
            self.problem(does.span(), message.to_owned());
        }
        for verb in words {
            let Some(phrase) = self.phrase(verb) else { continue };
            let operation =
                StoreOperation { does: *does.get_ref(), answer: *answer, by_predicate: None, calls_back: false };
            if self.names.verbs.insert(phrase, operation).is_some() {
                self.problem(verb.span(), format!("what `{}` does is said already", verb.get_ref()));
            }
        }
    }

    fn methods(&mut self, entry: &StoreMethodEntry) {
        let StoreMethodEntry { names, does, answer, by_predicate, calls_back } = entry;
        if let Some(message) = contradiction(*does.get_ref(), *answer, *by_predicate) {
            self.problem(does.span(), message.to_owned());
        }
        for name in names {
            let operation = StoreOperation {
                does: *does.get_ref(),
                answer: *answer,
                by_predicate: *by_predicate,
                calls_back: *calls_back,
            };
            if self.names.methods.insert(name.get_ref().clone(), operation).is_some() {
                self.problem(name.span(), format!("what `{}` does is said already", name.get_ref()));
            }
        }
    }
}

/// Whether a phrase's words stand in the other one, side by side.
fn holds(phrase: &[String], other: &[String]) -> bool {
    phrase.windows(other.len()).any(|words| words == other)
}

fn are_exclusive(one: WordList, other: WordList) -> bool {
    EXCLUSIVE.contains(&(one, other)) || EXCLUSIVE.contains(&(other, one))
}

impl Names {
    fn emit(&self) -> String {
        let mut source = String::new();
        let lists = WordList::ALL.iter().filter_map(|list| self.words.get(list));
        let lists: Vec<String> = lists
            .map(|phrases| {
                // In the order of their words, without the order of the file.
                let phrases: BTreeSet<String> = phrases.iter().map(|words| format!("&{words:?}")).collect();
                format!("&[{}]", phrases.into_iter().collect::<Vec<_>>().join(", "))
            })
            .collect();
        // Writing into a String cannot fail.
        let _ = writeln!(source, "static WORDS: [&[&[&str]]; {}] = [\n{}\n];", lists.len(), lists.join(",\n"));
        let whole = NameList::ALL.iter().filter_map(|list| self.whole.get(list));
        let whole: Vec<String> = whole.map(|names| format!("&{:?}", names.iter().collect::<Vec<_>>())).collect();
        let _ = writeln!(source, "static NAMES: [&[&str]; {}] = [\n{}\n];", whole.len(), whole.join(",\n"));
        let methods: Vec<String> = self
            .methods
            .iter()
            .map(|(name, operation)| format!("({name:?}, {})", store_operation(operation)))
            .collect();
        let _ = writeln!(
            source,
            "static STORE_METHODS: [(&str, StoreOperation); {}] = [\n{}\n];",
            methods.len(),
            methods.join(",\n")
        );
        let verbs: Vec<String> = self
            .verbs
            .iter()
            .map(|(words, operation)| format!("(&{words:?}, {})", store_operation(operation)))
            .collect();
        let _ = writeln!(
            source,
            "static STORE_VERBS: [(&[&str], StoreOperation); {}] = [\n{}\n];",
            verbs.len(),
            verbs.join(",\n")
        );
        source
    }
}
