//! What is evaluated once and for all: expressions, calls that no code makes, and what constructors say of any instance.
//!
//! In: a piece of code, or something to begin with. Out: what it gives, as far as that is one value, or all that it may give.
//! The run under way is set aside for it. Knows nothing of checks.

use std::rc::Rc;

use super::calls::Calling;
use super::machine::{CONSTANT_DEPTH, Flow, Machine, Run};
use super::state::{Activation, Path, State};
use super::value::{Site, Symbol, Value, ValueId};
use crate::link::{FunctionRef, Name};
use crate::outline::code::{Inst, Op, RefId};
use crate::text::{FileId, Span};

/// Through how many members a name is followed without a run.
const NAMED: usize = 64;

impl Machine<'_> {
    /// What an expression gives wherever it is evaluated, as far as that is known.
    pub(super) fn evaluate(&mut self, function: FunctionRef, from: u32, to: u32) -> ValueId {
        if let Some(named) = self.evaluate_name(function, (from, to)) {
            return named;
        }
        let known = self.evaluate_on(function, (from, to), None);
        self.made_where_missing(function, (from, to), known).unwrap_or(known)
    }

    /// What a name, or a member of what one stands for, gives. Most of what is evaluated is that: it takes one way only, and needs
    /// no run of its own. `None` of other code, and where the making of what it gives asks for the function around it.
    pub(super) fn evaluate_name(&mut self, function: FunctionRef, (from, to): (u32, u32)) -> Option<ValueId> {
        let program = self.program;
        let code = program.function(function).code.get(from as usize..to as usize)?;
        let (&Inst { op: first, .. }, members) = code.split_first()?;
        let is_named = matches!(first, Op::Load(_) | Op::This) && members.len() < NAMED;
        let are_members = members.iter().all(|inst| matches!(inst.op, Op::Member(_)));
        if !is_named || !are_members || self.has_no_more_constants() {
            return None;
        }
        let before = std::mem::replace(&mut self.run, Run::of_constant(to));
        let named = self.follow_names(function, first, members);
        self.run = before;
        // As many steps as the instructions take, and one to see that they are through.
        self.spend_on_constants(named.map_or(0, |_| to - from + 1));
        named
    }

    fn follow_names(&mut self, function: FunctionRef, first: Op, members: &[Inst]) -> Option<ValueId> {
        let mut state = State::new(Path::new());
        let mut value = match first {
            Op::Load(reference) => self.load_outside(&mut state, function.file, reference)?,
            _ => self.own_this(function),
        };
        for inst in members {
            if let Op::Member(name) = inst.op {
                value = self.member(&mut state, value, self.program.name(function.file, name));
            }
        }
        Some(value)
    }

    /// As [`Machine::load`], where no function is under way; `None` of a function that is made anew wherever it is named.
    fn load_outside(&mut self, state: &mut State, file: FileId, reference: RefId) -> Option<ValueId> {
        let outline = self.program.outline(file);
        let used = *outline.reference(reference);
        match used.binding {
            Some(binding) => {
                let constant = self.constant(file, binding);
                self.declared_inside(constant).is_none().then_some(constant)
            }
            None => Some(self.free(state, file, used.name, outline.name(used.name))),
        }
    }

    /// Of `mongoose.models.Token || mongoose.model('Token', schema)`, which are one and the same: the one that says more.
    fn made_where_missing(&mut self, function: FunctionRef, (from, to): (u32, u32), known: ValueId) -> Option<ValueId> {
        let Value::Package { surface, .. } = *self.values.get(known) else { return None };
        let code = self.program.function(function).code.get(from as usize..to as usize)?;
        let leads_out = |op: Op| match op {
            Op::JumpKeep { when: true, to: end, .. } | Op::JumpUnlessNullish(end) => end.0 == to || end.0 + 1 == to,
            _ => false,
        };
        let asked = code.iter().rposition(|inst| leads_out(inst.op)).and_then(|at| u32::try_from(at).ok())?;
        let made = self.evaluate_on(function, (from + asked + 1, to), None);
        match *self.values.get(made) {
            Value::Configured { surface: other, .. } if other == surface => Some(made),
            _ => None,
        }
    }

    /// As [`Machine::evaluate`], on an instance.
    pub(super) fn evaluate_on(
        &mut self,
        function: FunctionRef,
        (from, to): (u32, u32),
        this: Option<ValueId>,
    ) -> ValueId {
        let results = self.evaluate_all(function, (from, to), this);
        self.join(&results, function, from)
    }

    /// Everything that an expression may give.
    pub(super) fn evaluate_all(
        &mut self,
        function: FunctionRef,
        (from, to): (u32, u32),
        this: Option<ValueId>,
    ) -> Vec<ValueId> {
        if self.has_no_more_constants() {
            return Vec::new();
        }
        let before = std::mem::take(&mut self.run);
        self.run = Run::of_constant(to);
        let mut state = State::new(Path::new());
        let this = this.unwrap_or_else(|| self.own_this(function));
        self.enter(&mut state, function, Rc::from([]), this);
        if let Some(frame) = state.frame() {
            frame.pc = from;
        }
        self.run.work.push(state);
        self.drain();
        let run = std::mem::replace(&mut self.run, before);
        self.spend_on_constants(run.steps);
        run.results
    }

    /// What a call gives that no code makes, with something on its way back, and a member written before.
    pub(super) fn call_aside(
        &mut self,
        calling: Calling,
        waiting: Option<Activation>,
        written: Option<((ValueId, Name), ValueId)>,
    ) -> Vec<ValueId> {
        let at = FunctionRef { file: calling.call.file, function: self.program.call(calling.call).function };
        self.run_aside(at, |machine, state| {
            if let Some((member, value)) = written {
                state.set_member(member, value);
            }
            state.activations.extend(waiting);
            machine.dispatch(state, calling)
        })
    }

    /// All that something gives which is run by itself, as if at the end of a function.
    pub(super) fn run_aside(
        &mut self,
        at: FunctionRef,
        begin: impl FnOnce(&mut Self, &mut State) -> Flow,
    ) -> Vec<ValueId> {
        if self.constants_under_way >= CONSTANT_DEPTH || self.has_no_more_constants() {
            return Vec::new();
        }
        self.constants_under_way += 1;
        let end = u32::try_from(self.program.function(at).code.len()).unwrap_or(u32::MAX);
        let before = std::mem::replace(&mut self.run, Run::of_constant(end));
        let mut state = State::new(Path::new());
        let this = self.own_this(at);
        self.enter(&mut state, at, Rc::from([]), this);
        if let Some(frame) = state.frame() {
            frame.pc = end;
        }
        if begin(self, &mut state) == Flow::Go {
            self.run.work.push(state);
        }
        self.drain();
        let run = std::mem::replace(&mut self.run, before);
        self.spend_on_constants(run.steps);
        self.constants_under_way -= 1;
        run.results
    }

    /// Runs a constructor on any instance of its class, for what it stores.
    pub(super) fn run_to_know(&mut self, constructor: FunctionRef, instance: ValueId) {
        if self.constants_under_way >= CONSTANT_DEPTH || self.has_no_more_constants() {
            return;
        }
        self.constants_under_way += 1;
        let before = std::mem::take(&mut self.run);
        // It ends by itself, and nothing that it stores is forgotten on the way.
        self.run = Run::of_constant(u32::MAX);
        let mut state = State::new(Path::new());
        self.enter(&mut state, constructor, Rc::from([]), instance);
        self.run.work.push(state);
        self.drain();
        let run = std::mem::replace(&mut self.run, before);
        self.spend_on_constants(run.steps);
        self.constants_under_way -= 1;
    }

    /// What stands in the members of instances when a constant is made stays there, where all ways agree.
    pub(super) fn keep_members(&mut self, state: &State) {
        for &((object, name), value) in state.members.iter() {
            if !matches!(self.values.get(object), Value::Instance { .. } | Value::Constructed { .. }) {
                continue;
            }
            let unknown = self.values.symbol(Symbol::Member(object, name));
            let kept = match self.known.get(&(object, name)) {
                Some(kept) if kept != value => unknown,
                _ => value,
            };
            self.known.insert((object, name), kept);
        }
    }

    /// One value for several: the one that says more, where they agree about what it is.
    fn join(&mut self, results: &[ValueId], function: FunctionRef, from: u32) -> ValueId {
        let mut joined: Option<ValueId> = None;
        for &next in results {
            joined = match joined {
                None => Some(next),
                Some(known) if known == next => Some(known),
                Some(known) => match (self.values.get(known), self.values.get(next)) {
                    (
                        Value::Package { surface, threshold, .. },
                        Value::Package { surface: other, threshold: of_other, .. },
                    ) if surface == other => Some(if threshold.is_some() || of_other.is_none() { known } else { next }),
                    // `quiet ? null : logger`: what is there when anything is.
                    (Value::Null | Value::Undefined, _) => Some(next),
                    (_, Value::Null | Value::Undefined) => Some(known),
                    // `given || DEFAULT`: the default is what is known.
                    (Value::Symbol(_), Value::Text(_) | Value::Number(_)) => {
                        Some(self.values.symbol(Symbol::Default(next)))
                    }
                    (Value::Text(_) | Value::Number(_), Value::Symbol(_)) => {
                        Some(self.values.symbol(Symbol::Default(known)))
                    }
                    (Value::Symbol(_), _) => Some(next),
                    (_, Value::Symbol(_)) => Some(known),
                    _ => return self.unknown_at(function, from),
                },
            };
        }
        joined.unwrap_or_else(|| self.unknown_at(function, from))
    }

    fn unknown_at(&mut self, function: FunctionRef, from: u32) -> ValueId {
        let at = self.program.function(function).code.get(from as usize).map_or(Span::default(), |inst| inst.at);
        self.values.symbol(Symbol::Opaque(Site { file: function.file, span: at }))
    }
}
