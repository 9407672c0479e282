//! Tokens that a counter or a date in the user's row refuses: `user.tokenVersion !== payload.tokenVersion`.
//!
//! In: a call that reads a row, and comparisons of the row's members. Out: whether the row's version is what a token is checked
//! against, and how the comparison ends for a token that was issued before. Knows nothing of lists of tokens.

use super::event::Found;
use super::machine::Machine;
use super::value::{Value, ValueId};
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::{Comparison, Definition, Inst, Op};
use crate::vocabulary::{self, Answer, Does, WordList};

impl Machine<'_> {
    /// Whether the row that a call reads is asked for its version by the function around it.
    pub(super) fn reads_version(&mut self, call: CallRef) -> bool {
        let program = self.program;
        let outline = program.outline(call.file);
        let own = program.call(call).function;
        let reads = self.callee_name(call).and_then(vocabulary::store_method).is_some_and(|operation| {
            operation.does == Does::Read && operation.answer.unwrap_or(Answer::Row) == Answer::Row
        });
        if !reads || !self.is_called_of_a_store(call) {
            return false;
        }
        let is_call = |inst: &Inst| matches!(inst.op, Op::Call(id) | Op::CallMember(id) if id == call.call);
        let holds = |definition: &Definition| match definition {
            Definition::Value { function, code: (from, to), path } if *function == own && path.is_empty() => {
                let code = outline.function(own).code.get(*from as usize..*to as usize);
                code.is_some_and(|code| code.iter().any(is_call))
            }
            _ => false,
        };
        let Some(row) = outline.bindings.iter().position(|binding| holds(&binding.definition)) else { return false };
        let at = FunctionRef { file: call.file, function: own };
        let inner = program.function(at).nested.iter().map(|&function| FunctionRef { function, ..at });
        let asked: Vec<_> = std::iter::once(at)
            .chain(inner)
            .flat_map(|at| program.function(at).code.windows(2))
            .filter_map(|pair| match (pair[0].op, pair[1].op) {
                (Op::Load(reference), Op::Member(name)) => {
                    let of_row = outline.reference(reference).binding.is_some_and(|binding| binding.0 as usize == row);
                    of_row.then(|| program.name(call.file, name))
                }
                _ => None,
            })
            .collect();
        asked.into_iter().any(|name| self.says(name).says(WordList::Version))
    }

    /// What a comparison with the version of a row gives, when the row was changed after the token was issued.
    pub(super) fn compare_version(&mut self, comparison: Comparison, left: ValueId, right: ValueId) -> Option<ValueId> {
        let is_left = self.is_version(left);
        if is_left == self.is_version(right) {
            return None;
        }
        // The row's is the later one.
        let truth = match comparison {
            Comparison::Equal { .. } => false,
            Comparison::Unequal { .. } => true,
            Comparison::Less | Comparison::LessEqual => !is_left,
            Comparison::Greater | Comparison::GreaterEqual => is_left,
            Comparison::In | Comparison::InstanceOf => return None,
        };
        Some(self.values.bool(truth, true))
    }

    fn is_version(&mut self, value: ValueId) -> bool {
        let parts = self.values.made_of(value);
        parts.into_iter().any(|part| matches!(self.values.get(part), Value::LookedUp { found: Found::Version, .. }))
    }
}
