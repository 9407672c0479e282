//! Revocations: whether anybody is told that a token is revoked.
//!
//! In: a call or an access that revokes one. Out: a [`CheckVerdict`] over all requests that come to it. What a
//! rotation removes, and what no request comes to, has no verdict.

use super::event::{Event, Subject};
use super::machine::Machine;
use super::roots::Outcome;
use super::state::{Because, Facts};
use super::verdict::CheckVerdict;
use crate::finding::Verdict;
use crate::link::SiteRef;
use crate::rules::Manner;

impl Machine<'_> {
    pub(crate) fn judge_revocation(&mut self, site: SiteRef) -> Option<CheckVerdict> {
        let outcomes = self.outcomes(Subject { site, event: Event::Made });
        if outcomes.exhausted {
            return Some(self.unknown(site, Because::Budget));
        }
        let rotates = |outcome: &Outcome| {
            let same = |other: &&Outcome| other.root == outcome.root;
            outcomes.all.iter().filter(same).any(|other| other.facts.contains(Facts::SIGNED))
        };
        let mut judged: Vec<Outcome> = outcomes
            .all
            .iter()
            // What a middleware hands on is seen to its end elsewhere.
            .filter(|outcome| outcome.root.serves && !rotates(outcome) && !outcome.facts.contains(Facts::WENT_ON))
            .cloned()
            .collect();
        for outcome in &mut judged {
            outcome.end.path.taken = None;
            outcome.end.path.handed_on = None;
        }
        let all: Vec<&Outcome> = judged.iter().collect();
        if all.is_empty() {
            return None;
        }
        let mut verdict = self.conclusion(site, &all, 0);
        for drop in &mut verdict.drops {
            if drop.verdict == Verdict::Partly {
                drop.said = Some(Manner::Silent);
            }
        }
        verdict.rests_on_names();
        Some(verdict)
    }
}
