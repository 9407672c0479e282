//! What a vocabulary file may say of containers of instances: one type for each table of the TOML.
//!
//! In: the text of one file of `rules/vocabulary/`, as a part of its document. Out: entries, still unchecked beyond their
//! shape. Compiled twice, by the crate's tests and by its build script.

use serde::Deserialize;
use toml::Spanned;

use super::super::facts::Provides;
use super::path::Path;

/// Calls that put something into a container.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct BindingEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    pub(super) key: KeyEntry,
    /// The argument that is put there, and what is made of it.
    pub(super) argument: Option<u8>,
    pub(super) provides: Option<Provides>,
    /// The argument whose members say it.
    pub(super) options: Option<BindingOptionsEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "`key` needs a number, \"receiver\" or { each-of = 0 }")]
pub(super) enum KeyEntry {
    Argument(u8),
    EachOf(KeyEachOf),
    Receiver(KeyOfReceiver),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct KeyEachOf {
    pub(super) each_of: u8,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum KeyOfReceiver {
    Receiver,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BindingOptionsEntry {
    pub(super) argument: u8,
    pub(super) class: String,
    pub(super) value: String,
    pub(super) factory: String,
}

/// Calls that describe how a container makes something of their first argument.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProviderEntry {
    pub(super) paths: Vec<Spanned<Path>>,
    pub(super) provides: Provides,
}

/// Calls of which there is no more to say than what they do.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContainerCalls {
    #[serde(default)]
    pub(super) resolve: Vec<Spanned<Path>>,
    #[serde(default)]
    pub(super) build: Vec<Spanned<Path>>,
    #[serde(default)]
    pub(super) cradle: Vec<Spanned<Path>>,
    #[serde(default)]
    pub(super) inject: Vec<Spanned<Path>>,
}
