//! Methods that a schema, or a model, gives to all rows of a store, or to the store: `schema.methods.issue = function () { … }`.
//!
//! In: what the program's modules laid there, while they were run. Out: for a call on a row or on a model, the function that is
//! meant. Which rows are of which model is asked of the code around the call, as for hooks.

use super::calls::Calling;
use super::hooks::Of;
use super::machine::Machine;
use super::value::{Symbol, Value, ValueId};
use crate::link::{CallRef, Name};
use crate::vocabulary::Surface;

/// Where such methods are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shared {
    /// Mongoose's, of rows.
    Methods,
    /// Sequelize's, and any constructor's.
    Prototype,
    /// Of the model itself.
    Statics,
}

impl Shared {
    const ALL: [Shared; 3] = [Shared::Methods, Shared::Prototype, Shared::Statics];

    fn member(self) -> &'static str {
        match self {
            Shared::Methods => "methods",
            Shared::Prototype => "prototype",
            Shared::Statics => "statics",
        }
    }

    fn of(self) -> Of {
        match self {
            Shared::Methods | Shared::Prototype => Of::Row,
            Shared::Statics => Of::Store,
        }
    }

    /// What adds one: `schema.method(name, function)`.
    fn adder(self) -> Option<&'static str> {
        match self {
            Shared::Methods => Some("method"),
            Shared::Prototype => None,
            Shared::Statics => Some("static"),
        }
    }

    pub(super) fn added_by(method: &str) -> Option<Shared> {
        Shared::ALL.into_iter().find(|shared| shared.adder() == Some(method))
    }
}

impl Machine<'_> {
    /// What stands for the object that holds such methods. A program that never names it is told nothing by it.
    pub(super) fn methods_holder(&mut self, owner: ValueId, shared: Shared) -> Option<ValueId> {
        let name = self.program.find(shared.member()).or_else(|| self.program.find(shared.adder()?))?;
        Some(self.values.symbol(Symbol::Member(owner, name)))
    }

    /// `schema.methods = { … }`: each of them is laid by itself.
    pub(super) fn lay_methods(&mut self, owner: ValueId, name: Name, value: ValueId) {
        let text = self.program.text(name);
        let is_holder = Shared::ALL.iter().any(|shared| shared.member() == text);
        if !is_holder || !matches!(self.values.get(owner), Value::Configured { .. }) {
            return;
        }
        if let Value::Object { members, .. } = self.values.get(value).clone() {
            let holder = self.values.symbol(Symbol::Member(owner, name));
            for (name, value) in members {
                self.lay(holder, name, value);
            }
        }
    }

    /// What a package makes with options. Some of it is given methods at once:
    /// `new Schema(columns, { methods: { … }, statics: { … } })`.
    pub(super) fn made_with(&mut self, surface: Surface, options: ValueId, calling: &Calling) -> ValueId {
        self.note_fresh_limiter(calling.call);
        let made = self.values.make(Value::Configured { surface, call: calling.call, options });
        let records = self.recorder.is_some();
        for &given in calling.arguments.iter().skip(1).filter(|_| records) {
            if let Value::Object { members, .. } = self.values.get(given).clone() {
                members.into_iter().for_each(|(name, value)| self.lay_methods(made, name, value));
            }
        }
        made
    }

    /// The function that is meant by a method of a row, or of a model, which nothing else explains.
    pub(super) fn shared_method(&mut self, call: CallRef, receiver: ValueId, name: Name) -> Option<ValueId> {
        let routes = std::sync::Arc::clone(&self.routes);
        let names = routes.laid_names.get_or_init(|| routes.laid.keys().map(|&(_, name)| name).collect());
        if !names.contains(&name) {
            return None;
        }
        let (owners, of) = self.owners_of(call, receiver)?;
        for owner in owners {
            for shared in Shared::ALL.into_iter().filter(|shared| shared.of() == of) {
                let Some(holder) = self.methods_holder(owner, shared) else { continue };
                if let Some(method) = self.laid(holder, name).filter(|&method| self.is_project_function(method)) {
                    return Some(method);
                }
            }
        }
        None
    }
}
