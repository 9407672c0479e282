//! The questions that a page's query may ask, and the manners in which a failure can be dropped: two closed lists.
//!
//! A rule is data as long as it asks what is asked here already; only a new question needs Rust. Out: what a question
//! is about, and which roles and manners its evidence can have. The answers are the judge's business, not known here.

use serde::Serialize;

use crate::finding::{Role, Verdict};
use crate::syntax::EntityKind;

/// A semantic predicate: asked of the judge about the entity that a capture stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Question {
    /// `#verifies-token? @call`: is the call a verification, of a package or of the project's own?
    VerifiesToken,
    /// `#silent-on-failure? @call`: can the call fail so that nobody is told?
    SilentOnFailure,
    /// `#looks-up-token? @site`: does a call or an access find out whether a presented token was revoked?
    LooksUpToken,
    /// `#silent-on-hit? @site`: can a revoked token be refused so that nobody is told?
    SilentOnHit,
    /// `#revokes-token? @site`: does a call or an access revoke a token, or delete what it is checked against?
    RevokesToken,
    /// `#silent-when-made? @site`: can a request come to it so that nobody is told?
    SilentWhenMade,
    /// `#refresh-route? @call`: does the call register a route that exchanges a refresh token?
    RefreshRoute,
    /// `#verify-route? @call`: does the call register a route that says whether a token is good?
    VerifyRoute,
    /// `#login-route? @call`: does the call register a route at which people log in or sign up, and get a token?
    LoginRoute,
    /// `#unlimited? @call`: can a request come to the route's check of the token without passing a rate limiter?
    Unlimited,
    /// `#silent-on-success? @call`: can the route issue a token so that nobody is told?
    SilentOnSuccess,
    /// `#tells-token? @call`: does the call tell somebody a whole token, or a secret?
    TellsToken,
    /// `#lets-through? @call`: does a check or a look-up that cannot be made accept the request?
    LetsThrough,
    /// `#discloses-failure? @call`: is the client told with what error the check failed?
    DisclosesFailure,
    /// `#told-without-context? @call`: is of the check's failure told nothing but a fixed text?
    ToldWithoutContext,
    /// `#compares-secret? @comparison`: is a presented token or signature compared with what it should be?
    ComparesSecret,
    /// `#compares-secret-by-call? @call`: as above, by `localeCompare`, `Buffer.compare` or `equals`.
    ComparesSecretByCall,
    /// `#only-logged? @call`: are the check's failures logged, and neither counted nor raised?
    OnlyLogged,
    /// `#unlimited-guard? @call`: does the call register a guard that verifies tokens, with no rate limiter in front of it?
    UnlimitedGuard,
    /// `#silent-limit? @call`: does a limiter in front of the route refuse so that nobody is told?
    SilentLimit,
    /// `#silent-without-token? @call`: is a request that brings no token for the check refused so that nobody is told?
    SilentWithoutToken,
}

impl Question {
    pub const ALL: [Question; 21] = [
        Question::VerifiesToken,
        Question::SilentOnFailure,
        Question::LooksUpToken,
        Question::SilentOnHit,
        Question::RevokesToken,
        Question::SilentWhenMade,
        Question::RefreshRoute,
        Question::VerifyRoute,
        Question::LoginRoute,
        Question::Unlimited,
        Question::SilentOnSuccess,
        Question::TellsToken,
        Question::LetsThrough,
        Question::DisclosesFailure,
        Question::ToldWithoutContext,
        Question::ComparesSecret,
        Question::ComparesSecretByCall,
        Question::OnlyLogged,
        Question::UnlimitedGuard,
        Question::SilentLimit,
        Question::SilentWithoutToken,
    ];

    /// As the query writes it.
    pub fn name(self) -> &'static str {
        match self {
            Question::VerifiesToken => "#verifies-token?",
            Question::SilentOnFailure => "#silent-on-failure?",
            Question::LooksUpToken => "#looks-up-token?",
            Question::SilentOnHit => "#silent-on-hit?",
            Question::RevokesToken => "#revokes-token?",
            Question::SilentWhenMade => "#silent-when-made?",
            Question::RefreshRoute => "#refresh-route?",
            Question::VerifyRoute => "#verify-route?",
            Question::LoginRoute => "#login-route?",
            Question::Unlimited => "#unlimited?",
            Question::SilentOnSuccess => "#silent-on-success?",
            Question::TellsToken => "#tells-token?",
            Question::LetsThrough => "#lets-through?",
            Question::DisclosesFailure => "#discloses-failure?",
            Question::ToldWithoutContext => "#told-without-context?",
            Question::ComparesSecret => "#compares-secret?",
            Question::ComparesSecretByCall => "#compares-secret-by-call?",
            Question::OnlyLogged => "#only-logged?",
            Question::UnlimitedGuard => "#unlimited-guard?",
            Question::SilentLimit => "#silent-limit?",
            Question::SilentWithoutToken => "#silent-without-token?",
        }
    }

    /// What each of its captures may stand for, in order; their number is the question's arity.
    pub fn subjects(self) -> &'static [&'static [EntityKind]] {
        match self {
            Question::ComparesSecret => &[&[EntityKind::Equality]],
            Question::LooksUpToken | Question::SilentOnHit | Question::RevokesToken | Question::SilentWhenMade => {
                &[&[EntityKind::Call, EntityKind::Access]]
            }
            _ => &[&[EntityKind::Call]],
        }
    }

    /// The roles that places in its evidence can have.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Question::VerifiesToken | Question::LooksUpToken | Question::RevokesToken => &[Role::Check],
            Question::SilentOnFailure | Question::SilentOnHit => {
                &[Role::Check, Role::Drop, Role::HandOff, Role::Receiver, Role::Exit, Role::Signal]
            }
            Question::SilentWhenMade => &[Role::Check, Role::Exit, Role::Signal],
            Question::RefreshRoute | Question::VerifyRoute | Question::LoginRoute => &[Role::Route],
            Question::Unlimited => &[Role::Route, Role::Limiter, Role::Check],
            Question::SilentOnSuccess => &[Role::Route, Role::Check],
            Question::TellsToken => &[Role::Signal],
            Question::ComparesSecret
            | Question::ComparesSecretByCall
            | Question::OnlyLogged
            | Question::UnlimitedGuard => &[],
            Question::SilentLimit => &[Role::Limiter],
            Question::DisclosesFailure => &[Role::Check, Role::Exit],
            Question::ToldWithoutContext => &[Role::Check, Role::Signal],
            Question::SilentWithoutToken => &[Role::Check, Role::Drop],
            Question::LetsThrough => {
                &[Role::Check, Role::Drop, Role::HandOff, Role::Receiver, Role::Exit, Role::Signal]
            }
        }
    }

    /// The manners in which its evidence can say that something is wrong; empty for a question that only selects.
    pub fn manners(self) -> &'static [Manner] {
        match self {
            Question::SilentOnFailure => &[
                Manner::Silent,
                Manner::Partly,
                Manner::DebugOnly,
                Manner::NeverLookedAt,
                Manner::FailsOpen,
                Manner::Unknown,
            ],
            Question::SilentOnHit => {
                &[Manner::Silent, Manner::Partly, Manner::DebugOnly, Manner::FailsOpen, Manner::Unknown]
            }
            Question::SilentWhenMade => &[Manner::Silent, Manner::DebugOnly, Manner::Unknown],
            Question::SilentOnSuccess => &[Manner::Silent, Manner::DebugOnly, Manner::Unknown],
            Question::Unlimited => &[Manner::Unlimited, Manner::TooLate, Manner::Ineffective, Manner::OnlyWatched],
            Question::ComparesSecret | Question::ComparesSecretByCall => &[Manner::VariableTime],
            Question::OnlyLogged => &[Manner::OnlyLogged],
            Question::UnlimitedGuard => &[Manner::Unlimited],
            Question::SilentLimit => &[Manner::Silent],
            Question::SilentWithoutToken => &[Manner::Silent],
            Question::DisclosesFailure => &[Manner::Disclosed],
            Question::ToldWithoutContext => &[Manner::NoContext],
            Question::LetsThrough => &[Manner::Unanswered, Manner::Unverified],
            Question::TellsToken => &[Manner::WholeToken, Manner::Headers, Manner::Secret],
            Question::VerifiesToken
            | Question::LooksUpToken
            | Question::RevokesToken
            | Question::RefreshRoute
            | Question::VerifyRoute
            | Question::LoginRoute => &[],
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
    /// No rate limiter stands on the way.
    Unlimited,
    /// A rate limiter stands behind the check of the token.
    TooLate,
    /// A rate limiter stands on the way, and its options keep it from counting what matters.
    Ineffective,
    /// Too many attempts are told of, and none is refused.
    OnlyWatched,
    /// A whole token is told.
    WholeToken,
    /// All headers or cookies of a request are told, the token among them.
    Headers,
    /// A secret is told.
    Secret,
    /// A look-up that fails is taken for one that found nothing.
    Unanswered,
    /// A token that was refused is believed.
    Unverified,
    /// The client is told what went wrong.
    Disclosed,
    /// A fixed text is told, and nothing else.
    NoContext,
    /// How long it takes tells how far it was right.
    VariableTime,
    /// It is logged, and nothing counts it.
    OnlyLogged,
}

impl Manner {
    pub const ALL: [Manner; 19] = [
        Manner::Silent,
        Manner::Partly,
        Manner::DebugOnly,
        Manner::NeverLookedAt,
        Manner::FailsOpen,
        Manner::Unknown,
        Manner::Unlimited,
        Manner::TooLate,
        Manner::Ineffective,
        Manner::OnlyWatched,
        Manner::WholeToken,
        Manner::Headers,
        Manner::Secret,
        Manner::Unanswered,
        Manner::Unverified,
        Manner::Disclosed,
        Manner::NoContext,
        Manner::VariableTime,
        Manner::OnlyLogged,
    ];

    /// As the page's `[messages]` write it.
    pub fn name(self) -> &'static str {
        match self {
            Manner::Silent => "silent",
            Manner::Partly => "partly",
            Manner::DebugOnly => "debug-only",
            Manner::NeverLookedAt => "never-looked-at",
            Manner::FailsOpen => "fails-open",
            Manner::Unknown => "unknown",
            Manner::Unlimited => "unlimited",
            Manner::TooLate => "too-late",
            Manner::Ineffective => "ineffective",
            Manner::OnlyWatched => "only-watched",
            Manner::WholeToken => "whole-token",
            Manner::Headers => "headers",
            Manner::Secret => "secret",
            Manner::Unanswered => "unanswered",
            Manner::Unverified => "unverified",
            Manner::Disclosed => "disclosed",
            Manner::NoContext => "no-context",
            Manner::VariableTime => "variable-time",
            Manner::OnlyLogged => "only-logged",
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
        EntityKind::Access => "access by a key",
        EntityKind::Function => "function",
        EntityKind::Catch => "catch clause",
        EntityKind::Equality => "comparison",
    }
}
