//! What the program's modules lay somewhere for others to take: services in a shared object, a map, an application's settings.
//!
//! In: writes that happen while modules are run for what they register. Out: what a member holds that was written so, when
//! nothing on the path has written it. Only what does something is kept (functions, instances, what packages make): such things
//! are laid once, when a program starts, while texts and truths change.

use rustc_hash::FxHashMap;

use super::machine::{Flow, Machine};
use super::shared_methods::Shared;
use super::state::{Completion, State};
use super::value::{Builtin, Symbol, Value, ValueId};
use crate::link::Name;

/// Members by what holds them; none where different things were laid there.
pub(crate) type Laid = FxHashMap<(ValueId, Name), Option<ValueId>>;

impl Machine<'_> {
    /// A member is written while modules are run.
    pub(super) fn lay(&mut self, holder: ValueId, name: Name, value: ValueId) {
        if self.recorder.is_none() {
            return;
        }
        self.lay_methods(holder, name, value);
        if !self.is_shared(holder) || !self.does_something(value) {
            return;
        }
        if let Some(recorder) = &mut self.recorder {
            let laid = recorder.laid.entry((holder, name)).or_insert(Some(value));
            if laid.is_some_and(|known| known != value) {
                *laid = None;
            }
        }
    }

    /// What was laid in a member.
    pub(super) fn laid(&self, holder: ValueId, name: Name) -> Option<ValueId> {
        let recorded = self.recorder.as_ref().and_then(|recorder| recorder.laid.get(&(holder, name)));
        recorded.or_else(|| self.routes.laid.get(&(holder, name))).copied().flatten()
    }

    /// `services.set('auth', service)` and `services.get('auth')`, of a map or an application.
    pub(super) fn laid_method(
        &mut self,
        state: &mut State,
        (holder, method): (ValueId, &str),
        arguments: &[ValueId],
    ) -> Option<Flow> {
        let &Value::Text(key) = self.values.get(*arguments.first()?) else { return None };
        match (method, arguments) {
            ("set", &[_, value]) if self.recorder.is_some() => {
                self.lay(holder, key, value);
                None
            }
            // `schema.method('issue', function () { … })`
            (_, &[_, value])
                if self.recorder.is_some() && matches!(self.values.get(holder), Value::Configured { .. }) =>
            {
                if let Some(holder) = self.methods_holder(holder, Shared::added_by(method)?) {
                    self.lay(holder, key, value);
                }
                None
            }
            ("get", [_]) => {
                let laid = self.laid(holder, key)?;
                Some(self.deliver(state, Completion::Return(laid)))
            }
            _ => None,
        }
    }

    /// Whether something is made once and held by the program, not by one call or request.
    fn is_shared(&self, holder: ValueId) -> bool {
        match self.values.get(holder) {
            Value::Object { .. } | Value::Made { .. } | Value::Table { .. } => true,
            // `app.locals`, `schema.methods`
            Value::Symbol(Symbol::Member(base, _)) => {
                matches!(self.values.get(*base), Value::Made { .. } | Value::Configured { .. })
            }
            // `new Map()`
            Value::Symbol(Symbol::Derived(..)) => true,
            _ => false,
        }
    }

    fn does_something(&self, value: ValueId) -> bool {
        match self.values.get(value) {
            Value::Builtin(builtin) => *builtin != Builtin::Plain,
            Value::Instance { .. }
            | Value::Constructed { .. }
            | Value::Class { .. }
            | Value::Function(_)
            | Value::Method { .. }
            | Value::Bound { .. }
            | Value::Package { .. }
            | Value::Configured { .. }
            | Value::Made { .. } => true,
            Value::Object { members, .. } => members.iter().any(|&(_, member)| self.does_something(member)),
            _ => false,
        }
    }
}
