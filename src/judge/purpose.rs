//! What routes are for: exchanging a refresh token, saying whether a token is good, logging in.
//!
//! In: a call that registers a route. Out: its purpose, and how sure that is; and what is wrong with it: no limiter on a way
//! in, no word when it succeeds. What the handlers do decides; a path's name alone is no more than a hint.

use std::collections::BTreeSet;

use super::fits::Requested;
use super::machine::Machine;
use super::passage::Passage;
use super::routes::Position;
use super::state::{Because, Facts, Manner as Taken};
use super::value::ValueId;
use super::verdict::{CheckVerdict, Evidence};
use crate::finding::{Confidence, Related, Role, Verdict};
use crate::link::{CallRef, FunctionRef};
use crate::rules::Manner;
use crate::text::Place;
use crate::vocabulary::{WordList, split_name};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Refresh,
    Verify,
    Login,
}

/// A route's purpose, and how it is known.
#[derive(Debug, Clone)]
pub(crate) struct Purposed {
    purpose: Purpose,
    confidence: Confidence,
    because: Option<Because>,
    passages: Vec<Passage>,
    /// Not the route, but a guard on the way that refreshes by itself.
    guard: Option<Position>,
}

impl Machine<'_> {
    /// Whether a call registers a route for a purpose.
    pub(crate) fn is_route(&mut self, call: CallRef, purpose: Purpose) -> bool {
        self.purpose(call).is_some_and(|known| known.purpose == purpose)
    }

    fn purpose(&mut self, call: CallRef) -> Option<Purposed> {
        if let Some(known) = self.purposes.get(&call) {
            return known.clone();
        }
        let found = self.find_purpose(call);
        self.purposes.insert(call, found.clone());
        found
    }

    fn find_purpose(&mut self, call: CallRef) -> Option<Purposed> {
        let routes = std::sync::Arc::clone(&self.routes);
        let mut best: Option<Purposed> = None;
        let registered = self.registered_by(call);
        for &(application, index) in &registered {
            if !routes.is_route(application, index) {
                continue;
            }
            let mut passages = routes.passages(application, index);
            let Some(first) = passages.first() else { continue };
            // What neither signs nor is called so is for nothing that is judged here.
            let said = self.said_of_route(first);
            let may_be_for_more = || {
                let own = || first.own.iter().copied();
                own().any(|at| self.may_sign(at)) && (said.login || own().any(|at| self.may_take_refresh_token(at)))
            };
            if !(said.refresh || said.verify || may_be_for_more()) {
                continue;
            }
            // A route of which nothing is said, and a handler that takes much work: few of these exchange tokens.
            self.looks_briefly = !(said.refresh || said.verify || said.login);
            for passage in &mut passages {
                passage.own = self.reached(&passage.own);
            }
            let found = passages.first().cloned().and_then(|first| {
                let served = self.arrive(&first.own);
                self.purpose_of(call, &first, &said, &served)
            });
            self.looks_briefly = false;
            let Some((purpose, because)) = found else { continue };
            let because = because.or_else(|| self.unbound(Position { application, entry: index, handler: 0 }));
            let confidence = if because.is_some() { Confidence::Medium } else { Confidence::High };
            match &mut best {
                Some(known) => known.passages.extend(passages),
                None => best = Some(Purposed { purpose, confidence, because, passages, guard: None }),
            }
        }
        best.or_else(|| self.refreshing_guard(&registered))
    }

    /// Whether what something is registered with, or mounted on, is an application by its name only.
    fn unbound(&self, at: Position) -> Option<Because> {
        let name = self.routes.chains(at).into_iter().find_map(|chain| chain.by_name)?;
        Some(Because::Unbound(self.program.text(name).to_owned()))
    }

    /// A handler that goes on, and exchanges a refresh token on its way.
    fn refreshing_guard(&mut self, registered: &[(ValueId, usize)]) -> Option<Purposed> {
        let routes = std::sync::Arc::clone(&self.routes);
        for &(application, entry) in registered {
            let handlers = routes.entry(Position { application, entry, handler: 0 })?.handlers.len();
            for handler in 0..handlers {
                let at = Position { application, entry, handler };
                if !(self.may_sign(at) && self.may_take_refresh_token(at)) {
                    continue;
                }
                let said = self.handler_says(at);
                let lists = [WordList::Refresh, WordList::Token, WordList::Session, WordList::Login];
                self.looks_briefly = !said.any(&lists);
                let refreshes = Facts::SIGNED | Facts::REFRESH | Facts::WENT_ON;
                let at_once = self.served(at).ways.iter().any(|way| way.contains(refreshes));
                let exchanges = at_once || self.exchanges_after_refusal(at, Facts::WENT_ON);
                self.looks_briefly = false;
                if exchanges {
                    let (purpose, confidence) = (Purpose::Refresh, Confidence::High);
                    let passages = Vec::new();
                    return Some(Purposed { purpose, confidence, because: None, passages, guard: Some(at) });
                }
            }
        }
        None
    }

    /// Whether a handler exchanges a refresh token once the first one that it verifies is refused.
    fn exchanges_after_refusal(&mut self, at: Position, and: Facts) -> bool {
        let exchanges = Facts::SIGNED | Facts::REFRESH | and;
        self.may_sign(at) && self.served_after_refusal(at).ways.iter().any(|way| way.contains(exchanges))
    }

    /// Whether a handler may sign a token, as far as names tell.
    fn may_sign(&self, at: Position) -> bool {
        self.functions_of_handler(at).any(|at| self.signers.may_sign(at, &self.concern))
    }

    /// Whether a handler may be given a refresh token, as far as names tell.
    fn may_take_refresh_token(&self, at: Position) -> bool {
        self.functions_of_handler(at).any(|at| self.signers.may_take_refresh_token(at, &self.concern))
    }

    fn functions_of_handler(&self, at: Position) -> impl Iterator<Item = FunctionRef> {
        let parts = self.routes.handler(at).map(|handler| self.values.made_of(handler)).unwrap_or_default();
        parts.into_iter().filter_map(|part| self.values.function(part))
    }

    fn purpose_of(
        &mut self,
        call: CallRef,
        passage: &Passage,
        said: &Said,
        served: &BTreeSet<Facts>,
    ) -> Option<(Purpose, Option<Because>)> {
        // What a guard ahead of the handler does by itself is not what the route is for.
        let last = passage.own.last().map(|&last| self.served(last));
        let last_signs = last.as_ref().is_some_and(|last| last.ways.iter().any(|way| way.contains(Facts::SIGNED)));
        let any = |wanted: Facts| {
            (last_signs || !wanted.contains(Facts::SIGNED)) && served.iter().any(|facts| facts.contains(wanted))
        };
        let checks = |facts: &Facts| facts.intersects(Facts::VERIFIED | Facts::LOOKED_UP);
        let unseen = passage.own.last().is_some_and(|&last| self.served(last).unseen);
        let named = || Some(Because::RouteByName(said.path.clone()));
        // A login that throws the old token away takes it, too.
        let logs_in = said.login && !said.refresh;
        if any(Facts::SIGNED | Facts::REFRESH) && !logs_in {
            return Some((Purpose::Refresh, None));
        }
        if said.refresh {
            let exchanges = last_signs && served.iter().any(|facts| facts.contains(Facts::SIGNED) && checks(facts));
            let takes = any(Facts::REFRESH) && !any(Facts::FORWARDED);
            // Where nothing has to do with JSON Web Tokens, others may be meant by the names.
            let by_name = self.concern.holds(call.file) && (takes || (unseen && said.of_token));
            let mut falls_back = || {
                let at = passage.own.last().copied();
                at.is_some_and(|at| self.exchanges_after_refusal(at, Facts::empty()))
            };
            if exchanges || by_name || falls_back() {
                return Some((Purpose::Refresh, named()));
            }
        }
        let signs = any(Facts::SIGNED);
        // A guard that goes on has not answered yet.
        let answers = |way: &Facts| !way.intersects(Facts::WENT_ON | Facts::REFUSED);
        let is_route = unseen || last.as_ref().is_some_and(|last| last.ways.iter().any(answers));
        if said.verify && !any(Facts::ONE_TIME) && !signs && is_route {
            let by_itself = last.is_some_and(|last| last.ways.iter().any(checks));
            if by_itself || (said.verify_of_tokens && served.iter().any(checks)) {
                return Some((Purpose::Verify, named()));
            }
        }
        let issues = last_signs && served.iter().any(|facts| facts.issues());
        (said.login && issues).then(|| (Purpose::Login, named()))
    }

    /// What a route's path and its handlers' names say.
    fn said_of_route(&mut self, passage: &Passage) -> Said {
        let path = passage.path.clone().unwrap_or_default();
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && !part.starts_with(':')).collect();
        let last = segments.last().copied().unwrap_or_default();
        let own = super::names::said_by(last);
        let ahead = &segments[..segments.len().saturating_sub(1)];
        let tail = super::names::said_by(&segments[segments.len().saturating_sub(2)..].join("/"));
        let all = super::names::said_by(&path);
        let mut named = super::names::Says::default();
        if let Some(&handler) = passage.own.last() {
            named |= self.handler_says(handler);
        }
        let ends_in_parameter = path.rsplit('/').next().is_some_and(|part| part.starts_with(':'));
        Said {
            refresh: tail.says(WordList::Refresh) || named.says(WordList::Refresh),
            of_token: all.any(&[WordList::Token, WordList::Login]) || named.says(WordList::Token),
            verify: is_only_of_tokens(last) && !(tail | named).says(WordList::OneTime) && !ends_in_parameter,
            verify_of_tokens: ahead.iter().all(|segment| is_of_authentication(segment)),
            login: (own | named).any(&[WordList::Login, WordList::SignUp]) && !own.says(WordList::Logout),
            path: if path.is_empty() { "/".to_owned() } else { path },
        }
    }

    /// What the name of a handler says.
    fn handler_says(&mut self, at: Position) -> super::names::Says {
        let routes = std::sync::Arc::clone(&self.routes);
        let mut said = super::names::Says::default();
        let Some(value) = routes.handler(at) else { return said };
        for part in self.values.made_of(value) {
            let Some(at) = self.values.function(part) else { continue };
            let outline = self.program.outline(at.file);
            let bound = self.program.binding_of(at).map(|binding| outline.binding(binding).name);
            if let Some(name) = outline.function(at.function).name.or(bound) {
                said |= self.says(self.program.name(at.file, name));
            }
        }
        said
    }

    /// What is known of a token's route, and the handlers on the ways into it.
    pub(super) fn stops_of_route(&mut self, call: CallRef) -> Option<(Evidence, Vec<Position>)> {
        let known = self.purpose(call).filter(|known| known.guard.is_none())?;
        let evidence = self.route_evidence(call, &known, Verdict::Silent);
        let stops = known.passages.iter().flat_map(|passage| passage.ahead.iter().chain(&passage.own));
        Some((evidence, stops.copied().collect()))
    }

    /// Whether requests come to the route's check of the token without passing a limiter.
    pub(crate) fn judge_limits(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let known = self.purpose(call).filter(|known| known.guard.is_none())?;
        let is_limited = |facts: &Facts| match known.purpose {
            // Who exchanges stolen tokens one after the other succeeds each time, until one is refused for another reason:
            // refusals are what one limiter has to count, and successes another one, or the same.
            Purpose::Refresh => {
                let stops_good = Facts::LIMITED_GOOD | Facts::LIMITED_GOOD_LATE | Facts::REFUSED;
                facts.contains(Facts::LIMITED_FAILED) && facts.intersects(stops_good)
            }
            Purpose::Verify | Purpose::Login => facts.contains(Facts::LIMITED_FAILED),
        };
        let mut worst: Option<(Facts, bool, Vec<Position>)> = None;
        for passage in &known.passages {
            if self.is_limited_upstream(passage, false) {
                continue;
            }
            let routes = std::sync::Arc::clone(&self.routes);
            let is_there = |stop: &&Position| routes.entry(**stop).is_none_or(|entry| !entry.asked_for);
            let stops: Vec<Position> = passage.ahead.iter().filter(is_there).chain(&passage.own).copied().collect();
            let verb = self.program.text(passage.verb).to_ascii_lowercase();
            let (path, complete) = (passage.path.clone(), passage.complete);
            self.requested = Some(Requested { path, verb, complete, rest: None });
            let arrived = self.arrive_with_token(&stops);
            self.requested = None;
            let open: Vec<Facts> = arrived.into_iter().filter(|facts| !is_limited(facts)).collect();
            let rank = |facts: &Facts| {
                let has_some = facts.intersects(Facts::LIMITED_LATE | Facts::LIMITED_IN_VAIN | Facts::LIMITED);
                (facts.contains(Facts::UNDECIDED), has_some)
            };
            // The way that is surest, and has least in front of it.
            if let Some(&facts) = open.iter().min_by_key(|facts| rank(facts)) {
                let is_worse = |known: &Facts| rank(known) == (false, false) || rank(known) < rank(&facts);
                let known = worst.filter(|(known, ..)| is_worse(known));
                worst = Some(known.unwrap_or((facts, passage.complete, stops)));
            }
        }
        let (facts, complete, stops) = worst?;
        let manner = if facts.contains(Facts::LIMITED_LATE) {
            Manner::TooLate
        } else if facts.intersects(Facts::LIMITED_IN_VAIN | Facts::LIMITED) {
            Manner::Ineffective
        } else if self.is_watched(&known) {
            Manner::OnlyWatched
        } else {
            Manner::Unlimited
        };
        let mut evidence = self.route_evidence(call, &known, Verdict::Silent);
        if manner == Manner::OnlyWatched {
            evidence.confidence = Confidence::Low;
            evidence.because = Some(Because::OnlyWatched);
        } else if facts.contains(Facts::UNDECIDED) {
            evidence.confidence = Confidence::Low;
            evidence.because = Some(Because::Undecided);
        } else if !complete {
            let limited = self.limits_anything();
            evidence.confidence = if limited { Confidence::Low } else { evidence.confidence.min(Confidence::Medium) };
            evidence.because = Some(Because::Unmounted);
        }
        evidence.said = Some(manner);
        evidence.related.extend(self.limiter_on_way(&stops, manner));
        CheckVerdict::of(vec![evidence])
    }

    /// Whether too many attempts are told of, before the token is looked at.
    fn is_watched(&mut self, known: &Purposed) -> bool {
        known.passages.iter().all(|passage| {
            let served = self.arrive(&passage.own);
            let goes_well = |facts: &&Facts| facts.contains(Facts::SIGNED) || !facts.contains(Facts::REFUSED);
            let some =
                |watched: bool| served.iter().filter(goes_well).any(|facts| facts.contains(Facts::WATCHED) == watched);
            some(true) && some(false)
        })
    }

    /// Whether a limiter is registered anywhere in the program.
    fn limits_anything(&mut self) -> bool {
        let routes = std::sync::Arc::clone(&self.routes);
        routes.applications.iter().any(|(&application, known)| {
            known.entries.iter().enumerate().any(|(entry, registered)| {
                (0..registered.handlers.len()).any(|handler| {
                    let served = self.served(Position { application, entry, handler });
                    served.ways.iter().any(|way| way.intersects(Facts::LIMITED))
                })
            })
        })
    }

    /// Whether a route can issue a token so that nobody is told.
    pub(crate) fn judge_success(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let known = self.purpose(call)?;
        let mut verdict: Option<Verdict> = None;
        let mut depends_on_handler = false;
        let own = known.passages.iter().map(|passage| passage.own.clone()).chain(known.guard.map(|guard| vec![guard]));
        for own in own.collect::<Vec<_>>() {
            let mut served = self.arrive(&own);
            if known.purpose == Purpose::Refresh {
                served.extend(self.arrive_after_refusal(&own));
            }
            // What a handler does that is not seen, or not to its end, is known only where it signs a token.
            let is_unseen = own.last().is_some_and(|&last| self.served(last).unseen);
            depends_on_handler |= is_unseen;
            let is_issued = |facts: &Facts| match known.purpose {
                Purpose::Login => facts.issues(),
                Purpose::Refresh | Purpose::Verify => facts.contains(Facts::SIGNED),
            };
            let signed: Vec<Facts> = served.iter().copied().filter(is_issued).collect();
            // Where no token is seen to be signed, the ways that refuse nothing are those that succeed.
            let succeeded: Vec<Facts> = match signed.is_empty() {
                true => served.into_iter().filter(|facts| !facts.contains(Facts::REFUSED)).collect(),
                false => signed,
            };
            for facts in succeeded {
                let own = if facts.intersects(Facts::TOLD | Facts::RECORDED) {
                    Verdict::Reported
                } else if facts.contains(Facts::MAYBE) || (is_unseen && !facts.contains(Facts::SIGNED)) {
                    Verdict::Unknown
                } else if facts.contains(Facts::TOLD_DEBUG) {
                    Verdict::DebugOnly
                } else {
                    Verdict::Silent
                };
                let rank = |verdict: Verdict| match verdict {
                    Verdict::Silent => 3,
                    Verdict::DebugOnly => 2,
                    Verdict::Unknown => 1,
                    Verdict::Partly | Verdict::Reported => 0,
                };
                verdict = Some(verdict.filter(|&known| rank(known) >= rank(own)).unwrap_or(own));
            }
        }
        let verdict = verdict?;
        let mut evidence = self.route_evidence(call, &known, verdict);
        match verdict {
            Verdict::Reported | Verdict::Partly => return None,
            Verdict::Unknown => {
                evidence.confidence = Confidence::Low;
                if depends_on_handler {
                    evidence.because = Some(Because::Unseen("the handler".to_owned()));
                }
            }
            Verdict::DebugOnly if evidence.confidence > Confidence::Medium => {
                evidence.confidence = Confidence::Medium;
                evidence.because = Some(Because::DebugOnly);
            }
            Verdict::DebugOnly | Verdict::Silent => {}
        }
        CheckVerdict::of(vec![evidence])
    }

    fn route_evidence(&mut self, call: CallRef, known: &Purposed, verdict: Verdict) -> Evidence {
        let guard = known.guard.and_then(|guard| self.guard_place(guard));
        let place = guard.map_or_else(|| self.registered_place(call), |(place, _)| place);
        let route = known.passages.first().map(|passage| {
            let verb = self.program.text(passage.verb).to_ascii_uppercase();
            let path = passage.path.as_deref().unwrap_or("…");
            format!("{verb} {}", if path.is_empty() { "/" } else { path })
        });
        let route = known.guard.map_or(route, |guard| self.guard_place(guard).and_then(|(_, name)| name));
        let related = vec![Related { role: Role::Route, place, message: "the route is registered here".to_owned() }];
        Evidence {
            verdict,
            manner: Taken::Handler,
            fails_open: false,
            confidence: known.confidence,
            because: known.because.clone(),
            place,
            related,
            said: None,
            route,
        }
    }

    /// Where the function of a guard begins, and what it is called. What wraps it is not meant: `asyncHandler(guard)`.
    pub(super) fn guard_place(&self, guard: Position) -> Option<(Place, Option<String>)> {
        let value = self.routes.handler(guard)?;
        let at = self.values.made_of(value).into_iter().filter_map(|part| self.values.function(part)).next_back()?;
        let outline = self.program.outline(at.file);
        let function = outline.function(at.function);
        let bound = self.program.binding_of(at).or_else(|| self.handed_to(at));
        let name = function.name.or(bound.map(|binding| outline.binding(binding).name));
        Some((self.program.place(at.file, function.header), name.map(|name| outline.name(name).to_owned())))
    }
}

/// What the names around a route say.
struct Said {
    refresh: bool,
    of_token: bool,
    /// The path ends in a word for verifying, and speaks of nothing else that is verified.
    verify: bool,
    /// What stands before it speaks of authentication only.
    verify_of_tokens: bool,
    login: bool,
    path: String,
}

/// Whether a segment of a path says that something is verified, and nothing but tokens.
fn is_only_of_tokens(segment: &str) -> bool {
    let words: Vec<String> = split_name(segment);
    let said = |words: &str| super::names::said_by(words);
    let plain = |word: &String| {
        let said = said(word);
        said.any(&[WordList::VerifyRoute, WordList::Token, WordList::Session, WordList::Refresh])
            || matches!(
                word.as_str(),
                "access" | "auth" | "bearer" | "id" | "user" | "me" | "check" | "info" | "is" | "valid"
            )
    };
    said(segment).says(WordList::VerifyRoute) && words.iter().all(plain)
}

/// Whether a segment of a path names a part of a service's authentication, or only its place in an API.
fn is_of_authentication(segment: &str) -> bool {
    let said = super::names::said_by(segment);
    let is_version = segment.strip_prefix('v').is_some_and(|rest| rest.chars().all(|letter| letter.is_ascii_digit()));
    said.any(&[WordList::Token, WordList::Session, WordList::Login])
        || is_version
        || matches!(
            segment,
            "api" | "rest" | "auth" | "oauth" | "oauth2" | "user" | "users" | "account" | "accounts" | "me"
        )
}
