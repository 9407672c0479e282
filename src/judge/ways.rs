//! The ways on which requests come to a handler: through which application, in which order, for which method and path.
//!
//! In: the route tree. Out: for a handler's place, every way; whether an earlier place of the same handler takes all that
//! comes its way.

use rustc_hash::FxHashMap;

use super::routes::{HandlerKind, Position, RoutePath, Routes};
use super::value::ValueId;
use crate::link::Name;
use crate::vocabulary::Registrar;

/// How many ways to one place are told apart.
const WAYS: usize = 32;
/// How deep routers are mounted in each other.
const MOUNTS: usize = 12;
/// How many paths of an application are looked at.
const PATHS: usize = 2_000;

/// One way to a handler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// The application that serves, or the router that nothing mounts.
    pub(crate) application: ValueId,
    /// Where it is met: entry and handler, for each application from the outermost inwards.
    pub(crate) order: Vec<(usize, usize)>,
    /// The whole path; absent where a part of it cannot be seen.
    pub(crate) path: Option<String>,
    /// For requests of one method, and of no path below.
    pub(crate) verb: Option<Name>,
}

impl Routes {
    /// The ways to a place, at most so many.
    pub(crate) fn ways(&self, at: Position) -> Vec<Way> {
        let mut ways = Vec::new();
        let verb = self.entry(at).filter(|entry| entry.how == Registrar::Method).map(|entry| entry.verb);
        let begun = Way { application: at.application, order: Vec::new(), path: Some(String::new()), verb };
        self.climb(at, begun, MOUNTS, &mut ways);
        ways
    }

    fn climb(&self, at: Position, way: Way, depth: usize, out: &mut Vec<Way>) {
        let Some(entry) = self.entry(at) else { return };
        let prefixes: Vec<Option<String>> = match &entry.path {
            RoutePath::Every => vec![Some(String::new())],
            RoutePath::Texts(texts) => texts.iter().map(|text| Some(text.trim_end_matches('/').to_owned())).collect(),
            RoutePath::Patterns { .. } | RoutePath::Unseen => vec![None],
        };
        let mounts = self.mounts.get(&at.application).map_or(&[][..], Vec::as_slice);
        for prefix in prefixes {
            let mut way = way.clone();
            way.application = at.application;
            way.order.insert(0, (at.entry, at.handler));
            way.path = prefix.zip(way.path).map(|(prefix, path)| prefix + &path);
            let is_entered = self.applications.get(&at.application).is_some_and(|application| application.is_entered);
            if out.len() >= WAYS {
                return;
            }
            if is_entered || mounts.is_empty() || depth == 0 {
                out.push(way.clone());
            }
            for &mount in mounts.iter().filter(|_| depth > 0) {
                self.climb(mount, way.clone(), depth - 1, out);
            }
        }
    }

    /// The ways to all places of one handler.
    pub(super) fn handler_ways(&self, places: &[Position]) -> HandlerWays {
        let mut ways = HandlerWays::default();
        for &place in places {
            let own = ways.of.entry(place).or_insert_with(|| self.ways(place));
            for way in own.iter() {
                let Some(path) = &way.path else { continue };
                let path = if way.verb.is_none() { path.trim_end_matches('/') } else { path };
                let first = ways.first.entry((way.application, way.verb, path.to_owned())).or_default();
                first.note(place, &way.order);
            }
        }
        ways
    }

    /// The paths for which something other than an error handler is registered, below an application.
    pub(super) fn paths_below(&self, application: ValueId) -> &[String] {
        let Some(known) = self.applications.get(&application) else { return &[] };
        known.below.get_or_init(|| {
            let mut paths = Vec::new();
            self.descend(application, "", MOUNTS, &mut paths);
            paths
        })
    }

    fn descend(&self, application: ValueId, prefix: &str, depth: usize, out: &mut Vec<String>) {
        let Some(known) = self.applications.get(&application).filter(|_| depth > 0) else { return };
        for entry in &known.entries {
            if out.len() >= PATHS {
                return;
            }
            let own: &[String] = match &entry.path {
                RoutePath::Texts(texts) => texts,
                RoutePath::Every => &[String::new()],
                RoutePath::Patterns { .. } | RoutePath::Unseen => continue,
            };
            for path in own {
                let path = format!("{prefix}{}", path.trim_end_matches('/'));
                for value in &entry.handlers {
                    match self.kinds.get(value) {
                        Some(HandlerKind::Router) => self.descend(*value, &path, depth - 1, out),
                        Some(HandlerKind::Plain) | None if out.len() < PATHS => out.push(path.clone()),
                        _ => {}
                    }
                }
            }
        }
    }
}

/// The ways to the places where one handler stands.
#[derive(Debug, Default)]
pub(super) struct HandlerWays {
    of: FxHashMap<Position, Vec<Way>>,
    /// By application, method and path: which places are met first.
    first: FxHashMap<(ValueId, Option<Name>, String), First>,
}

/// The place that is met first, and the first one of another place.
#[derive(Debug, Default)]
struct First {
    earliest: Option<(Vec<(usize, usize)>, Position)>,
    next: Option<(Vec<(usize, usize)>, Position)>,
}

impl First {
    fn note(&mut self, place: Position, order: &[(usize, usize)]) {
        let is_before = |known: &Option<(Vec<_>, Position)>| known.as_ref().is_none_or(|(known, _)| order < &known[..]);
        let is_own = self.earliest.as_ref().is_some_and(|(_, known)| *known == place);
        if is_before(&self.earliest) {
            let earliest = self.earliest.replace((order.to_vec(), place));
            if !is_own {
                self.next = earliest;
            }
        } else if !is_own && is_before(&self.next) {
            self.next = Some((order.to_vec(), place));
        }
    }

    /// Whether another place is met before a way to this one.
    fn is_before(&self, place: Position, order: &[(usize, usize)]) -> bool {
        let other = [&self.earliest, &self.next].into_iter().flatten().find(|(_, known)| *known != place);
        other.is_some_and(|(known, _)| &known[..] < order)
    }
}

impl HandlerWays {
    /// Whether whatever comes to a place has come to the same handler before, at another place.
    pub(super) fn is_shadowed(&self, at: Position) -> bool {
        let ways = self.of.get(&at).map_or(&[][..], Vec::as_slice);
        !ways.is_empty() && ways.iter().all(|way| self.comes_before(at, way))
    }

    /// Whether every request of a way has come along one to another place.
    fn comes_before(&self, at: Position, way: &Way) -> bool {
        let Some(path) = &way.path else { return false };
        let taken = |verb, path: &str| {
            let first = self.first.get(&(way.application, verb, path.to_owned()));
            first.is_some_and(|first| first.is_before(at, &way.order))
        };
        // What is used for a path takes what lies under it.
        let above = path.match_indices('/').map(|(end, _)| &path[..end]).chain([path.as_str()]);
        above.into_iter().any(|above| taken(None, above)) || (way.verb.is_some() && taken(way.verb, path))
    }
}

/// Whether requests for a path come to what is registered for another one, as `/users/1` to `/users`.
pub(super) fn lies_under(path: &str, above: &str) -> bool {
    let above = above.trim_end_matches('/');
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
