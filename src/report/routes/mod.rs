//! The route tree: what `routes` prints.
//!
//! In: a tree, and the scan that covers its places. Out: a block for each application, or one JSON object; a line that
//! counts. Knows nothing of how routes are found.

mod json;
mod text;

use std::collections::BTreeSet;
use std::io;

use clap::ValueEnum;

use super::style::{Ink, Look};
use super::summary::count;
use crate::finding::{RegistrationKind, RouteHandler, RouteNode, RouteNodeKind, RouteTree, Scan};

/// The forms in which routes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum RouteFormat {
    /// For people: each application, with what it mounts.
    #[default]
    Text,
    /// One object, for machines.
    Json,
}

/// Writes the applications and routers of a tree. The sources of the scan must cover every place.
pub fn write_routes(
    tree: &RouteTree,
    scan: &Scan,
    format: RouteFormat,
    look: Look,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        RouteFormat::Text => text::write(tree, scan, look, out),
        RouteFormat::Json => json::write(tree, scan, out),
    }
}

/// The line that ends a run: `1 application, 3 routers, 12 routes, 1 gap; 9 files, 7 parsed`.
pub fn routes_closing_line(tree: &RouteTree, scan: &Scan, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let counts = Counts::of(tree);
    let gaps = count(counts.gaps, "gap");
    let gaps = if counts.gaps > 0 { Ink::Caution.paint(look, gaps) } else { gaps };
    writeln!(
        out,
        "{}, {}, {}, {gaps}; {}, {} parsed",
        count(counts.applications, "application"),
        count(counts.routers, "router"),
        count(counts.routes, "route"),
        count(scan.summary.files as usize, "file"),
        scan.summary.parsed,
    )
}

/// How much of everything a tree has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    applications: usize,
    routers: usize,
    /// Registrations for a method, each once, however often its router is mounted.
    routes: usize,
    gaps: usize,
}

impl Counts {
    fn of(tree: &RouteTree) -> Counts {
        let shown = || shown(tree).into_iter().map(|node| &tree.nodes[node]);
        let is_router = |node: &&RouteNode| node.kind == RouteNodeKind::Router;
        let registrations = shown().flat_map(|node| &node.registrations);
        Counts {
            applications: shown().filter(|node| !is_router(node)).count(),
            routers: shown().filter(is_router).count(),
            routes: registrations
                .filter(|registration| matches!(registration.how, RegistrationKind::Method(_)))
                .count(),
            gaps: tree.gaps.len(),
        }
    }
}

/// The nodes that the roots lead to.
fn shown(tree: &RouteTree) -> BTreeSet<usize> {
    let mut shown: BTreeSet<usize> = tree.roots.iter().copied().collect();
    let mut waiting: Vec<usize> = tree.roots.clone();
    while let Some(node) = waiting.pop() {
        let handlers = tree.nodes[node].registrations.iter().flat_map(|registration| &registration.handlers);
        waiting.extend(handlers.filter_map(|handler| match handler.kind {
            RouteHandler::Router(router) => Some(router).filter(|&router| shown.insert(router)),
            _ => None,
        }));
    }
    shown
}
