//! What is shown of a judged part, and counted.
//!
//! In: findings, kept or suppressed, and what was asked for. Out: a [`Scan`] of the part. Knows no rule by name, and no format.

use std::collections::BTreeSet;

use super::Selection;
use super::part::{Judged, number};
use crate::finding::{Finding, Notice, Role, Scan, SourceFile};
use crate::rules::RuleSet;
use crate::text::FileId;

/// Selects what is shown, and counts it. Only the sources are kept that it points into.
pub(super) fn scan(judged: Judged, rules: &RuleSet, selection: &Selection) -> Scan {
    let Judged { sources, mut summary, judgement, parted, around, work, .. } = judged;
    let is_meant = |finding: &Finding| around.leaves(finding) && is_shown(finding, rules, selection);
    summary.suppressed = number(parted.suppressed.iter().filter(|finding| is_meant(finding)).count());
    let notices: Vec<Notice> = parted.notices.into_iter().filter(|notice| !around.holds(notice.place.file)).collect();
    let findings: Vec<Finding> = parted.kept.into_iter().filter(is_meant).collect();
    let checks = |finding: &Finding| {
        let related = finding.related.iter().filter(|step| step.role == Role::Check);
        related.map(|step| step.place).collect::<Vec<_>>()
    };
    let reported: BTreeSet<_> = findings.iter().flat_map(checks).collect();
    summary.checks = around.counts(&judgement.trails, &reported);
    let pointed: BTreeSet<FileId> = findings
        .iter()
        .flat_map(|finding| finding.related.iter().map(|step| step.place.file).chain([finding.place.file]))
        .chain(notices.iter().map(|notice| notice.place.file))
        .collect();
    let sources = numbered(sources).filter(|(id, _)| pointed.contains(id)).collect();
    Scan { findings, notices, sources, summary, work, ..Scan::default() }
}

/// The first rule that is named and that no page has.
pub(super) fn unknown_rule(rules: &RuleSet, selection: &Selection) -> Option<String> {
    selection.select.iter().chain(&selection.ignore).find(|rule| rules.page(rule).is_none()).cloned()
}

fn is_shown(finding: &Finding, rules: &RuleSet, selection: &Selection) -> bool {
    let selected = selection.select.is_empty() || selection.select.contains(&finding.rule);
    let pedantic = rules.page(&finding.rule).is_some_and(|page| page.metadata().pedantic);
    selected
        && !selection.ignore.contains(&finding.rule)
        && (!pedantic || selection.pedantic || !selection.select.is_empty())
        && finding.severity >= selection.min_severity
        && finding.confidence >= selection.min_confidence
}

pub(super) fn numbered(sources: Vec<SourceFile>) -> impl Iterator<Item = (FileId, SourceFile)> {
    (0..).map(FileId).zip(sources)
}
