//! What keeps the paths few: where they meet, what cannot matter any more is forgotten, and states that are equal go on as one.
//!
//! In: a state that comes to a place which several ways lead to. Out: the same state, with less in it, or the end of its run.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::machine::{Flow, Machine};
use super::state::{Activation, State};
use super::value::{Symbol, Value, ValueId};
use crate::link::{FunctionRef, Name};
use crate::outline::Uses;
use crate::outline::code::BindingId;
use crate::text::FileId;

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
        if self.run.stop.is_none() {
            self.forget(state);
        }
        self.charge(state);
        let digest = self.digester.digest(state);
        if self.run.seen.insert(digest) { Flow::Go } else { Flow::Stop }
    }

    fn forget(&mut self, state: &mut State) {
        if self.run.forgetful {
            state.decided.clear();
            if self.recorder.is_none() {
                state.members.clear();
            }
        }
        if state.variables.is_empty() && state.members.is_empty() && state.decided.is_empty() {
            return;
        }
        let under_way = || state.frames().chain(state.suspended_frames());
        let mut frames: Vec<(FunctionRef, u32)> = under_way().map(|frame| (frame.at, frame.pc)).collect();
        // What runs later may read whatever the root or a function inside it reads.
        let later = !state.waiting.is_empty() || state.activations.iter().any(Activation::runs_more);
        frames.extend(self.run.root.filter(|_| later).map(|root| (root, 0)));
        // So may the error handlers that a failure can still come to.
        frames.extend(self.run.receivers.iter().map(|&at| (at, 0)));
        let on_the_way = self.read_on_the_way();
        let frames: Vec<_> = frames.into_iter().map(|(at, pc)| (at, pc, self.uses_of(at))).collect();
        let program = self.program;
        // Variables are sorted by file.
        let mut of_file = (None, Vec::new());
        let mut matters = |file: FileId, binding: BindingId| {
            if of_file.0 != Some(file) {
                of_file = (Some(file), frames.iter().filter(|(at, ..)| at.file == file).collect());
            }
            let outline = program.outline(file);
            let encloses = |at: FunctionRef| outline.encloses(at.function, outline.owner(binding));
            of_file.1.iter().any(|(_, pc, uses)| uses.binding_matters(binding, *pc))
                || !of_file.1.iter().any(|&&(at, ..)| encloses(at))
        };
        // A variable of a function that is over is only of use to its closures, and those are found by the frames around.
        state.variables.retain(|(file, binding), _| matters(file, binding));
        let values = &self.values;
        let member_matters = |name| {
            Option::as_ref(&on_the_way).is_none_or(|read| read.contains(&name))
                || frames.iter().any(|(at, pc, uses)| {
                    program.local_name(at.file, name).is_some_and(|name| uses.member_matters(name, *pc))
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
                    Symbol::Result { .. } | Symbol::Opaque(_) | Symbol::Item(_) | Symbol::Derived(..) => false,
                    _ => true,
                })
        };
        state.decided.retain(|id, _| held_or_read(id));
        // How long a list has become matters to loops too.
        let length = program.find("length");
        let activations = &state.activations;
        // Whoever receives an error may ask it for anything that was stored in it.
        let is_error = |object| {
            matches!(values.get(object), Value::Failure | Value::NewError { .. })
                || activations.contains(&Activation::Construct(object))
        };
        state.members.retain(|(object, name), _| Some(name) == length || is_error(object) || member_matters(name));
    }

    /// What the functions read through which the run may still come to the check, wherever they are written: a wrapper and its
    /// caller may ask one and the same thing. Handlers are called by the framework, and ask for themselves. None where it may be
    /// anything.
    fn read_on_the_way(&mut self) -> Rc<Option<FxHashSet<Name>>> {
        if let Some(known) = &self.run.read_on_the_way {
            return Rc::clone(known);
        }
        let mut read = Some(FxHashSet::default());
        if self.run.target.is_some() {
            let called: Vec<FunctionRef> =
                self.relevant.iter().copied().filter(|&at| !self.is_handler(self.outermost(at))).collect();
            for at in called {
                let uses = self.uses_of(at);
                match (&mut read, uses.members()) {
                    (Some(read), Some(own)) => read.extend(own.map(|name| self.program.name(at.file, name))),
                    _ => read = None,
                }
            }
        }
        let read = Rc::new(read);
        self.run.read_on_the_way = Some(Rc::clone(&read));
        read
    }

    fn uses_of(&mut self, at: FunctionRef) -> Rc<Uses> {
        let program = self.program;
        self.uses.entry(at).or_insert_with(|| Rc::new(Uses::of(program.outline(at.file), at.function))).clone()
    }
}
