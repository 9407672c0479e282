//! What becomes of a token that a request signs: its client is given it, or it goes out by mail, to be used once.
//!
//! In: calls that sign, mail and answer. Out: facts of the path. A link to confirm an address with holds a signed token, and logs
//! nobody in. What a route is for is `purpose`'s business.

use super::calls::Calling;
use super::event::Event;
use super::machine::Machine;
use super::names::Says;
use super::state::{Facts, State};
use super::value::{Symbol, Value, ValueId};
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::{Definition, Op};
use crate::vocabulary::{Action, WordList};

/// Where the key stands among the arguments of a call that signs.
const KEY: usize = 1;

impl Facts {
    /// Whether a token is signed by which somebody is logged in.
    pub(super) fn issues(self) -> bool {
        // A letter into which the token is not followed has it where the client gets nothing that could hold one.
        let is_mailed =
            self.contains(Facts::MAILED) || (self.contains(Facts::LETTER) && !self.contains(Facts::ANSWERED));
        self.contains(Facts::SIGNED) && (!is_mailed || self.contains(Facts::GIVEN))
    }
}

impl Machine<'_> {
    /// A token is signed.
    pub(super) fn note_signed(&mut self, state: &mut State, call: CallRef) {
        // Of several tokens, one is not for the mail.
        let several = state.path.facts.contains(Facts::SIGNED);
        state.path.facts |= if several { Facts::SIGNED | Facts::GIVEN } else { Facts::SIGNED };
        if self.run.event == Event::Served && self.is_for_one_purpose(call) {
            state.path.facts |= Facts::MAILED;
        }
    }

    /// The response is given something.
    pub(super) fn note_given(&mut self, state: &mut State, values: &[ValueId]) {
        if self.run.event != Event::Served || !state.path.facts.contains(Facts::SIGNED) {
            return;
        }
        if !values.iter().all(|&value| self.is_fixed(value)) {
            state.path.facts |= Facts::ANSWERED;
        }
        if self.holds_signed(values) {
            state.path.facts |= Facts::GIVEN;
        }
    }

    /// Something is called: `mailer.send({ link })`.
    pub(super) fn note_mailed(&mut self, state: &mut State, calling: &Calling) {
        if state.path.facts.contains(Facts::SIGNED)
            && !state.path.facts.contains(Facts::MAILED)
            && self.callee_says(calling.call).says(WordList::Mail)
        {
            let is_within = self.holds_signed(&calling.arguments);
            state.path.facts |= if is_within { Facts::MAILED } else { Facts::LETTER };
        }
    }

    /// Whether a token that a call has signed is among what values are made of.
    fn holds_signed(&mut self, values: &[ValueId]) -> bool {
        let parts: Vec<ValueId> = values.iter().flat_map(|&value| self.values.made_of(value)).collect();
        parts.into_iter().any(|part| match *self.values.get(part) {
            Value::Symbol(Symbol::Result { call, .. }) => matches!(self.check_action(call), Some(Action::Sign)),
            _ => false,
        })
    }

    /// What the names say through which something is called.
    fn callee_says(&mut self, call: CallRef) -> Says {
        let program = self.program;
        let site = program.call(call);
        let receiver = self.said_within(FunctionRef { file: call.file, function: site.function }, site.callee_code);
        match site.member {
            Some(name) => receiver | self.says(program.name(call.file, name)),
            None => receiver,
        }
    }

    fn said_within(&mut self, at: FunctionRef, (from, to): (u32, u32)) -> Says {
        let program = self.program;
        let outline = program.outline(at.file);
        let code = outline.function(at.function).code.get(from as usize..to as usize).unwrap_or_default();
        let mut said = Says::default();
        for inst in code {
            let name = match inst.op {
                Op::Load(reference) => outline.reference(reference).name,
                Op::Member(name) | Op::Text(name) => name,
                _ => continue,
            };
            said |= self.says(program.name(at.file, name));
        }
        said
    }

    /// Whether the names around a signing say that the token serves one purpose: of its key, of what it is stored in, of the
    /// function that makes it.
    fn is_for_one_purpose(&mut self, call: CallRef) -> bool {
        let program = self.program;
        let outline = program.outline(call.file);
        let site = program.call(call);
        let at = FunctionRef { file: call.file, function: site.function };
        let key = self.argument_code(call, KEY).map(|(at, code)| self.said_within(at, code));
        let stored = outline.bindings.iter().find(|binding| match &binding.definition {
            Definition::Value { function, code, path } if *function == site.function && path.is_empty() => {
                let code = outline.function(*function).code.get(code.0 as usize..code.1 as usize).unwrap_or_default();
                let last = code.iter().rev().find(|inst| inst.op != Op::Await);
                last.is_some_and(|last| matches!(last.op, Op::Call(id) | Op::CallMember(id) if id == call.call))
            }
            _ => false,
        });
        let stored = stored.map(|binding| self.says(program.name(call.file, binding.name)));
        let bound = program.binding_of(at).map(|binding| outline.binding(binding).name);
        let maker = outline.function(site.function).name.or(bound).filter(|_| !self.is_handler(at));
        let maker = maker.map(|name| self.says(program.name(call.file, name)));
        [key, stored, maker].into_iter().flatten().any(|said| said.says(WordList::OneTime))
    }
}
