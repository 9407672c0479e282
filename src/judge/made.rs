//! What tells apart the applications and routers that one call makes: through which calls it was come to, and in which turn of
//! a loop over a known list.

use super::machine::Machine;
use super::state::{Activation, Frame, State};
use super::value::{Value, ValueId};
use crate::link::{CallRef, FunctionRef};
use crate::vocabulary::Surface;

/// Through how many calls the making is told apart: a factory, and what calls it for several ends.
const CALLS: usize = 3;

/// One step of the way to a making: where a function was when it called the next one, and in which turn of its loops.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Via {
    at: FunctionRef,
    pc: u32,
    turns: Vec<u32>,
}

impl Machine<'_> {
    /// An application or a router, as another one for each way to the call that makes it.
    pub(super) fn made_here(&mut self, state: &State, surface: Surface, call: CallRef) -> ValueId {
        let mut via = Vec::new();
        let mut turns = Vec::new();
        let mut is_maker = true;
        for activation in state.activations.iter().rev() {
            match activation {
                Activation::Each(each) => turns.push(each.turn),
                Activation::Code(frame) if is_maker => {
                    is_maker = false;
                    turns = self.turns_of(frame);
                    if !turns.is_empty() {
                        via.push(Via { at: frame.at, pc: frame.pc, turns: turns.clone() });
                    }
                }
                Activation::Code(frame) => {
                    let mut of_loops = self.turns_of(frame);
                    of_loops.append(&mut turns);
                    via.push(Via { at: frame.at, pc: frame.pc, turns: of_loops });
                }
                _ => {}
            }
            if via.len() >= CALLS {
                break;
            }
        }
        self.values.make(Value::Made { surface, call, via })
    }

    /// The turns of the loops that a frame is in, as far as they are told apart.
    fn turns_of(&self, frame: &Frame) -> Vec<u32> {
        let turn = |&value: &ValueId| match self.values.get(value) {
            Value::Turn { index, .. } => Some(u32::from(*index)),
            _ => None,
        };
        frame.stack.iter().filter_map(turn).collect()
    }
}
