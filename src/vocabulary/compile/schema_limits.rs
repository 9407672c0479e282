//! What a vocabulary file may say of limiters and stores: one type for each table of the TOML.
//!
//! In: parts of a file of `rules/vocabulary/`, or of a project's file. Out: entries, still unchecked beyond their shape. Compiled
//! twice, by the crate and by its build script.

use serde::Deserialize;
use toml::Spanned;

use super::super::facts::{Answer, Does};
use super::path::Path;
use super::schema::{ArgumentEntry, LiteralEntry, MuteEntry};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LimiterEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    /// How a call says that it was made too often. Left out: the limiter is a middleware.
    pub(super) denies: Option<Spanned<Vec<DenialEntry>>>,
    /// Given when a call registers the middleware by itself.
    pub(super) installs: Option<Spanned<InstallsEntry>>,
    #[serde(default)]
    pub(super) slows_only: bool,
    pub(super) options: Option<Spanned<LimiterOptionsEntry>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "by", deny_unknown_fields, rename_all = "kebab-case")]
pub(super) enum DenialEntry {
    // With braces, so that keys which mean nothing here are refused.
    Throw {},
    Reject {},
    Result {
        member: Option<String>,
        #[serde(default)]
        called: bool,
        is: LiteralEntry,
    },
    Callback {
        argument: ArgumentEntry,
        parameter: u8,
        member: Option<String>,
        is: LiteralEntry,
    },
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstallsEntry {
    /// The argument of the call before that holds the application.
    pub(super) application: u8,
    /// The options that say where it installs itself.
    pub(super) path: String,
    pub(super) method: String,
}

/// Where a limiter's options are, and which of them matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LimiterOptionsEntry {
    pub(super) argument: u8,
    #[serde(default)]
    pub(super) inert: Vec<Spanned<OptionEntry>>,
    #[serde(default)]
    pub(super) skips_failed: Vec<Spanned<OptionEntry>>,
    #[serde(default)]
    pub(super) skips_successful: Vec<Spanned<OptionEntry>>,
    /// Functions that answer in the limiter's place.
    #[serde(default)]
    pub(super) handlers: Vec<String>,
    /// Functions that run along.
    #[serde(default)]
    pub(super) hooks: Vec<String>,
}

/// An option, and one of the ways to say what it has to be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OptionEntry {
    pub(super) option: String,
    pub(super) is: Option<LiteralEntry>,
    pub(super) is_not: Option<LiteralEntry>,
    /// A function that gives it.
    pub(super) gives: Option<bool>,
    pub(super) has: Option<Spanned<Path>>,
    pub(super) lacks: Option<Vec<Spanned<Path>>>,
    /// The option that what is lacking would be made with.
    pub(super) made_with: Option<MuteEntry>,
    /// Only in versions of the package before this one.
    pub(super) before: Option<u16>,
    /// Not when this option is given.
    pub(super) unless: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct StoreEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    pub(super) does: Spanned<Does>,
    pub(super) answer: Option<Answer>,
    /// The answer when the first argument is a function that picks.
    pub(super) by_predicate: Option<Answer>,
    /// A function as the last argument is called back.
    #[serde(default)]
    pub(super) calls_back: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct HookEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    /// The member of an argument that holds functions by their names.
    pub(super) option: Option<String>,
    /// An option of what is done to many rows that runs what runs along with a single one for each.
    pub(super) each_row: Option<String>,
    /// What is made of the owner has only what was registered before.
    #[serde(default)]
    pub(super) taken_over: bool,
    pub(super) runs_with: Vec<RunsWithEntry>,
}

/// A name, and the methods by which its functions are run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RunsWithEntry {
    pub(super) name: Spanned<String>,
    /// Methods of the store.
    #[serde(default)]
    pub(super) store: Vec<String>,
    /// Methods of its rows.
    #[serde(default)]
    pub(super) row: Vec<String>,
    /// Options of the registration that choose between these.
    pub(super) chosen: Option<ChosenEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChosenEntry {
    pub(super) store: String,
    pub(super) row: String,
}
