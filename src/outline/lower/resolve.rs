//! What names mean: which declaration each use of a name leads to.
//!
//! In: a file's scopes, with their declarations and uses. Out: a binding for each use that has one. Knows no instructions.

use super::super::code::{BindingId, NameId, ScopeId};
use super::Lowering;

impl Lowering<'_, '_> {
    /// Finds the innermost declaration of each name, seen from where it is used: the scopes are gone through as they lie in
    /// each other, with what each name means at the moment.
    pub(super) fn resolve(&mut self) {
        let mut inner = Lists::of(self.scopes.len(), self.scopes.iter().map(|scope| scope.parent.map(ScopeId::index)));
        let mut used = Lists::of(self.scopes.len(), self.refs.iter().map(|used| Some(used.scope.index())));
        let mut meaning: Vec<Option<BindingId>> = vec![None; self.names.count()];
        let mut hidden: Vec<(NameId, Option<BindingId>)> = Vec::new();
        let mut around: Vec<(usize, usize)> = Vec::new();
        let mut entered = Some(0);
        loop {
            if let Some(scope) = entered {
                around.push((scope, hidden.len()));
                for &binding in &self.scopes[scope].bindings {
                    let name = self.bindings[binding.index()].name;
                    hidden.push((name, meaning[name.index()].replace(binding)));
                }
                while let Some(at) = used.next(scope) {
                    self.refs[at].binding = meaning[self.refs[at].name.index()];
                }
            }
            let Some(&(scope, before)) = around.last() else { return };
            entered = inner.next(scope);
            if entered.is_none() {
                around.pop();
                for (name, outer) in hidden.drain(before..).rev() {
                    meaning[name.index()] = outer;
                }
            }
        }
    }
}

/// Things by what they belong to, as lists that are taken from.
struct Lists {
    first: Vec<u32>,
    next: Vec<u32>,
}

impl Lists {
    const END: u32 = u32::MAX;

    fn of(owners: usize, owner_of: impl Iterator<Item = Option<usize>>) -> Self {
        let mut lists = Self { first: vec![Self::END; owners], next: Vec::new() };
        for (at, owner) in (0..).zip(owner_of) {
            let before = owner.map_or(Self::END, |owner| std::mem::replace(&mut lists.first[owner], at));
            lists.next.push(before);
        }
        lists
    }

    fn next(&mut self, owner: usize) -> Option<usize> {
        let at = Some(self.first[owner]).filter(|&at| at != Self::END)? as usize;
        self.first[owner] = self.next[at];
        Some(at)
    }
}
