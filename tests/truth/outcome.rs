//! From what became of each run to the verdict that rules.md gives the check.

use serde::Deserialize;
use tokentrail::finding::Verdict;

use super::node::Answer;

/// Why the token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Refusal {
    Forged,
    Malformed,
    Expired,
    Early,
    /// Several kinds in one run, the last of them expired.
    MixedExpired,
    /// Several kinds in one run.
    Mixed,
}

/// Who heard of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Heard {
    Told,
    /// Only signals below the level that production keeps.
    Debug,
    Silent,
}

/// So many runs with this refusal ended so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Tally(pub(crate) Refusal, pub(crate) Heard, pub(crate) u32);

/// What the runs of a program show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    Verdict(Verdict),
    /// No run reached the check.
    Unreached,
    /// The rules do not settle in what order a signal and the failure came.
    Ambiguous,
    /// The program is not one that the generator may make.
    Fault(String),
}

pub(crate) fn shown(answer: &Answer) -> Shown {
    match &answer.fault {
        Some(fault) => Shown::Fault(fault.clone()),
        None if answer.ambiguous => Shown::Ambiguous,
        None => by_tally(&answer.tally),
    }
}

/// A loop over keys can meet different refusals for one token, and the rules do not say what the exception for expired
/// ones makes of that: only verdicts that do not depend on it stand.
fn by_tally(tally: &[Tally]) -> Shown {
    let of_one_kind: Vec<Tally> = tally
        .iter()
        .filter(|Tally(refusal, ..)| !matches!(refusal, Refusal::Mixed | Refusal::MixedExpired))
        .copied()
        .collect();
    let excused: Vec<Tally> = tally
        .iter()
        .map(|Tally(refusal, heard, runs)| match refusal {
            Refusal::MixedExpired => Tally(Refusal::Expired, *heard, *runs),
            other => Tally(*other, *heard, *runs),
        })
        .collect();
    match verdict(&of_one_kind) {
        None => Shown::Unreached,
        Some(settled) if [verdict(tally), verdict(&excused)] == [Some(settled); 2] => Shown::Verdict(settled),
        Some(_) => Shown::Ambiguous,
    }
}

/// `None` without a run.
fn verdict(tally: &[Tally]) -> Option<Verdict> {
    let some = |heard: Heard| tally.iter().any(|Tally(_, other, _)| *other == heard);
    let (told, debug, silent) = (some(Heard::Told), some(Heard::Debug), some(Heard::Silent));
    // The accepted exception: expired tokens are routine, when all other refusals are told.
    let only_expired =
        tally.iter().all(|Tally(refusal, heard, _)| *heard == Heard::Told || *refusal == Refusal::Expired);
    let others_told = tally.iter().any(|Tally(refusal, ..)| *refusal != Refusal::Expired);
    match (told, debug, silent) {
        (false, false, false) => None,
        (true, ..) if only_expired && others_told => Some(Verdict::Reported),
        (true, false, false) => Some(Verdict::Reported),
        (true, ..) => Some(Verdict::Partly),
        (false, true, false) => Some(Verdict::DebugOnly),
        (false, _, true) => Some(Verdict::Silent),
    }
}
