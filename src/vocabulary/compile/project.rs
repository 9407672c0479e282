//! A project's own declarations: what calls of its functions mean, in the schema of the vocabulary's files.
//!
//! In: the tables of `tokentrail.toml` that declare something. Out: facts of their own, compiled as a package's are, and every
//! declared path with its place; or what they must not say. Knows nothing of files: a module is a name here.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::super::facts::{Package, SignalKind, SourceConfidence, Tables};
use super::assembly::Assembly;
use super::package::PackageCompiler;
use super::path::{ANY, Path, Step};
use super::schema::{CheckEntry, FailureEntry, LevelEntry, SignalEntry, TruthyEntry};
use super::schema_limits::{DenialEntry, LimiterEntry};

/// How many steps a path may have: each place's label is made of those before it.
const STEPS: usize = 16;

/// `[[signal]]`: a call that tells an operator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignalDeclaration {
    module: Option<Spanned<String>>,
    global: Option<Spanned<String>>,
    paths: Spanned<Vec<Spanned<Path>>>,
    kind: SignalKind,
    level: Option<LevelEntry>,
    when_given: Option<u8>,
}

/// `[[check]]`: a call at which a token is accepted or refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CheckDeclaration {
    module: Option<Spanned<String>>,
    global: Option<Spanned<String>>,
    paths: Spanned<Vec<Spanned<Path>>>,
    token: Option<u8>,
    key: Option<u8>,
    unless: Option<TruthyEntry>,
    fails: Spanned<Vec<FailureEntry>>,
}

/// `[[limiter]]`: a middleware that refuses too many requests, the call that gives one, or a call that says no.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LimiterDeclaration {
    module: Option<Spanned<String>>,
    global: Option<Spanned<String>>,
    paths: Spanned<Vec<Spanned<Path>>>,
    /// How the call says no. Left out: the limiter is a middleware.
    denies: Option<Spanned<Vec<DenialEntry>>>,
}

/// Everything that a project declares.
#[derive(Debug, Default)]
pub struct Declarations {
    pub signals: Vec<Spanned<SignalDeclaration>>,
    pub checks: Vec<Spanned<CheckDeclaration>>,
    pub limiters: Vec<Spanned<LimiterDeclaration>>,
}

/// How a program comes to what is declared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WayIn {
    /// A package, or a file of the project, as it is declared.
    Module(String),
    /// A name that is there without a declaration.
    Global(String),
}

impl WayIn {
    pub fn name(&self) -> &str {
        match self {
            WayIn::Module(name) | WayIn::Global(name) => name,
        }
    }
}

/// What a path is declared to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeclaredAs {
    Signal,
    Check,
    Limiter,
}

/// One declared path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredPath {
    pub way_in: WayIn,
    /// Where the way in is named, in bytes of the file.
    pub way_in_at: Range<usize>,
    pub declared_as: DeclaredAs,
    pub steps: Vec<Step>,
    /// As it is written.
    pub path: String,
    /// Where the path stands, in bytes of the file.
    pub path_at: Range<usize>,
}

/// Something that the file must not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// In bytes of the file.
    pub span: Range<usize>,
    /// Hostile text: it quotes the file.
    pub message: String,
}

/// The parts that all declarations have.
struct Head<'d> {
    module: &'d Option<Spanned<String>>,
    global: &'d Option<Spanned<String>>,
    paths: &'d Spanned<Vec<Spanned<Path>>>,
    at: Range<usize>,
    declared_as: DeclaredAs,
}

/// The declarations of one way in, in the order in which they are written.
struct Group<'d> {
    way_in: WayIn,
    named: &'d Spanned<String>,
    signals: Vec<&'d SignalDeclaration>,
    checks: Vec<&'d CheckDeclaration>,
    limiters: Vec<&'d LimiterDeclaration>,
}

/// Compiles a project's declarations. `file` is what messages call the file, `text` what it holds.
pub(in super::super) fn compile(
    file: &str,
    text: &str,
    declarations: &Declarations,
) -> Result<(Tables, Vec<DeclaredPath>), Vec<Mistake>> {
    let mut reader = Reader { groups: Vec::new(), paths: Vec::new(), mistakes: Vec::new() };
    for written in &declarations.signals {
        let signal = written.get_ref();
        let (module, global, paths) = (&signal.module, &signal.global, &signal.paths);
        let head = Head { module, global, paths, at: written.span(), declared_as: DeclaredAs::Signal };
        if let Some(group) = reader.head(&head) {
            group.signals.push(signal);
        }
    }
    for written in &declarations.checks {
        let check = written.get_ref();
        let (module, global, paths) = (&check.module, &check.global, &check.paths);
        let head = Head { module, global, paths, at: written.span(), declared_as: DeclaredAs::Check };
        reader.middleware(check);
        if let Some(group) = reader.head(&head) {
            group.checks.push(check);
        }
    }
    for written in &declarations.limiters {
        let limiter = written.get_ref();
        let (module, global, paths) = (&limiter.module, &limiter.global, &limiter.paths);
        let head = Head { module, global, paths, at: written.span(), declared_as: DeclaredAs::Limiter };
        if let Some(group) = reader.head(&head) {
            group.limiters.push(limiter);
        }
    }
    let Reader { groups, paths, mut mistakes } = reader;
    let mut assembly = Assembly::new();
    for group in &groups {
        group.compile(&mut assembly, file, text);
    }
    let compiled = assembly.finish().map_err(|problems| {
        mistakes.extend(problems.into_iter().map(|problem| Mistake { span: problem.span, message: problem.message }));
    });
    match compiled {
        Ok(compiled) if mistakes.is_empty() => Ok((compiled.tables, paths)),
        _ => {
            mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
            Err(mistakes)
        }
    }
}

struct Reader<'d> {
    groups: Vec<Group<'d>>,
    paths: Vec<DeclaredPath>,
    mistakes: Vec<Mistake>,
}

impl<'d> Reader<'d> {
    fn mistake(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.mistakes.push(Mistake { span, message: message.into() });
    }

    /// What a declaration is of: the group of its way in.
    fn head(&mut self, head: &Head<'d>) -> Option<&mut Group<'d>> {
        let (way_in, named) = match (head.module, head.global) {
            (Some(module), None) => (WayIn::Module(module.get_ref().clone()), module),
            (None, Some(global)) => (WayIn::Global(global.get_ref().clone()), global),
            (Some(_), Some(global)) => {
                self.mistake(global.span(), "a declaration is of a `module` or of a `global`, not of both");
                return None;
            }
            (None, None) => {
                self.mistake(head.at.clone(), "a declaration needs a `module` or a `global`");
                return None;
            }
        };
        if head.paths.get_ref().is_empty() {
            self.mistake(head.paths.span(), "nothing is declared: `paths` is empty");
        }
        for path in head.paths.get_ref() {
            let steps = path.get_ref().steps.clone();
            if steps.len() > STEPS {
                self.mistake(path.span(), format!("a path has {STEPS} steps at most"));
                return None;
            }
            if steps.contains(&Step::Member(ANY.to_owned())) {
                self.mistake(path.span(), "a path names what is exported: `*` is no name");
                return None;
            }
            self.paths.push(DeclaredPath {
                way_in: way_in.clone(),
                way_in_at: named.span(),
                declared_as: head.declared_as,
                steps,
                path: path.get_ref().to_string(),
                path_at: path.span(),
            });
        }
        let known = self.groups.iter().position(|group| group.way_in == way_in);
        let at = known.unwrap_or_else(|| {
            self.groups.push(Group { way_in, named, signals: Vec::new(), checks: Vec::new(), limiters: Vec::new() });
            self.groups.len() - 1
        });
        self.groups.get_mut(at)
    }

    /// A middleware is judged where it is made. One that no call makes has no place, and its code is read anyway.
    fn middleware(&mut self, check: &CheckDeclaration) {
        let is_middleware = check.fails.get_ref().iter().any(|failure| matches!(failure, FailureEntry::Next { .. }));
        let made = |path: &Spanned<Path>| path.get_ref().steps.last() == Some(&Step::Call);
        if is_middleware && !check.paths.get_ref().iter().all(made) {
            let message = "a check that fails by `next` is a middleware that a call makes: its path ends with `()`";
            self.mistake(check.fails.span(), message);
        }
    }
}

impl Group<'_> {
    fn compile(&self, assembly: &mut Assembly, file: &str, text: &str) {
        let facts = Package {
            title: Cow::Owned(self.title()),
            version: Cow::Borrowed(""),
            source: Cow::Owned(file.to_owned()),
            confidence: SourceConfidence::Knowledge,
            patches: None,
        };
        let mut package = PackageCompiler::of(assembly, file, text, facts);
        match &self.way_in {
            WayIn::Module(_) => package.module(self.named, package.root),
            WayIn::Global(name) => {
                let (globals, root) = (package.all.globals, package.root);
                package.all.graph.lead(globals, &[Step::Member(name.clone())], root);
            }
        }
        for check in &self.checks {
            package.check(&CheckEntry {
                paths: check.paths.get_ref().clone(),
                token: check.token,
                key: check.key,
                unless: check.unless.clone(),
                fails: check.fails.clone(),
                errors: Vec::new(),
            });
        }
        for signal in &self.signals {
            package.signal(&SignalEntry {
                paths: signal.paths.get_ref().clone(),
                kind: signal.kind,
                level: signal.level.clone(),
                when_given: signal.when_given,
            });
        }
        for limiter in &self.limiters {
            package.limiter(&LimiterEntry {
                paths: limiter.paths.get_ref().clone(),
                denies: limiter.denies.clone(),
                installs: None,
                slows_only: false,
                options: None,
            });
        }
    }

    /// What messages call it: a file by its name without the extension, an index file by its folder.
    fn title(&self) -> String {
        let name = self.way_in.name();
        if !name.starts_with('.') {
            return name.to_owned();
        }
        let mut parts = name.rsplit('/').map(|part| part.split_once('.').map_or(part, |(stem, _)| stem));
        let stem = parts.find(|&part| !matches!(part, "" | "index"));
        stem.unwrap_or(name).to_owned()
    }
}
