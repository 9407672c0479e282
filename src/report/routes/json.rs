//! Routes for machines: one object, a node for each application and router, which mounts refer to by number.
//!
//! In: a tree, its sources. Out: the object of version 1, pretty printed, a newline at its end. What is not known is left
//! out. A node's number is its place in the list. The same tree gives the same bytes.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::super::json::{self, JsonPlace, JsonSummaryOfFiles};
use super::super::source::Sources;
use super::super::timings::JsonTimings;
use super::{Counts, shown};
use crate::finding::{
    ErrorEnd, ErrorReceiverKind, ErrorWay, RegisteredHandler, Registration, RegistrationKind, RouteHandler, RouteMount,
    RouteNode, RouteNodeKind, RoutePaths, RouteTree, Scan,
};

/// The whole object. A change of meaning or of names is a new version; new fields are none.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: &'a str,
    /// Numbers of the nodes that nothing mounts.
    roots: Vec<usize>,
    nodes: Vec<Node<'a>>,
    gaps: Vec<JsonPlace<'a>>,
    summary: Summary<'a>,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<JsonTimings>,
}

#[derive(Serialize)]
struct Node<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace<'a>>,
    forwards_rejections: bool,
    registrations: Vec<Route<'a>>,
}

/// Without `paths` they cannot be seen; an empty list is every path.
#[derive(Serialize)]
struct Route<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paths: Option<&'a [String]>,
    place: JsonPlace<'a>,
    handlers: Vec<Handler<'a>>,
}

#[derive(Serialize)]
struct Handler<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    wraps: Vec<Function<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Errors<'a>>,
}

#[derive(Serialize)]
struct Function<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    place: JsonPlace<'a>,
}

/// What becomes of a handler's errors where its router is mounted so, the innermost mount first.
#[derive(Serialize)]
struct Errors<'a> {
    mounts: Vec<Mount>,
    receivers: Vec<Receiver<'a>>,
    end: &'static str,
    forwards_rejections: bool,
}

#[derive(Serialize)]
struct Mount {
    node: usize,
    registration: usize,
    handler: usize,
}

#[derive(Serialize)]
struct Receiver<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace<'a>>,
    registered: JsonPlace<'a>,
}

#[derive(Serialize)]
struct Summary<'a> {
    applications: usize,
    routers: usize,
    routes: usize,
    gaps: usize,
    #[serde(flatten)]
    files: JsonSummaryOfFiles<'a>,
}

pub(super) fn write(tree: &RouteTree, scan: &Scan, out: &mut dyn io::Write) -> io::Result<()> {
    let shown = shown(tree);
    let numbers: BTreeMap<usize, usize> = shown.iter().enumerate().map(|(new, &old)| (old, new)).collect();
    let view = View { sources: Sources::new(&scan.sources), numbers };
    let counts = Counts::of(tree);
    let report = Report {
        version: json::VERSION,
        tool: json::TOOL,
        roots: tree.roots.iter().filter_map(|root| view.numbers.get(root).copied()).collect(),
        nodes: shown.iter().map(|&node| view.node(&tree.nodes[node])).collect::<io::Result<_>>()?,
        gaps: tree.gaps.iter().map(|&gap| JsonPlace::of(gap, &view.sources)).collect::<io::Result<_>>()?,
        summary: Summary {
            applications: counts.applications,
            routers: counts.routers,
            routes: counts.routes,
            gaps: counts.gaps,
            files: JsonSummaryOfFiles::of(&scan.summary),
        },
        timings: JsonTimings::of(scan),
    };
    let text = serde_json::to_string_pretty(&report).map_err(io::Error::other)?;
    writeln!(out, "{}", json::escaped(&text))
}

struct View<'a> {
    sources: Sources<'a>,
    /// What is shown gets numbers without holes.
    numbers: BTreeMap<usize, usize>,
}

impl<'a> View<'a> {
    fn node(&self, node: &'a RouteNode) -> io::Result<Node<'a>> {
        Ok(Node {
            kind: match node.kind {
                RouteNodeKind::Application => "application",
                RouteNodeKind::Router => "router",
                RouteNodeKind::HttpServer => "http-server",
                RouteNodeKind::SocketServer => "socket-server",
            },
            by_name: node.name.as_deref(),
            place: node.place.map(|place| JsonPlace::of(place, &self.sources)).transpose()?,
            forwards_rejections: node.forwards,
            registrations: node.registrations.iter().map(|made| self.route(made)).collect::<io::Result<_>>()?,
        })
    }

    fn route(&self, route: &'a Registration) -> io::Result<Route<'a>> {
        let (kind, method) = match &route.how {
            RegistrationKind::Use => ("use", None),
            RegistrationKind::Method(method) => ("method", Some(method.as_str())),
            RegistrationKind::Param => ("param", None),
        };
        Ok(Route {
            kind,
            method,
            paths: match &route.paths {
                RoutePaths::Every => Some(&[]),
                RoutePaths::Texts(texts) => Some(texts),
                RoutePaths::Unseen => None,
            },
            place: JsonPlace::of(route.place, &self.sources)?,
            handlers: route.handlers.iter().map(|handler| self.handler(handler)).collect::<io::Result<_>>()?,
        })
    }

    fn handler(&self, handler: &'a RegisteredHandler) -> io::Result<Handler<'a>> {
        let (kind, node) = match handler.kind {
            RouteHandler::Handler => ("handler", None),
            RouteHandler::ErrorHandler => ("error-handler", None),
            RouteHandler::Router(node) => ("router", self.numbers.get(&node).copied()),
            RouteHandler::Package => ("package", None),
            RouteHandler::Unseen => ("unseen", None),
        };
        let wraps = handler.wraps.iter().map(|wrapped| {
            Ok(Function { name: wrapped.name.as_deref(), place: JsonPlace::of(wrapped.place, &self.sources)? })
        });
        Ok(Handler {
            kind,
            name: handler.name.as_deref(),
            place: handler.place.map(|place| JsonPlace::of(place, &self.sources)).transpose()?,
            node,
            wraps: wraps.collect::<io::Result<_>>()?,
            errors: handler.errors.iter().map(|way| self.errors(way)).collect::<io::Result<_>>()?,
        })
    }

    fn errors(&self, way: &'a ErrorWay) -> io::Result<Errors<'a>> {
        let receivers = way.receivers.iter().map(|receiver| {
            Ok(Receiver {
                kind: match receiver.kind {
                    ErrorReceiverKind::Function => "function",
                    ErrorReceiverKind::Package => "package",
                    ErrorReceiverKind::Unseen => "unseen",
                },
                name: receiver.name.as_deref(),
                place: receiver.place.map(|place| JsonPlace::of(place, &self.sources)).transpose()?,
                registered: JsonPlace::of(receiver.registered, &self.sources)?,
            })
        });
        let mount = |mount: &RouteMount| {
            let node = *self.numbers.get(&mount.node)?;
            Some(Mount { node, registration: mount.registration, handler: mount.handler })
        };
        Ok(Errors {
            mounts: way.mounts.iter().filter_map(mount).collect(),
            receivers: receivers.collect::<io::Result<_>>()?,
            end: match way.end {
                ErrorEnd::Printed => "printed",
                ErrorEnd::Answered => "answered",
                ErrorEnd::Unseen => "unseen",
            },
            forwards_rejections: way.forwards,
        })
    }
}
