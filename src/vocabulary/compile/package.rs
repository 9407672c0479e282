//! One file of the vocabulary: the names of its package, and the objects that it hands out.
//!
//! In: a [`Document`]. Out: its facts, put at their places in the [`Assembly`]; what they must not say, as problems.
//! Compiled twice, by the crate's tests and by its build script.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::super::facts::{Creation, ErrorClass, Literal, Mute, Package, Receiver, Threshold};
use super::assembly::{Assembly, Problem};
use super::graph::Place;
use super::path::{Base, Path, Step};
use super::schema::{Document, LiteralEntry, MuteEntry, ObjectEntry, Reexport};

pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

pub(super) fn mute(entry: &MuteEntry) -> Mute {
    Mute { option: Cow::Owned(entry.option.clone()), is: literal(&entry.is) }
}

pub(super) fn literal(entry: &LiteralEntry) -> Literal {
    match entry {
        LiteralEntry::Bool(value) => Literal::Bool(*value),
        LiteralEntry::Number(value) => Literal::Number(*value),
        LiteralEntry::Text(value) => Literal::Text(Cow::Owned(value.clone())),
    }
}

/// Puts one file's facts into the automaton.
pub(super) struct PackageCompiler<'a> {
    pub(super) all: &'a mut Assembly,
    file: &'a str,
    text: &'a str,
    pub(super) root: u32,
    objects: BTreeMap<String, u32>,
    pub(super) classes: BTreeMap<String, ErrorClass>,
    /// Where each place got its action, by line.
    pub(super) declared: BTreeMap<u32, usize>,
}

impl<'a> PackageCompiler<'a> {
    /// Puts one file, given as its name, its text and what was read of it, into the assembly.
    pub(super) fn compile(
        all: &'a mut Assembly,
        file: &'a str,
        text: &'a str,
        read: Result<Document, toml::de::Error>,
    ) {
        match read {
            Ok(document) => {
                let mut package = PackageCompiler::begin(all, file, text, &document);
                package.names(&document);
                package.calls(&document);
                package.web(&document);
                package.limits(&document);
                package.containers(&document);
            }
            Err(error) => {
                let span = error.span().unwrap_or_default();
                all.problems.push(Problem {
                    file: file.to_owned(),
                    line: line_of(text, span.start),
                    span,
                    message: error.message().to_owned(),
                });
            }
        }
    }

    fn begin(all: &'a mut Assembly, file: &'a str, text: &'a str, document: &Document) -> Self {
        let entry = &document.package;
        let first_module = entry.modules.first().map(|module| module.get_ref().clone());
        let title = entry.title.clone().or(first_module).unwrap_or_default();
        let package = Package {
            title: Cow::Owned(title),
            version: Cow::Owned(entry.version.get_ref().clone()),
            source: Cow::Owned(entry.source.get_ref().clone()),
            confidence: entry.confidence,
            patches: entry.patches,
        };
        Self::of(all, file, text, package)
    }

    /// A package of which nothing but its name is known so far.
    pub(super) fn of(all: &'a mut Assembly, file: &'a str, text: &'a str, facts: Package) -> Self {
        let title = facts.title.clone().into_owned();
        let package = u16::try_from(all.packages.len()).unwrap_or(u16::MAX);
        all.packages.push(facts);
        let root = all.graph.add(Place { package: Some(package), label: title, ..Place::default() });
        PackageCompiler {
            all,
            file,
            text,
            root,
            objects: BTreeMap::new(),
            classes: BTreeMap::new(),
            declared: BTreeMap::new(),
        }
    }

    fn names(&mut self, document: &Document) {
        self.provenance(document);
        for object in &document.object {
            self.name_object(object);
        }
        // Objects are handed out before anything else is placed, so that no path is laid beside an object.
        for object in &document.object {
            self.hand_out(object.get_ref());
        }
        self.ways_in(document);
        for reexport in &document.reexport {
            self.reexport(reexport.get_ref());
        }
    }

    pub(super) fn problem(&mut self, span: Range<usize>, message: String) {
        let line = self.line(&span);
        self.all.problems.push(Problem { file: self.file.to_owned(), line, span, message });
    }

    /// The line at which a part of the file starts.
    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        line_of(self.text, span.start)
    }

    fn provenance(&mut self, document: &Document) {
        let entry = &document.package;
        for (what, value) in [("version", &entry.version), ("source", &entry.source)] {
            if value.get_ref().trim().is_empty() {
                self.problem(value.span(), format!("the package's `{what}` is empty"));
            }
        }
        if entry.modules.is_empty() && entry.globals.is_empty() && entry.customary.is_empty() {
            self.problem(0..0, "the package has no name: no module, no global, no customary one".to_owned());
        }
        if entry.modules.is_empty() && entry.title.is_none() {
            self.problem(0..0, "a package without modules needs a `title`".to_owned());
        }
        if entry.modules.is_empty() && entry.patches.is_some() {
            self.problem(0..0, "a package without modules is never imported: it patches nothing".to_owned());
        }
    }

    fn name_object(&mut self, object: &Spanned<ObjectEntry>) {
        let entry = object.get_ref();
        let root = self.all.graph.at(self.root);
        let (package, title) = (root.package, root.label.clone());
        let label = if title == entry.name { title } else { format!("{title} {}", entry.name) };
        let receiver = entry.kind.map(|kind| Receiver {
            kind,
            name: Cow::Owned(entry.name.clone()),
            threshold: entry.threshold.as_ref().map(|threshold| Threshold {
                option: Cow::Owned(threshold.option.clone()),
                default: threshold.default,
                outputs: threshold.outputs.clone().map(Cow::Owned),
            }),
            muted_by: entry.muted_by.iter().map(mute).collect(),
        });
        if receiver.is_none() && (entry.threshold.is_some() || !entry.muted_by.is_empty()) {
            let message = format!("`@{}` has a threshold or mutes but no `kind`", entry.name);
            self.problem(object.span(), message);
        }
        if receiver.is_some() && entry.framework.is_some() {
            let message = format!("`@{}` is told things or takes handlers on, not both", entry.name);
            self.problem(object.span(), message);
        }
        let framework = entry.framework;
        let place = self.all.graph.add(Place { package, label, receiver, framework, ..Place::default() });
        if self.objects.insert(entry.name.clone(), place).is_some() {
            self.problem(object.span(), format!("`@{}` is declared twice", entry.name));
        }
    }

    fn hand_out(&mut self, object: &ObjectEntry) {
        let Some(to) = self.objects.get(&object.name).copied() else {
            return;
        };
        for source in &object.from {
            let path = source.path.get_ref();
            let span = source.path.span();
            let Some(start) = self.base(&source.path) else {
                continue;
            };
            if !self.all.graph.lead(start, &path.steps, to) {
                self.problem(span, format!("`{path}` is already another object"));
                continue;
            }
            match path.steps.split_last() {
                Some((Step::Call, before)) => {
                    let from = self.all.graph.walk(start, before);
                    let creation = Creation { options: source.options, inherits: start == to };
                    if *self.all.graph.at(from).creation.get_or_insert(creation) != creation {
                        self.problem(span, format!("`{path}` is handed out twice, with different options"));
                    }
                }
                _ if source.options.is_some() => {
                    self.problem(span, format!("`{path}` is no call: it has no argument that could hold options"));
                }
                _ => {}
            }
        }
    }

    /// Ties the names by which a program comes to the package.
    fn ways_in(&mut self, document: &Document) {
        for module in &document.package.modules {
            self.module(module, self.root);
        }
        for named in &document.package.globals {
            let Some(to) = self.place(&named.is) else {
                continue;
            };
            let name = [Step::Member(named.name.clone())];
            if !self.all.graph.lead(self.all.globals, &name, to) {
                self.problem(named.is.span(), format!("the global `{}` is declared twice", named.name));
            }
        }
        for named in &document.package.customary {
            let Some(to) = self.place(&named.is) else {
                continue;
            };
            if self.all.customary.insert(named.name.clone(), to).is_some() {
                self.problem(named.is.span(), format!("`{}` is customary for two packages", named.name));
            }
        }
        let named = document.package.globals.iter().chain(&document.package.customary);
        let named: Vec<Base> = named.map(|named| named.is.get_ref().base.clone()).collect();
        for object in &document.object {
            let name = &object.get_ref().name;
            if object.get_ref().from.is_empty() && !named.contains(&Base::Object(name.clone())) {
                self.problem(object.span(), format!("nothing hands `@{name}` out"));
            }
        }
    }

    pub(super) fn module(&mut self, name: &Spanned<String>, to: u32) {
        self.all.graph.at(to).module = true;
        if self.all.modules.insert(name.get_ref().clone(), to).is_some() {
            self.problem(name.span(), format!("the module `{}` is declared twice", name.get_ref()));
        }
    }

    fn reexport(&mut self, reexport: &Reexport) {
        let at = match &reexport.at {
            None => Some(self.root),
            Some(path) => self.place(path),
        };
        let Some(mut to) = at else { return };
        if let Some(default) = &reexport.default {
            let Some(target) = self.place(default) else {
                return;
            };
            let origin = self.all.graph.at(to);
            let (package, label) = (origin.package, origin.label.clone());
            to = self.all.graph.add(Place { package, label, like: Some(to), ..Place::default() });
            self.all.graph.lead(to, &[Step::Member("default".to_owned())], target);
        }
        for module in &reexport.modules {
            self.module(module, to);
        }
    }

    fn base(&mut self, path: &Spanned<Path>) -> Option<u32> {
        match &path.get_ref().base {
            Base::Module => Some(self.root),
            Base::Object(name) => {
                let object = self.objects.get(name).copied();
                if object.is_none() {
                    self.problem(path.span(), format!("no object is called `@{name}`"));
                }
                object
            }
        }
    }

    /// Where a member is a member of; absent when the path does not end with a member.
    pub(super) fn owner(&mut self, path: &Spanned<Path>) -> Option<u32> {
        let start = self.base(path)?;
        match path.get_ref().steps.split_last() {
            Some((Step::Member(_), before)) => Some(self.all.graph.walk(start, before)),
            _ => None,
        }
    }

    pub(super) fn place(&mut self, path: &Spanned<Path>) -> Option<u32> {
        let start = self.base(path)?;
        Some(self.all.graph.walk(start, &path.get_ref().steps))
    }
}
