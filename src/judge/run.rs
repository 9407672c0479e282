//! One run of the machine: what it is made for, how far it has got, and how much it may cost.
//!
//! In: a root, and what is to happen there. Out: the ends of its ways. Knows nothing of how an instruction works.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::digest::Digest;
use super::event::Event;
use super::forget::{Needs, Standing};
use super::state::{Completion, Path, State};
use super::value::{ChainId, ValueId};
use crate::link::{CallRef, FunctionRef, Name, SiteRef};

/// How much one root may cost, in instructions: work, not time, so that the answer is the same everywhere. Of what real code
/// takes, nine roots of ten are through with a tenth of the first.
const STEPS_BRIEF: u32 = 6_000;
/// How much one of many may cost, of which there is no certain verdict any more, or which hardly has to do with tokens.
const STEPS_AT_A_GLANCE: u32 = 1_000;
/// How much it may cost to find out whether it comes to what is judged, when paths are not told apart by their decisions.
const STEPS_MERGED: u32 = 20_000;
/// As [`STEPS_MERGED`], where it is known that the root comes there. Of those that are through with it at all, nine of ten are by
/// then.
const STEPS_FURTHER: u32 = 50_000;
/// How much it may cost to tell them apart, once it is known what becomes of the root when they are not.
const STEPS_THOROUGH: u32 = 50_000;
/// How much running one module for what it registers may cost.
const STEPS_PER_MODULE: u32 = 50_000;
/// How much one constant may cost.
const STEPS_PER_CONSTANT: u32 = 2_000;
/// How many different states one root may pass through.
const STATES_PER_ROOT: usize = 20_000;

/// The end of a run on which the check has failed.
#[derive(Debug, Clone)]
pub(crate) struct End {
    pub(crate) path: Path,
    /// What the root gave back; `None` when it never ended by itself, or before the check failed.
    pub(crate) completion: Option<Completion>,
}

/// How thoroughly a root is explored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Effort {
    /// Paths are told apart by their decisions, as long as that takes little.
    #[default]
    Brief,
    /// As briefly as it takes to see whether it is one of the many that are through at once.
    Glance,
    /// They are not.
    Merged,
    /// They are not, and it may take longer.
    Further,
    /// They are, and it may take as long.
    Thorough,
}

impl Effort {
    /// Whether paths are told apart by their decisions.
    pub(super) fn keeps_decisions(self) -> bool {
        matches!(self, Effort::Brief | Effort::Glance | Effort::Thorough)
    }

    fn limit(self) -> u32 {
        match self {
            Effort::Brief => STEPS_BRIEF,
            Effort::Glance => STEPS_AT_A_GLANCE,
            Effort::Merged => STEPS_MERGED,
            Effort::Further => STEPS_FURTHER,
            Effort::Thorough => STEPS_THOROUGH,
        }
    }
}

/// One exploration: of a root with a check to judge, or of an expression that is evaluated once and for all.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// The site under judgement; `None` while a constant is evaluated.
    pub(super) target: Option<SiteRef>,
    /// What happens there.
    pub(super) event: Event,
    /// Where it started.
    pub(super) root: Option<FunctionRef>,
    /// Who takes over what the root throws, when it is a handler.
    pub(super) chain: Option<ChainId>,
    /// The project's functions among them.
    pub(super) receivers: Vec<FunctionRef>,
    /// Stop when the bottom frame comes here (constants).
    pub(super) stop: Option<u32>,
    pub(super) effort: Effort,
    pub(super) work: Vec<State>,
    pub(super) seen: FxHashSet<Digest>,
    pub(super) steps: u32,
    pub(super) ends: Vec<End>,
    /// What the expression gave.
    pub(super) results: Vec<ValueId>,
    /// The names of members that the functions which lead to the check read; found when it is first asked for.
    pub(super) read_on_the_way: Option<Arc<Option<FxHashSet<Name>>>>,
    /// What matters where paths meet.
    pub(super) needs: FxHashMap<Standing, Needs>,
    /// Values that were asked whether they may lead to the check.
    pub(super) leads: FxHashMap<ValueId, bool>,
    /// Functions that were entered.
    pub(super) entered: FxHashSet<FunctionRef>,
    pub(super) exhausted: bool,
    /// What is judged has happened on some way before the run was exhausted.
    pub(super) comes_to_event: bool,
    /// The site was come to, and what is judged does not happen there.
    pub(super) passed_by: bool,
    /// What a look-up gave was asked for what would be another one of a revoked token.
    pub(super) asks_mark: bool,
    /// The calls that have made a limiter for one request only.
    pub(super) fresh_limiters: FxHashSet<CallRef>,
    /// The calls that were asked about the path or the method of the request.
    pub(super) asked: FxHashSet<CallRef>,
}

impl Run {
    /// Of an expression that is evaluated once and for all. What it may give is joined in the end: paths are not told apart.
    pub(super) fn of_constant(stop: u32) -> Run {
        Run { stop: Some(stop), effort: Effort::Merged, ..Run::default() }
    }

    /// Nothing fails: an expression is evaluated once and for all.
    pub(super) fn is_constant(&self) -> bool {
        self.target.is_none()
    }

    pub(super) fn is_root(&self, at: FunctionRef) -> bool {
        self.root == Some(at)
    }

    /// A module is run for what it registers.
    pub(super) fn is_setup(&self) -> bool {
        self.target.is_none() && self.root.is_some()
    }

    /// Whether it takes more than it may: see the limits above.
    pub(super) fn is_too_much(&self) -> bool {
        self.steps > self.limit() || self.seen.len() > STATES_PER_ROOT
    }

    pub(super) fn limit(&self) -> u32 {
        match (self.target, self.root) {
            (Some(_), _) => self.effort.limit(),
            (None, Some(_)) => STEPS_PER_MODULE,
            (None, None) => STEPS_PER_CONSTANT,
        }
    }
}
