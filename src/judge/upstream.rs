//! Requests that are limited before they come to the service, as the project declares it: in a gateway, a proxy, a CDN.
//!
//! In: the ways into a route, what is declared. Out: whether a way is limited, and which declared paths are those of no route.
//! A way whose path is not seen from the root of the service on is limited only where everything is.

use super::foundation::Foundation;
use super::machine::Machine;
use super::passage::Passage;
use super::routes::{Entry, HandlerKind, Position};
use crate::link::Program;
use crate::project::Requests;
use crate::vocabulary::Registrar;

/// The registrar of all methods.
const EVERY_METHOD: &str = "all";

impl Machine<'_> {
    /// Whether all requests of a way are limited upstream; `with_below` of what is used for a path and for all below it.
    pub(super) fn is_limited_upstream(&self, passage: &Passage, with_below: bool) -> bool {
        let path = passage.path.as_deref().filter(|_| passage.complete);
        let verb = self.program.text(passage.verb);
        let method = Some(verb).filter(|&verb| !with_below && verb != EVERY_METHOD);
        self.program.declared().upstream().limits(Requests { path, with_below, method })
    }
}

impl Foundation {
    /// The declared paths for which nothing is registered. Only files count that have to do with tokens: of others nobody asks
    /// whether they are limited, and whether they are read at all depends on the prefilter.
    pub(super) fn idle_upstream(&self, program: &Program) -> Vec<usize> {
        let upstream = program.declared().upstream();
        let mut idle: Vec<usize> = (0..upstream.paths().len()).collect();
        for (&application, known) in &self.routes.applications {
            for (entry, registered) in known.entries.iter().enumerate() {
                if idle.is_empty() || !self.takes_requests(registered) {
                    continue;
                }
                for way in self.routes.ways(Position { application, entry, handler: 0 }) {
                    let is_entered =
                        self.routes.applications.get(&way.application).is_some_and(|known| known.is_entered);
                    let path = way.path.as_deref().filter(|_| is_entered);
                    let method = way.verb.map(|verb| program.text(verb)).filter(|&verb| verb != EVERY_METHOD);
                    upstream.take_concerned(&mut idle, Requests { path, with_below: way.verb.is_none(), method });
                }
            }
        }
        idle
    }

    /// Whether requests end at a registration, or pass it: at a router's mount it depends on what is registered with the router.
    fn takes_requests(&self, entry: &Entry) -> bool {
        let is_handler = |value| {
            let kind = self.routes.kinds.get(value);
            !matches!(kind, Some(HandlerKind::Router | HandlerKind::ErrorHandler | HandlerKind::PackageErrorHandler(_)))
        };
        matches!(entry.how, Registrar::Use | Registrar::Method)
            && self.concern.holds(entry.call.file)
            && entry.handlers.iter().any(is_handler)
    }
}
