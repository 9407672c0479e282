//! The route tree as it is shown: from values to places and names.
//!
//! In: a program and its routes. Out: a [`RouteTree`].

use std::sync::Arc;

use super::foundation::Foundation;
use super::machine::Machine;
use super::routes::{HandlerKind, RoutePath, Routes};
use super::value::{Value, ValueId};
use crate::finding::{RegisteredHandler, Registration, RouteHandler, RouteNode, RoutePaths, RouteTree};
use crate::link::{FunctionRef, Program};
use crate::text::Place;
use crate::vocabulary::Registrar;

/// What a program registers with its applications and routers.
pub fn routes(program: &Program) -> RouteTree {
    let foundation = Foundation::of(program);
    let routes = Arc::clone(&foundation.routes);
    let machine = Machine::new(program, &foundation);
    let mut order: Vec<ValueId> = routes.applications.keys().copied().collect();
    // A router of which nothing is registered is mounted all the same.
    order.extend(routes.mounts.keys().filter(|router| !routes.applications.contains_key(router)));
    order.sort_by_cached_key(|&application| machine.application_place(application));
    let nodes = order.iter().map(|&application| machine.node(application, &order, &routes)).collect();
    let mut gaps: Vec<Place> = routes.gaps.iter().map(|&call| program.call_place(call)).collect();
    gaps.sort_unstable();
    gaps.dedup();
    RouteTree { nodes, gaps }
}

impl Machine<'_> {
    /// Where an application is made; absent for one that is only known by its name.
    fn application_place(&self, application: ValueId) -> Option<Place> {
        match self.values.get(application) {
            Value::Made { call, .. } => Some(self.program.call_place(*call)),
            _ => None,
        }
    }

    fn node(&self, application: ValueId, order: &[ValueId], routes: &Routes) -> RouteNode {
        let known = routes.applications.get(&application);
        let name = known.and_then(|known| known.by_name).map(|name| self.program.text(name).to_owned());
        let entries = known.map_or(&[][..], |known| known.entries.as_slice());
        let registrations = entries
            .iter()
            .map(|entry| Registration {
                place: self.program.call_place(entry.call),
                method: match entry.how {
                    Registrar::Method => Some(self.program.text(entry.verb).to_owned()),
                    _ => None,
                },
                paths: match &entry.path {
                    RoutePath::Every => RoutePaths::Every,
                    RoutePath::Texts(texts) => RoutePaths::Texts(texts.clone()),
                    RoutePath::Unseen => RoutePaths::Unseen,
                },
                handlers: entry.handlers.iter().map(|&handler| self.registered(handler, order, routes)).collect(),
            })
            .collect();
        RouteNode {
            place: self.application_place(application),
            name,
            serves: known.is_some_and(|known| known.serves),
            registrations,
        }
    }

    fn registered(&self, handler: ValueId, order: &[ValueId], routes: &Routes) -> RegisteredHandler {
        let function = self.values.function(handler);
        let name = function.and_then(|function| self.function_name(function));
        let place = match (function, self.values.get(handler)) {
            (Some(at), _) => Some(self.program.place(at.file, self.program.function(at).header)),
            (None, Value::Made { call, .. }) => Some(self.program.call_place(*call)),
            (None, Value::Authenticate(guard)) => Some(self.program.call_place(guard.call)),
            _ => None,
        };
        let kind = match routes.kinds.get(&handler) {
            Some(HandlerKind::ErrorHandler | HandlerKind::PackageErrorHandler(_)) => RouteHandler::ErrorHandler,
            Some(HandlerKind::Router) => match order.iter().position(|&router| router == handler) {
                Some(at) => RouteHandler::Router(at),
                None => RouteHandler::Handler,
            },
            Some(HandlerKind::Unseen) => RouteHandler::Unseen,
            Some(HandlerKind::Plain) if matches!(self.values.get(handler), Value::Symbol(_)) => RouteHandler::Unseen,
            Some(HandlerKind::Plain) | None => RouteHandler::Handler,
        };
        RegisteredHandler { place, name, kind }
    }

    fn function_name(&self, at: FunctionRef) -> Option<String> {
        let outline = self.program.outline(at.file);
        let bound = self.program.binding_of(at).map(|binding| outline.binding(binding).name);
        let name = outline.function(at.function).name.or(bound)?;
        Some(outline.name(name).to_owned())
    }
}
