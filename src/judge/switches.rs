//! What a program does only when the environment asks for it: `if (process.env.RATE_LIMIT === 'true') app.use(limiter)`.
//!
//! In: the branches that modules take while they are run for what they register. Out: whether what runs now runs only once
//! somebody has switched something on. Where a branch ends is read from the code, since loops forget what was decided before
//! them. A setting that names something (`REDIS_URL`) is no switch, and is taken to be there.

use super::machine::Machine;
use super::state::{Frame, Region, State};
use super::value::{Builtin, Symbol, Value, ValueId};
use crate::outline::code::{Comparison, Inst, Op};
use crate::vocabulary::{WordList, split_name};

/// What a switch is set to.
const ON: [&str; 6] = ["1", "enabled", "on", "true", "y", "yes"];

impl Machine<'_> {
    /// Whether a path is one that nobody comes to who has set nothing.
    pub(super) fn is_asked_for(&self, state: &State) -> bool {
        state.frames().any(|frame| frame.switched.is_some_and(|region| region.holds(frame.pc)))
    }

    /// A branch is taken, to the next instruction or to another one, because a condition has some truth.
    pub(super) fn enter_switched(&self, state: &mut State, (condition, truth): (ValueId, bool), to: Option<u32>) {
        if !self.run.is_setup() {
            return;
        }
        let (mut condition, mut truth) = (condition, truth);
        while let Value::Symbol(Symbol::Not(inner)) = *self.values.get(condition) {
            (condition, truth) = (inner, !truth);
        }
        if !truth || !self.asks_for_switch(condition) {
            return;
        }
        let Some(frame) = state.frame() else { return };
        let code = &self.program.function(frame.at).code;
        let Some(mut region) = branch(code, frame.pc, to) else { return };
        // What is inside of another one ends first.
        if let Some(around) = frame.switched.filter(|around| around.holds(frame.pc)) {
            region = Region { from: around.from, to: around.to.max(region.to) };
        }
        frame.switched = Some(region);
    }

    /// Whether a condition is that a switch is on.
    fn asks_for_switch(&self, condition: ValueId) -> bool {
        match *self.values.get(condition) {
            Value::Symbol(Symbol::Compare(Comparison::Equal { .. }, left, right)) => {
                let is_on = |value: ValueId| match self.values.get(value) {
                    Value::Text(name) => ON.contains(&self.program.text(*name).to_ascii_lowercase().as_str()),
                    _ => false,
                };
                (self.setting(left).is_some() && is_on(right)) || (self.setting(right).is_some() && is_on(left))
            }
            Value::Symbol(Symbol::Member(..)) => self.setting(condition).is_some_and(|name| {
                let words = split_name(name);
                let enables = words.iter().any(|word| ["enable", "enabled", "use", "with"].contains(&word.as_str()));
                enables || super::names::said_by(name).says(WordList::Limit)
            }),
            _ => false,
        }
    }

    /// The variable of the environment that a value is.
    fn setting(&self, value: ValueId) -> Option<&str> {
        match *self.values.get(value) {
            Value::Symbol(Symbol::Member(base, name)) => {
                let is_environment = matches!(self.values.get(base), Value::Builtin(Builtin::ProcessEnv));
                is_environment.then(|| self.program.text(name))
            }
            _ => None,
        }
    }
}

/// The code of a branch that is taken: `from` is the instruction behind the jump, `to` where it jumps, if it does.
fn branch(code: &[Inst], from: u32, to: Option<u32>) -> Option<Region> {
    let Some(to) = to else {
        let other = match code.get((from as usize).checked_sub(1)?)?.op {
            Op::JumpIf { to, .. } | Op::JumpKeep { to, .. } => to.0,
            _ => return None,
        };
        return (from <= other).then_some(Region { from, to: other });
    };
    // What the other branch does at its end tells whether it comes here, too.
    let mut passed = code.get(from as usize..to as usize)?.iter().rev().map(|inst| inst.op);
    let goes_to = |op: Op| match op {
        Op::Jump(to) | Op::Leave { to, .. } => Some(to.0),
        _ => None,
    };
    let never_comes_back = |op: Op| matches!(op, Op::Return | Op::Throw);
    let last = passed.next()?;
    let end = match goes_to(last) {
        Some(end) if end > to && !passed.next().is_some_and(never_comes_back) => end,
        // On to the loop's next turn, or nowhere: whatever follows is for those who come this way.
        Some(_) => u32::MAX,
        None if never_comes_back(last) => u32::MAX,
        None => return None,
    };
    Some(Region { from: to, to: end })
}

/// Where paths meet behind a branch, it does not matter any more which of them was taken.
pub(super) fn leave_switched(state: &mut State) {
    if let Some(Frame { pc, switched, .. }) = state.frame()
        && switched.is_some_and(|region| !region.holds(*pc))
    {
        *switched = None;
    }
}
