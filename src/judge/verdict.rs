//! From the ways that a failure took to what is said of it: the lattice of the failure paths, read out for each place where
//! the failure was dropped.
//!
//! In: the outcomes of a check's runs. Out: [`CheckVerdict`]s, with evidence for each place. Knows no rule.

use std::collections::BTreeMap;

use super::calls::is_middleware;
use super::event::{Event, Subject};
use super::machine::Machine;
use super::roots::{Outcome, RootOf};
use super::state::{Because, Facts, Manner, Trail, TrailStep};
use super::value::{Value, ValueId};
use crate::finding::{Confidence, Related, Role, TrailPath, Verdict};
use crate::link::{CallRef, SiteRef};
use crate::text::Place;
use crate::vocabulary::Action;

/// How many different ways a trail tells of.
const SHOWN_PATHS: usize = 12;

/// What is said of one place where a check's failure is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub(crate) verdict: Verdict,
    pub(crate) manner: Manner,
    /// Every silent way goes on with the request.
    pub(crate) fails_open: bool,
    pub(crate) confidence: Confidence,
    pub(crate) because: Option<Because>,
    pub(crate) place: Place,
    pub(crate) related: Vec<Related>,
    /// What is wrong, where the verdict does not say it.
    pub(crate) said: Option<crate::rules::Manner>,
    /// The route that it is about, as its method and path.
    pub(crate) route: Option<String>,
}

/// What becomes of a check's failure.
#[derive(Debug, Clone)]
pub(crate) struct CheckVerdict {
    pub(crate) verdict: Verdict,
    pub(crate) confidence: Confidence,
    pub(crate) because: Option<Because>,
    /// One for each place where the failure is dropped, in order of place.
    pub(crate) drops: Vec<Evidence>,
    pub(crate) paths: Vec<TrailPath>,
}

impl Evidence {
    /// Something is wrong at a place, whatever becomes of any failure.
    pub(super) fn at(
        place: Place,
        said: crate::rules::Manner,
        confidence: Confidence,
        because: Option<Because>,
    ) -> Self {
        Evidence {
            verdict: Verdict::Silent,
            manner: Manner::Uncaught,
            fails_open: false,
            confidence,
            because,
            place,
            related: Vec::new(),
            said: Some(said),
            route: None,
        }
    }
}

impl CheckVerdict {
    /// What is wrong at some places, and no paths to tell of.
    pub(super) fn of(drops: Vec<Evidence>) -> Option<Self> {
        let lowest = drops.iter().min_by_key(|drop| drop.confidence)?;
        let (confidence, because) = (lowest.confidence, lowest.because.clone());
        Some(CheckVerdict { verdict: Verdict::Silent, confidence, because, drops, paths: Vec::new() })
    }

    /// That a store holds tokens is known by names: nothing that follows is surer than that.
    pub(super) fn rests_on_names(&mut self) {
        for drop in self.drops.iter_mut().filter(|drop| drop.confidence > Confidence::Medium) {
            drop.confidence = Confidence::Medium;
            drop.because = Some(Because::StoreByName);
        }
    }
}

impl Machine<'_> {
    /// Whether a call is a check: of a token, by a package that the vocabulary knows.
    pub(crate) fn verifies_token(&mut self, call: CallRef) -> bool {
        let Some(surface) = self.callee_surface(call) else { return false };
        if self.is_inside_declared_check(call) {
            return false;
        }
        match surface.action() {
            Some(Action::Verify(_) | Action::Strategy(_)) => true,
            Some(Action::Authenticate) => self.is_guard_with_callback(call),
            // A middleware is made by one call, and checks when the framework calls it.
            _ => surface.called().is_some_and(|made| is_middleware(made) && !is_middleware(surface)),
        }
    }

    /// What becomes of a check's failure. A check that cannot fail, or is never reached, has no verdict.
    pub(crate) fn judge(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let outcomes = self.outcomes(Subject { site: call.into(), event: Event::Refusal });
        if outcomes.exhausted {
            return Some(self.unknown(call, Because::Budget));
        }
        if outcomes.all.is_empty() {
            let is_call = matches!(self.check_action(call), Some(Action::Verify(_)));
            let unmounted = Because::Unseen("the application that it is registered with".to_owned());
            return (!is_call).then(|| self.unknown(call, unmounted));
        }
        let expired = self.expired_kinds(call);
        let all: Vec<&Outcome> = outcomes.all.iter().collect();
        Some(self.conclusion(call, &all, expired))
    }

    /// What several ways come to, read out for each place where the failure was taken in.
    pub(super) fn conclusion(&mut self, site: impl Into<SiteRef>, all: &[&Outcome], expired: u32) -> CheckVerdict {
        let own = self.program.site_place(site.into());
        let mut by_place: BTreeMap<Place, Vec<&Outcome>> = BTreeMap::new();
        for (outcome, place) in all.iter().zip(self.places(own, all)) {
            by_place.entry(place).or_default().push(outcome);
        }
        let drops: Vec<Evidence> =
            by_place.into_iter().map(|(place, outcomes)| evidence(place, &outcomes, expired)).collect();
        let verdict = verdict_of(all, expired);
        let of_verdict = drops.iter().filter(|drop| drop.verdict == verdict).min_by_key(|drop| drop.confidence);
        // Where callers differ, a place may be quieter than all ways together.
        let quiet = || drops.iter().filter(|drop| drop.verdict != Verdict::Reported).min_by_key(|drop| drop.confidence);
        let lowest = of_verdict.or_else(quiet);
        let (confidence, because) =
            lowest.map_or((Confidence::High, None), |drop| (drop.confidence, drop.because.clone()));
        CheckVerdict { verdict, confidence, because, drops, paths: paths(all) }
    }

    /// Where each of several ways took the failure in. Where it ends by what another check throws, and is only thrown on, that is
    /// another check's story: it stands with a way from the same root that comes to as much at a place of its own.
    fn places(&mut self, own: Place, all: &[&Outcome]) -> Vec<Place> {
        let of = |outcome: &Outcome| {
            let path = &outcome.end.path;
            path.taken.map(|taken| taken.place).or(path.handed_on).unwrap_or(own)
        };
        let thrown_on: Vec<bool> = all
            .iter()
            .map(|outcome| {
                let path = &outcome.end.path;
                path.taken.is_none() && path.handed.is_some_and(|handed| self.is_thrown_by_check(handed))
            })
            .collect();
        let stands_with = |outcome: &Outcome| {
            let alike =
                |other: &Outcome| other.root == outcome.root && verdict_of_path(other) == verdict_of_path(outcome);
            let mut others = all.iter().zip(&thrown_on).filter(|&(other, &thrown_on)| !thrown_on && alike(other));
            others.next().map(|(other, _)| of(other))
        };
        let ways = all.iter().zip(&thrown_on);
        ways.map(|(outcome, &thrown_on)| stands_with(outcome).filter(|_| thrown_on).unwrap_or_else(|| of(outcome)))
            .collect()
    }

    /// Whether an error is what a check throws, and no code of the project's made.
    fn is_thrown_by_check(&mut self, error: ValueId) -> bool {
        let Value::NewError { site, .. } = *self.values.get(error) else { return false };
        self.call_at(site).is_some_and(|call| self.verification(call).is_some())
    }

    pub(super) fn unknown(&self, site: impl Into<SiteRef>, because: Because) -> CheckVerdict {
        let place = self.program.site_place(site.into());
        let evidence = Evidence {
            verdict: Verdict::Unknown,
            manner: Manner::Uncaught,
            fails_open: false,
            confidence: Confidence::Low,
            because: Some(because.clone()),
            place,
            related: Vec::new(),
            said: None,
            route: None,
        };
        CheckVerdict {
            verdict: Verdict::Unknown,
            confidence: Confidence::Low,
            because: Some(because),
            drops: vec![evidence],
            paths: Vec::new(),
        }
    }

    /// The error kinds that only say that a genuine token's time is over.
    fn expired_kinds(&mut self, call: CallRef) -> u32 {
        let Some(verify) = self.verification(call) else { return 0 };
        let expired = verify.errors.iter().enumerate().take(32);
        expired.filter(|(_, class)| class.is_expired()).fold(0, |mask, (bit, _)| mask | (1 << bit))
    }
}

/// What one way came to.
fn verdict_of_path(outcome: &Outcome) -> Verdict {
    let facts = outcome.facts;
    if facts.contains(Facts::TOLD) {
        Verdict::Reported
    } else if facts.contains(Facts::MAYBE) {
        Verdict::Unknown
    } else if facts.contains(Facts::TOLD_DEBUG) {
        Verdict::DebugOnly
    } else {
        Verdict::Silent
    }
}

/// The lattice's join over several ways. An expired token may be passed over in silence when all else is told.
fn verdict_of(outcomes: &[&Outcome], expired: u32) -> Verdict {
    let others: Vec<_> = outcomes.iter().filter(|outcome| outcome.end.path.kinds & !expired != 0).collect();
    let excused = !others.is_empty() && others.iter().all(|outcome| verdict_of_path(outcome) == Verdict::Reported);
    if excused {
        return Verdict::Reported;
    }
    let any = |verdict: Verdict| outcomes.iter().any(|outcome| verdict_of_path(outcome) == verdict);
    match (any(Verdict::Silent), any(Verdict::DebugOnly), any(Verdict::Reported), any(Verdict::Unknown)) {
        (true, _, false, false) => Verdict::Silent,
        (true, ..) => Verdict::Partly,
        (false, true, false, false) => Verdict::DebugOnly,
        (false, true, true, _) => Verdict::Partly,
        (false, _, _, true) => Verdict::Unknown,
        (false, false, ..) => Verdict::Reported,
    }
}

/// What is said of a place where the failure is swallowed: by the quietest of those who come there. Among the ways of each of
/// them, and for what is handed on, all ways count.
fn verdict_at(outcomes: &[&Outcome], expired: u32) -> Verdict {
    let mut callers: Vec<(RootOf, Vec<&Outcome>)> = Vec::new();
    for &outcome in outcomes {
        match callers.iter_mut().find(|(root, _)| *root == outcome.root) {
            Some((_, own)) => own.push(outcome),
            None => callers.push((outcome.root, vec![outcome])),
        }
    }
    let is_swallowed = outcomes.iter().all(|outcome| outcome.end.path.taken.is_some());
    let quietest = callers.iter().map(|(_, own)| verdict_of(own, expired)).min_by_key(|verdict| match verdict {
        Verdict::Silent => 0,
        Verdict::Partly => 1,
        Verdict::DebugOnly => 2,
        Verdict::Unknown => 3,
        Verdict::Reported => 4,
    });
    quietest.filter(|_| is_swallowed).unwrap_or_else(|| verdict_of(outcomes, expired))
}

fn evidence(place: Place, outcomes: &[&Outcome], expired: u32) -> Evidence {
    let verdict = verdict_at(outcomes, expired);
    let quiet: Vec<_> = outcomes
        .iter()
        .filter(|outcome| match verdict {
            Verdict::Reported => true,
            Verdict::Unknown => verdict_of_path(outcome) == Verdict::Unknown,
            _ => matches!(verdict_of_path(outcome), Verdict::Silent | Verdict::DebugOnly),
        })
        .collect();
    let lowest = quiet.iter().min_by_key(|outcome| outcome.end.path.confidence);
    let (mut confidence, mut because) = lowest
        .map_or((Confidence::High, None), |outcome| (outcome.end.path.confidence, outcome.end.path.because.clone()));
    match verdict {
        Verdict::Unknown => confidence = Confidence::Low,
        Verdict::DebugOnly if confidence > Confidence::Medium => {
            (confidence, because) = (Confidence::Medium, Some(Because::DebugOnly));
        }
        _ if confidence == Confidence::High => because = None,
        _ => {}
    }
    let shown = quiet.first().or(outcomes.first().as_ref()).map(|outcome| &outcome.end.path);
    let manner = shown.and_then(|path| path.taken).map_or(Manner::Uncaught, |taken| taken.manner);
    let went_on = |outcome: &&&Outcome| outcome.facts.contains(Facts::WENT_ON);
    let mut related = Vec::new();
    if let Some(path) = shown {
        related = told(&path.trail).into_iter().filter(|step| step.role != Role::Exit).collect();
        if let Some(exit) = path.exit {
            related.push(Related { role: Role::Exit, place: exit, message: "and ends here".to_owned() });
        }
    }
    if verdict == Verdict::Partly {
        // Where somebody is told on the other ways.
        let told_elsewhere = outcomes
            .iter()
            .filter(|outcome| verdict_of_path(outcome) == Verdict::Reported)
            .find_map(|outcome| told(&outcome.end.path.trail).into_iter().find(|step| step.role == Role::Signal));
        related.extend(told_elsewhere);
    }
    dedupe(&mut related);
    Evidence {
        verdict,
        manner,
        fails_open: !quiet.is_empty() && quiet.iter().all(went_on),
        confidence,
        because,
        place,
        related,
        said: None,
        route: None,
    }
}

fn dedupe(related: &mut Vec<Related>) {
    let mut seen: Vec<(Role, Place)> = Vec::new();
    related.retain(|step| {
        let key = (step.role, step.place);
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
}

/// A trail's steps, oldest first.
fn told(trail: &Trail) -> Vec<Related> {
    let mut steps = Vec::new();
    let mut at: Option<&TrailStep> = trail.as_deref();
    while let Some(step) = at {
        steps.push(Related { role: step.role, place: step.place, message: step.message.clone() });
        at = step.before.as_deref();
    }
    steps.reverse();
    steps
}

/// The different ways, the quiet ones first.
fn paths(outcomes: &[&Outcome]) -> Vec<TrailPath> {
    let mut paths: Vec<TrailPath> = Vec::new();
    for outcome in outcomes {
        let mut places = told(&outcome.end.path.trail);
        if let Some(exit) = outcome.end.path.exit
            && !places.iter().any(|step| step.role == Role::Exit && step.place == exit)
        {
            places.push(Related { role: Role::Exit, place: exit, message: "and this way ends here".to_owned() });
        }
        dedupe(&mut places);
        let path = TrailPath { verdict: verdict_of_path(outcome), places };
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths.sort_by_key(|path| std::cmp::Reverse(path.verdict));
    paths.truncate(SHOWN_PATHS);
    paths
}

impl Because {
    /// As a clause after "because".
    pub(crate) fn text(&self) -> String {
        match self {
            Because::Unbound(name) => {
                format!("nothing in the file declares `{name}`: it is taken for the package of that name")
            }
            Because::Production => "a condition on the environment is decided as in production".to_owned(),
            Because::DebugOnly => "the only signals are below the level that production keeps".to_owned(),
            Because::Unseen(what) => format!("it depends on {what}, which cannot be seen"),
            Because::StrategyByName(name) => {
                format!("no strategy is seen: `{name}` is taken for the one that checks tokens")
            }
            Because::StoreByName => "only names say that this store holds tokens".to_owned(),
            Because::TokenByName(name) => format!("what `{name}` holds is known by its name only"),
            Because::RouteByName(path) => format!("only names say what `{path}` is for"),
            Because::Unmounted => "no application is seen that its router is mounted on".to_owned(),
            Because::Undecided => {
                "a condition on the path or the method of requests, which cannot be decided, stands around a limiter"
                    .to_owned()
            }
            Because::OnlyWatched => {
                "the handler tells of attempts that come too often, before it looks at the token".to_owned()
            }
            Because::OpenCondition => "a condition on the error cannot be decided".to_owned(),
            Because::Unreached => "no route is seen that leads here".to_owned(),
            Because::EntryByName => "that a Lambda runtime calls it was read from its name".to_owned(),
            Because::NoCaller => "no caller of it is seen".to_owned(),
            Because::Budget => "the code around the check takes more ways than are followed".to_owned(),
        }
    }
}
