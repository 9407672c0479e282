//! Functions that sign tokens and are hung on a request or a response by one handler, for the next ones to call:
//! `req.issue = (user) => jwt.sign(…)`, `res.locals.issue = issue`.
//!
//! In: a program, and which of its functions may sign. Out: by the name of the member, the one function that is stored there. Two
//! functions under one name are none. Knows nothing of runs but which value is a request.

use rustc_hash::{FxHashMap, FxHashSet};

use super::event::Event;
use super::machine::Machine;
use super::mentions::Leading;
use super::value::{Closure, Symbol, Value, ValueId};
use crate::link::{FunctionRef, Name, Program};
use crate::outline::Outline;
use crate::outline::code::{Definition, FnId, Inst, Op};
use crate::text::FileId;

/// The member of the response that is there to be written to.
const LOCALS: &str = "locals";

/// By the name of the member; none where several functions are stored in it.
pub(super) type Hung = FxHashMap<Name, Option<FunctionRef>>;

/// What signs and is hung on what a function is given.
pub(super) fn hung(program: &Program, signing: &Leading) -> Hung {
    let mut hung = Hung::default();
    let files: FxHashSet<FileId> = signing.functions().map(|at| at.file).collect();
    for file in files {
        let outline = program.outline(file);
        for body in &outline.functions {
            for (at, window) in body.code.windows(3).enumerate() {
                let [_, value, Inst { op: Op::SetMember(name), .. }] = window else { continue };
                let Some(function) = stored_function(outline, value.op) else { continue };
                let stored = FunctionRef { file, function };
                if !is_given(outline, &body.code[..=at]) || !signing.contains(stored) {
                    continue;
                }
                let known = hung.entry(program.name(file, *name)).or_insert(Some(stored));
                if known.is_some_and(|known| known != stored) {
                    *known = None;
                }
            }
        }
    }
    hung
}

fn stored_function(outline: &Outline, op: Op) -> Option<FnId> {
    match op {
        Op::Function(function) => Some(function),
        Op::Load(reference) => outline.reference(reference).binding.and_then(|binding| outline.function_of(binding)),
        _ => None,
    }
}

/// Whether code ends in a parameter, or in the locals of one.
fn is_given(outline: &Outline, code: &[Inst]) -> bool {
    let is_parameter = |op: Op| match op {
        Op::Load(reference) => {
            let binding = outline.reference(reference).binding.map(|binding| &outline.binding(binding).definition);
            matches!(binding, Some(Definition::Parameter(..)))
        }
        _ => false,
    };
    match code {
        [.., before, Inst { op: Op::Member(name), .. }] if outline.name(*name) == LOCALS => is_parameter(before.op),
        [.., last] => is_parameter(last.op),
        [] => false,
    }
}

impl Machine<'_> {
    /// What a handler before this one hung on the request or the response under a name, where no code on the way shows it.
    pub(super) fn hung_function(&mut self, holder: ValueId, name: Name) -> Option<ValueId> {
        if self.run.event != Event::Served {
            return None;
        }
        let at = self.signers.hung(name)?;
        let exchange = match *self.values.get(holder) {
            Value::Symbol(Symbol::Member(base, member)) if self.program.text(member) == LOCALS => base,
            _ => holder,
        };
        let is_exchange = match self.values.get(exchange) {
            Value::Symbol(Symbol::Exchange(_)) => true,
            Value::Symbol(Symbol::Parameter(..)) => self.is_exchange(exchange),
            _ => false,
        };
        is_exchange.then(|| self.values.make(Value::Function(Closure::plain(at))))
    }
}
