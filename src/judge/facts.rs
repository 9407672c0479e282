//! Facts: what a path has met, as a set whose join is `or`.
//!
//! In: nothing. Out: the set. Knows nothing of what is concluded from it.

use bitflags::bitflags;

bitflags! {
    /// What happened to the failure on one path.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub(crate) struct Facts: u32 {
        /// A signal that production keeps.
        const TOLD = 1;
        /// A signal below the level that production keeps.
        const TOLD_DEBUG = 1 << 1;
        /// Code that cannot be seen, and could tell.
        const MAYBE = 1 << 2;
        /// The request goes on to what is registered next; a failing one, as if nothing had happened.
        const WENT_ON = 1 << 3;
        /// The request is refused: an answer of 400 or above, or an error that comes to the framework.
        const REFUSED = 1 << 4;
        /// The request is answered with a status that says it went well.
        const ACCEPTED = 1 << 5;
        /// It is refused because there were too many of it.
        const REFUSED_MANY = 1 << 6;
        /// A token is signed.
        const SIGNED = 1 << 7;
        /// A token is verified, or looked up; where the check of one has failed: another one.
        const VERIFIED = 1 << 8;
        /// The token that is verified serves one purpose, once.
        const ONE_TIME = 1 << 24;
        /// A refresh token is taken from the request.
        const REFRESH = 1 << 9;
        /// A rate limiter that counts requests which end well lets it pass, before any token is looked at.
        const LIMITED_GOOD = 1 << 10;
        /// As above, one that counts requests which are refused.
        const LIMITED_FAILED = 1 << 11;
        /// One limiter that counts both, or two of which each counts a half.
        const LIMITED = Self::LIMITED_GOOD.bits() | Self::LIMITED_FAILED.bits();
        /// A row is written that says by whom the token was used, or when.
        const RECORDED = 1 << 12;
        /// The request is handed to another service.
        const FORWARDED = 1 << 13;
        /// A limiter is passed after a token was looked at.
        const LIMITED_LATE = 1 << 14;
        /// A limiter is passed whose options keep it from limiting.
        const LIMITED_IN_VAIN = 1 << 15;
        /// Somebody is told of the request before a token is looked at.
        const WATCHED = 1 << 16;
        /// A token is looked up in a store.
        const LOOKED_UP = 1 << 17;
        /// A limiter says that the request came too often; what follows is not limited by it.
        const TOO_MANY = 1 << 18;
        /// What a look-up found was asked for.
        const ASKED = 1 << 19;
        /// Somebody's identity is laid on the request.
        const IDENTIFIED = 1 << 20;
        /// What is told says more than a fixed text: why, or whose request it was.
        const CONTEXT = 1 << 21;
        /// Something counts the failure, or raises an alert: a metric, a tracker.
        const COUNTED = 1 << 22;
        /// The token that is signed goes out by mail, or serves one purpose by its name.
        const MAILED = 1 << 25;
        /// The client is given a token that is signed, or it is one of several.
        const GIVEN = 1 << 26;
        /// Something is mailed after a token was signed.
        const LETTER = 1 << 27;
        /// The client is given more than a fixed text after a token was signed.
        const ANSWERED = 1 << 28;
        /// The request has brought no token.
        const ABSENT = 1 << 23;
        /// A limiter that counts requests which end well is passed after a token was looked at.
        const LIMITED_GOOD_LATE = 1 << 29;
        /// The first token that is verified is refused, and the request goes on to another one.
        const REFUSED_FIRST = 1 << 30;
        /// A condition on the request's path or method was followed both ways, because it is not understood; behind a handler that
        /// limits: whether it did so hangs on one.
        const UNDECIDED = 1 << 31;
    }
}
