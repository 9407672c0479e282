//! Makes conditions: over the request, over errors, and over what earlier code has remembered.

use super::generate::{Generator, Scope};
use super::program::*;

/// A program runs once for every choice of what its conditions read.
const RUNS_AT_MOST: usize = 48;

impl Generator {
    pub(crate) fn cond(&mut self, scope: &Scope) -> Cond {
        let first = self.simple_cond(scope);
        match self.rng.below(10) {
            0 => Cond::And(Box::new(first), Box::new(self.simple_cond(scope))),
            1 => Cond::Or(Box::new(first), Box::new(self.simple_cond(scope))),
            2 => Cond::Not(Box::new(first)),
            3 => {
                let both = Cond::And(Box::new(first), Box::new(self.simple_cond(scope)));
                match self.rng.percent(50) {
                    true => Cond::Not(Box::new(both)),
                    false => Cond::Or(Box::new(both), Box::new(self.simple_cond(scope))),
                }
            }
            _ => first,
        }
    }

    fn simple_cond(&mut self, scope: &Scope) -> Cond {
        let knows = scope.knows();
        match self.rng.below(10) {
            0..=4 if !scope.errors.is_empty() => {
                let error = scope.errors[scope.errors.len() - 1];
                self.error_cond(error)
            }
            5..=6 if knows => self.known_cond(scope),
            _ if self.site.sees_request => self.request_cond(),
            _ => Cond::Given(self.rng.pick(&[Given::NotTest, Given::Production, Given::Development])),
        }
    }

    /// A test of a result or a flag that the program has set.
    pub(crate) fn known_cond(&mut self, scope: &Scope) -> Cond {
        let count = scope.results.len() + scope.flags.len() + scope.objects.len();
        let index = self.rng.below(count);
        if let Some(&(failing, name)) = index.checked_sub(count - scope.objects.len()).map(|at| &scope.objects[at]) {
            let test = self.rng.pick(&[
                FieldTest::Plain,
                FieldTest::Plain,
                FieldTest::Optional,
                FieldTest::Guarded,
                FieldTest::Strict,
            ]);
            let cond = Cond::Field(test, failing, name);
            return match self.rng.percent(if failing == Failing::Error { 20 } else { 80 }) {
                true => Cond::Not(Box::new(cond)),
                false => cond,
            };
        }
        let Some(&name) = scope.results.get(index) else {
            let flag = Cond::Truthy(scope.flags[index - scope.results.len()]);
            return match self.rng.percent(25) {
                true => Cond::Not(Box::new(flag)),
                false => flag,
            };
        };
        match self.rng.below(10) {
            0..=4 => Cond::Not(Box::new(Cond::Truthy(name))),
            5 => Cond::Truthy(name),
            _ => {
                let test = Cond::Value(
                    self.rng.pick(&[
                        ValueTest::LooseNull,
                        ValueTest::Null,
                        ValueTest::Undefined,
                        ValueTest::OptionalField,
                        ValueTest::GuardedField,
                        ValueTest::Coalesced,
                    ]),
                    name,
                );
                match self.rng.percent(40) {
                    true => Cond::Not(Box::new(test)),
                    false => test,
                }
            }
        }
    }

    pub(crate) fn error_cond(&mut self, error: Name) -> Cond {
        let own = if self.site.callee.is_some() { 18 } else { 0 };
        let class = self.rng.weighted(&[
            (own, ErrorClass::Own),
            (50, ErrorClass::Expired),
            (20, ErrorClass::Token),
            (20, ErrorClass::NotBefore),
            (10, ErrorClass::Any),
        ]);
        let test = match self.rng.below(6) {
            0 => ErrorTest::Message(self.rng.pick(&[
                "jwt expired",
                "jwt expired",
                "jwt not active",
                "invalid signature",
            ])),
            1..=3 => ErrorTest::Instance(class),
            _ => ErrorTest::Name(class),
        };
        match self.rng.percent(25) {
            true => Cond::Not(Box::new(Cond::Error(test, error))),
            false => Cond::Error(test, error),
        }
    }

    /// Two times in five one that the program already asks: it is decided once.
    fn request_cond(&mut self) -> Cond {
        let asked: Vec<usize> = (0..self.atoms.len()).filter(|&index| self.atoms[index] != Atom::List).collect();
        if !asked.is_empty() && (self.rng.percent(40) || self.runs * 2 > RUNS_AT_MOST) {
            let index = self.rng.pick(&asked);
            return self.atom_cond(index);
        }
        let atom = self.rng.weighted(&[
            (30, Atom::Field),
            (20, Atom::Query),
            (12, Atom::Flag),
            (10, Atom::Header),
            (12, Atom::Alias),
            (8, Atom::Destructured),
            (8, Atom::Choice),
        ]);
        match self.atom(atom) {
            Some(index) => self.atom_cond(index),
            // Nothing boolean is asked yet and there is no room: only lists and choices fill it so early.
            None => Cond::Given(Given::NotTest),
        }
    }

    fn atom_cond(&mut self, index: usize) -> Cond {
        match self.atoms[index] {
            Atom::Choice => Cond::Choice(index, self.rng.pick(&["a", "b"])),
            _ => Cond::Atom(index),
        }
    }

    /// A new atom, while the number of runs allows it.
    fn atom(&mut self, atom: Atom) -> Option<usize> {
        let values = match atom {
            Atom::Choice | Atom::List => 3,
            _ => 2,
        };
        if self.runs * values > RUNS_AT_MOST {
            return None;
        }
        self.runs *= values;
        self.atoms.push(atom);
        Some(self.atoms.len() - 1)
    }

    fn atom_of(&self, atom: Atom) -> Option<usize> {
        self.atoms.iter().position(|other| *other == atom)
    }

    /// That no token was presented.
    pub(crate) fn no_token(&mut self) -> Cond {
        match self.atom_of(Atom::Token).or_else(|| self.atom(Atom::Token)) {
            Some(index) => Cond::Not(Box::new(Cond::Atom(index))),
            None if self.site.sees_request => self.request_cond(),
            None => Cond::Given(Given::NotTest),
        }
    }

    /// What a switch over the request looks at, while there is room for it.
    pub(crate) fn choice(&mut self) -> Option<Subject> {
        if !self.site.sees_request {
            return None;
        }
        let index = self.atom_of(Atom::Choice).or_else(|| self.atom(Atom::Choice));
        index.map(Subject::Choice)
    }

    /// A loop over a list of the request that no other loop uses.
    pub(crate) fn data_loop(&mut self) -> Option<Loop> {
        // A wrapper's caller may call it in a loop, and rounds of rounds are not counted.
        if !self.site.answers() {
            return None;
        }
        let index = self.atom(Atom::List)?;
        Some(match self.rng.below(5) {
            0 | 1 => Loop::Of(index),
            2 => Loop::Counted(index),
            3 => Loop::While(index),
            _ => Loop::DoWhile(index),
        })
    }
}
