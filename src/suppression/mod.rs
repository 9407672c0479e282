//! Comments that take findings out: what a reviewer has accepted, with the rule and the reason at its place.
//!
//! In: a program with the comments of its files, the rules' names, findings. Out: the findings that stay, those that are
//! taken out, and what is to be said of the comments themselves. Knows no format, and not how a finding is made.

mod directive;
mod ranges;

use crate::finding::{Finding, Notice, NoticeKind, SourceFile};
use crate::link::Program;
use crate::rules::RuleSet;
use crate::text::{Place, Positions};

use ranges::Ranges;

/// Findings, parted by what the comments say.
#[derive(Debug, Default)]
pub struct Parted {
    pub kept: Vec<Finding>,
    pub suppressed: Vec<Finding>,
    /// In the order of files and places.
    pub notices: Vec<Notice>,
}

/// Takes out what comments suppress. All findings of the rules that are asked for must be given, shown or not: a comment that
/// takes out none of them is told of as unused.
pub fn part(program: &Program, rules: &RuleSet, sources: &[SourceFile], findings: Vec<Finding>) -> Parted {
    let mut parted = Parted { kept: findings, ..Parted::default() };
    for (file, known) in program.files() {
        let comments = &known.outline.comments;
        let Some(source) = sources.get(file.0 as usize).filter(|_| !comments.is_empty()) else { continue };
        let positions = Positions::new(&source.text);
        let mut ranges = Ranges::read(file, comments, &positions, rules);
        let (here, elsewhere) = parted.kept.into_iter().partition(|finding| finding.place.file == file);
        parted.kept = elsewhere;
        for finding in here {
            let is_covered = ranges.cover(&finding, &positions);
            if is_covered { &mut parted.suppressed } else { &mut parted.kept }.push(finding);
        }
        let mut notices = ranges.into_notices(rules);
        notices.sort_by_key(|notice: &Notice| (notice.place, notice.kind));
        parted.notices.append(&mut notices);
    }
    parted
}

/// The message of a comment that takes nothing out.
fn unused(place: Place, message: String) -> Notice {
    Notice { kind: NoticeKind::UnusedSuppression, place, message }
}
