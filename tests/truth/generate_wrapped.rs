//! Makes what a caller does with the value of a wrapper.

use super::generate::{Generator, Scope};
use super::program::*;

impl Generator {
    /// The check is a call of a wrapper.
    pub(crate) fn is_wrapped(&self) -> bool {
        self.site.callee.is_some()
    }

    /// Whether the check's promise may be what the function returns.
    pub(crate) fn may_return(&self, scope: &Scope) -> bool {
        let own = self.site.own.and_then(Protocol::object);
        let same = own.is_none() || own == self.site.callee.and_then(Protocol::object);
        let gives = self.site.own.is_none_or(Protocol::is_promise);
        same && gives && !scope.under_finally
    }

    /// What is done with a value that may be nothing; `None` for what is done with any check's.
    pub(crate) fn wrapped_result(&mut self, scope: &mut Scope) -> Option<Use> {
        let object = self.site.own.and_then(Protocol::object);
        if let Some(failing) = object
            && self.rng.percent(60)
        {
            return Some(Use::Tried(failing, Tried::Packed));
        }
        if !self.is_wrapped() {
            // A wrapper's value is mostly the check's.
            let returned = self.site.own.is_some() && object.is_none() && self.rng.percent(55);
            return returned.then_some(Use::Returned);
        }
        match self.rng.below(10) {
            0 | 1 => {
                let refused = self.failure(scope, 1);
                Some(Use::Tried(Failing::Nothing, Tried::Refused(refused)))
            }
            2 if self.site.answers() => {
                let refused = Box::new(self.effect(scope));
                let accepted = Box::new(Expr::Next(NextArgument::Nothing));
                Some(Use::Tried(Failing::Nothing, Tried::Chosen(accepted, refused)))
            }
            3 => {
                scope.results.push(Name("decoded"));
                Some(Use::Tried(Failing::Nothing, Tried::Coalesced(Name("decoded"))))
            }
            4 if object.is_none() => Some(Use::Returned),
            _ => None,
        }
    }

    /// What is done with an object that says how the check went.
    pub(crate) fn object_result(&mut self, scope: &mut Scope, failing: Failing) -> Use {
        let own = self.site.own.and_then(Protocol::object);
        match self.rng.below(20) {
            0..=5 => {
                let name = Name("result");
                scope.objects.push((failing, name));
                Use::Declared(name)
            }
            6..=9 => {
                scope.flags.extend(failing.field());
                Use::Tried(failing, Tried::Unpacked)
            }
            10..=13 => {
                let refused = self.failure(scope, 1);
                Use::Tried(failing, Tried::Refused(refused))
            }
            14 | 15 if self.site.answers() => {
                let refused = Box::new(self.effect(scope));
                let accepted = Box::new(Expr::Next(NextArgument::Nothing));
                Use::Tried(failing, Tried::Chosen(accepted, refused))
            }
            16..=18 if own == Some(failing) => Use::Returned,
            _ => Use::Dropped,
        }
    }
}
