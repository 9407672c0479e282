//! Lists that a function makes empty and keeps to itself: what is in them, its own code says.
//!
//! In: where a literal stands. Out: whether nobody else can put anything into the list. Only code is read; nothing is run.

use super::machine::{Flow, Machine};
use super::state::{Completion, State};
use super::value::{Site, Symbol, Value, ValueId};
use crate::link::CallRef;
use crate::outline::Outline;
use crate::outline::code::{BindingId, Definition, FnId, NameId, Op};

/// What may be done to a list without handing it to anybody, but to callbacks that are run in place.
const OWN_METHODS: [&str; 14] = [
    "push",
    "unshift",
    "at",
    "every",
    "filter",
    "find",
    "findIndex",
    "flat",
    "flatMap",
    "includes",
    "indexOf",
    "join",
    "map",
    "some",
];

impl Machine<'_> {
    /// `list.push(item)`: whether it was called for good, because nobody else sees the item.
    pub(super) fn put_into_list(&mut self, state: &mut State, call: CallRef, list: ValueId) -> Option<Flow> {
        let Value::Array { site, .. } = *self.values.get(list) else { return None };
        if let Some(length) = self.program.find("length") {
            let some = self.values.make(Value::Number(1));
            state.set_member((list, length), some);
        }
        if !self.is_own_list(site) {
            return None;
        }
        let at = self.site(call);
        let count = self.values.symbol(Symbol::Opaque(at));
        Some(self.deliver(state, Completion::Return(count)))
    }

    /// Whether a literal is the one value of a variable that only its own function uses, and only by such methods.
    pub(super) fn is_own_list(&mut self, site: Site) -> bool {
        if let Some(&known) = self.own_lists.get(&site) {
            return known;
        }
        let is_own = is_own(self.program.outline(site.file), site);
        self.own_lists.insert(site, is_own);
        is_own
    }
}

fn is_own(outline: &Outline, site: Site) -> bool {
    let binding = (0..).map(BindingId).zip(&outline.bindings).find(|(_, binding)| match &binding.definition {
        Definition::Value { function, code: (from, to), path } if path.is_empty() && binding.writes <= 1 => {
            let code = outline.function(*function).code.get(*from as usize..*to as usize).unwrap_or_default();
            matches!(code, [only] if matches!(only.op, Op::Array { .. }) && only.at == site.span)
        }
        _ => false,
    });
    let Some((binding, _)) = binding else { return false };
    let owner = outline.owner(binding);
    let is_it = |op: Op| matches!(op, Op::Load(reference) if outline.reference(reference).binding == Some(binding));
    let asks_length = |op: Op| matches!(op, Op::Member(name) if outline.name(name) == "length");
    let calls_method = |at: u32| {
        outline.calls.iter().any(|site| {
            let is_own = |name: NameId| OWN_METHODS.contains(&outline.name(name));
            site.function == owner && site.callee_code == (at, at + 1) && site.member.is_some_and(is_own)
        })
    };
    (0..).map(FnId).zip(&outline.functions).all(|(function, body)| {
        let uses = (0..).zip(&body.code).filter(|(_, inst)| is_it(inst.op)).map(|(at, _)| at);
        uses.into_iter().all(|at: u32| {
            let next = body.code.get(at as usize + 1).map(|inst| inst.op);
            function == owner && (next.is_some_and(asks_length) || calls_method(at))
        })
    })
}
