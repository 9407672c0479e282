//! Look-ups of tokens: what becomes of a request whose token was revoked.
//!
//! In: a call that looks a token up. Out: a [`CheckVerdict`], as for a verification. A look-up that refuses nothing, because it
//! only finds the row to revoke, or lists sessions, is no check and has no verdict.

use std::collections::BTreeMap;

use super::event::{Event, Found, Subject};
use super::machine::Machine;
use super::roots::{Outcome, RootOf};
use super::state::{Because, Facts};
use super::stores::Listed;
use super::verdict::{CheckVerdict, Evidence};
use crate::finding::Verdict;
use crate::link::SiteRef;
use crate::outline::code::FnId;
use crate::text::FileId;

impl Machine<'_> {
    /// What becomes of a request whose token is revoked, as a look-up finds out.
    pub(crate) fn judge_look_up(&mut self, site: SiteRef) -> Option<CheckVerdict> {
        let found = self.look_up(site)?;
        let refused = match found.listed {
            Listed::Refused => self.refused(site, Found::Refused),
            Listed::Versioned => self.refused(site, Found::RevokedRow),
            Listed::Accepted => self.refused_unless_listed(site),
        };
        let Some(refused) = refused else { return Some(self.unknown(site, Because::Budget)) };
        if refused.is_empty() {
            return None;
        }
        let all: Vec<&Outcome> = refused.iter().collect();
        let mut verdict = self.conclusion(site, &all, 0);
        verdict.rests_on_names();
        if found.listed == Listed::Accepted {
            verdict.drops = self.merged(verdict.drops);
        }
        Some(verdict)
    }

    /// A row that is missing and one that is revoked are refused in two places of one function, and are one finding.
    fn merged(&self, drops: Vec<Evidence>) -> Vec<Evidence> {
        let mut by_function: BTreeMap<(FileId, Option<FnId>), Vec<Evidence>> = BTreeMap::new();
        for drop in drops {
            let outline = self.program.outline(drop.place.file);
            let around = (0..).map(FnId).zip(&outline.functions);
            let holds = around.filter(|(_, function)| function.span.contains(drop.place.span));
            let inner = holds.min_by_key(|(_, function)| function.span.end - function.span.start).map(|(id, _)| id);
            by_function.entry((drop.place.file, inner)).or_default().push(drop);
        }
        by_function.into_values().flat_map(loudest).collect()
    }

    /// The ways on which a request is refused; `None` where that takes too much.
    fn refused(&mut self, site: SiteRef, found: Found) -> Option<Vec<Outcome>> {
        let outcomes = self.outcomes(Subject { site, event: Event::LookUp(found) });
        (!outcomes.exhausted).then(|| outcomes.all.into_iter().filter(|outcome| refuses(outcome, found)).collect())
    }

    /// As [`Machine::refused`], of a list of what is accepted: it is one of tokens where a request with a listed one goes on. That is
    /// asked first: nothing else needs to be known from where it does not.
    fn refused_unless_listed(&mut self, site: SiteRef) -> Option<Vec<Outcome>> {
        let listed = self.outcomes(Subject { site, event: Event::LookUp(Found::Row) });
        if listed.exhausted {
            return None;
        }
        let accepts = |outcome: &&Outcome| outcome.facts.intersects(Facts::SIGNED | Facts::WENT_ON);
        let accepting: Vec<RootOf> = listed.all.iter().filter(accepts).map(|outcome| outcome.root).collect();
        let mut refused = Vec::new();
        for found in [Found::RevokedRow, Found::Nothing] {
            let outcomes = self.other_outcomes(&listed, &accepting, Subject { site, event: Event::LookUp(found) });
            if outcomes.exhausted {
                return None;
            }
            refused.extend(outcomes.all.into_iter().filter(|outcome| refuses(outcome, found)));
        }
        let has_no_caller = |outcome: &Outcome| outcome.end.path.because == Some(Because::NoCaller);
        refused.retain(|outcome| accepting.contains(&outcome.root) || has_no_caller(outcome));
        Some(refused)
    }
}

/// Whether a way on which the token was revoked does not accept it.
fn refuses(outcome: &Outcome, event: Found) -> bool {
    let accepted = match event {
        // The request may go on without the token.
        Found::Refused | Found::RevokedRow | Found::Version => {
            outcome.facts.contains(Facts::ACCEPTED) && !outcome.facts.contains(Facts::REFUSED)
        }
        Found::Nothing | Found::Row => outcome.facts.intersects(Facts::ACCEPTED | Facts::WENT_ON | Facts::SIGNED),
    };
    outcome.facts.contains(Facts::ASKED) && !accepted
}

/// The one place that tells most of what is wrong; the others are steps on the way.
fn loudest(drops: Vec<Evidence>) -> Option<Evidence> {
    let rank = |drop: &Evidence| match drop.verdict {
        Verdict::Silent => 4,
        Verdict::Partly => 3,
        Verdict::DebugOnly => 2,
        Verdict::Unknown => 1,
        Verdict::Reported => 0,
    };
    // In order of place: of several, the last one is the most telling, a missing row being looked at first.
    drops.into_iter().max_by_key(|drop| (rank(drop), drop.place))
}
