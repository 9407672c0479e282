//! What tokentrail says: plain values that the judge makes and the report prints.
//!
//! Knows nothing of how a finding is found or how it is shown.

mod joined;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::{FileId, Place};
pub use joined::Shift;
pub use work::{Runs, Stage, Timings, Volume, Work};

/// How bad a rule's findings are. One severity a rule, never a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

/// How sure a finding is: the minimum over the steps that led to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A step is a guess. Shown only under `--pedantic` or `--min-confidence low`.
    Low,
    /// A step rests on a name, or on code that no route reaches.
    Medium,
    /// Every step was resolved to a definition or to a package of the vocabulary.
    High,
}

impl Confidence {
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// What part a place plays on the trail from a check to the exit that nobody hears of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Check,
    Drop,
    HandOff,
    Receiver,
    Exit,
    Signal,
    Route,
    Limiter,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Check => "check",
            Role::Drop => "drop",
            Role::HandOff => "hand-off",
            Role::Receiver => "receiver",
            Role::Exit => "exit",
            Role::Signal => "signal",
            Role::Route => "route",
            Role::Limiter => "limiter",
        }
    }
}

/// What becomes of a check's failure, over all its paths (the lattice of the failure paths, read out).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A signal on every path.
    Reported,
    /// A signal on some paths, none on others.
    Partly,
    /// Signals only below the level that production keeps.
    DebugOnly,
    /// A signal on no path.
    Silent,
    /// Depends on code that cannot be seen.
    Unknown,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Reported => "reported",
            Verdict::Partly => "partly reported",
            Verdict::DebugOnly => "only at debug level",
            Verdict::Silent => "silent",
            Verdict::Unknown => "unknown",
        }
    }
}

/// Another place that belongs to a finding, with what it is there for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub role: Role,
    pub place: Place,
    pub message: String,
}

/// One thing to mend, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id, as its page is called.
    pub rule: String,
    pub severity: Severity,
    pub confidence: Confidence,
    pub place: Place,
    pub message: String,
    pub help: Option<String>,
    /// Which step was the least sure; absent when all were sure.
    pub because: Option<String>,
    pub related: Vec<Related>,
    /// Stable over moved lines: rule, path, enclosing function, the text at the place, ordinal (hex).
    pub fingerprint: String,
}

/// A file that was not analysed, or only in part, and why. Never silent: the report says each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skipped {
    /// Relative to the working directory, with `/`. Hostile text: it comes from the analysed repository.
    pub path: String,
    pub reason: String,
}

/// What became of the checks that were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CheckCounts {
    /// Checks whose failure paths were followed to a verdict.
    pub understood: u32,
    /// Checks that a shown finding is about.
    pub reported: u32,
    /// Checks whose verdict depends on code that cannot be seen.
    pub unknown: u32,
}

/// What a run looked at, so that an empty report can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// JavaScript and TypeScript files in scope.
    pub files: u32,
    /// Files that passed the prefilter and were parsed.
    pub parsed: u32,
    /// Sorted by path.
    pub skipped: Vec<Skipped>,
    /// Files that were parsed in part: the rest of each was analysed. Sorted by path.
    pub partial: Vec<Skipped>,
    /// Bytes read.
    pub bytes: u64,
    pub checks: CheckCounts,
    /// Findings that comments in the code take out, and that would be shown without them.
    pub suppressed: u32,
}

/// What is said about a comment or a declaration of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// It cannot be read as one, and takes nothing out.
    InvalidSuppression,
    /// It takes nothing out any more.
    UnusedSuppression,
    /// A declaration of the project's file that has no effect.
    IdleDeclaration,
}

impl NoticeKind {
    pub const ALL: [NoticeKind; 3] =
        [NoticeKind::InvalidSuppression, NoticeKind::UnusedSuppression, NoticeKind::IdleDeclaration];

    pub fn name(self) -> &'static str {
        match self {
            NoticeKind::InvalidSuppression => "invalid-suppression",
            NoticeKind::UnusedSuppression => "unused-suppression",
            NoticeKind::IdleDeclaration => "idle-declaration",
        }
    }
}

/// Something that the author of a comment or of a declaration should know. No finding: only a strict run's exit code depends on
/// it, and only for declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    pub place: Place,
    /// Hostile text: it quotes the comment or the declaration.
    pub message: String,
}

/// A file that a finding or a trail points into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the working directory where possible, with `/`. Hostile text.
    pub path: String,
    /// The path from the root of what the file belongs to: the same wherever a run is made from. Hostile text.
    pub from_root: String,
    pub text: Arc<str>,
}

impl SourceFile {
    /// A file that is shown by its path from the root.
    pub fn new(path: String, text: Arc<str>) -> SourceFile {
        SourceFile { from_root: path.clone(), path, text }
    }
}

/// The result of a run: what the report prints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    /// Sorted by path, position, rule.
    pub findings: Vec<Finding>,
    /// Sorted by path and position.
    pub notices: Vec<Notice>,
    /// Every file that a finding, one of its related places or a notice points into.
    pub sources: BTreeMap<FileId, SourceFile>,
    pub summary: Summary,
    /// Paths that were given and cannot be reached: the run's result is not what was asked for.
    pub missing: Vec<Skipped>,
    pub work: Work,
    /// Only where somebody asked for them: no two runs take the same time.
    pub timings: Option<Timings>,
}

/// What happens at a check, and is followed from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrailOf {
    /// A verification refuses the token.
    Failure,
    /// A look-up finds out that the token is no longer accepted.
    Revoked,
}

/// Everything that is known of one check, reported or not: what `why` prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    pub of: TrailOf,
    pub check: Place,
    /// The check's callee as the developer wrote it.
    pub callee: String,
    pub verdict: Verdict,
    pub confidence: Confidence,
    pub because: Option<String>,
    /// Each way that the failure can take, with the places on it in the order of the run.
    pub paths: Vec<TrailPath>,
}

/// One way from the failed check to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailPath {
    pub verdict: Verdict,
    pub places: Vec<Related>,
}

/// What a program registers with applications and routers, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RouteTree {
    /// In the order of the places where they are made.
    pub nodes: Vec<RouteNode>,
    /// The nodes to begin with, by their numbers: what nothing mounts, and one of each circle that only mounts itself.
    pub roots: Vec<usize>,
    /// Registrations of which a handler could not be followed.
    pub gaps: Vec<Place>,
}

/// An application or router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteNode {
    /// Where it is made; absent when only its name says that it is one.
    pub place: Option<Place>,
    /// The name by which it is taken for one.
    pub name: Option<String>,
    pub kind: RouteNodeKind,
    /// A handler's rejected promise goes to the error handlers (Express 5).
    pub forwards: bool,
    pub registrations: Vec<Registration>,
}

/// What registers handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteNodeKind {
    /// It serves requests by itself.
    Application,
    /// It has to be mounted.
    Router,
    /// A server of Node.js itself.
    HttpServer,
    /// A server of sockets, or a namespace of one.
    SocketServer,
}

/// One call that registers handlers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub place: Place,
    pub how: RegistrationKind,
    pub paths: RoutePaths,
    pub handlers: Vec<RegisteredHandler>,
}

/// Which requests a registration is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrationKind {
    /// `use`: all of them.
    Use,
    /// `get`, `post`, `all`: the registrar's name.
    Method(String),
    /// `param`: those whose path has a parameter of the name that stands for the path.
    Param,
}

/// For which paths handlers are registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutePaths {
    Every,
    Texts(Vec<String>),
    /// A pattern, or made where it cannot be seen.
    Unseen,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredHandler {
    /// Where the function is written, or the middleware is made.
    pub place: Option<Place>,
    pub name: Option<String>,
    pub kind: RouteHandler,
    /// The project's functions that it was made around.
    pub wraps: Vec<RouteFunction>,
    /// What becomes of its errors: one for each way in which its router is mounted.
    pub errors: Vec<ErrorWay>,
}

/// A function of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteFunction {
    pub place: Place,
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteHandler {
    Handler,
    /// It takes errors over.
    ErrorHandler,
    /// A router is mounted: its number among the tree's nodes.
    Router(usize),
    /// A package that is not the project's made it.
    Package,
    /// It cannot be seen.
    Unseen,
}

/// One way that errors of a handler take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorWay {
    /// Where the handler's router is mounted, where the router is that it is mounted in, and so on.
    pub mounts: Vec<RouteMount>,
    /// First to last.
    pub receivers: Vec<ErrorReceiver>,
    pub end: ErrorEnd,
    /// A rejected promise of the handler takes the same way.
    pub forwards: bool,
}

/// A router's place: a node, one of its registrations, one of the handlers there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteMount {
    pub node: usize,
    pub registration: usize,
    pub handler: usize,
}

/// Who takes errors over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorReceiver {
    pub place: Option<Place>,
    pub name: Option<String>,
    /// The call that registers it.
    pub registered: Place,
    pub kind: ErrorReceiverKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorReceiverKind {
    /// A function of the project.
    Function,
    /// A package's error handler.
    Package,
    /// It cannot be seen, and may be one by its name.
    Unseen,
}

/// What becomes of an error that all receivers hand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorEnd {
    /// The framework prints it.
    Printed,
    /// It is sent to the client.
    Answered,
    /// Who mounts the router is not seen.
    Unseen,
}
