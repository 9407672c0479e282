//! The route tree as it is shown: from values to places and names.
//!
//! In: a program and its routes. Out: a [`RouteTree`], with what becomes of each handler's errors as the verdicts have it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::foundation::Foundation;
use super::machine::Machine;
use super::routes::{Application, Entry, HandlerKind, Position, Receiver, RoutePath, Routes, Terminal};
use super::value::{Symbol, Value, ValueId};
use crate::finding::{
    ErrorEnd, ErrorReceiver, ErrorReceiverKind, ErrorWay, RegisteredHandler, Registration, RegistrationKind,
    RouteFunction, RouteHandler, RouteMount, RouteNode, RouteNodeKind, RoutePaths, RouteTree,
};
use crate::link::{CallRef, FunctionRef, Program};
use crate::outline::code::{BindingId, Definition, FnId, NameId, Op};
use crate::text::{FileId, Place};
use crate::vocabulary::{Framework, Registrar};

/// Through how many names a package is looked for.
const NAMES: usize = 8;
/// Through how many wrappers a handler is looked for.
const WRAPPERS: usize = 8;

/// What a program registers with its applications and routers.
pub fn routes(program: &Program, foundation: &Foundation) -> RouteTree {
    let routes = Arc::clone(&foundation.routes);
    let machine = Machine::new(program, foundation);
    let mut order: Vec<ValueId> = routes.applications.keys().copied().collect();
    // A router of which nothing is registered is mounted all the same.
    let is_new = |router: &&ValueId| !routes.applications.contains_key(router);
    order.extend(routes.mounts.keys().filter(is_new).filter(|&&router| machine.framework_of(router).is_some()));
    order.sort_by_cached_key(|&application| (machine.application_place(application), application));
    let view = View { machine, order, routes: &routes };
    let nodes: Vec<RouteNode> = view.order.iter().map(|&application| view.node(application)).collect();
    let entered: Vec<bool> = view
        .order
        .iter()
        .map(|application| routes.applications.get(application).is_some_and(|known| known.is_entered))
        .collect();
    let roots = roots(&nodes, &entered);
    let gaps = view.gaps(&nodes);
    RouteTree { nodes, roots, gaps }
}

/// The nodes from which all others are reached, and those that are mounted and entered from outside as well.
fn roots(nodes: &[RouteNode], entered: &[bool]) -> Vec<usize> {
    let mounted_in = |node: usize| {
        nodes[node].registrations.iter().flat_map(|registration| &registration.handlers).filter_map(|handler| {
            match handler.kind {
                RouteHandler::Router(router) => Some(router),
                _ => None,
            }
        })
    };
    let mounted: BTreeSet<usize> = (0..nodes.len()).flat_map(mounted_in).collect();
    let mut roots = Vec::new();
    let mut reached = BTreeSet::new();
    let is_root = |node: usize| !mounted.contains(&node) || entered[node];
    let known = (0..nodes.len()).filter(|&node| is_root(node));
    // What is left after these are routers that are mounted in a circle.
    for root in known.chain(0..nodes.len()) {
        let is_new = reached.insert(root);
        if roots.contains(&root) || !(is_new || is_root(root)) {
            continue;
        }
        roots.push(root);
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            waiting.extend(mounted_in(node).filter(|&router| reached.insert(router)));
        }
    }
    let is_application = |root: &usize| nodes[*root].kind == RouteNodeKind::Application;
    roots.sort_by_key(|root| (!is_application(root), *root));
    roots
}

/// A program's routes on the way to what is shown of them.
struct View<'r, 'p> {
    machine: Machine<'p>,
    order: Vec<ValueId>,
    routes: &'r Routes,
}

impl View<'_, '_> {
    fn node(&self, application: ValueId) -> RouteNode {
        let known = self.routes.applications.get(&application);
        let program = self.machine.program;
        let registrations = known.map_or(&[][..], |known| known.entries.as_slice()).iter().enumerate();
        let registrations =
            registrations.map(|(entry, registered)| self.registration(application, entry, registered)).collect();
        RouteNode {
            place: self.machine.application_place(application),
            name: known.and_then(|known| known.by_name).map(|name| program.text(name).to_owned()),
            kind: self.node_kind(application, known),
            forwards: known.is_some_and(|known| known.forwards),
            registrations,
        }
    }

    fn node_kind(&self, application: ValueId, known: Option<&Application>) -> RouteNodeKind {
        match self.machine.framework_of(application).and_then(|surface| surface.framework()) {
            Some(Framework::SocketIo) => RouteNodeKind::SocketServer,
            Some(Framework::Http) => RouteNodeKind::HttpServer,
            Some(Framework::Express) | None if known.is_some_and(|known| known.serves) => RouteNodeKind::Application,
            Some(Framework::Express) | None => RouteNodeKind::Router,
        }
    }

    fn registration(&self, application: ValueId, entry: usize, registered: &Entry) -> Registration {
        let program = self.machine.program;
        let handlers = registered.handlers.iter().enumerate();
        let handlers =
            handlers.map(|(handler, &value)| self.registered(Position { application, entry, handler }, value));
        Registration {
            place: self.machine.registered_place(registered.call),
            how: match registered.how {
                Registrar::Method => RegistrationKind::Method(program.text(registered.verb).to_owned()),
                Registrar::Param => RegistrationKind::Param,
                Registrar::Use | Registrar::Route | Registrar::Listen => RegistrationKind::Use,
            },
            paths: match &registered.path {
                RoutePath::Every => RoutePaths::Every,
                RoutePath::Texts(texts) => RoutePaths::Texts(texts.clone()),
                RoutePath::Patterns { .. } | RoutePath::Unseen => RoutePaths::Unseen,
            },
            handlers: handlers.collect(),
        }
    }

    fn registered(&self, at: Position, value: ValueId) -> RegisteredHandler {
        let by = self.routes.entry(at).map(|entry| entry.call);
        let (place, name) = self.machine.handler_name(value, by);
        let kind = match self.routes.kinds.get(&value) {
            Some(HandlerKind::ErrorHandler | HandlerKind::PackageErrorHandler(_)) => RouteHandler::ErrorHandler,
            Some(HandlerKind::Router) => self.number(value).map_or(RouteHandler::Handler, RouteHandler::Router),
            _ if self.machine.is_of_package(value) => RouteHandler::Package,
            Some(HandlerKind::Unseen) => RouteHandler::Unseen,
            Some(HandlerKind::Plain) | None => match self.machine.values.get(value) {
                Value::Symbol(_) => RouteHandler::Unseen,
                _ => RouteHandler::Handler,
            },
        };
        let errors = match kind {
            RouteHandler::Router(_) => Vec::new(),
            _ => self.errors(at, value),
        };
        RegisteredHandler { place, name, kind, wraps: self.machine.wrapped(value), errors }
    }

    fn number(&self, router: ValueId) -> Option<usize> {
        self.order.iter().position(|&other| other == router)
    }

    fn errors(&self, at: Position, value: ValueId) -> Vec<ErrorWay> {
        let hands_on = matches!(self.machine.values.get(value), Value::Forwarding(_));
        let mount = |at: &Position| {
            let node = self.number(at.application)?;
            Some(RouteMount { node, registration: at.entry, handler: at.handler })
        };
        let ways = self.routes.mounted_chains(at).into_iter().map(|(mounts, chain)| ErrorWay {
            mounts: mounts.iter().filter_map(mount).collect(),
            receivers: chain.receivers.iter().map(|&receiver| self.receiver(receiver)).collect(),
            end: match chain.terminal {
                Terminal::Printed => ErrorEnd::Printed,
                Terminal::Answered => ErrorEnd::Answered,
                Terminal::Unseen => ErrorEnd::Unseen,
            },
            forwards: chain.forwards || hands_on,
        });
        ways.collect()
    }

    fn receiver(&self, receiver: Receiver) -> ErrorReceiver {
        let (value, call, kind) = match receiver {
            Receiver::Handler { value, call } => (Some(value), call, ErrorReceiverKind::Function),
            Receiver::Package(_, call) => (None, call, ErrorReceiverKind::Package),
            Receiver::Unseen(call) => (None, call, ErrorReceiverKind::Unseen),
        };
        let (place, name) = value.map_or((None, None), |value| self.machine.handler_name(value, Some(call)));
        ErrorReceiver { place, name, registered: self.machine.registered_place(call), kind }
    }

    /// Registrations of what cannot be seen. What a package makes is no gap: that there is a middleware is known, and where.
    fn gaps(&self, nodes: &[RouteNode]) -> Vec<Place> {
        let gaps = self.routes.gaps.iter();
        let handlers = |registration: &Registration| {
            let mut kinds = registration.handlers.iter().map(|handler| handler.kind);
            kinds.any(|kind| kind == RouteHandler::Unseen)
        };
        let registrations = nodes.iter().flat_map(|node| &node.registrations);
        let (open, followed): (Vec<&Registration>, Vec<&Registration>) = registrations.partition(|r| handlers(r));
        let shown: BTreeSet<Place> = followed.iter().map(|registration| registration.place).collect();
        let mut places: Vec<Place> = open.iter().map(|registration| registration.place).collect();
        // What has no node of its own.
        places.extend(gaps.map(|&call| self.machine.registered_place(call)).filter(|place| !shown.contains(place)));
        places.sort_unstable();
        places.dedup();
        places
    }
}

impl Machine<'_> {
    /// Where an application is made; absent for one that is only known by its name.
    fn application_place(&self, application: ValueId) -> Option<Place> {
        match self.values.get(application) {
            Value::Made { call, .. } => Some(self.program.call_place(*call)),
            _ => None,
        }
    }

    /// Where a registration stands: in a chain of calls, from its own name on.
    pub(super) fn registered_place(&self, call: CallRef) -> Place {
        let site = self.program.call(call);
        let outline = self.program.outline(call.file);
        let (start, end) = site.callee_code;
        let code = outline.function(site.function).code.get(start as usize..end as usize).unwrap_or_default();
        let is_chained = code.iter().any(|inst| matches!(inst.op, Op::Call(_) | Op::CallMember(_)));
        let mut place = self.program.call_place(call);
        if let Some(name) = site.member.filter(|_| is_chained) {
            let length = u32::try_from(outline.name(name).len()).unwrap_or(0);
            place.span.start = site.callee.end.saturating_sub(length).max(place.span.start);
        }
        place
    }

    /// What stands inside the wrappers that the vocabulary knows.
    fn unwrapped(&self, mut value: ValueId) -> ValueId {
        for _ in 0..WRAPPERS {
            match self.values.get(value) {
                Value::Forwarding(inner) | Value::Promisified(inner) => value = *inner,
                _ => break,
            }
        }
        value
    }

    /// Where a handler is written or made, and what it is called.
    fn handler_name(&self, value: ValueId, by: Option<CallRef>) -> (Option<Place>, Option<String>) {
        let value = self.unwrapped(value);
        if let Some(at) = self.values.function(value) {
            return (Some(self.program.place(at.file, self.program.function(at).header)), self.shown_name(at, by));
        }
        let binding = |file: FileId, binding: BindingId| {
            let outline = self.program.outline(file);
            outline.name(outline.binding(binding).name).to_owned()
        };
        match self.values.get(value) {
            Value::Made { call, .. } | Value::Configured { call, .. } | Value::Symbol(Symbol::Result { call, .. }) => {
                (Some(self.program.call_place(*call)), None)
            }
            Value::Authenticate(guard) => (Some(self.program.call_place(guard.call)), None),
            Value::Package { surface, .. } => (None, Some(surface.describe().to_owned())),
            Value::Symbol(Symbol::Opaque(site)) => (Some(self.program.place(site.file, site.span)), None),
            Value::Symbol(Symbol::Member(_, name) | Symbol::Free(name) | Symbol::Module(_, name)) => {
                (None, Some(self.program.text(*name).to_owned()))
            }
            Value::Symbol(Symbol::Binding(file, at)) => (None, Some(binding(*file, *at))),
            Value::Symbol(Symbol::Parameter(at, index)) => {
                (None, self.parameter_name(*at, *index).map(ToOwned::to_owned))
            }
            _ => (None, None),
        }
    }

    /// A function's name, or that of the function that made it. One that is written where it is registered needs none.
    fn shown_name(&self, at: FunctionRef, by: Option<CallRef>) -> Option<String> {
        let parent = self.program.function(at).parent;
        let is_inline = by.is_some_and(|by| by.file == at.file && Some(self.program.call(by).function) == parent);
        self.function_name(at).or_else(|| {
            let maker = self.within(at).filter(|_| !is_inline)?;
            Some(format!("(in {maker})"))
        })
    }

    fn function_name(&self, at: FunctionRef) -> Option<String> {
        let outline = self.program.outline(at.file);
        let bound = || self.program.binding_of(at).map(|binding| outline.binding(binding).name);
        let name = outline.function(at.function).name.or_else(bound).or_else(|| self.wrapper_name(at))?;
        Some(outline.name(name).to_owned())
    }

    /// What the result of a call is called that a function is written in: `exports.read = wrap(async () => …)`.
    fn wrapper_name(&self, at: FunctionRef) -> Option<NameId> {
        let outline = self.program.outline(at.file);
        let parent = outline.function(at.function).parent?;
        let code = &outline.function(parent).code;
        let (_, made) = self.program.places(at.file).maker_of(at.function).filter(|&(maker, _)| maker == parent)?;
        let after =
            code[made as usize + 1..].iter().skip_while(|inst| matches!(inst.op, Op::Call(_) | Op::CallMember(_)));
        match after.map(|inst| inst.op).next()? {
            Op::SetMember(name) => Some(name),
            Op::Store(reference) => Some(outline.reference(reference).name),
            _ => None,
        }
    }

    /// The name of the nearest function around a function without one.
    fn within(&self, at: FunctionRef) -> Option<String> {
        let mut around = at;
        for _ in 0..NAMES {
            let parent = self.program.function(around).parent.filter(|&parent| parent != FnId::MODULE)?;
            around = FunctionRef { file: at.file, function: parent };
            if let Some(name) = self.function_name(around) {
                return Some(name);
            }
        }
        None
    }

    /// The functions that a handler took along when it was made: those that a wrapper was given.
    fn wrapped(&self, value: ValueId) -> Vec<RouteFunction> {
        let Value::Function(closure) = self.values.get(self.unwrapped(value)) else { return Vec::new() };
        let mut wrapped = Vec::new();
        for &(_, captured) in &closure.captured {
            let captured = self.unwrapped(captured);
            let Some(at) = self.values.function(captured) else { continue };
            // A helper that stands beside the handler is not what it was made around.
            let is_beside = at.file == closure.at.file
                && self.program.function(at).parent == self.program.function(closure.at).parent;
            let place = self.program.place(at.file, self.program.function(at).header);
            if !is_beside && !wrapped.iter().any(|known: &RouteFunction| known.place == place) {
                wrapped.push(RouteFunction { place, name: self.shown_name(at, None) });
            }
        }
        wrapped
    }

    /// Whether something that cannot be seen comes from a package, rather than from a part of the project.
    fn is_of_package(&self, value: ValueId) -> bool {
        match self.values.get(self.values.base(value)) {
            Value::Package { .. } | Value::Made { .. } | Value::Configured { .. } | Value::Authenticate(_) => true,
            Value::Symbol(Symbol::Module(file, specifier)) => self.is_package(*file, self.program.text(*specifier)),
            Value::Symbol(Symbol::Result { call, .. }) => self.is_made_by_package(*call),
            _ => false,
        }
    }

    fn is_made_by_package(&self, call: CallRef) -> bool {
        let site = self.program.call(call);
        self.leads_to_package(call.file, site.function, site.callee_code, NAMES)
    }

    /// Whether the value of some code is `require('package')`, an imported name, or a member or call of one.
    fn leads_to_package(&self, file: FileId, function: FnId, code: (u32, u32), names: usize) -> bool {
        let outline = self.program.outline(file);
        let Some(code) = outline.function(function).code.get(code.0 as usize..code.1 as usize) else { return false };
        let Some(Op::Load(reference)) = code.first().map(|inst| inst.op) else { return false };
        let used = outline.reference(reference);
        let Some(binding) = used.binding else {
            let specifier = code.get(1).filter(|_| outline.name(used.name) == "require");
            return match specifier.map(|inst| inst.op) {
                Some(Op::Text(text)) => self.is_package(file, outline.name(text)),
                _ => false,
            };
        };
        match &outline.binding(binding).definition {
            Definition::Import { specifier, .. } => self.is_package(file, outline.name(*specifier)),
            Definition::Value { function, code, .. } if names > 0 => {
                self.leads_to_package(file, *function, *code, names - 1)
            }
            _ => false,
        }
    }

    /// Whether a specifier means no file of the project.
    fn is_package(&self, file: FileId, specifier: &str) -> bool {
        let is_path = specifier.starts_with(['.', '/', '#', '~']) || specifier.starts_with("@/");
        let imported = self.program.find(specifier).and_then(|name| self.program.imported(file, name));
        !is_path && !specifier.is_empty() && imported.is_none()
    }
}
