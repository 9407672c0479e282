//! What keeps the paths few: where they meet, what cannot matter any more is forgotten, and states that are equal go on as one.
//!
//! In: a state that comes to a place which several ways lead to. Out: the same state, with less in it, or the end of its run.

use std::cell::RefCell;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::machine::{Flow, Machine};
use super::state::{Activation, Awaited, State};
use super::switches::leave_switched;
use super::table::{Keys, Table};
use super::value::{Symbol, Value, ValueId};
use crate::link::{FunctionRef, Name};
use crate::outline::code::{BindingId, FnId};
use crate::outline::{Uses, own_bindings};
use crate::text::FileId;

/// Through how many functions a check may be reached for it to be asked what these read.
const READERS: usize = 1_000;

/// Where functions are under way, each at its instruction.
pub(super) type Standing = Vec<(FunctionRef, u32)>;

/// For each of a file's bindings its function, if no other one reads it.
pub(super) type Owners = Rc<[Option<FnId>]>;

/// What matters to functions that are under way, as far as it was asked.
#[derive(Debug, Default)]
pub(super) struct Needs {
    uses: Vec<(FunctionRef, u32, Rc<Uses>)>,
    /// Bindings that other functions than their own read.
    bindings: FxHashMap<(FileId, BindingId), bool>,
    members: FxHashMap<Name, bool>,
    /// What is forgotten of tables of variables.
    of_variables: Places,
    /// What is forgotten of members, while no instance is made.
    of_members: Places,
}

/// Where the entries stand that are forgotten, by the keys of the table: states that part mostly keep the keys they had.
#[derive(Debug, Default)]
struct Places(FxHashMap<Keys, Box<[usize]>>);

impl Places {
    /// Forgets what does not matter, which the key alone tells.
    fn forget<K: Ord + Copy + Hash, V: Copy + PartialEq + Hash>(
        &mut self,
        table: &mut Table<K, V>,
        matters: impl Fn(K) -> bool,
    ) {
        let places = self.0.entry(table.keys()).or_insert_with(|| table.places(|key| !matters(key)));
        table.drop_at(places);
    }
}

impl Machine<'_> {
    /// A symbol stands for something new from here on.
    pub(super) fn renew(&mut self, state: &mut State, id: ValueId) {
        let values = &self.values;
        // Values are made of older ones.
        state.decided.retain_above(|decided| decided < id, |decided, _| !values.mentions(decided, id));
        state.members.remove(|(object, _)| object < id, |(object, _)| object == id);
        state.settled.remove(|promise| promise < id, |promise| promise == id);
        state.suspended.retain(|suspended| suspended.promise != id);
    }

    /// Where paths meet: what cannot matter any more is forgotten, and a state that was here before ends.
    pub(super) fn land(&mut self, state: &mut State) -> Flow {
        if !self.may_come_to_check(state) {
            return Flow::Stop;
        }
        leave_switched(state);
        self.forget(state);
        self.charge(state);
        let digest = self.digester.digest(state);
        if self.run.seen.insert(digest) { Flow::Go } else { Flow::Stop }
    }

    /// Whether what is judged may still happen. Where the run has left the ways that lead there, nothing is learned from its end.
    fn may_come_to_check(&mut self, state: &State) -> bool {
        if state.path.reached || state.path.called || self.run.target.is_none() || self.relevant.open {
            return true;
        }
        let leads_on = |activation: &Activation, machine: &mut Self| match activation {
            Activation::Code(frame) => machine.relevant.leads_on(frame.at, frame.pc),
            // No code of theirs is left to run.
            Activation::Root { .. }
            | Activation::Discard
            | Activation::Job
            | Activation::Async
            | Activation::Watch(_)
            | Activation::Restore(..)
            | Activation::Adopt
            | Activation::Awaiting
            | Activation::AfterFinally(_)
            | Activation::Replace(_) => false,
            Activation::Begun(value) | Activation::Construct(value) | Activation::Settle(value) => {
                machine.leads(*value)
            }
            Activation::Then { promise } | Activation::Executor(promise) | Activation::Retry(promise) => {
                machine.leads(*promise)
            }
            Activation::Turn { promise, awaited: Awaited::Pending(value) } => {
                machine.leads(*promise) || machine.leads(*value)
            }
            Activation::Turn { promise, awaited: Awaited::Settled(_) } => machine.leads(*promise),
            Activation::Finally { handler, .. } => machine.leads(*handler),
            Activation::All { left, .. } => left.iter().any(|&promise| machine.leads(promise)),
            Activation::Decorate { .. }
            | Activation::Each(_)
            | Activation::Receiver { .. }
            | Activation::Forward { .. } => true,
        };
        let suspended = state.suspended.iter().flat_map(|suspended| suspended.rest.iter());
        state.activations.iter().rev().chain(suspended).any(|activation| leads_on(activation, self))
            || state.waiting.iter().any(|&promise| self.leads(promise))
    }

    /// Whether a value is made of a function that leads to the check.
    fn leads(&mut self, value: ValueId) -> bool {
        if let Some(&known) = self.run.leads.get(&value) {
            return known;
        }
        let parts = self.values.made_of(value);
        let leads =
            parts.into_iter().filter_map(|part| self.values.function(part)).any(|at| self.relevant.contains(at));
        self.run.leads.insert(value, leads);
        leads
    }

    fn forget(&mut self, state: &mut State) {
        // What a constant's making stores in members is kept in the end.
        let keeps_members = self.run.stop.is_some();
        if !self.run.effort.keeps_decisions() {
            state.decided.clear();
            if self.recorder.is_none() && !keeps_members {
                // That something was written stays known, and what it is where that is a constant or a function.
                let values = &mut self.values;
                state.members.change(|(object, name), value| match *values.get(value) {
                    // As it was left the last time.
                    Value::Symbol(Symbol::Member(of, member)) if (of, member) == (object, name) => value,
                    Value::Symbol(_) | Value::Object { .. } | Value::Array { .. } => {
                        values.symbol(Symbol::Member(object, name))
                    }
                    _ => value,
                });
            }
        }
        if state.variables.is_empty() && state.members.is_empty() && state.decided.is_empty() {
            return;
        }
        let under_way = state.frames().chain(state.suspended_frames());
        let mut frames = std::mem::take(&mut self.standing);
        frames.clear();
        frames.extend(under_way.map(|frame| (frame.at, frame.pc)));
        let count = frames.len();
        // What runs later may read whatever the root or a function inside it reads.
        let later = !state.waiting.is_empty() || state.activations.iter().any(Activation::runs_more);
        frames.extend(self.run.root.filter(|_| later).map(|root| (root, 0)));
        // So may the error handlers that a failure can still come to.
        frames.extend(self.run.receivers.iter().map(|&at| (at, 0)));
        let on_the_way = self.read_on_the_way();
        let mut all_needs = std::mem::take(&mut self.run.needs);
        let needs = match all_needs.get_mut(&frames) {
            Some(needs) => needs,
            None => {
                let uses = frames.iter().map(|&(at, pc)| (at, pc, self.uses_of(at))).collect();
                all_needs.entry(frames.clone()).or_insert(Needs { uses, ..Needs::default() })
            }
        };
        let Needs { uses: with_uses, bindings, members, of_variables, of_members } = needs;
        let program = self.program;
        let of_files = RefCell::new(&mut self.owners);
        let bindings = RefCell::new(bindings);
        let matters = |(file, binding): (FileId, BindingId)| {
            let outline = program.outline(file);
            let owner = of_files.borrow_mut().entry(file).or_insert_with(|| own_bindings(outline))[binding.index()];
            if let Some(function) = owner {
                let owner = FunctionRef { file, function };
                let mut own = with_uses.iter().take(count).filter(|(at, ..)| *at == owner);
                return own.any(|(_, pc, uses)| uses.binding_matters(binding, *pc));
            }
            *bindings.borrow_mut().entry((file, binding)).or_insert_with(|| {
                let of_file = || with_uses.iter().filter(|(at, ..)| at.file == file);
                of_file().any(|(_, pc, uses)| uses.binding_matters(binding, *pc))
                    || !of_file().any(|(at, ..)| outline.encloses(at.function, outline.owner(binding)))
            })
        };
        // A variable of a function that is over is only of use to its closures, and those are found by the frames around.
        of_variables.forget(&mut state.variables, matters);
        let values = &self.values;
        let members = RefCell::new(members);
        let member_matters = |name| {
            *members.borrow_mut().entry(name).or_insert_with(|| {
                Option::as_ref(&on_the_way).is_none_or(|read| read.contains(&name))
                    || with_uses.iter().any(|(at, pc, uses)| {
                        program.local_name(at.file, name).is_some_and(|name| uses.member_matters(name, *pc))
                    })
            })
        };
        if let Some(&(oldest, _)) = state.decided.iter().next() {
            let variables = state.variables.iter().map(|&(_, value)| value);
            let frames = state.frames().chain(state.suspended_frames()).flat_map(|frame| {
                let own = frame.closure.into_iter().chain([frame.this]);
                frame.stack.iter().chain(frame.arguments.iter()).copied().chain(own)
            });
            values.mark_parts(variables.chain(frames), oldest, &mut self.held);
        }
        let held = &self.held;
        let held_or_read = |id: ValueId| {
            held.contains(id)
                || values.all_parts(id, &mut |symbol| match symbol {
                    Symbol::Member(_, name) => member_matters(*name),
                    Symbol::Result { .. }
                    | Symbol::Opaque(_)
                    | Symbol::Item(_)
                    | Symbol::Derived(..)
                    | Symbol::Joined(..) => false,
                    _ => true,
                })
        };
        state.decided.retain(|id, _| held_or_read(id));
        // How long a list has become matters to loops too.
        let length = program.find("length");
        // Whoever receives an error may ask it for anything that was stored in it.
        let constructing: Vec<ValueId> = state.activations.iter().filter_map(Activation::constructs).collect();
        let is_error = |object| {
            matches!(values.get(object), Value::Failure | Value::NewError { .. }) || constructing.contains(&object)
        };
        let holds = |(object, name)| Some(name) == length || is_error(object) || member_matters(name);
        if keeps_members {
            // All of it.
        } else if constructing.is_empty() {
            of_members.forget(&mut state.members, holds);
        } else {
            state.members.retain(|key, _| holds(key));
        }
        self.standing = frames;
        self.run.needs = all_needs;
    }

    /// What the functions read through which the run may still come to the check, wherever they are written: a wrapper and its
    /// caller may ask one and the same thing. Handlers are called by the framework, and ask for themselves. None where it may be
    /// anything.
    fn read_on_the_way(&mut self) -> Arc<Option<FxHashSet<Name>>> {
        if let Some(known) = &self.run.read_on_the_way {
            return Arc::clone(known);
        }
        if self.run.target.is_some()
            && let Some(known) = &self.relevant.read
        {
            self.run.read_on_the_way = Some(Arc::clone(known));
            return Arc::clone(known);
        }
        let mut read = Some(FxHashSet::default());
        if self.run.target.is_some() {
            let on_the_way = self.relevant.functions().filter(|&at| !self.is_handler(self.outermost(at)));
            let mut called: Vec<FunctionRef> = on_the_way.take(READERS + 1).collect();
            if called.len() > READERS {
                called.clear();
                read = None;
            }
            for at in called {
                let uses = self.uses_of(at);
                match (&mut read, uses.members()) {
                    (Some(read), Some(own)) => read.extend(own.map(|name| self.program.name(at.file, name))),
                    _ => read = None,
                }
            }
        }
        let read = Arc::new(read);
        self.run.read_on_the_way = Some(Arc::clone(&read));
        if self.run.target.is_some() {
            self.relevant.read = Some(Arc::clone(&read));
        }
        read
    }

    fn uses_of(&mut self, at: FunctionRef) -> Rc<Uses> {
        let program = self.program;
        self.uses.entry(at).or_insert_with(|| Rc::new(Uses::of(program.outline(at.file), at.function))).clone()
    }
}
