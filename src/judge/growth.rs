//! What loops build up: a text that gets longer with each turn, an object or a list that is made of itself and of something more.
//!
//! In: the place where something is made, and what of. Out: a value that stays the same once a turn brings nothing new, so that the
//! turns of a loop meet in one state. Knows nothing of loops: what is made of what was made at the same place is built up.

use rustc_hash::FxHashSet;

use super::machine::Machine;
use super::state::State;
use super::value::{Site, Symbol, Value, ValueId};
use crate::link::Name;

impl Machine<'_> {
    /// What is put together of some parts: another value each time, but the same symbol where they bring nothing new. `symbol`
    /// says how.
    pub(super) fn derived(
        &mut self,
        state: &mut State,
        site: Site,
        parts: Vec<ValueId>,
        symbol: fn(Site, Vec<ValueId>) -> Symbol,
    ) -> ValueId {
        let derived = match self.built_up(site, &parts) {
            Some(known) => known,
            None => self.values.symbol(symbol(site, parts)),
        };
        self.renew(state, derived);
        derived
    }

    /// The part that was itself put together at a place, where the others are in it already.
    fn built_up(&self, site: Site, parts: &[ValueId]) -> Option<ValueId> {
        let made_at = |id: ValueId| match *self.values.get(id) {
            Value::Symbol(Symbol::Derived(at, _) | Symbol::Joined(at, _)) => Some(at),
            _ => None,
        };
        let is_derived = |id: &ValueId| made_at(*id).is_some();
        let from_here = |id: &ValueId| made_at(*id) == Some(site);
        parts.iter().copied().filter(is_derived).find(|&known| {
            let made_of = self.values.made_of(known);
            made_of.iter().any(from_here) && parts.iter().all(|part| made_of.contains(part))
        })
    }

    /// The elements of a list that is made here, and whether these are all. Of a list that is made of itself, each is kept once.
    pub(super) fn listed_here(&mut self, site: Site, items: Vec<ValueId>) -> (Vec<ValueId>, bool) {
        let is_from_here = |id: ValueId| matches!(self.values.get(id), Value::Array { site: at, .. } if *at == site);
        let is_built_up =
            items.iter().any(|&item| matches!(*self.values.get(item), Value::Spread(list) if is_from_here(list)));
        let (mut items, is_whole) = self.spread_out(items);
        if is_built_up {
            let mut known = FxHashSet::default();
            items.retain(|&item| known.insert(item));
        }
        (items, is_whole && !is_built_up)
    }
}

/// Members of which the last of each name counts: what is spread into an object comes before what is written behind it.
pub(super) fn last_of_each(members: &mut Vec<(Name, ValueId)>) {
    let mut known = FxHashSet::default();
    members.reverse();
    members.retain(|&(name, _)| known.insert(name));
    members.reverse();
}
