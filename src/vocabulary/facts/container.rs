//! Containers of instances: what calls put into them under a key, and what takes it out again.
//!
//! In: nothing. Out: plain values. Knows nothing of the packages, and nothing of what the instances are.

use serde::Deserialize;

use super::text::Text;

/// A call that puts something into a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    pub key: KeyAt,
    pub gives: Gives,
}

/// Where the key stands under which something is put into a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAt {
    Argument(u8),
    /// It was given to the call that made what this one is called on: `bind(key).to(…)`.
    Receiver,
    /// Each key of an argument that is an object.
    EachOf(u8),
}

/// Where it stands what is put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gives {
    Argument(u8, Provides),
    /// The members of an argument that say it in one of several ways.
    Options {
        argument: u8,
        class: Text,
        value: Text,
        factory: Text,
    },
}

/// What is made of what was put into a container, when it is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provides {
    /// An instance of the class.
    Class,
    /// What the function gives.
    Factory,
    /// The value itself.
    Value,
    /// What a call with this as its [`Action::Provide`](super::Action::Provide) has described, or a class's instance.
    Described,
}
