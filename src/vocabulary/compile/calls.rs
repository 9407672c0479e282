//! One file of the vocabulary: its error classes, and what its calls mean.
//!
//! In: the entries of a [`Document`]. Out: facts at their places, by the [`PackageCompiler`] that the names were put in by.
//! Compiled twice, by the crate's tests and by its build script.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;

use super::super::facts::{
    Action, Argument, Condition, ErrorClass, ErrorFacts, Failure, FailureMode, Level, List, Messages, Promisify,
    Signal, SignalLevel, Text, Verify,
};
use super::package::PackageCompiler;
use super::path::{Path, Step};
use super::schema::{
    ArgumentEntry, CheckEntry, Document, ErrorEntry, FailureEntry, LevelEntry, SignalEntry, TruthyEntry,
};

impl PackageCompiler<'_> {
    /// Puts the error classes in, and says at each call's place what it means.
    pub(super) fn calls(&mut self, document: &Document) {
        self.error_classes(&document.error);
        for module in &document.package.modules {
            let known = self.classes.iter().map(|(path, class)| ((module.get_ref().clone(), path.clone()), *class));
            self.all.classes.extend(known);
        }
        for check in &document.check {
            self.check(check);
        }
        for signal in &document.signal {
            self.signal(signal);
        }
        for entry in &document.promisify {
            let promisify = match &entry.suffix {
                None => Promisify::Function,
                Some(suffix) => Promisify::Members { suffix: Cow::Owned(suffix.clone()) },
            };
            self.declare(&entry.paths, &Action::Promisify(promisify));
        }
        self.declare(&document.calls.decode, &Action::Decode);
        self.declare(&document.calls.sign, &Action::Sign);
        self.declare(&document.calls.invoke, &Action::Invoke);
        self.declare(&document.calls.neutral, &Action::Neutral);
    }

    pub(super) fn declare(&mut self, paths: &[Spanned<Path>], action: &Action) {
        for path in paths {
            self.declare_one(path, action.clone());
        }
    }

    pub(super) fn declare_one(&mut self, path: &Spanned<Path>, action: Action) {
        let Some(place) = self.place(path) else {
            return;
        };
        let span = path.span();
        if let Some(line) = self.declared.insert(place, self.line(&span)) {
            self.problem(span, format!("what calling `{}` does is already said in line {line}", path.get_ref()));
            return;
        }
        self.all.graph.at(place).action = Some(action);
    }

    fn error_classes(&mut self, entries: &[Spanned<ErrorEntry>]) {
        for entry in entries {
            let entry = entry.get_ref();
            let Some(class) = self.error_class(entry) else { continue };
            let path = entry.class.get_ref();
            if self.classes.insert(path.to_string(), class).is_some() {
                self.problem(entry.class.span(), format!("the class `{path}` is declared twice"));
            }
            if !entry.exported {
                continue;
            }
            if let Some(place) = self.place(&entry.class) {
                self.all.graph.at(place).error = Some(class);
            }
        }
        self.superclasses(entries);
    }

    /// A class of the package's own, or another package's that it hands out.
    fn error_class(&mut self, entry: &ErrorEntry) -> Option<ErrorClass> {
        let path = entry.class.get_ref();
        let Some(Step::Member(last)) = path.steps.last() else {
            self.problem(entry.class.span(), format!("`{path}` does not end with the name of a class"));
            return None;
        };
        if let Some(of) = &entry.of {
            let known = self.all.classes.get(&(of.get_ref().clone(), path.to_string())).copied();
            if known.is_none() {
                let message = format!("`{}` has no error class `{path}` of its own", of.get_ref());
                self.problem(of.span(), message);
            }
            if entry.says_more() {
                let message = format!("what is known of `{path}` is said with `{}`, and nothing here", of.get_ref());
                self.problem(of.span(), message);
            }
            return known;
        }
        let class = ErrorClass(u32::try_from(self.all.errors.len()).unwrap_or(u32::MAX));
        let texts = |texts: &[String]| texts.iter().cloned().map(Cow::Owned).collect();
        let messages = texts(entry.messages.as_deref().unwrap_or_default());
        self.all.errors.push(ErrorFacts {
            path: Cow::Owned(path.to_string()),
            name: Cow::Owned(entry.name.clone().unwrap_or_else(|| last.clone())),
            codes: texts(&entry.codes),
            messages: if entry.open || entry.messages.is_none() {
                Messages::Open(messages)
            } else {
                Messages::Fixed(messages)
            },
            status: entry.status.as_ref().map(|status| *status.get_ref()),
            fields: entry.fields.as_ref().map(|fields| texts(fields.get_ref())),
            expired: entry.expired,
            supers: Cow::Owned(Vec::new()),
        });
        self.error_members(entry);
        Some(class)
    }

    fn error_members(&mut self, entry: &ErrorEntry) {
        if let Some(status) = &entry.status {
            self.http_status(*status.get_ref(), status.span());
        }
        let Some(fields) = &entry.fields else { return };
        let stated = [("code", !entry.codes.is_empty()), ("status", entry.status.is_some())];
        let stated = stated.into_iter().filter_map(|(name, stated)| stated.then_some(name));
        for name in ["name", "message", "stack"].into_iter().chain(stated) {
            if fields.get_ref().iter().any(|field| field == name) {
                let message = format!("`{name}` goes without saying: `fields` lists what is beside it");
                self.problem(fields.span(), message);
            }
        }
    }

    pub(super) fn http_status(&mut self, status: u16, span: Range<usize>) {
        if !(100..600).contains(&status) {
            self.problem(span, format!("{status} is no HTTP status"));
        }
    }

    fn superclasses(&mut self, entries: &[Spanned<ErrorEntry>]) {
        let mut parents = BTreeMap::new();
        for entry in entries {
            let Some(extends) = &entry.get_ref().extends else {
                continue;
            };
            let class = self.class(&entry.get_ref().class);
            let parent = self.class(extends);
            if let (Some(class), Some(parent)) = (class, parent) {
                parents.insert(class, parent);
            }
        }
        for class in parents.keys() {
            let mut supers = Vec::new();
            let mut next = parents.get(class);
            while let Some(parent) = next {
                if supers.contains(parent) || parent == class {
                    let span = entries.first().map_or(0..0, |entry| entry.span());
                    let path = self.all.errors[class.0 as usize].path.clone();
                    self.problem(span, format!("the class `{path}` derives from itself"));
                    return;
                }
                supers.push(*parent);
                next = parents.get(parent);
            }
            self.all.errors[class.0 as usize].supers = Cow::Owned(supers);
        }
        self.inherit_fields(parents.keys());
    }

    /// An error has its superclasses' members too. What is not known of one of them is not known of it.
    fn inherit_fields<'c>(&mut self, classes: impl Iterator<Item = &'c ErrorClass>) {
        let own: Vec<Option<List<Text>>> = self.all.errors.iter().map(|facts| facts.fields.clone()).collect();
        for class in classes {
            let supers = self.all.errors[class.0 as usize].supers.clone();
            let lists = std::iter::once(class).chain(supers.iter()).map(|class| own[class.0 as usize].as_deref());
            let merged: Option<BTreeSet<Text>> =
                lists.collect::<Option<Vec<_>>>().map(|lists| lists.into_iter().flatten().cloned().collect());
            self.all.errors[class.0 as usize].fields = merged.map(|fields| fields.into_iter().collect());
        }
    }

    pub(super) fn class(&mut self, path: &Spanned<Path>) -> Option<ErrorClass> {
        let class = self.classes.get(&path.get_ref().to_string()).copied();
        if class.is_none() {
            self.problem(path.span(), format!("no error class is called `{}`", path.get_ref()));
        }
        class
    }

    pub(super) fn check(&mut self, entry: &CheckEntry) {
        let failures: Vec<Failure> = entry.fails.get_ref().iter().map(failure).collect();
        let span = entry.fails.span();
        if failures.is_empty() {
            self.problem(span.clone(), "a check that cannot fail is none: `fails` is empty".to_owned());
        }
        if failures.iter().rev().skip(1).any(|failure| failure.when.is_none()) {
            self.problem(span.clone(), "the ways to fail after one without a condition are never taken".to_owned());
        }
        let one_parameter = |failure: &Failure| matches!(failure.mode, FailureMode::Callback { error, result, .. } if result == Some(error));
        if failures.iter().any(one_parameter) {
            self.problem(span, "a callback's parameter is its `error` or its `result`, not both".to_owned());
        }
        let errors = entry.errors.iter().filter_map(|path| self.class(path)).collect();
        let unless = entry.unless.as_ref().map(truthy);
        let verify = Verify { token: entry.token, key: entry.key, unless, failures: Cow::Owned(failures), errors };
        self.declare(&entry.paths, &Action::Verify(verify));
    }

    pub(super) fn signal(&mut self, entry: &SignalEntry) {
        for path in &entry.paths {
            let level = match &entry.level {
                None => SignalLevel::Always,
                Some(LevelEntry::Fixed(level)) => SignalLevel::Fixed(*level),
                Some(LevelEntry::Argument(level)) => {
                    SignalLevel::Argument { argument: level.argument, key: level.key.clone().map(Cow::Owned) }
                }
                Some(LevelEntry::Named(_)) => {
                    let level = match path.get_ref().steps.last() {
                        Some(Step::Member(name)) => Level::named(name),
                        _ => None,
                    };
                    match level {
                        Some(level) => SignalLevel::Fixed(level),
                        None => {
                            let message = format!("`{}` is not named after a level", path.get_ref());
                            self.problem(path.span(), message);
                            continue;
                        }
                    }
                }
            };
            let when = entry.when_given.map(Condition::Given);
            self.declare_one(path, Action::Signal(Signal { kind: entry.kind, level, when }));
        }
    }
}

fn failure(entry: &FailureEntry) -> Failure {
    match entry {
        FailureEntry::Throw { when } => Failure { when: when.as_ref().map(truthy), mode: FailureMode::Throw },
        FailureEntry::Reject { when } => Failure { when: when.as_ref().map(truthy), mode: FailureMode::Reject },
        FailureEntry::Return { when } => Failure { when: when.as_ref().map(truthy), mode: FailureMode::Return },
        FailureEntry::Resolve { when } => Failure { when: when.as_ref().map(truthy), mode: FailureMode::Resolve },
        FailureEntry::Next { argument } => Failure { when: None, mode: FailureMode::Next { argument: *argument } },
        FailureEntry::Callback { argument, error, result, deferred_when_function } => {
            let callback = match argument {
                ArgumentEntry::Index(index) => Argument::Index(*index),
                ArgumentEntry::Named(_) => Argument::Last,
            };
            let (error, result, deferred_when_function) = (*error, *result, *deferred_when_function);
            let mode = FailureMode::Callback { callback, error, result, deferred_when_function };
            Failure { when: Some(Condition::Function(callback)), mode }
        }
    }
}

fn truthy(entry: &TruthyEntry) -> Condition {
    Condition::Truthy { argument: entry.argument, key: entry.key.clone().map(Cow::Owned) }
}
