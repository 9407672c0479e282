//! The recorder: runs the program's modules, and notes what they register with applications, routers, passport and the process.
//!
//! In: a program. Out: [`Routes`]. Registrations are found by running them, so that loops over tables, factories, setup
//! functions and classes need no patterns of their own. Their order is that of the code, whichever branch was run first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::calls::Calling;
use super::containers::Bound;
use super::hooks::Hooks;
use super::laid::Laid;
use super::machine::{Flow, Machine};
use super::patterns::Pattern;
use super::routes::{Application, Entry, HandlerKind, PackageReceiver, Position, RoutePath, Routes, UsedStrategy};
use super::state::{Activation, Completion, State};
use super::value::{Authenticate, Symbol, Value, ValueId};
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{FnId, Op};
use crate::text::FileId;
use crate::vocabulary::{self, Action, Framework, Patch, Registrar, Surface, split_name};

/// What the running modules have registered so far.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    entries: BTreeMap<ValueId, Vec<Entry>>,
    /// The numbers of the entries that a call has made with an application.
    by_call: FxHashMap<(ValueId, CallRef), Vec<usize>>,
    /// What `app.route(path)` gave, and for what.
    routes: FxHashMap<ValueId, (ValueId, RoutePath)>,
    unhandled: Vec<(CallRef, ValueId)>,
    /// What is told to listen, or given to a server.
    listening: FxHashSet<ValueId>,
    /// Who listens to which event.
    pub(super) listeners: FxHashMap<Name, Vec<ValueId>>,
    pub(super) hooks: Hooks,
    strategies: Vec<UsedStrategy>,
    logged_members: FxHashSet<Name>,
    /// What containers hold.
    pub(super) bound: Bound,
    /// What was laid in the members of things that the modules share.
    pub(super) laid: Laid,
    /// The module that is run.
    module: u32,
    pub(super) entered: FxHashSet<FunctionRef>,
    /// The files in which something may be registered: what is missed of the others is no gap.
    registering: FxHashSet<FileId>,
    /// Those of them that were not run to their end.
    cut_off: BTreeSet<FileId>,
    /// Those of them that were not run at all: nothing was left for them.
    not_run: BTreeSet<FileId>,
}

impl Machine<'_> {
    /// Runs every module of a program that makes applications, or listens to what nobody catches.
    pub(super) fn record(&mut self) -> Routes {
        let program = self.program;
        let uses_containers = self.uses_containers();
        if !uses_containers && !program.files().any(|(file, _)| self.sets_up(file)) {
            return Routes::default();
        }
        let mut bound = Bound::default();
        if uses_containers {
            // What is asked for in one module may be bound in another one, which is run later.
            self.record_all(Bound::default());
            bound = self.recorder.take().unwrap_or_default().bound;
            self.begin_again();
        }
        self.record_all(bound);
        let recorder = self.recorder.take().unwrap_or_default();
        self.routes_of(recorder)
    }

    fn record_all(&mut self, bound: Bound) {
        let program = self.program;
        self.recorder = Some(Recorder { bound, ..Recorder::default() });
        self.relevant = self.registering();
        if let Some(recorder) = &mut self.recorder {
            recorder.registering = self.relevant.functions().map(|at| at.file).collect();
        }
        for (file, _) in program.files() {
            self.record_root(FunctionRef { file, function: FnId::MODULE });
        }
        // What takes an application as a parameter, and is called from where it cannot be seen.
        for (file, _) in program.files() {
            for function in self.setup_functions(file) {
                if !self.recorder.as_ref().is_some_and(|recorder| recorder.entered.contains(&function)) {
                    self.record_root(function);
                }
            }
        }
    }

    fn record_root(&mut self, root: FunctionRef) {
        let is_spent = self.is_spent();
        if let Some(recorder) = &mut self.recorder {
            recorder.module = root.file.0;
            if is_spent {
                recorder.not_run.extend(recorder.registering.get(&root.file));
                return;
            }
        }
        let run = self.explore_setup(root);
        if let Some(recorder) = &mut self.recorder {
            recorder.entered.extend(run.entered);
            recorder.cut_off.extend(recorder.registering.get(&root.file).filter(|_| run.exhausted));
        }
    }

    /// An application, by what its methods are called on.
    pub(super) fn framework_of(&self, value: ValueId) -> Option<Surface> {
        let surface = match self.values.get(value) {
            Value::Made { surface, .. } | Value::Package { surface, .. } => *surface,
            Value::Symbol(Symbol::Parameter(at, index)) => vocabulary::customary(self.parameter_name(*at, *index)?)?,
            _ => return None,
        };
        surface.framework().map(|_| surface)
    }

    /// `app.use(…)`, `router.get(…)`, `app.route(…)`.
    pub(super) fn register(&mut self, state: &mut State, how: Registrar, surface: Surface, calling: &Calling) -> Flow {
        let this = calling.this;
        if how == Registrar::Route {
            let Some(made) = surface.called() else { return self.deliver_result(state, calling) };
            let route = self.made_here(state, made, calling.call);
            let path = calling.arguments.first().map_or(RoutePath::Every, |&path| self.route_path(path));
            if let Some(recorder) = &mut self.recorder {
                recorder.routes.insert(route, (this, path));
            }
            return self.deliver(state, Completion::Return(route));
        }
        // `app.get('setting')`
        if let (Registrar::Method, &[key]) = (how, calling.arguments.as_slice())
            && let Value::Text(name) = *self.values.get(key)
            && let Some(laid) = self.laid(this, name)
        {
            return self.deliver(state, Completion::Return(laid));
        }
        if how != Registrar::Listen && self.recorder.is_some() && self.framework_of(this).is_some() {
            self.note_entry(state, how, surface, calling);
        }
        match how {
            Registrar::Listen => {
                self.note_listening(&[this]);
                self.run_callbacks(state, calling);
                self.deliver_result(state, calling)
            }
            _ => self.deliver(state, Completion::Return(this)),
        }
    }

    /// Applications are told to listen, or given to a server: by themselves, or among its options.
    pub(super) fn note_listening(&mut self, given: &[ValueId]) {
        let Some(recorder) = &mut self.recorder else { return };
        for &given in given {
            recorder.listening.insert(given);
            if let Value::Object { members, .. } = self.values.get(given) {
                recorder.listening.extend(members.iter().map(|&(_, member)| member));
            }
        }
    }

    /// Whether a handler has the one parameter that other frameworks give theirs: `(c)`, `(ctx, next)`.
    fn takes_context(&self, handler: ValueId) -> bool {
        self.values.function(handler).is_some_and(|at| {
            let parameters = self.program.function(at).params.len();
            parameters <= 2 && matches!(self.parameter_name(at, 0), Some("c" | "ctx" | "context"))
        })
    }

    fn note_entry(&mut self, state: &State, how: Registrar, by: Surface, calling: &Calling) {
        // `app[method](…)` names its method where it is looked up.
        let looked_up = || by.describe().rsplit('.').next().and_then(|name| self.program.find(name));
        let Some(verb) = self.member_of(calling.call).or_else(looked_up) else { return };
        let route = calling.this;
        let (application, given) = match self.recorder.as_ref().and_then(|recorder| recorder.routes.get(&calling.this))
        {
            Some((application, path)) => (*application, Some((route, path.clone()))),
            None => (calling.this, None),
        };
        let mut arguments = calling.arguments.as_slice();
        let route = given.as_ref().map(|(route, _)| *route);
        let path = match (given, arguments) {
            (Some((_, path)), _) => path,
            (None, [first, rest @ ..]) if !rest.is_empty() && (how != Registrar::Use || self.is_path(*first)) => {
                arguments = rest;
                self.route_path(*first)
            }
            // `app.get('setting')`
            (None, [_]) if how == Registrar::Method => return,
            _ => RoutePath::Every,
        };
        let mut handlers = Vec::new();
        for &argument in arguments {
            self.flatten(argument, &mut handlers);
        }
        let is_by_name = !matches!(self.values.get(application), Value::Made { .. });
        if handlers.is_empty() || (is_by_name && handlers.iter().any(|&handler| self.takes_context(handler))) {
            return;
        }
        self.keep_entry(
            state,
            application,
            Entry {
                order: Vec::new(),
                how,
                verb,
                path,
                handlers,
                call: calling.call,
                forwards: by.forwards_rejections(),
                route,
                every_method: self.program.text(verb) == "all",
                asked_for: false,
            },
        );
    }

    /// A package registers a handler of its own.
    pub(super) fn note_handler(&mut self, state: &State, application: ValueId, handler: ValueId, call: CallRef) {
        let verb = self.member_of(call).or_else(|| self.program.find("use"));
        let Some(verb) = verb.filter(|_| self.recorder.is_some()) else { return };
        let (how, path) = (Registrar::Use, RoutePath::Every);
        self.keep_entry(
            state,
            application,
            Entry {
                order: Vec::new(),
                how,
                verb,
                path,
                handlers: vec![handler],
                call,
                forwards: false,
                route: None,
                every_method: false,
                asked_for: false,
            },
        );
    }

    fn keep_entry(&mut self, state: &State, application: ValueId, mut entry: Entry) {
        entry.order = self.order(state, application);
        entry.asked_for = self.is_asked_for(state);
        let Some(recorder) = &mut self.recorder else { return };
        let entries = recorder.entries.entry(application).or_default();
        let by_call = recorder.by_call.entry((application, entry.call)).or_default();
        let is_known = |&&at: &&usize| entries[at].handlers == entry.handlers && entries[at].path == entry.path;
        match by_call.iter().find(is_known) {
            Some(&at) => entries[at].asked_for &= entry.asked_for,
            None => {
                by_call.push(entries.len());
                entries.push(entry);
            }
        }
    }

    /// While modules are run for what they register, the turns of a loop over a known list are told apart.
    pub(super) fn recorded_turn(&mut self, state: &mut State, iterated: ValueId, to: u32) -> Option<Flow> {
        let (of, index) = match *self.values.get(iterated) {
            Value::Turn { of, index } => (of, index),
            _ => (iterated, 0),
        };
        let item = match self.values.get(of) {
            Value::Array { items, open: false, .. } if self.recorder.is_some() => {
                items.get(usize::from(index)).copied()
            }
            _ => return None,
        };
        let next = self.values.make(Value::Turn { of, index: index.saturating_add(1) });
        match item {
            Some(item) => {
                state.push(next);
                state.push(item);
            }
            None => {
                state.push(iterated);
                self.jump(state, to);
            }
        }
        Some(Flow::Go)
    }

    /// Where a registration stands: by the positions of the calls that lead to it, so that branches do not matter. What an
    /// application's own module registers comes before what others add.
    fn order(&self, state: &State, application: ValueId) -> Vec<u32> {
        let Some(recorder) = &self.recorder else { return Vec::new() };
        let own = match self.values.get(application) {
            Value::Made { call, .. } => call.file.0 == recorder.module,
            _ => true,
        };
        let mut order = vec![if own { 0 } else { 1 + recorder.module }];
        // Callbacks run when the module's own code is through, in turn.
        let later = state.activations.iter().any(|activation| matches!(activation, Activation::Job));
        if later {
            let sequence = recorder.entries.values().map(Vec::len).sum::<usize>();
            order.extend([u32::MAX, u32::try_from(sequence).unwrap_or(u32::MAX)]);
        }
        for activation in &state.activations {
            match activation {
                Activation::Code(frame) => order.push(frame.pc),
                Activation::Each(turns) => order.push(turns.turn),
                _ => {}
            }
        }
        order
    }

    fn flatten(&self, value: ValueId, out: &mut Vec<ValueId>) {
        match self.values.get(value) {
            Value::Array { items, .. } => items.iter().for_each(|&item| self.flatten(item, out)),
            Value::Undefined | Value::Null => {}
            _ => out.push(value),
        }
    }

    /// Whether the first argument of `use` is a path: a text, or something that is not called like a handler.
    fn is_path(&self, value: ValueId) -> bool {
        match self.values.get(value) {
            Value::Text(_) => true,
            Value::Array { items, .. } => items.iter().all(|&item| self.is_path(item)) && !items.is_empty(),
            Value::Symbol(symbol) => matches!(
                symbol,
                Symbol::Opaque(_)
                    | Symbol::Default(_)
                    | Symbol::Derived(..)
                    | Symbol::Joined(..)
                    | Symbol::Parameter(..)
                    | Symbol::Member(..)
                    | Symbol::Item(_)
                    | Symbol::Binding(..)
                    | Symbol::Element(..)
            ),
            _ => false,
        }
    }

    fn route_path(&self, value: ValueId) -> RoutePath {
        let items = match self.values.get(self.values.by_default(value)) {
            Value::Array { items, .. } => items.as_slice(),
            _ => &[value],
        };
        let (mut texts, mut patterns) = (Vec::new(), Vec::new());
        for &item in items {
            match self.values.get(self.values.by_default(item)) {
                Value::Text(name) => texts.push(self.program.text(*name).to_owned()),
                Value::Symbol(Symbol::Opaque(site)) => {
                    let written = self.program.outline(site.file).pattern(site.span);
                    let Some(pattern) = written.and_then(Pattern::read) else { return RoutePath::Unseen };
                    patterns.push(pattern);
                }
                _ => match self.joined_text(item) {
                    Some(text) => texts.push(text),
                    None => return RoutePath::Unseen,
                },
            }
        }
        match patterns.is_empty() {
            true => RoutePath::Texts(texts),
            false => RoutePath::Patterns { patterns, texts },
        }
    }

    fn member_of(&self, call: CallRef) -> Option<Name> {
        let site = self.program.call(call);
        site.member.map(|name| self.program.name(call.file, name))
    }

    /// `process.on('unhandledRejection', listener)`
    pub(super) fn listen_to_process(&mut self, calling: &Calling) {
        let event = calling.arguments.first().map(|&event| self.values.get(event).clone());
        let of_interest = match event {
            Some(Value::Text(name)) => matches!(self.program.text(name), "unhandledRejection" | "uncaughtException"),
            _ => false,
        };
        if let (true, Some(&listener), Some(recorder)) = (of_interest, calling.arguments.get(1), &mut self.recorder)
            && !recorder.unhandled.iter().any(|&(_, known)| known == listener)
        {
            recorder.unhandled.push((calling.call, listener));
        }
    }

    /// `passport.use([name], strategy)`
    pub(super) fn use_strategy(&mut self, calling: &Calling) {
        let (name, strategy) = match calling.arguments.as_slice() {
            [strategy] => (None, *strategy),
            [name, strategy, ..] => match self.values.get(*name) {
                Value::Text(text) => (Some(*text), *strategy),
                _ => return,
            },
            [] => return,
        };
        let Value::Made { surface, call: made, .. } = *self.values.get(strategy) else { return };
        let Some(Action::Strategy(known)) = surface.action() else { return };
        let name = name.or_else(|| self.program.find(&known.name));
        if let Some(recorder) = &mut self.recorder {
            let used = UsedStrategy { name, made, used: calling.call };
            if !recorder.strategies.contains(&used) {
                recorder.strategies.push(used);
            }
        }
    }

    /// The functions that an access log is given read what it prints.
    pub(super) fn note_access_log(&mut self, reason: Option<u8>, calling: &Calling) {
        let Some(&given) = reason.and_then(|at| calling.arguments.get(usize::from(at))) else { return };
        let mut readers = Vec::new();
        match self.values.get(given) {
            Value::Object { members, .. } => {
                readers.extend(members.iter().filter_map(|&(_, value)| self.values.function(value)));
            }
            _ => readers.extend(self.values.function(given)),
        }
        let program = self.program;
        for at in readers {
            let read = program.function(at).code.iter().filter_map(|inst| match inst.op {
                Op::Member(name) => Some(program.name(at.file, name)),
                _ => None,
            });
            let read = read.filter(|&name| !matches!(program.text(name), "locals" | "headers" | "req" | "res"));
            if let Some(recorder) = &mut self.recorder {
                recorder.logged_members.extend(read);
            }
        }
    }

    // From what was recorded to the tree.

    fn routes_of(&mut self, recorder: Recorder) -> Routes {
        let mut routes = Routes {
            unhandled: recorder.unhandled,
            listeners: recorder.listeners,
            hooks: recorder.hooks,
            strategies: recorder.strategies,
            logged_members: recorder.logged_members,
            cut_off: recorder.cut_off,
            not_run: recorder.not_run,
            bound: recorder.bound,
            laid: recorder.laid,
            laid_names: std::sync::OnceLock::new(),
            ..Routes::default()
        };
        let patched = self.forwards_by_patch();
        for (application, mut entries) in recorder.entries {
            entries.sort_by(|a, b| a.order.cmp(&b.order));
            let Some(surface) = self.framework_of(application) else { continue };
            let (made_in, by_name) = match self.values.get(application) {
                Value::Made { call, .. } => (Some(call.file), None),
                Value::Symbol(Symbol::Parameter(at, index)) => {
                    (Some(at.file), self.parameter_name(*at, *index).and_then(|name| self.program.find(name)))
                }
                _ => (None, entries.first().and_then(|entry| self.receiver_name(entry.call))),
            };
            let listens = surface.member("listen").and_then(Surface::action);
            let major = made_in.and_then(|file| self.program.file(file).major(vocabulary::EXPRESS));
            for (at, entry) in entries.iter().enumerate() {
                for (handler, &value) in entry.handlers.iter().enumerate() {
                    let position = Position { application, entry: at, handler };
                    let kind = self.handler_kind(value, entry.how);
                    routes.kinds.insert(value, kind);
                    self.place(value, position, kind, &mut routes);
                    if matches!(self.values.get(value), Value::Symbol(_)) {
                        routes.gaps.push(entry.call);
                    }
                }
            }
            let is_parameter = matches!(self.values.get(application), Value::Symbol(_));
            routes.applications.insert(
                application,
                Application {
                    entries,
                    serves: matches!(listens, Some(Action::Register(Registrar::Listen))) && !is_parameter,
                    is_entered: false,
                    forwards: patched || major.is_none_or(|major| major >= 5),
                    framework: surface.framework().unwrap_or(Framework::Express),
                    by_name,
                    receiving: Vec::new(),
                    below: OnceLock::new(),
                },
            );
        }
        let mut serving = routes.applications.iter().filter(|(_, application)| {
            application.serves && application.by_name.is_none() && application.framework == Framework::Express
        });
        routes.serving = match (serving.next(), serving.next()) {
            (Some((&only, _)), None) => Some(only),
            _ => None,
        };
        routes.find_entrances(&recorder.listening);
        routes.settle();
        routes
    }

    /// The name on which a registrar is called, where nothing declares it.
    fn receiver_name(&self, call: CallRef) -> Option<Name> {
        let site = self.program.call(call);
        let outline = self.program.outline(call.file);
        match outline.function(site.function).code.get(site.callee_code.0 as usize)?.op {
            Op::Load(reference) => Some(self.program.name(call.file, outline.reference(reference).name)),
            _ => None,
        }
    }

    fn forwards_by_patch(&self) -> bool {
        self.program.files().any(|(_, file)| {
            let outline = &file.outline;
            outline.imports.iter().any(|&name| vocabulary::patch(outline.name(name)) == Some(Patch::ExpressAsync))
        })
    }

    fn handler_kind(&self, value: ValueId, how: Registrar) -> HandlerKind {
        if let Some(function) = self.values.function(value) {
            let parameters = self.program.function(function).params.len();
            let takes_errors = parameters == 4 && how != Registrar::Param;
            return if takes_errors { HandlerKind::ErrorHandler } else { HandlerKind::Plain };
        }
        match self.values.get(value) {
            Value::Made { surface, .. } => match surface.action() {
                Some(&Action::ErrorHandler { tells, answers, from_status, .. }) => {
                    HandlerKind::PackageErrorHandler(PackageReceiver { tells, answers, from_status })
                }
                _ if surface.framework().is_some() => HandlerKind::Router,
                _ => HandlerKind::Plain,
            },
            Value::Package { surface, .. } if surface.framework().is_some() => HandlerKind::Router,
            Value::Symbol(_) if self.names_an_error(value) => HandlerKind::Unseen,
            _ => HandlerKind::Plain,
        }
    }

    /// Whether something that cannot be seen is called like an error handler.
    fn names_an_error(&self, value: ValueId) -> bool {
        let name = match self.values.get(value) {
            Value::Symbol(Symbol::Result { call, .. }) => self.callee_name(*call).map(str::to_owned),
            Value::Symbol(Symbol::Member(_, name) | Symbol::Free(name) | Symbol::Module(_, name)) => {
                Some(self.program.text(*name).to_owned())
            }
            Value::Symbol(Symbol::Binding(file, binding)) => {
                let outline = self.program.outline(*file);
                Some(outline.name(outline.binding(*binding).name).to_owned())
            }
            Value::Symbol(Symbol::Parameter(at, index)) => self.parameter_name(*at, *index).map(str::to_owned),
            _ => None,
        };
        name.is_some_and(|name| split_name(&name).iter().any(|word| word.starts_with("error") || word == "err"))
    }

    /// Notes where everything that a handler is made of stands.
    fn place(&self, value: ValueId, at: Position, kind: HandlerKind, routes: &mut Routes) {
        if kind == HandlerKind::Router {
            routes.mounts.entry(value).or_default().push(at);
            return;
        }
        for part in self.values.made_of(value) {
            if let Some(function) = self.values.function(part) {
                let positions = routes.handled.entry(function).or_default();
                // Places come one after the other.
                if positions.last() != Some(&at) {
                    positions.push(at);
                }
            }
            match self.values.get(part) {
                Value::Made { call, .. } | Value::Authenticate(Authenticate { call, .. }) => {
                    let positions = routes.made.entry(*call).or_default();
                    if positions.last() != Some(&at) {
                        positions.push(at);
                    }
                }
                _ => {}
            }
        }
    }
}
