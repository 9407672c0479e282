//! The ways on which requests come to a handler: through which application, in which order, for which method and path.
//!
//! In: the route tree. Out: for a handler's place, every way; whether an earlier place of the same handler takes all that
//! comes its way.

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
            let serves = self.applications.get(&at.application).is_some_and(|application| application.serves);
            if out.len() >= WAYS {
                return;
            }
            if serves || mounts.is_empty() || depth == 0 {
                out.push(way.clone());
            }
            for &mount in mounts.iter().filter(|_| depth > 0) {
                self.climb(mount, way.clone(), depth - 1, out);
            }
        }
    }

    /// Whether whatever comes to a place has come to the same handler before.
    pub(crate) fn is_shadowed(&self, at: Position, same: &[Position]) -> bool {
        let ways = self.ways(at);
        let earlier: Vec<Way> = same.iter().filter(|&&other| other != at).flat_map(|&other| self.ways(other)).collect();
        !ways.is_empty() && ways.iter().all(|way| earlier.iter().any(|earlier| takes_all_of(earlier, way)))
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

/// Whether every request of a later way has come along an earlier one.
fn takes_all_of(earlier: &Way, later: &Way) -> bool {
    let (Some(above), Some(path)) = (&earlier.path, &later.path) else { return false };
    let covers = match earlier.verb {
        None => lies_under(path, above),
        Some(verb) => Some(verb) == later.verb && above == path,
    };
    earlier.application == later.application && earlier.order < later.order && covers
}

/// Whether requests for a path come to what is registered for another one, as `/users/1` to `/users`.
pub(super) fn lies_under(path: &str, above: &str) -> bool {
    let above = above.trim_end_matches('/');
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
