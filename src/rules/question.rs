//! The questions that a page's query may ask, and the manners in which a failure can be dropped: two closed lists.
//!
//! A rule is data as long as it asks what is asked here already; only a new question needs Rust. Out: what a question
//! is about, and which roles and manners its evidence can have. The answers are the judge's business, not known here.

use serde::Serialize;

use crate::finding::{Role, Verdict};
use crate::syntax::EntityKind;

/// A semantic predicate: asked of the judge about the entity that a capture stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// `#verifies-token? @call`: is the call a verification, of a package or of the project's own?
    VerifiesToken,
    /// `#silent-on-failure? @call`: can the call fail so that nobody is told?
    SilentOnFailure,
}

impl Question {
    pub const ALL: [Question; 2] = [Question::VerifiesToken, Question::SilentOnFailure];

    /// As the query writes it.
    pub fn name(self) -> &'static str {
        match self {
            Question::VerifiesToken => "#verifies-token?",
            Question::SilentOnFailure => "#silent-on-failure?",
        }
    }

    /// What its captures must stand for, in order; their number is the question's arity.
    pub fn subjects(self) -> &'static [EntityKind] {
        match self {
            Question::VerifiesToken | Question::SilentOnFailure => &[EntityKind::Call],
        }
    }

    /// The roles that places in its evidence can have.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Question::VerifiesToken => &[Role::Check],
            Question::SilentOnFailure => {
                &[Role::Check, Role::Drop, Role::HandOff, Role::Receiver, Role::Exit, Role::Signal]
            }
        }
    }

    /// The manners in which its evidence can say that something is wrong; empty for a question that only selects.
    pub fn manners(self) -> &'static [Manner] {
        match self {
            Question::VerifiesToken => &[],
            Question::SilentOnFailure => &Manner::ALL,
        }
    }
}

/// How a failure is dropped: what decides which of a page's messages is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manner {
    /// Nobody is told, on any path.
    Silent,
    /// Somebody is told on some paths, nobody on others.
    Partly,
    /// It is told only below the level that production keeps.
    DebugOnly,
    /// The code never looks whether the check failed.
    NeverLookedAt,
    /// The request goes on as if the token had been good, or had not been there.
    FailsOpen,
    /// It depends on code that cannot be seen.
    Unknown,
}

impl Manner {
    pub const ALL: [Manner; 6] =
        [Manner::Silent, Manner::Partly, Manner::DebugOnly, Manner::NeverLookedAt, Manner::FailsOpen, Manner::Unknown];

    /// As the page's `[messages]` write it.
    pub fn name(self) -> &'static str {
        match self {
            Manner::Silent => "silent",
            Manner::Partly => "partly",
            Manner::DebugOnly => "debug-only",
            Manner::NeverLookedAt => "never-looked-at",
            Manner::FailsOpen => "fails-open",
            Manner::Unknown => "unknown",
        }
    }

    /// The manner that a verdict has when nothing more is known; `None` for a failure that is told.
    pub fn of_verdict(verdict: Verdict) -> Option<Manner> {
        match verdict {
            Verdict::Reported => None,
            Verdict::Partly => Some(Manner::Partly),
            Verdict::DebugOnly => Some(Manner::DebugOnly),
            Verdict::Silent => Some(Manner::Silent),
            Verdict::Unknown => Some(Manner::Unknown),
        }
    }
}

/// All roles, for the page's `[labels]`.
pub(super) const ROLES: [Role; 8] =
    [Role::Check, Role::Drop, Role::HandOff, Role::Receiver, Role::Exit, Role::Signal, Role::Route, Role::Limiter];

/// An entity in the words of whoever writes a page.
pub(super) fn entity_name(entity: EntityKind) -> &'static str {
    match entity {
        EntityKind::Call => "call",
        EntityKind::Function => "function",
        EntityKind::Catch => "catch clause",
    }
}
