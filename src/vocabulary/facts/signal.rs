//! What tells an operator: calls, their levels, and the objects that they are made on.
//!
//! In: nothing. Out: plain values. Knows nothing of the packages that tell.

use serde::Deserialize;

use super::check::Condition;
use super::text::{List, Text};

/// A call that tells an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    pub kind: SignalKind,
    pub level: SignalLevel,
    /// When it does not hold, the call tells nobody.
    pub when: Option<Condition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignalKind {
    Log,
    Metric,
    Tracker,
    Trace,
    Audit,
}

impl SignalKind {
    pub fn name(self) -> &'static str {
        match self {
            SignalKind::Log => "log",
            SignalKind::Metric => "metric",
            SignalKind::Tracker => "tracker",
            SignalKind::Trace => "trace",
            SignalKind::Audit => "audit",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignalLevel {
    /// No threshold holds it back.
    Always,
    Fixed(Level),
    /// Named by an argument: a string, or the property `key` of an object.
    Argument {
        argument: u8,
        key: Option<Text>,
    },
}

/// How loud a log call is, over all packages. What is below [`Level::Info`] is what production does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Silly,
    Trace,
    Debug,
    Verbose,
    Http,
    Info,
    Notice,
    Warn,
    Error,
    Fatal,
}

impl Level {
    /// The threshold of a logger of which nothing else is known.
    pub const PRODUCTION: Level = Level::Info;

    /// The level that packages call so; the case does not matter.
    pub fn named(name: &str) -> Option<Level> {
        Some(match name.to_ascii_lowercase().as_str() {
            "silly" => Level::Silly,
            "trace" => Level::Trace,
            "debug" => Level::Debug,
            "verbose" => Level::Verbose,
            "http" => Level::Http,
            "info" => Level::Info,
            "notice" => Level::Notice,
            "warn" | "warning" => Level::Warn,
            "error" => Level::Error,
            "fatal" | "crit" | "critical" | "alert" | "emerg" | "emergency" => Level::Fatal,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Level::Silly => "silly",
            Level::Trace => "trace",
            Level::Debug => "debug",
            Level::Verbose => "verbose",
            Level::Http => "http",
            Level::Info => "info",
            Level::Notice => "notice",
            Level::Warn => "warn",
            Level::Error => "error",
            Level::Fatal => "fatal",
        }
    }
}

/// An object that packages hand out to be told things: a condition that only asks whether it is there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    pub kind: ReceiverKind,
    /// What a person calls such an object: `logger`, `counter`.
    pub name: Text,
    /// Absent when every call is kept.
    pub threshold: Option<Threshold>,
    /// Options of its making, any of which keeps it from telling anybody anything.
    pub muted_by: List<Mute>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceiverKind {
    Logger,
    Metric,
    Tracker,
    Span,
}

/// Which calls an object keeps: those at its level and above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// The option of its making that names the level.
    pub option: Text,
    pub default: Level,
    /// The option that lists outputs, each of which may name a level that goes before the object's own.
    pub outputs: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mute {
    pub option: Text,
    pub is: Literal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    Bool(bool),
    Number(i32),
    Text(Text),
}

/// How a call sets up the object that it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Creation {
    /// The argument that holds the options.
    pub options: Option<u8>,
    /// The object takes over what it is not told from the one that it is made from (`logger.child()`).
    pub inherits: bool,
}
