//! What stands beside the limits of token routes: guards that no limiter stands in front of, and limits that are hit in silence.
//!
//! In: a call that registers handlers. Out: evidence. Whether a limiter limits is `limits`' and `passage`'s business.

use super::machine::Machine;
use super::routes::Position;
use super::state::{Facts, Path, State};
use super::value::Value;
use super::verdict::{CheckVerdict, Evidence};
use crate::finding::{Confidence, Related, Role};
use crate::link::CallRef;
use crate::rules::Manner;
use crate::text::Place;

impl Machine<'_> {
    /// Whether a call registers a guard that verifies tokens, and a way leads to it that no limiter stands on.
    pub(crate) fn judge_guard(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let routes = std::sync::Arc::clone(&self.routes);
        let mut found = Vec::new();
        for (application, entry) in self.registered_by(call) {
            let handlers = routes.entry(Position { application, entry, handler: 0 }).map_or(0, |it| it.handlers.len());
            for handler in 0..handlers {
                let at = Position { application, entry, handler };
                let goes_on = Facts::VERIFIED | Facts::WENT_ON;
                if !self.served(at).ways.iter().any(|way| way.contains(goes_on)) {
                    continue;
                }
                let with_below = !routes.is_route(application, entry);
                for passage in routes.passages(application, entry) {
                    if self.is_limited_upstream(&passage, with_below) {
                        continue;
                    }
                    let ahead = passage.ahead.iter().copied();
                    let stops: Vec<Position> = ahead.chain(passage.own.iter().copied().take(handler)).collect();
                    let is_open = stops.is_empty()
                        || self.arrive(&stops).iter().any(|facts| !facts.contains(Facts::LIMITED_FAILED));
                    // Whatever stands in front of an application that is not seen is not seen either.
                    if is_open && passage.complete {
                        // Once for each guard, wherever it is registered.
                        let guard = self.guard_place(at);
                        let place = guard.as_ref().map_or_else(|| self.registered_place(call), |(place, _)| *place);
                        let confidence = Confidence::Medium;
                        let mut evidence = Evidence::at(place, Manner::Unlimited, confidence, None);
                        evidence.route = guard.and_then(|(_, name)| name);
                        found.push(evidence);
                        break;
                    }
                }
            }
        }
        CheckVerdict::of(found)
    }

    /// Whether a limiter on a way into a token's route refuses so that nobody is told.
    pub(crate) fn judge_limit_hits(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let routes = std::sync::Arc::clone(&self.routes);
        let mut found: Vec<Evidence> = Vec::new();
        let (of_route, stops) = self.stops_of_route(call)?;
        for stop in stops {
            let served = self.served(stop);
            let limits =
                served.ways.iter().any(|way| way.intersects(Facts::LIMITED | Facts::REFUSED_MANY | Facts::TOO_MANY));
            let hit = |way: &&Facts| way.intersects(Facts::REFUSED_MANY | Facts::TOO_MANY);
            let hits: Vec<Facts> = served.ways.iter().filter(hit).copied().collect();
            let told = |facts: &Facts| facts.intersects(Facts::TOLD | Facts::MAYBE);
            // A package's limiter that is given no function to answer with answers by itself.
            let silent = if hits.is_empty() { !self.has_hook(stop) } else { hits.iter().any(|facts| !told(facts)) };
            if !limits || !silent {
                continue;
            }
            let Some(entry) = routes.entry(stop) else { continue };
            let place = self.registered_place(entry.call);
            let mut evidence = Evidence::at(place, Manner::Silent, of_route.confidence, of_route.because.clone());
            evidence.route = of_route.route.clone();
            evidence.related =
                vec![Related { role: Role::Limiter, place, message: "the limiter is registered here".to_owned() }];
            found.push(evidence);
        }
        CheckVerdict::of(found)
    }

    /// The limiter that stands on a way and does not help, and the check that it stands behind, where each has a place of its own.
    pub(super) fn limiter_on_way(&mut self, stops: &[Position], manner: Manner) -> Vec<Related> {
        let vain = Facts::LIMITED_IN_VAIN | Facts::LIMITED_LATE | Facts::LIMITED;
        let checks = |machine: &mut Self, stop: Position| {
            machine.served(stop).ways.iter().any(|way| way.contains(Facts::VERIFIED))
        };
        let check = match manner {
            Manner::TooLate => stops.iter().position(|&stop| checks(self, stop)),
            Manner::Ineffective => None,
            _ => return Vec::new(),
        };
        let behind = &stops[check.unwrap_or(0)..];
        let limiter = behind.iter().copied().find(|&stop| {
            let served = self.served(stop);
            let is_whole = |way: &Facts| manner == Manner::Ineffective && way.contains(Facts::LIMITED);
            served.ways.iter().any(|way| way.intersects(vain) && !is_whole(way))
        });
        let step = |role, place, message: &str| Related { role, place, message: message.to_owned() };
        let check = check.and_then(|check| stops.get(check)).and_then(|&stop| self.guard_place(stop));
        let check = check.map(|(place, _)| step(Role::Check, place, "the token is checked here"));
        let limiter = limiter.and_then(|stop| self.limiter_place(stop));
        let limiter = limiter.map(|place| step(Role::Limiter, place, "this rate limiter does not help"));
        check.into_iter().chain(limiter).collect()
    }

    /// Where a limiter is made, or where the function begins that limits.
    fn limiter_place(&self, at: Position) -> Option<Place> {
        let value = self.routes.handler(at)?;
        match *self.values.get(value) {
            Value::Configured { call, .. } | Value::Made { call, .. } => Some(self.program.call_place(call)),
            _ => self.guard_place(at).map(|(place, _)| place),
        }
    }

    /// Whether a limiter is given a function that runs when it refuses.
    fn has_hook(&mut self, at: Position) -> bool {
        let Some(value) = self.routes.handler(at) else { return false };
        let Value::Configured { surface, options, .. } = *self.values.get(value) else { return false };
        let Some(known) = surface.limiter().and_then(|limiter| limiter.options.as_ref()) else { return false };
        let mut state = State::new(Path::new());
        let names: Vec<&str> = known.hooks.iter().chain(known.handlers.iter()).map(AsRef::as_ref).collect();
        names.into_iter().any(|name| self.option(&mut state, options, name).is_some())
    }
}
