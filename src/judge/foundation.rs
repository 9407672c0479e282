//! What all files of a program are judged on: its routes, and the values and constants that finding them gave.
//!
//! Made once for a program, by one machine; every file's own machine adds to it what it finds out itself.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::concern::Concern;
use super::declared::DeclaredFunctions;
use super::instances::ClassRef;
use super::lists::Lists;
use super::machine::Machine;
use super::mentions::Mentions;
use super::prototypes::Prototypes;
use super::routes::Routes;
use super::signers::Signers;
use super::subtypes::Subtypes;
use super::value::{ValueId, Values};
use crate::finding::Runs;
use crate::link::{Name, Program};
use crate::outline::Exported;
use crate::outline::code::BindingId;
use crate::text::FileId;

/// A table whose first part is shared.
#[derive(Debug)]
pub(super) struct Layered<K, V> {
    shared: Arc<FxHashMap<K, V>>,
    own: FxHashMap<K, V>,
}

impl<K, V> Default for Layered<K, V> {
    fn default() -> Self {
        Self { shared: Arc::default(), own: FxHashMap::default() }
    }
}

impl<K: Eq + Hash, V: Copy> Layered<K, V> {
    pub(super) fn get(&self, key: &K) -> Option<V> {
        self.own.get(key).or_else(|| self.shared.get(key)).copied()
    }

    pub(super) fn insert(&mut self, key: K, value: V) {
        self.own.insert(key, value);
    }

    pub(super) fn forget(&mut self) {
        self.own.clear();
    }

    fn on(shared: &Arc<FxHashMap<K, V>>) -> Self {
        Self { shared: Arc::clone(shared), own: FxHashMap::default() }
    }
}

/// What a machine begins with.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) values: Values,
    pub(super) constants: Layered<(FileId, BindingId), Option<ValueId>>,
    pub(super) exports: Layered<(FileId, Exported), Option<ValueId>>,
    pub(super) known: Layered<(ValueId, Name), ValueId>,
    pub(super) routes: Arc<Routes>,
    pub(super) declared: Arc<DeclaredFunctions>,
    pub(super) mentions: Arc<Mentions>,
    pub(super) prototypes: Arc<Prototypes>,
    pub(super) lists: Arc<Lists>,
    pub(super) signers: Arc<Signers>,
    pub(super) concern: Arc<Concern>,
    pub(super) subtypes: Arc<Subtypes>,
    pub(super) bases: Layered<ClassRef, Option<ClassRef>>,
}

/// See the file's own words.
#[derive(Debug, Default)]
pub struct Foundation {
    values: Arc<Values>,
    constants: Arc<FxHashMap<(FileId, BindingId), Option<ValueId>>>,
    exports: Arc<FxHashMap<(FileId, Exported), Option<ValueId>>>,
    known: Arc<FxHashMap<(ValueId, Name), ValueId>>,
    pub(crate) routes: Arc<Routes>,
    pub(crate) declared: Arc<DeclaredFunctions>,
    mentions: Arc<Mentions>,
    prototypes: Arc<Prototypes>,
    lists: Arc<Lists>,
    signers: Arc<Signers>,
    pub(super) concern: Arc<Concern>,
    subtypes: Arc<Subtypes>,
    bases: Arc<FxHashMap<ClassRef, Option<ClassRef>>>,
    spent: Runs,
}

impl Foundation {
    /// Runs the program's modules for what they register.
    pub fn of(program: &Program) -> Foundation {
        let declared = Arc::new(DeclaredFunctions::of(program));
        let mentions = Arc::new(Mentions::new(program));
        let prototypes = Arc::new(Prototypes::new(program));
        let concern = Arc::new(Concern::of(program));
        let subtypes = Arc::new(Subtypes::of(program));
        let own = Foundation { declared, mentions, prototypes, concern, subtypes, ..Foundation::default() };
        let mut machine = Machine::new(program, &own);
        let routes = machine.record();
        let spent = machine.spent;
        let nobody_listens = routes.unhandled.is_empty() && routes.listeners.is_empty();
        let holds_nothing = routes.bound.is_empty() && routes.laid.is_empty() && routes.hooks.is_empty();
        if routes.applications.is_empty() && nobody_listens && routes.strategies.is_empty() && holds_nothing {
            let Routes { cut_off, not_run, .. } = routes;
            let routes = Arc::new(Routes { cut_off, not_run, ..Routes::default() });
            return Foundation { routes, spent, ..own };
        }
        Foundation {
            values: Arc::new(machine.values),
            constants: Arc::new(machine.constants.own),
            exports: Arc::new(machine.exports.own),
            known: Arc::new(machine.known.own),
            routes: Arc::new(routes),
            declared: own.declared,
            signers: Arc::new(Signers::of(program, &own.mentions, &own.concern)),
            mentions: own.mentions,
            prototypes: own.prototypes,
            lists: own.lists,
            concern: own.concern,
            subtypes: own.subtypes,
            bases: Arc::new(machine.bases.own),
            spent,
        }
    }

    /// What running the modules took.
    pub fn spent(&self) -> Runs {
        self.spent
    }
}

impl<'p> Machine<'p> {
    pub(crate) fn new(program: &'p Program, foundation: &Foundation) -> Self {
        let ground = Ground {
            values: Values::on(Arc::clone(&foundation.values)),
            constants: Layered::on(&foundation.constants),
            exports: Layered::on(&foundation.exports),
            known: Layered::on(&foundation.known),
            routes: Arc::clone(&foundation.routes),
            declared: Arc::clone(&foundation.declared),
            mentions: Arc::clone(&foundation.mentions),
            prototypes: Arc::clone(&foundation.prototypes),
            lists: Arc::clone(&foundation.lists),
            signers: Arc::clone(&foundation.signers),
            concern: Arc::clone(&foundation.concern),
            subtypes: Arc::clone(&foundation.subtypes),
            bases: Layered::on(&foundation.bases),
        };
        Machine::on(program, ground)
    }
}
