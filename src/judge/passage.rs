//! The ways of a request into a route: which handlers it passes, in order, from the application inwards.
//!
//! In: the route tree. Out: for a registration, its passages; for a passage, the sets of facts with which requests arrive at its
//! end. Knows nothing of what a route is for.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::machine::Machine;
use super::routes::{Entry, HandlerKind, Position, RoutePath, Routes};
use super::serve::Served;
use super::state::Facts;
use super::value::ValueId;
use super::ways::lies_under;
use crate::link::Name;
use crate::vocabulary::Registrar;

/// How many ways into one route are told apart.
const PASSAGES: usize = 16;
/// How deep routers are mounted in each other.
const MOUNTS: usize = 12;
/// How many handlers of one way are looked at.
const STOPS: usize = 200;

/// One way into a route.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    /// The handlers before the route's own.
    pub(super) ahead: Vec<Position>,
    /// The route's own.
    pub(super) own: Vec<Position>,
    /// The whole path, as far as it is seen.
    pub(super) path: Option<String>,
    pub(super) verb: Name,
    /// It begins at an application that serves, not at a router that nothing mounts.
    pub(super) complete: bool,
}

/// The request that is followed: what is known of it at one application.
struct Request<'r> {
    path: Option<&'r str>,
    verb: Name,
}

impl Routes {
    /// The ways into a registered route.
    pub(super) fn passages(&self, application: ValueId, index: usize) -> Vec<Passage> {
        let own = |entry: &Entry| {
            let handlers = 0..entry.handlers.len();
            handlers.map(|handler| Position { application, entry: index, handler }).collect()
        };
        let Some(entry) = self.entry(Position { application, entry: index, handler: 0 }) else { return Vec::new() };
        let paths = match &entry.path {
            RoutePath::Texts(texts) => texts.iter().map(|text| Some(text.clone())).collect(),
            RoutePath::Every => vec![Some(String::new())],
            RoutePath::Patterns { .. } | RoutePath::Unseen => vec![None],
        };
        let mut passages = Vec::new();
        for path in paths {
            let begun = Passage { ahead: Vec::new(), own: own(entry), path, verb: entry.verb, complete: false };
            self.climb_out(Position { application, entry: index, handler: 0 }, begun, MOUNTS, &mut passages);
        }
        passages
    }

    /// Whether an entry is for requests of one path, not for whatever passes by.
    pub(super) fn is_route(&self, application: ValueId, entry: usize) -> bool {
        self.entry(Position { application, entry, handler: 0 }).is_some_and(|entry| entry.how == Registrar::Method)
    }

    fn climb_out(&self, at: Position, mut passage: Passage, depth: usize, out: &mut Vec<Passage>) {
        if out.len() >= PASSAGES {
            return;
        }
        let path = passage.path.clone();
        let request = Request { path: path.as_deref(), verb: passage.verb };
        let mut before = Vec::new();
        self.pass_through(at.application, Some(at), &request, depth, &mut before);
        before.append(&mut passage.ahead);
        passage.ahead = before;
        let is_entered = self.applications.get(&at.application).is_some_and(|application| application.is_entered);
        let mounts = self.mounts.get(&at.application).map_or(&[][..], Vec::as_slice);
        if is_entered || mounts.is_empty() || depth == 0 {
            out.push(Passage { complete: is_entered, ..passage.clone() });
        }
        for &mount in mounts.iter().filter(|_| depth > 0) {
            let prefixes = match self.entry(mount).map(|entry| &entry.path) {
                Some(RoutePath::Texts(texts)) => {
                    texts.iter().map(|text| Some(text.trim_end_matches('/').to_owned())).collect()
                }
                Some(RoutePath::Every) => vec![Some(String::new())],
                Some(RoutePath::Patterns { .. } | RoutePath::Unseen) | None => vec![None],
            };
            for prefix in prefixes {
                let path = prefix.zip(passage.path.as_ref()).map(|(prefix, path)| prefix + path);
                self.climb_out(mount, Passage { path, ..passage.clone() }, depth - 1, out);
            }
        }
    }

    /// The handlers that a request meets in an application, up to a place or to the end.
    fn pass_through(
        &self,
        application: ValueId,
        until: Option<Position>,
        request: &Request<'_>,
        depth: usize,
        out: &mut Vec<Position>,
    ) {
        let Some(known) = self.applications.get(&application).filter(|_| depth > 0) else { return };
        for (index, entry) in known.entries.iter().enumerate() {
            let last = until.filter(|until| until.entry == index);
            if until.is_some_and(|until| index > until.entry) || out.len() > STOPS {
                return;
            }
            let Some(rest) = meets(entry, request).or(last.map(|_| None)) else { continue };
            for (handler, value) in entry.handlers.iter().enumerate() {
                if last.is_some_and(|until| handler >= until.handler) {
                    return;
                }
                match self.kinds.get(value) {
                    Some(HandlerKind::Router) => {
                        let inner = Request { path: rest.as_deref(), verb: request.verb };
                        self.pass_through(*value, None, &inner, depth - 1, out);
                    }
                    Some(HandlerKind::ErrorHandler | HandlerKind::PackageErrorHandler(_)) => {}
                    _ => out.push(Position { application, entry: index, handler }),
                }
            }
        }
    }
}

impl Routes {
    /// What the routers around a handler leave of the path with which requests come; absent where that is not one text.
    pub(super) fn rest_at(&self, at: Position, path: &str) -> Option<String> {
        let entry = self.entry(at)?;
        let mut rests = self.rests_in(at.application, path, MOUNTS, &mut BTreeMap::new());
        let rest = rests.pop_first().filter(|_| rests.is_empty())??;
        match entry.how {
            Registrar::Use => meets(entry, &Request { path: Some(&rest), verb: entry.verb })?,
            _ => Some(rest),
        }
    }

    /// What is left of a path in an application, for each way to it; absent where that cannot be seen.
    fn rests_in(
        &self,
        application: ValueId,
        path: &str,
        depth: usize,
        known: &mut BTreeMap<ValueId, BTreeSet<Option<String>>>,
    ) -> BTreeSet<Option<String>> {
        if let Some(rests) = known.get(&application) {
            return rests.clone();
        }
        // What is mounted in itself has no end.
        known.insert(application, BTreeSet::from([None]));
        if depth == 0 {
            return BTreeSet::from([None]);
        }
        let is_entered = self.applications.get(&application).is_some_and(|application| application.is_entered);
        let mounts = self.mounts.get(&application).map_or(&[][..], Vec::as_slice);
        let mut rests = BTreeSet::new();
        if is_entered || mounts.is_empty() {
            rests.insert(Some(path.to_owned()));
        }
        for &mount in mounts.iter().take(PASSAGES) {
            let Some(entry) = self.entry(mount) else { continue };
            for above in self.rests_in(mount.application, path, depth - 1, known) {
                let below = meets(entry, &Request { path: above.as_deref(), verb: entry.verb });
                rests.extend(below.map(|below| below.filter(|_| above.is_some())));
            }
        }
        if rests.len() > PASSAGES {
            rests = BTreeSet::from([None]);
        }
        known.insert(application, rests.clone());
        rests
    }
}

/// Whether a request comes to a registration, and the rest of its path below it.
fn meets(entry: &Entry, request: &Request<'_>) -> Option<Option<String>> {
    if !matches!(entry.how, Registrar::Use | Registrar::Method) {
        return None;
    }
    if entry.how == Registrar::Method && !entry.every_method && entry.verb != request.verb {
        return None;
    }
    let (texts, patterns, path) = match (&entry.path, request.path) {
        (RoutePath::Every, path) => return Some(path.map(str::to_owned)),
        // It may be for this path.
        (RoutePath::Unseen, _) | (_, None) => return Some(None),
        (RoutePath::Texts(texts), Some(path)) => (texts, &[][..], path),
        (RoutePath::Patterns { patterns, texts }, Some(path)) => (texts, patterns.as_slice(), path),
    };
    let by_text = texts.iter().find_map(|text| {
        if text.contains('*') {
            let above = text.split('*').next().unwrap_or_default().trim_end_matches(['/', '{', '(']);
            return lies_under(path, above).then_some(None);
        }
        match entry.how {
            Registrar::Use => below(path, text).map(Some),
            _ => (same_path(path, text)).then_some(None),
        }
    });
    by_text.or_else(|| {
        patterns.iter().find_map(|pattern| match entry.how {
            Registrar::Use => pattern.below(path),
            _ => pattern.takes(path).then_some(None),
        })
    })
}

/// The rest of a path below a prefix, segment by segment; a parameter stands for any segment.
fn below(path: &str, prefix: &str) -> Option<String> {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    for wanted in prefix.split('/').filter(|segment| !segment.is_empty()) {
        let segment = segments.next()?;
        // As routers compare them unless they are told otherwise.
        if !segment.eq_ignore_ascii_case(wanted) && !wanted.starts_with(':') {
            return None;
        }
    }
    let rest: Vec<&str> = segments.collect();
    Some(format!("/{}", rest.join("/")))
}

fn same_path(path: &str, other: &str) -> bool {
    below(path, other).is_some_and(|rest| rest == "/")
}

impl Machine<'_> {
    /// The facts with which requests arrive behind some handlers.
    pub(super) fn arrive(&mut self, stops: &[Position]) -> BTreeSet<Facts> {
        let mut arrived = BTreeSet::from([Facts::empty()]);
        for (number, &stop) in stops.iter().enumerate() {
            let served = self.served(stop);
            let is_last = number + 1 == stops.len();
            arrived = onwards(&arrived, &served, is_last);
        }
        arrived
    }

    /// As [`Machine::arrive`], when the last handler refuses the first token and accepts another one.
    pub(super) fn arrive_after_refusal(&mut self, stops: &[Position]) -> BTreeSet<Facts> {
        let Some((&last, before)) = stops.split_last() else { return BTreeSet::new() };
        let mut arrived = BTreeSet::from([Facts::empty()]);
        for &stop in before {
            let served = self.served(stop);
            arrived = onwards(&arrived, &served, false);
        }
        let served = self.served_after_refusal(last);
        onwards(&arrived, &served, true)
    }

    /// As [`Machine::arrive`], of the token that the last handler verifies: a guard before it may verify another one.
    pub(super) fn arrive_with_token(&mut self, stops: &[Position]) -> BTreeSet<Facts> {
        let last = stops.last().map(|&last| self.served(last));
        let about = last.and_then(|last| last.presented.clone()).filter(|about| !about.is_empty());
        let mut arrived = BTreeSet::from([Facts::empty()]);
        for (number, &stop) in stops.iter().enumerate() {
            let mut served = self.served(stop);
            let is_last = number + 1 == stops.len();
            let other = about.as_ref().zip(served.presented.as_ref());
            if !is_last && other.is_some_and(|(about, own)| !own.is_empty() && own.is_disjoint(about)) {
                let ways = served.ways.iter().map(|&way| way - Facts::VERIFIED).collect();
                served = Rc::new(Served { ways, unseen: served.unseen, presented: None });
            }
            arrived = onwards(&arrived, &served, is_last);
        }
        arrived
    }

    /// The handlers that requests come to: nothing behind one that never goes on.
    pub(super) fn reached(&mut self, stops: &[Position]) -> Vec<Position> {
        let mut reached = Vec::new();
        for &stop in stops {
            reached.push(stop);
            let served = self.served(stop);
            if !served.ways.is_empty() && !served.ways.iter().any(|way| way.contains(Facts::WENT_ON)) {
                break;
            }
        }
        reached
    }

    /// Everything that is registered by a call.
    pub(super) fn registered_by(&self, call: crate::link::CallRef) -> Vec<(ValueId, usize)> {
        self.routes.registered.get(&call).cloned().unwrap_or_default()
    }
}

/// The facts behind a handler.
fn onwards(arrived: &BTreeSet<Facts>, served: &Rc<Served>, is_last: bool) -> BTreeSet<Facts> {
    // A handler that answers 429 on a way on which it has not looked at a token limits all others.
    let refuses_many = served
        .ways
        .iter()
        .any(|way| way.contains(Facts::REFUSED_MANY) && !way.intersects(Facts::VERIFIED | Facts::TOO_MANY));
    let refuses_late =
        |way: &Facts| way.contains(Facts::REFUSED_MANY | Facts::VERIFIED) && !way.contains(Facts::TOO_MANY);
    let limits = refuses_many || served.ways.iter().any(|way| way.intersects(Facts::LIMITED));
    let is_undecided = limits && served.ways.iter().any(|way| way.contains(Facts::UNDECIDED));
    let refuses_many_late = served.ways.iter().any(refuses_late);
    let mut next = BTreeSet::new();
    for before in arrived {
        for &way in &served.ways {
            // Who came too often, and gets no further, is limited.
            let is_refused = way.contains(Facts::TOO_MANY) && !way.intersects(Facts::WENT_ON | Facts::VERIFIED);
            if is_refused || (!is_last && !way.contains(Facts::WENT_ON)) {
                continue;
            }
            let mut way = way - Facts::WENT_ON - Facts::UNDECIDED;
            if refuses_many {
                way |= Facts::LIMITED;
            }
            if before.contains(Facts::VERIFIED) && way.intersects(Facts::LIMITED) {
                if way.contains(Facts::LIMITED_GOOD) {
                    way |= Facts::LIMITED_GOOD_LATE;
                }
                way = (way - Facts::LIMITED) | Facts::LIMITED_LATE;
            }
            if refuses_many_late && way.contains(Facts::VERIFIED) {
                way |= Facts::LIMITED_GOOD_LATE;
            }
            if is_undecided && !before.contains(Facts::VERIFIED) && !way.intersects(Facts::LIMITED) {
                way |= Facts::UNDECIDED;
            }
            next.insert(*before | way);
        }
    }
    next
}
