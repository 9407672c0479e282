//! The instructions, one by one: the plain ones here in full, the others handed to where they are understood.
//!
//! In: a state whose top is code. Out: the same state one instruction further, or the end of its run.

use super::growth::last_of_each;
use super::instances::ClassRef;
use super::machine::{COUNTED, Flow, Machine};
use super::state::{Completion, Manner, Pending, State, TryEntry};
use super::value::{Site, Symbol, Value};
use crate::link::{AccessRef, CallRef, FunctionRef};
use crate::outline::code::{Comparison, Inst, Op};

impl Machine<'_> {
    fn fetch(&self, state: &mut State) -> Option<(FunctionRef, Inst)> {
        let frame = state.frame()?;
        let at = frame.at;
        let inst = *self.program.function(at).code.get(frame.pc as usize)?;
        frame.pc += 1;
        Some((at, inst))
    }

    pub(super) fn step(&mut self, state: &mut State) -> Flow {
        let Some((at, inst)) = self.fetch(state) else { return Flow::Stop };
        let file = at.file;
        let site = Site { file, span: inst.at };
        let place = self.program.place(file, inst.at);
        match inst.op {
            Op::Undefined => self.push(state, Value::Undefined),
            Op::Null => self.push(state, Value::Null),
            Op::Bool(truth) => self.push(state, Value::Bool { truth, of_failure: false }),
            Op::Number(number) => self.push(state, Value::Number(number)),
            Op::Text(name) => self.push(state, Value::Text(self.program.name(file, name))),
            Op::Opaque => self.push_fresh(state, Symbol::Opaque(site)),
            Op::This => {
                let this = state.frame().map(|frame| frame.this);
                if let Some(this) = this {
                    state.push(this);
                }
            }
            Op::Argument(index) => {
                let value = self.argument(state, at, index);
                state.push(value);
            }
            Op::RestArguments(from) => {
                let is_root = state.activations.len() == 2 && state.frame().is_some_and(|top| top.arguments.is_empty());
                let rest = state.frame().map(|frame| frame.arguments.iter().skip(usize::from(from)).copied().collect());
                match rest {
                    Some(items) if !is_root => self.push(state, Value::Array { site, items, open: false }),
                    _ => self.push_fresh(state, Symbol::Opaque(site)),
                }
            }
            Op::Super => {
                let this = state.frame().map(|frame| frame.this);
                let value = self.super_of(at, this);
                state.push(value);
            }
            Op::Load(reference) => {
                let value = self.load(state, file, reference);
                state.push(value);
            }
            Op::Store(reference) => {
                if let Some(value) = state.pop()
                    && let Some(binding) = self.program.outline(file).reference(reference).binding
                {
                    state.set_variable((file, binding), value);
                }
            }
            Op::Function(function) => {
                let made = self.closure(state, FunctionRef { file, function });
                state.push(made);
            }
            Op::Class(class) => {
                self.note_base(state, ClassRef { file, class });
                self.push(state, Value::Class { file, class });
            }
            Op::Pop => drop(state.pop()),
            Op::Dup => {
                if let Some(top) = state.frame().and_then(|frame| frame.stack.last().copied()) {
                    state.push(top);
                }
            }
            Op::Swap => {
                if let (Some(top), Some(below)) = (state.pop(), state.pop()) {
                    state.push(top);
                    state.push(below);
                }
            }
            Op::Member(name) => {
                if let Some(object) = state.pop() {
                    let name = self.program.name(file, name);
                    self.note_read(state, object, name);
                    let value = self.member(state, object, name);
                    state.push(value);
                }
            }
            Op::Index(access) => {
                if let (Some(key), Some(object)) = (state.pop(), state.pop()) {
                    if let Value::Text(name) = *self.values.get(key) {
                        self.note_read(state, object, name);
                    }
                    let happened = access.and_then(|access| self.happen_at(state, AccessRef { file, access }, key));
                    let value = happened.unwrap_or_else(|| self.element(state, object, key));
                    state.push(value);
                }
            }
            Op::Has(access) => {
                if let (Some(object), Some(key)) = (state.pop(), state.pop()) {
                    let happened = self.happen_at(state, AccessRef { file, access }, key);
                    let value = happened.unwrap_or_else(|| self.compare(state, Comparison::In, key, object));
                    state.push(value);
                }
            }
            Op::SetMember(name) => {
                if let (Some(value), Some(object)) = (state.pop(), state.pop()) {
                    let name = self.program.name(file, name);
                    self.write_member(state, object, name, value, place);
                    state.push(value);
                }
            }
            Op::SetIndex(access) => {
                let (value, key, object) = (state.pop(), state.pop(), state.pop());
                if let (Some(value), Some(key), Some(object)) = (value, key, object) {
                    self.happen_at(state, AccessRef { file, access }, key);
                    if let Some(name) = self.element_name(object, key) {
                        self.write_member(state, object, name, value, place);
                    } else {
                        self.escape(state, object, value, place);
                    }
                    state.push(value);
                }
            }
            Op::DeleteIndex(access) => {
                if let (Some(key), Some(_)) = (state.pop(), state.pop()) {
                    self.happen_at(state, AccessRef { file, access }, key);
                    self.push_fresh(state, Symbol::Opaque(site));
                }
            }
            Op::Object(shape) => {
                let keys = self.program.outline(file).shape(shape).to_vec();
                let values = self.pop_many(state, keys.len());
                let mut members = Vec::new();
                let mut open = false;
                for (key, value) in keys.into_iter().zip(values) {
                    match key {
                        Some(key) => members.push((self.program.name(file, key), value)),
                        None => {
                            open = true;
                            match *self.values.get(value) {
                                Value::Object { members: ref spread, .. } => members.extend(spread.iter().copied()),
                                Value::Module(module) => members.extend(self.exports_of(module)),
                                _ => {}
                            }
                        }
                    }
                }
                if open {
                    last_of_each(&mut members);
                }
                self.push(state, Value::Object { site, members, open });
            }
            Op::Array { length } => {
                let items = self.pop_many(state, usize::from(length));
                let (items, is_whole) = self.listed_here(site, items);
                self.push(state, Value::Array { site, items, open: !is_whole });
            }
            Op::Spread => {
                if let Some(list) = state.pop() {
                    self.push(state, Value::Spread(list));
                }
            }
            Op::Concat(parts) => {
                let parts = self.pop_many(state, usize::from(parts));
                let joined = self.derived(state, site, parts, Symbol::Joined);
                state.push(joined);
            }
            Op::Derive(parts) => {
                let parts = self.pop_many(state, usize::from(parts));
                let derived = self.derived(state, site, parts, Symbol::Derived);
                state.push(derived);
            }
            Op::Arithmetic(how) => {
                if let (Some(right), Some(left)) = (state.pop(), state.pop()) {
                    let value = self.arithmetic(state, how, (left, right), site);
                    state.push(value);
                }
            }
            Op::Add(by) => {
                if let Some(value) = state.pop() {
                    match *self.values.get(value) {
                        Value::Number(number) if (number + by).abs() <= COUNTED => {
                            self.push(state, Value::Number(number + by));
                        }
                        _ => self.push_fresh(state, Symbol::Opaque(site)),
                    }
                }
            }
            Op::Not => {
                if let Some(value) = state.pop() {
                    let value = self.negate(state, value);
                    state.push(value);
                }
            }
            Op::TypeOf => {
                if let Some(value) = state.pop() {
                    let value = self.type_of(value);
                    state.push(value);
                }
            }
            Op::Compare(comparison) => {
                if let (Some(right), Some(left)) = (state.pop(), state.pop()) {
                    let value = self.compare(state, comparison, left, right);
                    state.push(value);
                }
            }
            op => return self.control(state, at, op, inst),
        }
        Flow::Go
    }

    /// Calls, jumps, and what opens and closes `try`s.
    fn control(&mut self, state: &mut State, at: FunctionRef, op: Op, inst: Inst) -> Flow {
        let file = at.file;
        let site = Site { file, span: inst.at };
        let place = self.program.place(file, inst.at);
        match op {
            Op::Call(call) | Op::CallMember(call) | Op::New(call) => {
                return self.call_site(state, CallRef { file, call });
            }
            Op::Await => return self.wait(state),
            Op::Yield => {
                state.pop();
                self.push_fresh(state, Symbol::Opaque(site));
            }
            Op::Land => return self.land(state),
            Op::Jump(to) => self.jump(state, to.0),
            Op::JumpIf { when, to, branch } => {
                let at = self.program.outline(file).branches[branch.index()];
                return self.jump_if(state, when, to.0, self.program.place(file, at), false);
            }
            Op::JumpKeep { when, to, branch } => {
                let at = self.program.outline(file).branches[branch.index()];
                return self.jump_if(state, when, to.0, self.program.place(file, at), true);
            }
            Op::JumpUnlessNullish(to) => return self.jump_nullish(state, to.0),
            Op::JumpIfNullish(to) => self.end_chain(state, to.0),
            Op::JumpUnlessUndefined(to) => self.default(state, to.0),
            Op::LoopTest(to) => return self.loop_test(state, to.0),
            Op::Next(to) => return self.next_turn(state, to.0),
            Op::Try { catch, finally } => {
                if let Some(frame) = state.frame() {
                    let height = u16::try_from(frame.stack.len()).unwrap_or(u16::MAX);
                    frame.tries.push(TryEntry::Open { catch, finally, height });
                }
            }
            Op::Catch(catch) => {
                let header = self.program.outline(file).catch(catch).header;
                self.take_in(state, self.program.place(file, header), Manner::Caught);
            }
            Op::Leave { to, tries, height } => self.leave(state, Pending::Jump { to, tries, height }),
            Op::EndFinally => {
                if let Some(TryEntry::Finishing(pending)) = state.frame().and_then(|frame| frame.tries.pop()) {
                    return match pending {
                        Pending::Complete(completion) => self.complete(state, completion),
                        jump @ Pending::Jump { .. } => {
                            self.leave(state, jump);
                            Flow::Go
                        }
                    };
                }
            }
            Op::Throw => {
                if let Some(value) = state.pop() {
                    self.hand_on(state, value, place);
                    return self.complete(state, Completion::Throw(value));
                }
            }
            Op::Return => {
                if let Some(value) = state.pop() {
                    if state.path.failing && state.path.exit.is_none() && inst.at.start != inst.at.end {
                        state.path.exit = Some(place);
                    }
                    return self.complete(state, Completion::Return(value));
                }
            }
            // The plain instructions are the caller's.
            _ => {}
        }
        Flow::Go
    }
}
