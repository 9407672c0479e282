//! What is known of packages, as plain values: what a call means, how a check fails, which object is a logger.
//!
//! In: nothing. Out: types that the generated tables are made of. Every list and text is a [`Cow`], so that tables made
//! at run time can stand beside the built-in ones. Compiled twice, by the crate and by its build script: names neither.

use std::borrow::Cow;

use serde::Deserialize;

pub type Text = Cow<'static, str>;
pub type List<T> = Cow<'static, [T]>;

/// What calling a surface means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Accepts or refuses a token.
    Verify(Verify),
    /// Reads a token without asking whether it is genuine: no check.
    Decode,
    /// Makes a token.
    Sign,
    /// Tells an operator.
    Signal(Signal),
    /// Turns functions that call back into functions that give promises.
    Promisify(Promisify),
    /// Calls its last function argument at once, exactly once, and gives what that gives.
    Invoke,
    /// Tells nobody, whatever its name and arguments suggest.
    Neutral,
}

/// How a token check fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verify {
    /// The argument that holds the token; absent when the check finds it itself, in a request.
    pub token: Option<u8>,
    /// The argument that holds the key.
    pub key: Option<u8>,
    /// How the failure surfaces: the first whose condition holds.
    pub failures: List<Failure>,
    /// What the failure can be.
    pub errors: List<ErrorClass>,
}

impl Verify {
    /// How the check fails once a promisifier has taken its callback over; absent when it has none to take.
    pub fn promisified(&self) -> Option<FailureMode> {
        let calls_back = |failure: &Failure| matches!(failure.mode, FailureMode::Callback { .. });
        self.failures.iter().any(calls_back).then_some(FailureMode::Reject)
    }
}

/// One way in which a failure surfaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub when: Option<Condition>,
    pub mode: FailureMode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureMode {
    Throw,
    /// The promise that the call gives is rejected.
    Reject,
    /// A function among the arguments is called with the error.
    Callback {
        callback: Argument,
        /// The callback's parameter that is the error; null or undefined when the check succeeds.
        error: u8,
        /// The callback runs within the call, unless this argument is a function: then later.
        deferred_when_function: Option<u8>,
    },
    /// The argument is the framework's `next`: called with the error, or with nothing on success.
    Next {
        argument: u8,
    },
}

/// A place among a call's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    Index(u8),
    Last,
}

/// What must hold of a call's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// The argument is a function.
    Function(Argument),
    /// The call has an argument at this place.
    Given(u8),
}

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

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promisify {
    /// The first argument is a function; its promise-giving twin comes back.
    Function,
    /// The first argument is an object; it comes back with a twin of each method under a name that ends so.
    Members { suffix: Text },
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

/// A class of errors; an index into the tables. See [`ErrorFacts`] for what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorClass(pub(super) u32);

/// What is known of the errors of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorFacts {
    /// Where the package exports the class, `errors.JWTExpired`.
    pub path: Text,
    /// What `error.name` is.
    pub name: Text,
    /// What `error.code` can be; empty for none.
    pub codes: List<Text>,
    pub messages: Messages,
    /// What `error.status` is.
    pub status: Option<u16>,
    /// It says that a genuine token's time is over.
    pub expired: bool,
    /// All classes of the package that it derives from, nearest first. `Error` goes without saying.
    pub supers: List<ErrorClass>,
}

/// What `error.message` can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Messages {
    /// One of these.
    Fixed(List<Text>),
    /// One of these, or a text that is put together at run time.
    Open(List<Text>),
}

/// Where an entry's facts come from, and what to call its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub title: Text,
    pub version: Text,
    pub source: Text,
    pub confidence: SourceConfidence,
}

/// How an entry's facts were found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceConfidence {
    /// Common knowledge, not looked up.
    Knowledge,
    /// The package's documentation says so.
    Readme,
    /// The package's source or types were read.
    Read,
    /// The package was run.
    Measured,
}

/// All of the vocabulary: an automaton over the ways into packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tables {
    pub(super) packages: List<Package>,
    pub(super) nodes: List<Node>,
    pub(super) errors: List<ErrorFacts>,
    /// Sorted by name.
    pub(super) modules: List<(Text, u32)>,
    /// Sorted by name.
    pub(super) customary: List<(Text, u32)>,
    /// The node whose members are the global names.
    pub(super) globals: u32,
}

/// A place in what a package hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) package: Option<u16>,
    /// For messages: `winston logger.warn`.
    pub(super) label: Text,
    /// Sorted by name.
    pub(super) members: List<(Text, u32)>,
    pub(super) call: Option<u32>,
    /// What a call hands to its callback, by the callback's parameter.
    pub(super) parameters: List<(u8, u32)>,
    /// The object whose members this one has too.
    pub(super) like: Option<u32>,
    /// It is a module: its `default` is itself.
    pub(super) module: bool,
    pub(super) action: Option<Action>,
    pub(super) receiver: Option<Receiver>,
    pub(super) creation: Option<Creation>,
    pub(super) error: Option<ErrorClass>,
}
