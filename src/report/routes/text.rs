//! Routes for people: registrations in their order, mounted routers below the place where they are mounted.
//!
//! In: a tree, its sources. Out: lines. A router that is mounted twice is shown twice, because its paths and the handlers of
//! its errors differ. Everything that comes from the repository is cleaned here.

use std::io;

use textwrap::core::display_width;

use super::super::clean::clean;
use super::super::source::Sources;
use super::super::style::{Ink, Look};
use crate::finding::{
    ErrorEnd, ErrorReceiverKind, ErrorWay, RegisteredHandler, Registration, RegistrationKind, RouteHandler, RouteMount,
    RouteNode, RouteNodeKind, RoutePaths, RouteTree, Scan,
};
use crate::text::Place;

/// Routers that are mounted in each other deeper than this are not shown.
const DEPTH: usize = 12;

/// So many registrations are shown, however often routers are mounted.
const REGISTRATIONS: usize = 10_000;

/// So many paths of one registration are shown.
const PATHS: usize = 8;

/// Columns of source that stand for a handler without a name.
const SNIPPET: usize = 48;

pub(super) fn write(tree: &RouteTree, scan: &Scan, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = Sources::new(&scan.sources);
    let mut writer =
        Writer { tree, sources, look, out, stack: Vec::new(), ways: Vec::new(), left: REGISTRATIONS, is_cut: false };
    for &root in &tree.roots {
        writer.root(root)?;
    }
    if writer.is_cut {
        writer.line(0, &format!("... more than {REGISTRATIONS} registrations: the rest is left out\n"))?;
    }
    writer.gaps()
}

struct Writer<'t, 'o> {
    tree: &'t RouteTree,
    sources: Sources<'t>,
    look: Look,
    out: &'o mut dyn io::Write,
    /// The mounts that lead to what is written, the outermost first.
    stack: Vec<RouteMount>,
    /// What becomes of errors in the block that is written, as it is shown.
    ways: Vec<String>,
    left: usize,
    /// There was no room for a registration.
    is_cut: bool,
}

impl Writer<'_, '_> {
    fn line(&mut self, level: usize, text: &str) -> io::Result<()> {
        writeln!(self.out, "{:indent$}{text}", "", indent = 2 * level)
    }

    fn root(&mut self, root: usize) -> io::Result<()> {
        let node = &self.tree.nodes[root];
        let place = node.place.or_else(|| node.registrations.first().map(|registration| registration.place));
        let place = place.map(|place| self.sources.locate(place)).transpose()?;
        let place = place.map(|place| format!("{}: ", Ink::Strong.paint(self.look, place))).unwrap_or_default();
        let by_name = match &node.name {
            Some(name) => format!(", taken for one by its name, `{}`", clean(name)),
            None => String::new(),
        };
        let mounted = match node.kind {
            RouteNodeKind::Router if self.is_mounted(root) => ", mounted in a circle only",
            RouteNodeKind::Router => ", mounted nowhere that is seen",
            _ => "",
        };
        self.line(0, &format!("{place}{}{by_name}{mounted}; {}", kind(node), rejections(node.forwards)))?;
        self.node(root, 1, &[String::new()])?;
        self.legend()?;
        writeln!(self.out)
    }

    fn is_mounted(&self, wanted: usize) -> bool {
        let handlers = self.tree.nodes.iter().flat_map(|node| &node.registrations).flat_map(|made| &made.handlers);
        handlers.into_iter().any(|handler| handler.kind == RouteHandler::Router(wanted))
    }

    fn node(&mut self, number: usize, level: usize, prefixes: &[String]) -> io::Result<()> {
        let tree = self.tree;
        for (at, registration) in tree.nodes[number].registrations.iter().enumerate() {
            let Some(left) = self.left.checked_sub(1) else {
                self.is_cut = true;
                return Ok(());
            };
            self.left = left;
            self.registration(
                RouteMount { node: number, registration: at, handler: 0 },
                registration,
                level,
                prefixes,
            )?;
        }
        Ok(())
    }

    fn registration(
        &mut self,
        mut at: RouteMount,
        registration: &Registration,
        level: usize,
        prefixes: &[String],
    ) -> io::Result<()> {
        let place = Ink::Faint.paint(self.look, self.sources.locate(registration.place)?);
        let (method, paths) = match &registration.how {
            RegistrationKind::Use => ("use".to_owned(), joined(prefixes, &registration.paths)),
            RegistrationKind::Method(method) => (clean(method), joined(prefixes, &registration.paths)),
            RegistrationKind::Param => ("param".to_owned(), joined(&[String::new()], &registration.paths)),
        };
        let route = Ink::Strong.paint(self.look, format!("{method} {}", listed(&paths)));
        let ways: Vec<Option<&ErrorWay>> = registration.handlers.iter().map(|handler| self.way(handler)).collect();
        let is_handler = |handler: &RegisteredHandler| !matches!(handler.kind, RouteHandler::Router(_));
        let of_handlers = || registration.handlers.iter().zip(&ways).filter(|(handler, _)| is_handler(handler));
        let same = of_handlers().map(|(_, way)| way).is_sorted_by(|one, other| same_way(**one, **other));
        let forwards = self.tree.nodes[self.stack.first().map_or(at.node, |mount| mount.node)].forwards;
        let errors = match of_handlers().next() {
            Some((_, way)) if same => self.errors(*way, forwards)?,
            _ => String::new(),
        };
        self.line(level, &format!("{route}  {place}{errors}"))?;
        for (number, (handler, way)) in registration.handlers.iter().zip(&ways).enumerate() {
            at.handler = number;
            match handler.kind {
                RouteHandler::Router(router) => self.mounted(at, router, level + 1, &paths)?,
                _ => {
                    let mut shown = self.handler(handler)?;
                    if !same {
                        shown.push_str(&self.errors(*way, forwards)?);
                    }
                    self.line(level + 1, &shown)?;
                }
            }
        }
        Ok(())
    }

    fn mounted(&mut self, at: RouteMount, router: usize, level: usize, paths: &[String]) -> io::Result<()> {
        let node = &self.tree.nodes[router];
        let mut shown = Ink::Note.paint(self.look, kind(node));
        if let Some(place) = node.place {
            shown = format!("{shown}  {}", self.sources.locate(place)?);
        }
        if let Some(name) = &node.name {
            shown = format!("{shown}, taken for one by its name, `{}`", clean(name));
        }
        let is_inside = at.node == router || self.stack.iter().any(|mount| mount.node == router);
        let remark = match () {
            () if is_inside => ", mounted in itself: not shown again",
            () if node.registrations.is_empty() => ", with nothing registered",
            () if self.stack.len() >= DEPTH => ", mounted too deep to be shown",
            () => "",
        };
        self.line(level, &format!("{shown}{remark}"))?;
        if !remark.is_empty() {
            return Ok(());
        }
        self.stack.push(at);
        let result = self.node(router, level + 1, paths);
        self.stack.pop();
        result
    }

    /// What becomes of a handler's errors where it is mounted as the stack says.
    fn way<'h>(&self, handler: &'h RegisteredHandler) -> Option<&'h ErrorWay> {
        handler.errors.iter().find(|way| way.mounts.iter().rev().eq(&self.stack))
    }

    fn handler(&self, handler: &RegisteredHandler) -> io::Result<String> {
        let mut shown = self.named(handler.name.as_deref(), handler.place)?;
        for (at, wrapped) in handler.wraps.iter().enumerate() {
            let name = self.named(wrapped.name.as_deref(), Some(wrapped.place))?;
            shown = format!("{shown}{}{name}", if at == 0 { ", around " } else { " and " });
        }
        let mark = match handler.kind {
            RouteHandler::ErrorHandler => Ink::Good.paint(self.look, " [error handler]"),
            RouteHandler::Package => Ink::Faint.paint(self.look, " [package]"),
            RouteHandler::Unseen => Ink::Caution.paint(self.look, " [not seen]"),
            RouteHandler::Handler | RouteHandler::Router(_) => String::new(),
        };
        Ok(shown + &mark)
    }

    /// A handler by its name, else by what makes it, with its place.
    fn named(&self, name: Option<&str>, place: Option<Place>) -> io::Result<String> {
        let located = place.map(|place| self.sources.locate(place)).transpose()?;
        let name = match (name, place) {
            (Some(name), _) => clean(name),
            (None, Some(place)) => self.snippet(place)?,
            (None, None) => "?".to_owned(),
        };
        Ok(match located {
            Some(located) => format!("{name}  {located}"),
            None => name,
        })
    }

    /// The source at a place, on one line.
    fn snippet(&self, place: Place) -> io::Result<String> {
        let source = self.sources.of(place)?;
        let bytes = source.first_line(place.span);
        let is_cut = bytes.end < source.bytes(place.span).end;
        let mut text = String::new();
        let room = SNIPPET - display_width(self.look.ellipsis());
        for sign in source.text()[bytes].chars().take(SNIPPET) {
            let sign = clean(sign.encode_utf8(&mut [0; 4]));
            if display_width(&text) + display_width(&sign) > room {
                return Ok(text + self.look.ellipsis());
            }
            text.push_str(&sign);
        }
        Ok(if is_cut { text + self.look.ellipsis() } else { text })
    }

    /// The mark of what becomes of errors; what it stands for is listed at the block's end.
    fn errors(&mut self, way: Option<&ErrorWay>, forwards: bool) -> io::Result<String> {
        let Some(way) = way else {
            return Ok(Ink::Caution.paint(self.look, "  errors: on more ways than are followed"));
        };
        let arrow = if self.look.unicode { " → " } else { " -> " };
        let mut steps = Vec::new();
        for receiver in &way.receivers {
            let place = receiver.place.unwrap_or(receiver.registered);
            let mut step = self.named(receiver.name.as_deref(), Some(place))?;
            if receiver.kind == ErrorReceiverKind::Unseen {
                step.push_str(" [not seen]");
            }
            steps.push(step);
        }
        steps.push(
            match way.end {
                ErrorEnd::Printed => "printed by the framework",
                ErrorEnd::Answered => "sent to the client",
                ErrorEnd::Unseen => "wherever the router is mounted",
            }
            .to_owned(),
        );
        let mut shown = steps.join(arrow);
        if way.forwards != forwards {
            shown = format!("{shown}; {}", rejections(way.forwards));
        }
        let number = self.ways.iter().position(|known| *known == shown).unwrap_or_else(|| {
            self.ways.push(shown);
            self.ways.len() - 1
        });
        Ok(Ink::Faint.paint(self.look, format!("  errors: E{}", number + 1)))
    }

    /// What the marks of a block stand for.
    fn legend(&mut self) -> io::Result<()> {
        for (number, way) in (1..).zip(std::mem::take(&mut self.ways)) {
            self.line(1, &format!("E{number} = {way}"))?;
        }
        Ok(())
    }

    fn gaps(&mut self) -> io::Result<()> {
        if self.tree.gaps.is_empty() {
            return Ok(());
        }
        let heading = Ink::Caution.paint(self.look, "Registrations with a handler that could not be followed:");
        self.line(0, &heading)?;
        for &gap in &self.tree.gaps {
            let shown = format!("{}  {}", self.sources.locate(gap)?, self.snippet(gap)?);
            self.line(1, &shown)?;
        }
        writeln!(self.out)
    }
}

fn kind(node: &RouteNode) -> &'static str {
    match node.kind {
        RouteNodeKind::Application => "application",
        RouteNodeKind::Router => "router",
        RouteNodeKind::HttpServer => "server of Node.js",
        RouteNodeKind::SocketServer => "server of sockets",
    }
}

fn rejections(forwards: bool) -> &'static str {
    if forwards { "rejected promises go the same way" } else { "rejected promises are not handed on" }
}

/// Whether two handlers' errors go the same way, by what is shown of it.
fn same_way(one: Option<&ErrorWay>, other: Option<&ErrorWay>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.receivers == other.receivers && one.end == other.end && one.forwards == other.forwards
        }
        (one, other) => one.is_none() == other.is_none(),
    }
}

/// Each path of a registration behind each path of its router.
fn joined(prefixes: &[String], paths: &RoutePaths) -> Vec<String> {
    let own: Vec<&str> = match paths {
        RoutePaths::Every => vec!["*"],
        RoutePaths::Unseen => vec!["?"],
        RoutePaths::Texts(texts) => texts.iter().map(String::as_str).collect(),
    };
    let both = prefixes.iter().flat_map(|prefix| own.iter().map(move |path| join(prefix, path)));
    // One more than is shown, so that it is said.
    both.take(PATHS + 1).collect()
}

fn join(prefix: &str, path: &str) -> String {
    let prefix = prefix.trim_end_matches(['/', '*']);
    match path {
        "" | "/" if prefix.is_empty() => "/".to_owned(),
        "" | "/" => prefix.to_owned(),
        _ if prefix.is_empty() || path.starts_with('/') => format!("{prefix}{path}"),
        _ => format!("{prefix}/{path}"),
    }
}

fn listed(paths: &[String]) -> String {
    let mut shown: Vec<String> = paths.iter().take(PATHS).map(|path| clean(path)).collect();
    if paths.len() > PATHS {
        shown.push("...".to_owned());
    }
    shown.join(", ")
}
