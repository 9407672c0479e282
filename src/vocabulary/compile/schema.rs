//! What a vocabulary file may say: one type for each table of the TOML.
//!
//! In: the text of one file of `rules/vocabulary/`. Out: a [`Document`], still unchecked beyond its shape: unknown keys
//! and missing ones are refused here. Compiled twice, by the crate's tests and by its build script.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::super::facts::{Framework, Level, Patch, ReceiverKind, Registrar, SignalKind, SourceConfidence};
use super::path::Path;
use super::schema_containers::{BindingEntry, ContainerCalls, ProviderEntry};
use super::schema_limits::{HookEntry, LimiterEntry, StoreEntry};

/// A file: the facts about one package.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Document {
    pub(super) package: PackageEntry,
    #[serde(default)]
    pub(super) reexport: Vec<Spanned<Reexport>>,
    #[serde(default)]
    pub(super) object: Vec<Spanned<ObjectEntry>>,
    #[serde(default)]
    pub(super) error: Vec<Spanned<ErrorEntry>>,
    #[serde(default)]
    pub(super) check: Vec<CheckEntry>,
    #[serde(default)]
    pub(super) signal: Vec<SignalEntry>,
    #[serde(default)]
    pub(super) promisify: Vec<PromisifyEntry>,
    #[serde(default)]
    pub(super) error_maker: Vec<ErrorMakerEntry>,
    #[serde(default)]
    pub(super) error_test: Vec<ErrorTestEntry>,
    #[serde(default)]
    pub(super) registrar: Vec<RegistrarEntry>,
    #[serde(default)]
    pub(super) async_wrapper: Vec<PathsEntry>,
    #[serde(default)]
    pub(super) entry_wrapper: Vec<PathsEntry>,
    #[serde(default)]
    pub(super) strategy: Vec<StrategyEntry>,
    #[serde(default)]
    pub(super) use_strategy: Vec<PathsEntry>,
    #[serde(default)]
    pub(super) authenticate: Vec<PathsEntry>,
    #[serde(default)]
    pub(super) access_log: Vec<AccessLogEntry>,
    #[serde(default)]
    pub(super) error_handler: Vec<ErrorHandlerEntry>,
    #[serde(default)]
    pub(super) limiter: Vec<LimiterEntry>,
    #[serde(default)]
    pub(super) store: Vec<StoreEntry>,
    #[serde(default)]
    pub(super) hook: Vec<HookEntry>,
    #[serde(default)]
    pub(super) binding: Vec<BindingEntry>,
    #[serde(default)]
    pub(super) provider: Vec<ProviderEntry>,
    #[serde(default)]
    pub(super) container: ContainerCalls,
    #[serde(default)]
    pub(super) calls: PlainCalls,
    /// Members that are numbers.
    #[serde(default)]
    pub(super) constants: BTreeMap<Spanned<Path>, i32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackageEntry {
    /// What messages call it; the first module's name when it is left out.
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) modules: Vec<Spanned<String>>,
    /// Names that are there without an import, and what they are.
    #[serde(default)]
    pub(super) globals: Vec<Named>,
    /// What an identifier that nothing declares is taken for.
    #[serde(default)]
    pub(super) customary: Vec<Named>,
    pub(super) version: Spanned<String>,
    /// The files that the facts were read from.
    pub(super) source: Spanned<String>,
    pub(super) confidence: SourceConfidence,
    /// What importing it does to another package.
    pub(super) patches: Option<Patch>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) is: Spanned<Path>,
}

/// Another module that gives the same, or a part of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reexport {
    pub(super) modules: Vec<Spanned<String>>,
    /// Where in the package it starts; the whole package when left out.
    pub(super) at: Option<Spanned<Path>>,
    /// Its default export, when that is not the module itself.
    pub(super) default: Option<Spanned<Path>>,
}

/// An object that the package hands out in several places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ObjectEntry {
    pub(super) name: String,
    #[serde(default)]
    pub(super) from: Vec<Source>,
    /// Given when the object is there to be told things.
    pub(super) kind: Option<ReceiverKind>,
    pub(super) threshold: Option<ThresholdEntry>,
    #[serde(default)]
    pub(super) muted_by: Vec<MuteEntry>,
    /// Given when handlers are registered on the object.
    pub(super) framework: Option<Framework>,
}

/// Where an object comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) path: Spanned<Path>,
    /// The argument of the last call that holds the object's options.
    pub(super) options: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThresholdEntry {
    pub(super) option: String,
    pub(super) default: Level,
    pub(super) outputs: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MuteEntry {
    pub(super) option: String,
    pub(super) is: LiteralEntry,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "`is` needs true, false, a number or a text")]
pub(super) enum LiteralEntry {
    Bool(bool),
    Number(i32),
    Text(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorEntry {
    /// Where the package exports the class; its last name is what `error.name` is, unless `name` says otherwise.
    pub(super) class: Spanned<Path>,
    /// False: the package exports nothing of the kind. The name tells some of a class's errors from the others.
    #[serde(default = "yes")]
    pub(super) exported: bool,
    /// The module of another package, whose class of this name it is: all that is known of it is said there.
    pub(super) of: Option<Spanned<String>>,
    pub(super) name: Option<String>,
    pub(super) extends: Option<Spanned<Path>>,
    #[serde(default)]
    pub(super) codes: Vec<String>,
    /// The texts that `error.message` can be. Left out: nothing is known of them.
    pub(super) messages: Option<Vec<String>>,
    /// There are texts beside those listed.
    #[serde(default)]
    pub(super) open: bool,
    pub(super) status: Option<Spanned<u16>>,
    /// The members that the errors can have beside what every error has, `code` and `status`. Left out: nothing is known.
    pub(super) fields: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    pub(super) expired: bool,
}

impl ErrorEntry {
    /// Whether it states anything beside whose class it is.
    pub(super) fn says_more(&self) -> bool {
        let facts = self.name.is_some() || self.extends.is_some() || self.status.is_some() || self.fields.is_some();
        facts || !self.codes.is_empty() || self.messages.is_some() || self.open || self.expired
    }
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    pub(super) token: Option<u8>,
    pub(super) key: Option<u8>,
    /// When it holds, nothing is checked.
    pub(super) unless: Option<TruthyEntry>,
    pub(super) fails: Spanned<Vec<FailureEntry>>,
    #[serde(default)]
    pub(super) errors: Vec<Spanned<Path>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "by", deny_unknown_fields, rename_all = "kebab-case")]
pub(super) enum FailureEntry {
    // With braces, so that keys which mean nothing here are refused.
    Throw {
        when: Option<TruthyEntry>,
    },
    Reject {
        when: Option<TruthyEntry>,
    },
    Return {
        when: Option<TruthyEntry>,
    },
    Resolve {
        when: Option<TruthyEntry>,
    },
    /// Calls the argument back, when it is a function.
    #[serde(rename_all = "kebab-case")]
    Callback {
        argument: ArgumentEntry,
        error: u8,
        result: Option<u8>,
        deferred_when_function: Option<u8>,
    },
    Next {
        argument: u8,
    },
}

/// An argument, or a property of it, that is truthy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TruthyEntry {
    pub(super) argument: u8,
    pub(super) key: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "`argument` needs a number or \"last\"")]
pub(super) enum ArgumentEntry {
    Index(u8),
    Named(LastArgument),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum LastArgument {
    Last,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SignalEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    pub(super) kind: SignalKind,
    /// Left out: no threshold holds the call back.
    pub(super) level: Option<LevelEntry>,
    /// The call tells only when it has an argument at this place.
    pub(super) when_given: Option<u8>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "`level` needs the name of a level, \"as-named\" or { argument = 0, key = \"level\" }")]
pub(super) enum LevelEntry {
    Fixed(Level),
    Named(LevelByName),
    Argument(LevelArgument),
}

/// The level is what the method is called.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LevelByName {
    AsNamed,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelArgument {
    pub(super) argument: u8,
    /// Where the level stands when the argument is an object.
    pub(super) key: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PromisifyEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    /// Given when the argument is an object, each of whose methods gets a twin named so.
    pub(super) suffix: Option<String>,
}

/// Calls of which there is no more to say than what they do.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlainCalls {
    #[serde(default)]
    pub(super) decode: Vec<Spanned<Path>>,
    #[serde(default)]
    pub(super) sign: Vec<Spanned<Path>>,
    #[serde(default)]
    pub(super) invoke: Vec<Spanned<Path>>,
    #[serde(default)]
    pub(super) neutral: Vec<Spanned<Path>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ErrorMakerEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    pub(super) status: Option<Spanned<StatusEntry>>,
    pub(super) message: Option<u8>,
    /// What the errors are instances of.
    pub(super) class: Option<Spanned<Path>>,
    /// The errors' members that hold the status.
    #[serde(default)]
    pub(super) status_fields: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorTestEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    /// Of what class the first argument is when the call says so.
    pub(super) class: Spanned<Path>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`status` needs a number, { argument = 0 } or \"of-class\"")]
pub(super) enum StatusEntry {
    Fixed(u16),
    Argument(StatusArgument),
    Class(StatusOfClass),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusArgument {
    pub(super) argument: u8,
}

/// Each path is a class of errors, which has a status.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StatusOfClass {
    OfClass,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RegistrarEntry {
    pub(super) how: Registrar,
    /// It hands the rejections of its handlers to `next`.
    #[serde(default)]
    pub(super) forwards_rejections: bool,
    pub(super) paths: Vec<Spanned<Path>>,
}

/// Calls of which there is no more to say than what they do, where the table's name says that.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PathsEntry {
    pub(super) paths: Vec<Spanned<Path>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StrategyEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    /// What it is registered as when nothing else is said.
    pub(super) name: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccessLogEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    /// The argument that holds what reads from a request and its response what is printed with them.
    pub(super) reason: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ErrorHandlerEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    pub(super) tells: bool,
    /// It ends the response; otherwise it hands the error on.
    pub(super) answers: bool,
    /// It tells only of errors whose status is this or higher, and of those that have none.
    pub(super) from_status: Option<Spanned<u16>>,
    /// Options in its first argument.
    #[serde(default)]
    pub(super) muted_by: Vec<MuteEntry>,
}
