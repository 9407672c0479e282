//! How a root is explored: what is run first, and when it is run again, as thoroughly as it takes.
//!
//! In: a function or a registered handler, and what is to happen at a site. Out: the ends of its ways, or that they are too many.
//! What a run is, and how much each may cost, `run` knows; which roots there are, `roots`.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::calls::Calling;
use super::event::Subject;
use super::machine::{Flow, Machine};
use super::routes::{Chain, Position};
use super::run::{Effort, End, Run};
use crate::link::FunctionRef;

/// What a root's exploration gave.
pub(crate) struct Explored {
    pub(crate) ends: Vec<End>,
    pub(crate) entered: FxHashSet<FunctionRef>,
    /// The root takes more paths than were followed.
    pub(crate) exhausted: bool,
    pub(super) passed_by: bool,
    pub(super) asks_mark: bool,
    /// It was run for more than a brief look.
    pub(super) took_long: bool,
}

impl Explored {
    /// Nothing was followed to its end.
    pub(super) fn given_up() -> Explored {
        Explored {
            ends: Vec::new(),
            entered: FxHashSet::default(),
            exhausted: true,
            passed_by: false,
            asks_mark: false,
            took_long: false,
        }
    }
}

impl Machine<'_> {
    /// Runs a function from its start, on unknown arguments, over all decisions, with the target failing.
    pub(crate) fn explore(&mut self, root: FunctionRef, subject: Subject) -> Explored {
        self.explore_with(|machine, effort| machine.explore_once(root, subject, effort))
    }

    /// Explores as thoroughly as it takes.
    pub(super) fn explore_with(&mut self, explore: impl FnMut(&mut Self, Effort) -> Run) -> Explored {
        let run = self.run_as_needed(explore);
        self.spent.roots += 1;
        self.spent.given_up += u64::from(run.exhausted);
        Explored {
            ends: run.ends,
            entered: run.entered,
            exhausted: run.exhausted,
            passed_by: run.passed_by,
            asks_mark: run.asks_mark,
            took_long: !matches!(run.effort, Effort::Brief | Effort::Glance),
        }
    }

    /// Most roots are through at once. Of one that is not, it is found out first what becomes of it when paths are not told apart
    /// by their decisions: where that is too much, or does not come to the event, telling them apart brings nothing more.
    fn run_as_needed(&mut self, mut explore: impl FnMut(&mut Self, Effort) -> Run) -> Run {
        if self.looks_briefly || self.is_hurried {
            return explore(self, Effort::Glance);
        }
        let brief = explore(self, Effort::Brief);
        if !brief.exhausted {
            return brief;
        }
        let merged = explore(self, if brief.comes_to_event { Effort::Further } else { Effort::Merged });
        // What is stored in objects is not told apart either: who comes to the event by that does so in the first run only.
        if merged.exhausted || (merged.ends.is_empty() && !brief.comes_to_event) {
            return merged;
        }
        let thorough = explore(self, Effort::Thorough);
        if thorough.exhausted && !merged.ends.is_empty() { merged } else { thorough }
    }

    fn explore_once(&mut self, root: FunctionRef, subject: Subject, effort: Effort) -> Run {
        let Subject { site, event } = subject;
        let run = Run { target: Some(site), event, root: Some(root), effort, ..Run::default() };
        self.explore_from(run, |machine, state| {
            let this = machine.own_this(root);
            match machine.decorated_root(root) {
                Some((call, callee)) => {
                    let count = u16::try_from(machine.program.function(root).params.len()).unwrap_or(0);
                    let arguments = (0..count).map(|index| machine.parameter(root, index)).collect();
                    machine.dispatch(state, Calling { call, callee, this, arguments })
                }
                None => {
                    machine.enter(state, root, Rc::from([]), this);
                    Flow::Go
                }
            }
        })
    }

    /// Runs a registered handler as the framework does, with one of the chains of receivers behind it.
    pub(crate) fn explore_handler(&mut self, at: Position, chain: Chain, subject: Subject) -> Explored {
        self.explore_with(|machine, effort| machine.explore_handler_once(at, chain.clone(), subject, effort))
    }

    fn explore_handler_once(&mut self, at: Position, chain: Chain, subject: Subject, effort: Effort) -> Run {
        let Subject { site: target, event } = subject;
        let chain = self.chain_id(chain);
        let routes = Arc::clone(&self.routes);
        let (Some(entry), Some(callee)) = (routes.entry(at), routes.handler(at)) else { return Run::default() };
        let root = self.values.function(callee);
        let receivers = self.receiving_functions(chain);
        let run = Run { target: Some(target), event, root, chain: Some(chain), receivers, effort, ..Run::default() };
        let arguments = self.handler_arguments(at, chain);
        self.explore_from(run, |machine, state| {
            let this = machine.values.undefined();
            machine.dispatch(state, Calling { call: entry.call, callee, this, arguments })
        })
    }

    /// Runs code for what it registers.
    pub(super) fn explore_setup(&mut self, root: FunctionRef) -> Run {
        let run = Run { root: Some(root), effort: Effort::Merged, ..Run::default() };
        let run = self.explore_from(run, |machine, state| {
            let this = machine.own_this(root);
            machine.enter(state, root, Rc::from([]), this);
            Flow::Go
        });
        self.spent.roots += 1;
        self.spent.given_up += u64::from(run.exhausted);
        run
    }
}
