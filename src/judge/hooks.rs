//! Hooks of object mappers: functions that a model's schema, or the model itself, has run along with what changes its rows.
//!
//! In: calls that register them, while modules are run; calls that change what is stored, while a request is served. Out: the
//! hooks run on the path, as if the call had been followed by them. Which names stand for which calls is the vocabulary's
//! business, and what a hook tells is seen by running it.

use rustc_hash::FxHashMap;

use super::calls::Calling;
use super::machine::Machine;
use super::state::State;
use super::value::{Promise, Symbol, Value, ValueId};
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::{CallId, Definition, Inst, Op};
use crate::vocabulary::{Action, Hook, RunsWith};

/// Through how many calls a row is followed to the model that it comes from.
const CHAINED: u8 = 4;
/// How many parameters a hook has at most; one with more takes over errors, and runs when there is one.
const PARAMETERS: usize = 2;

/// A function that runs along with calls of some names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hooked {
    function: ValueId,
    of: &'static Hook,
    /// `None` where the names cannot be read: it may run along with anything.
    with: Option<&'static RunsWith>,
    /// Where it is registered.
    at: CallRef,
    /// What its options leave of what it could run along with.
    along: Along,
}

/// Along with which operations a hook runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Along {
    of_store: bool,
    of_row: bool,
}

/// A registration under way.
#[derive(Debug, Clone, Copy)]
struct Registration<'c> {
    owner: ValueId,
    of: &'static Hook,
    calling: &'c Calling,
}

/// What is registered with each schema and model.
pub(super) type Hooks = FxHashMap<ValueId, Vec<Hooked>>;

/// What an operation is done on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Store,
    Row,
}

impl Machine<'_> {
    /// `schema.post(name, function)`, `Model.addHook(name, function)`, `Model.init(columns, { hooks: { name: function } })`.
    pub(super) fn note_hook(&mut self, state: &mut State, hook: &'static Hook, owner: ValueId, calling: &Calling) {
        // What is not told apart from others of its kind has no hooks of its own.
        let is_itself = matches!(self.values.get(owner), Value::Configured { .. } | Value::Class { .. });
        if self.recorder.is_none() || !is_itself {
            return;
        }
        let named = |name: &str| hook.runs_with.iter().find(|known| known.name == name);
        let own = self.callee_name(calling.call).and_then(named);
        let function = calling.arguments.iter().rev().copied().find(|&argument| self.can_be_called(argument));
        let first = calling.arguments.first().copied();
        let registration = Registration { owner, of: hook, calling };
        let options = hook.option.as_ref().filter(|_| own.is_none());
        let listed = options
            .and_then(|key| calling.arguments.iter().find_map(|&argument| self.option(state, argument, key.as_ref())));
        if let Some(listed) = listed {
            let Value::Object { members, .. } = self.values.get(listed).clone() else { return };
            for (name, value) in members {
                if let Some(with) = named(self.program.text(name)) {
                    self.keep_hook(state, registration, Some(with), value);
                }
            }
            return;
        }
        let Some(function) = function.filter(|&function| own.is_some() || first != Some(function)) else { return };
        match (own, first.map(|first| self.texts_of(first))) {
            (Some(with), _) => self.keep_hook(state, registration, Some(with), function),
            (None, Some(Some(names))) => {
                for with in names.iter().filter_map(|name| named(name)) {
                    self.keep_hook(state, registration, Some(with), function);
                }
            }
            (None, Some(None)) => self.keep_hook(state, registration, None, function),
            (None, None) => {}
        }
    }

    /// The texts that a value is, or a list of which it is.
    fn texts_of(&self, value: ValueId) -> Option<Vec<String>> {
        let text = |value: ValueId| match self.values.get(value) {
            Value::Text(name) => Some(self.program.text(*name).to_owned()),
            _ => None,
        };
        match self.values.get(value) {
            Value::Array { items, open: false, .. } => items.iter().map(|&item| text(item)).collect(),
            _ => text(value).map(|text| vec![text]),
        }
    }

    fn keep_hook(
        &mut self,
        state: &mut State,
        registration: Registration<'_>,
        with: Option<&'static RunsWith>,
        function: ValueId,
    ) {
        let Registration { owner, of, calling } = registration;
        let along = self.chosen_along(state, with, calling);
        let function = match self.values.get(function) {
            Value::Array { items, .. } => items.first().copied().unwrap_or(function),
            _ => function,
        };
        let takes_error =
            self.values.function(function).is_some_and(|at| self.program.function(at).params.len() > PARAMETERS);
        if let Some(recorder) = self.recorder.as_mut().filter(|_| !takes_error) {
            let known = recorder.hooks.entry(owner).or_default();
            let hooked = Hooked { function, of, with, at: calling.call, along };
            if !known.contains(&hooked) {
                known.push(hooked);
            }
        }
    }

    /// What the options of a registration choose: `schema.post('deleteOne', { document: true }, function)`.
    fn chosen_along(&mut self, state: &mut State, with: Option<&'static RunsWith>, calling: &Calling) -> Along {
        let mut along = Along { of_store: true, of_row: true };
        let Some(chosen) = with.and_then(|with| with.chosen.as_ref()) else { return along };
        let mut given = |machine: &mut Self, name: &str| {
            let value = calling.arguments.iter().find_map(|&options| machine.option(state, options, name))?;
            // What cannot be seen may choose it.
            Some(machine.truth(state, value) != Some(false))
        };
        let (of_store, of_row) = (given(self, &chosen.of_store), given(self, &chosen.of_row));
        if of_store.is_some() || of_row.is_some() {
            along.of_store = of_store == Some(true);
            along.of_row = along.of_store || of_row == Some(true);
        }
        along
    }

    /// Whether a hook was registered too late for what was made of its owner.
    fn is_too_late(&self, hooked: &Hooked, made: ValueId, owner: ValueId) -> bool {
        let Value::Configured { call: making, .. } = *self.values.get(made) else { return false };
        if !hooked.of.taken_over || made == owner || making.file != hooked.at.file {
            return false;
        }
        let (making, hooking) = (self.program.call(making), self.program.call(hooked.at));
        // In one function, what stands before is done before.
        making.function == hooking.function && making.span.start < hooking.span.start
    }

    /// A class that extends a package's model has the methods of models: `class Session extends Model`.
    pub(super) fn note_inherited_hook(&mut self, state: &mut State, calling: &Calling) {
        let Value::Class { file, class } = *self.values.get(calling.this) else { return };
        if self.recorder.is_none() {
            return;
        }
        let Some(method) = self.callee_name(calling.call).map(str::to_owned) else { return };
        let outline = self.program.outline(file);
        let base = outline.class(class).superclass.and_then(|base| outline.reference(base).binding);
        let Some(base) = base.map(|base| self.constant(file, base)) else { return };
        if let Value::Package { surface, .. } = *self.values.get(base)
            && let Some(Action::Hook(hook)) = surface.member(&method).and_then(|member| member.action())
        {
            self.note_hook(state, hook, calling.this, calling);
        }
    }

    /// Something is called on a model, or on a row: its hooks for that run along.
    pub(super) fn run_hooks(&mut self, state: &mut State, call: CallRef, receiver: ValueId, arguments: &[ValueId]) {
        let routes = std::sync::Arc::clone(&self.routes);
        if routes.hooks.is_empty() || !state.path.failing || !self.run.event.notes_all() {
            return;
        }
        let Some(method) = self.callee_name(call).map(str::to_owned) else { return };
        let is_meant = |hooked: &&Hooked| {
            let mut all = hooked.of.runs_with.iter();
            all.any(|with| with.of_store.iter().chain(with.of_row.iter()).any(|name| *name == method))
        };
        if !routes.hooks.values().flatten().any(|hooked| is_meant(&hooked)) {
            return;
        }
        let Some((owners, of)) = self.owners_of(call, receiver) else { return };
        let made = owners.first().copied();
        let of_owner = |&owner: &ValueId| routes.hooks.get(&owner).into_iter().flatten().map(move |it| (owner, it));
        for (owner, hooked) in owners.iter().flat_map(of_owner).filter(|(_, hooked)| is_meant(hooked)) {
            if made.is_some_and(|made| self.is_too_late(hooked, made, owner)) {
                continue;
            }
            let each_row = hooked.of.each_row.as_ref().is_some_and(|key| {
                arguments.iter().any(|&options| {
                    let given = self.option(state, options, key.as_ref());
                    given.is_some_and(|given| self.truth(state, given) == Some(true))
                })
            });
            let runs = hooked.with.is_none_or(|with| {
                let of_row = with.of_row.iter().any(|name| *name == method);
                let of_store = with.of_store.iter().any(|name| *name == method);
                match of {
                    Of::Store => (of_store && hooked.along.of_store) || (each_row && of_row),
                    Of::Row => of_row && hooked.along.of_row,
                }
            });
            if runs {
                // What it is given are rows, or the query.
                let given = self.values.symbol(Symbol::Item(receiver));
                let arguments = vec![given; PARAMETERS];
                let job = Promise::Job { call, callee: hooked.function, arguments };
                let job = self.values.make(Value::Promise(job));
                state.leave_waiting(job);
            }
        }
    }

    /// The model that something is called on, or whose row it is, with what it was made of.
    pub(super) fn owners_of(&mut self, call: CallRef, receiver: ValueId) -> Option<(Vec<ValueId>, Of)> {
        let (mut call, mut value, mut of) = (call, receiver, Of::Store);
        for _ in 0..CHAINED {
            match *self.values.get(value) {
                Value::Configured { options, .. } => return Some((vec![value, options], of)),
                Value::Class { .. } => return Some((vec![value], of)),
                _ => {}
            }
            let (maker, is_new) = self.maker_of(call)?;
            let site = self.program.call(maker);
            let at = FunctionRef { file: maker.file, function: site.function };
            value = self.evaluate(at, site.callee_code.0, site.callee_code.1);
            if is_new && site.member.is_some() {
                return None;
            }
            (call, of) = (maker, Of::Row);
        }
        None
    }

    /// The call that made what another one is called on, directly or through a variable; and whether it was one with `new`.
    fn maker_of(&self, call: CallRef) -> Option<(CallRef, bool)> {
        let outline = self.program.outline(call.file);
        let made_by = |code: &[Inst]| {
            let last = code.iter().rev().find(|inst| !matches!(inst.op, Op::Await));
            last.and_then(|last| match last.op {
                Op::Call(id) | Op::CallMember(id) => Some((id, false)),
                Op::New(id) => Some((id, true)),
                _ => None,
            })
        };
        let within = |function, (from, to): (u32, u32)| {
            outline.function(function).code.get(from as usize..to as usize).unwrap_or_default()
        };
        let site = outline.call(call.call);
        let code = within(site.function, site.callee_code);
        let made: Option<(CallId, bool)> = made_by(code).or_else(|| match code {
            [only] => {
                let Op::Load(reference) = only.op else { return None };
                let binding = outline.reference(reference).binding?;
                match &outline.binding(binding).definition {
                    Definition::Value { function, code, path } if path.is_empty() => made_by(within(*function, *code)),
                    _ => None,
                }
            }
            _ => None,
        });
        made.map(|(id, is_new)| (CallRef { file: call.file, call: id }, is_new))
    }
}
