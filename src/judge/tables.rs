//! Tables: what is looked up in objects, maps and sets by an error, or by what it says of itself.
//!
//! In: entries whose keys are known, and a key. Out: the entry's value. A key that hangs on what the failure is like splits
//! its kinds, as a comparison does.

use super::calls::Calling;
use super::conditions::text_is;
use super::machine::{Flow, Machine};
use super::state::{Completion, State};
use super::value::{Value, ValueId};
use crate::outline::code::Op;
use crate::text::FileId;
use crate::vocabulary::Truth;

/// How many entries a table may have whose keys are compared one by one.
const ENTRIES: usize = 64;
/// Methods that change a map or a set.
const CHANGING: [&str; 4] = ["set", "add", "delete", "clear"];

impl Machine<'_> {
    /// `new Map([[key, value], …])`, `new Set([…])`; `None` when what it is made of is not known.
    pub(super) fn table(&mut self, calling: &Calling, is_set: bool) -> Option<ValueId> {
        let Value::Array { items, open: false, .. } = self.values.get(*calling.arguments.first()?) else { return None };
        let entry = |&item: &ValueId| match self.values.get(item) {
            _ if is_set => Some((item, item)),
            Value::Array { items, open: false, .. } => Some((*items.first()?, *items.get(1)?)),
            _ => None,
        };
        let entries: Vec<(ValueId, ValueId)> = items.iter().map(entry).collect::<Option<_>>()?;
        let is_known = !entries.is_empty() && entries.len() <= ENTRIES;
        let site = self.site(calling.call);
        is_known.then(|| self.values.make(Value::Table { site, entries }))
    }

    /// `map.get(key)`, `set.has(key)`; `None` when it is no table, or the answer is not known.
    pub(super) fn table_method(
        &mut self,
        state: &mut State,
        (table, method): (ValueId, &str),
        arguments: &[ValueId],
    ) -> Option<Flow> {
        if let (Some(found), "includes") =
            (arguments.first().and_then(|&key| self.is_in_list(state, table, key)), method)
        {
            return Some(self.deliver(state, Completion::Return(found)));
        }
        let Value::Table { site, entries } = self.values.get(table).clone() else { return None };
        if self.is_changed(site.file) {
            return None;
        }
        let &key = arguments.first()?;
        let found = match method {
            "get" => {
                let missing = self.values.undefined();
                self.look_up_in_table(state, key, &entries, missing)
            }
            "has" => {
                let of_failure = self.values.carries_failure(key);
                let (yes, no) = (self.values.bool(true, of_failure), self.values.bool(false, of_failure));
                let entries: Vec<_> = entries.into_iter().map(|(key, _)| (key, yes)).collect();
                self.look_up_in_table(state, key, &entries, no)
            }
            _ => None,
        }?;
        Some(self.deliver(state, Completion::Return(found)))
    }

    /// Whether the file in which a table is made changes a table after its making.
    fn is_changed(&mut self, file: FileId) -> bool {
        let outline = self.program.outline(file);
        let changes = || {
            outline.calls.iter().any(|site| {
                site.member.is_some_and(|name| CHANGING.contains(&outline.name(name))) && {
                    // `res.set(…)` changes no table.
                    let code = &outline.function(site.function).code;
                    match code.get(site.callee_code.0 as usize).map(|inst| inst.op) {
                        Some(Op::Load(reference)) => !matches!(
                            outline.name(outline.reference(reference).name),
                            "res" | "response" | "reply" | "ctx" | "app"
                        ),
                        _ => true,
                    }
                }
            })
        };
        *self.changing.entry(file).or_insert_with(changes)
    }

    /// The entry of a key. Where the key is what the failure says of itself, each of its kinds finds its own.
    pub(super) fn look_up_in_table(
        &mut self,
        state: &mut State,
        key: ValueId,
        entries: &[(ValueId, ValueId)],
        missing: ValueId,
    ) -> Option<ValueId> {
        if let Some(&(_, value)) = entries.iter().rev().find(|&&(known, _)| known == key && self.is_certain(key)) {
            return Some(value);
        }
        match self.values.get(key) {
            Value::FailureText(_) | Value::FailureClass => self.look_up_by_kind(state, key, entries, missing),
            _ => {
                let all_known = self.is_certain(key) && entries.iter().all(|&(known, _)| self.is_certain(known));
                all_known.then_some(missing)
            }
        }
    }

    /// Whether two of such values are different whenever they are not one value here.
    fn is_certain(&self, id: ValueId) -> bool {
        matches!(
            self.values.get(id),
            Value::Text(_) | Value::Number(_) | Value::Class { .. } | Value::Package { .. } | Value::Undefined
        )
    }

    fn look_up_by_kind(
        &mut self,
        state: &mut State,
        key: ValueId,
        entries: &[(ValueId, ValueId)],
        missing: ValueId,
    ) -> Option<ValueId> {
        let classes = self.failure_classes();
        let mut found: Vec<(ValueId, u32)> = Vec::new();
        for (bit, &class) in classes.iter().enumerate().take(32) {
            let mut value = missing;
            for &(known, entry) in entries {
                let truth = match (self.values.get(key), self.values.get(known)) {
                    (&Value::FailureText(text), &Value::Text(name)) => text_is(text, class, self.program.text(name)),
                    (Value::FailureClass, Value::Package { surface, .. }) if surface.error_class() == Some(class) => {
                        Truth::Always
                    }
                    _ if self.is_certain(known) => Truth::Never,
                    _ => Truth::Sometimes,
                };
                match truth {
                    Truth::Always => value = entry,
                    Truth::Sometimes => return None,
                    Truth::Never => {}
                }
            }
            let kind = state.path.kinds & (1 << bit);
            match found.iter_mut().find(|(other, _)| *other == value) {
                Some((_, kinds)) => *kinds |= kind,
                None => found.push((value, kind)),
            }
        }
        found.retain(|&(_, kinds)| kinds != 0);
        let (value, kinds) = found.pop()?;
        for (value, kinds) in found {
            let mut other = state.clone();
            other.path.kinds = kinds;
            other.push(value);
            self.fork(other);
        }
        state.path.kinds = kinds;
        Some(value)
    }
}
