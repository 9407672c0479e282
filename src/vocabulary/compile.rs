//! From vocabulary files to tables: every fact is checked and put at its place in the automaton.
//!
//! In: names and texts of the files. Out: [`Tables`], or every [`Problem`] with its file and line.
//! Does no IO. Compiled twice, by the crate's tests and by its build script.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use toml::Spanned;

use super::facts::{
    Action, Argument, Condition, Creation, ErrorClass, ErrorFacts, Failure, FailureMode, Level,
    Literal, Messages, Mute, Package, Promisify, Receiver, Signal, SignalLevel, Tables, Threshold,
    Verify,
};
use super::graph::{Graph, Place};
use super::path::{Base, Path, Step};
use super::schema::{
    ArgumentEntry, CheckEntry, Document, ErrorEntry, FailureEntry, LevelEntry, LiteralEntry,
    ObjectEntry, Reexport, SignalEntry,
};

/// Something that a vocabulary file must not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// What the files come to.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) tables: Tables,
    /// The shortest words of which a file must hold one to come to a check by a module's or a customary name.
    pub(super) prefilter: Vec<String>,
}

/// Compiles the files, given as names and texts, into one set of tables.
pub(super) fn compile(files: &[(String, String)]) -> Result<Compiled, Vec<Problem>> {
    let mut compiler = Compiler::default();
    compiler.globals = compiler.graph.add(Place {
        label: "globalThis".to_owned(),
        ..Place::default()
    });
    for (name, text) in files {
        match toml::from_str::<Document>(text) {
            Ok(document) => {
                FileCompiler::begin(&mut compiler, name, text, &document).run(&document)
            }
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                let problem = Problem {
                    file: name.clone(),
                    line: line_of(text, offset),
                    message: error.message().to_owned(),
                };
                compiler.problems.push(problem);
            }
        }
    }
    compiler.finish()
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

#[derive(Default)]
struct Compiler {
    graph: Graph,
    globals: u32,
    packages: Vec<Package>,
    errors: Vec<ErrorFacts>,
    modules: BTreeMap<String, u32>,
    customary: BTreeMap<String, u32>,
    problems: Vec<Problem>,
}

impl Compiler {
    fn finish(self) -> Result<Compiled, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let prefilter = self.prefilter();
        let by_name = |names: BTreeMap<String, u32>| {
            names
                .into_iter()
                .map(|(name, to)| (Cow::Owned(name), to))
                .collect()
        };
        let tables = Tables {
            packages: Cow::Owned(self.packages),
            modules: by_name(self.modules),
            customary: by_name(self.customary),
            nodes: Cow::Owned(self.graph.into_nodes()),
            errors: Cow::Owned(self.errors),
            globals: self.globals,
        };
        Ok(Compiled { tables, prefilter })
    }

    fn prefilter(&self) -> Vec<String> {
        let ways_in = self.modules.iter().chain(&self.customary);
        let to_checks = ways_in.filter(|(_, place)| self.graph.reaches_check(**place));
        let words: BTreeSet<&str> = to_checks.map(|(name, _)| name.as_str()).collect();
        // A word that holds another one is found with it.
        let holds_another = |word: &str| {
            words
                .iter()
                .any(|other| *other != word && word.contains(other))
        };
        words
            .iter()
            .filter(|word| !holds_another(word))
            .map(|word| (*word).to_owned())
            .collect()
    }
}

/// Puts one file's facts into the automaton.
struct FileCompiler<'a> {
    all: &'a mut Compiler,
    file: &'a str,
    text: &'a str,
    root: u32,
    objects: BTreeMap<String, u32>,
    classes: BTreeMap<String, ErrorClass>,
    /// Where each place got its action, by line.
    declared: BTreeMap<u32, usize>,
}

impl<'a> FileCompiler<'a> {
    fn begin(all: &'a mut Compiler, file: &'a str, text: &'a str, document: &Document) -> Self {
        let entry = &document.package;
        let first_module = entry.modules.first().map(|module| module.get_ref().clone());
        let title = entry.title.clone().or(first_module).unwrap_or_default();
        let package = u16::try_from(all.packages.len()).unwrap_or(u16::MAX);
        all.packages.push(Package {
            title: Cow::Owned(title.clone()),
            version: Cow::Owned(entry.version.get_ref().clone()),
            source: Cow::Owned(entry.source.get_ref().clone()),
            confidence: entry.confidence,
        });
        let root = all.graph.add(Place {
            package: Some(package),
            label: title,
            ..Place::default()
        });
        FileCompiler {
            all,
            file,
            text,
            root,
            objects: BTreeMap::new(),
            classes: BTreeMap::new(),
            declared: BTreeMap::new(),
        }
    }

    fn run(mut self, document: &Document) {
        self.provenance(document);
        for object in &document.object {
            self.name_object(object);
        }
        // Objects are handed out before anything else is placed, so that no path is laid beside an object.
        for object in &document.object {
            self.hand_out(object.get_ref());
        }
        self.names(document);
        self.error_classes(&document.error);
        for check in &document.check {
            self.check(check);
        }
        for signal in &document.signal {
            self.signal(signal);
        }
        for entry in &document.promisify {
            let promisify = match &entry.suffix {
                None => Promisify::Function,
                Some(suffix) => Promisify::Members {
                    suffix: Cow::Owned(suffix.clone()),
                },
            };
            self.declare(&entry.paths, &Action::Promisify(promisify));
        }
        self.declare(&document.calls.decode, &Action::Decode);
        self.declare(&document.calls.sign, &Action::Sign);
        self.declare(&document.calls.invoke, &Action::Invoke);
        self.declare(&document.calls.neutral, &Action::Neutral);
        for reexport in &document.reexport {
            self.reexport(reexport.get_ref());
        }
    }

    fn problem(&mut self, offset: usize, message: String) {
        let line = line_of(self.text, offset);
        self.all.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            message,
        });
    }

    fn provenance(&mut self, document: &Document) {
        let entry = &document.package;
        for (what, value) in [("version", &entry.version), ("source", &entry.source)] {
            if value.get_ref().trim().is_empty() {
                self.problem(
                    value.span().start,
                    format!("the package's `{what}` is empty"),
                );
            }
        }
        if entry.modules.is_empty() && entry.globals.is_empty() && entry.customary.is_empty() {
            self.problem(
                0,
                "the package has no name: no module, no global, no customary one".to_owned(),
            );
        }
        if entry.modules.is_empty() && entry.title.is_none() {
            self.problem(0, "a package without modules needs a `title`".to_owned());
        }
    }

    fn name_object(&mut self, object: &Spanned<ObjectEntry>) {
        let entry = object.get_ref();
        let root = self.all.graph.at(self.root);
        let (package, title) = (root.package, root.label.clone());
        let label = if title == entry.name {
            title
        } else {
            format!("{title} {}", entry.name)
        };
        let receiver = entry.kind.map(|kind| Receiver {
            kind,
            name: Cow::Owned(entry.name.clone()),
            threshold: entry.threshold.as_ref().map(|threshold| Threshold {
                option: Cow::Owned(threshold.option.clone()),
                default: threshold.default,
                outputs: threshold.outputs.clone().map(Cow::Owned),
            }),
            muted_by: entry
                .muted_by
                .iter()
                .map(|mute| Mute {
                    option: Cow::Owned(mute.option.clone()),
                    is: match &mute.is {
                        LiteralEntry::Bool(value) => Literal::Bool(*value),
                        LiteralEntry::Text(value) => Literal::Text(Cow::Owned(value.clone())),
                    },
                })
                .collect(),
        });
        if receiver.is_none() && (entry.threshold.is_some() || !entry.muted_by.is_empty()) {
            let message = format!("`@{}` has a threshold or mutes but no `kind`", entry.name);
            self.problem(object.span().start, message);
        }
        let place = self.all.graph.add(Place {
            package,
            label,
            receiver,
            ..Place::default()
        });
        if self.objects.insert(entry.name.clone(), place).is_some() {
            self.problem(
                object.span().start,
                format!("`@{}` is declared twice", entry.name),
            );
        }
    }

    fn hand_out(&mut self, object: &ObjectEntry) {
        let Some(to) = self.objects.get(&object.name).copied() else {
            return;
        };
        for source in &object.from {
            let path = source.path.get_ref();
            let offset = source.path.span().start;
            let Some(start) = self.base(&source.path) else {
                continue;
            };
            if !self.all.graph.lead(start, &path.steps, to) {
                self.problem(offset, format!("`{path}` is already another object"));
                continue;
            }
            match path.steps.split_last() {
                Some((Step::Call, before)) => {
                    let from = self.all.graph.walk(start, before);
                    let creation = Creation {
                        options: source.options,
                        inherits: start == to,
                    };
                    if *self.all.graph.at(from).creation.get_or_insert(creation) != creation {
                        self.problem(
                            offset,
                            format!("`{path}` is handed out twice, with different options"),
                        );
                    }
                }
                _ if source.options.is_some() => {
                    self.problem(
                        offset,
                        format!("`{path}` is no call: it has no argument that could hold options"),
                    );
                }
                _ => {}
            }
        }
    }

    /// Ties the names by which a program comes to the package.
    fn names(&mut self, document: &Document) {
        for module in &document.package.modules {
            self.module(module, self.root);
        }
        for named in &document.package.globals {
            let Some(to) = self.place(&named.is) else {
                continue;
            };
            let name = [Step::Member(named.name.clone())];
            if !self.all.graph.lead(self.all.globals, &name, to) {
                self.problem(
                    named.is.span().start,
                    format!("the global `{}` is declared twice", named.name),
                );
            }
        }
        for named in &document.package.customary {
            let Some(to) = self.place(&named.is) else {
                continue;
            };
            if self.all.customary.insert(named.name.clone(), to).is_some() {
                self.problem(
                    named.is.span().start,
                    format!("`{}` is customary for two packages", named.name),
                );
            }
        }
        let named = document
            .package
            .globals
            .iter()
            .chain(&document.package.customary);
        let named: Vec<Base> = named.map(|named| named.is.get_ref().base.clone()).collect();
        for object in &document.object {
            let name = &object.get_ref().name;
            if object.get_ref().from.is_empty() && !named.contains(&Base::Object(name.clone())) {
                self.problem(object.span().start, format!("nothing hands `@{name}` out"));
            }
        }
    }

    fn module(&mut self, name: &Spanned<String>, to: u32) {
        self.all.graph.at(to).module = true;
        if self
            .all
            .modules
            .insert(name.get_ref().clone(), to)
            .is_some()
        {
            self.problem(
                name.span().start,
                format!("the module `{}` is declared twice", name.get_ref()),
            );
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
            to = self.all.graph.add(Place {
                package,
                label,
                like: Some(to),
                ..Place::default()
            });
            self.all
                .graph
                .lead(to, &[Step::Member("default".to_owned())], target);
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
                    self.problem(path.span().start, format!("no object is called `@{name}`"));
                }
                object
            }
        }
    }

    fn place(&mut self, path: &Spanned<Path>) -> Option<u32> {
        let start = self.base(path)?;
        Some(self.all.graph.walk(start, &path.get_ref().steps))
    }

    fn declare(&mut self, paths: &[Spanned<Path>], action: &Action) {
        for path in paths {
            self.declare_one(path, action.clone());
        }
    }

    fn declare_one(&mut self, path: &Spanned<Path>, action: Action) {
        let Some(place) = self.place(path) else {
            return;
        };
        let offset = path.span().start;
        if let Some(line) = self.declared.insert(place, line_of(self.text, offset)) {
            self.problem(
                offset,
                format!(
                    "what calling `{}` does is already said in line {line}",
                    path.get_ref()
                ),
            );
            return;
        }
        self.all.graph.at(place).action = Some(action);
    }

    fn error_classes(&mut self, entries: &[Spanned<ErrorEntry>]) {
        for entry in entries {
            let class = ErrorClass(u32::try_from(self.all.errors.len()).unwrap_or(u32::MAX));
            let entry = entry.get_ref();
            let path = entry.class.get_ref();
            let Some(Step::Member(last)) = path.steps.last() else {
                self.problem(
                    entry.class.span().start,
                    format!("`{path}` does not end with the name of a class"),
                );
                continue;
            };
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
                status: entry.status,
                expired: entry.expired,
                supers: Cow::Owned(Vec::new()),
            });
            if self.classes.insert(path.to_string(), class).is_some() {
                self.problem(
                    entry.class.span().start,
                    format!("the class `{path}` is declared twice"),
                );
            }
            if let Some(place) = self.place(&entry.class) {
                self.all.graph.at(place).error = Some(class);
            }
        }
        self.superclasses(entries);
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
                    let offset = entries.first().map_or(0, |entry| entry.span().start);
                    let path = self.all.errors[class.0 as usize].path.clone();
                    self.problem(offset, format!("the class `{path}` derives from itself"));
                    return;
                }
                supers.push(*parent);
                next = parents.get(parent);
            }
            self.all.errors[class.0 as usize].supers = Cow::Owned(supers);
        }
    }

    fn class(&mut self, path: &Spanned<Path>) -> Option<ErrorClass> {
        let class = self.classes.get(&path.get_ref().to_string()).copied();
        if class.is_none() {
            self.problem(
                path.span().start,
                format!("no error class is called `{}`", path.get_ref()),
            );
        }
        class
    }

    fn check(&mut self, entry: &CheckEntry) {
        let failures: Vec<Failure> = entry.fails.get_ref().iter().map(failure).collect();
        let offset = entry.fails.span().start;
        if failures.is_empty() {
            self.problem(
                offset,
                "a check that cannot fail is none: `fails` is empty".to_owned(),
            );
        }
        if failures
            .iter()
            .rev()
            .skip(1)
            .any(|failure| failure.when.is_none())
        {
            self.problem(
                offset,
                "the ways to fail after one without a condition are never taken".to_owned(),
            );
        }
        let errors = entry
            .errors
            .iter()
            .filter_map(|path| self.class(path))
            .collect();
        let verify = Verify {
            token: entry.token,
            key: entry.key,
            failures: Cow::Owned(failures),
            errors,
        };
        self.declare(&entry.paths, &Action::Verify(verify));
    }

    fn signal(&mut self, entry: &SignalEntry) {
        for path in &entry.paths {
            let level = match &entry.level {
                None => SignalLevel::Always,
                Some(LevelEntry::Fixed(level)) => SignalLevel::Fixed(*level),
                Some(LevelEntry::Argument(level)) => SignalLevel::Argument {
                    argument: level.argument,
                    key: level.key.clone().map(Cow::Owned),
                },
                Some(LevelEntry::Named(_)) => {
                    let level = match path.get_ref().steps.last() {
                        Some(Step::Member(name)) => Level::named(name),
                        _ => None,
                    };
                    match level {
                        Some(level) => SignalLevel::Fixed(level),
                        None => {
                            let message =
                                format!("`{}` is not named after a level", path.get_ref());
                            self.problem(path.span().start, message);
                            continue;
                        }
                    }
                }
            };
            let when = entry.when_given.map(Condition::Given);
            self.declare_one(
                path,
                Action::Signal(Signal {
                    kind: entry.kind,
                    level,
                    when,
                }),
            );
        }
    }
}

fn failure(entry: &FailureEntry) -> Failure {
    match entry {
        FailureEntry::Throw => Failure {
            when: None,
            mode: FailureMode::Throw,
        },
        FailureEntry::Reject => Failure {
            when: None,
            mode: FailureMode::Reject,
        },
        FailureEntry::Next { argument } => Failure {
            when: None,
            mode: FailureMode::Next {
                argument: *argument,
            },
        },
        FailureEntry::Callback {
            argument,
            error,
            deferred_when_function,
        } => {
            let callback = match argument {
                ArgumentEntry::Index(index) => Argument::Index(*index),
                ArgumentEntry::Named(_) => Argument::Last,
            };
            let mode = FailureMode::Callback {
                callback,
                error: *error,
                deferred_when_function: *deferred_when_function,
            };
            Failure {
                when: Some(Condition::Function(callback)),
                mode,
            }
        }
    }
}
