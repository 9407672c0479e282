//! The comments of one file as ranges in which a rule's findings are taken out.
//!
//! In: comments, and the lines of their text. Out: for a finding, whether it is covered; afterwards, which comments were
//! wrong or of no use.

use std::ops::RangeInclusive;

use super::directive::{Directive, Mistake, Reach};
use super::unused;
use crate::finding::{Finding, Notice, NoticeKind};
use crate::outline::Comment;
use crate::rules::{RuleSet, did_you_mean};
use crate::text::{FileId, Place, Positions, Span};

/// Where one rule's findings are taken out, by one comment.
struct Range<'c> {
    rule: &'c str,
    /// The comment.
    place: Place,
    extent: Extent,
    is_used: bool,
}

enum Extent {
    Lines(RangeInclusive<u32>),
    /// From a byte to the comment that ends it, if any does.
    From(u32, Option<u32>),
    File,
}

pub(super) struct Ranges<'c> {
    ranges: Vec<Range<'c>>,
    notices: Vec<Notice>,
}

impl<'c> Ranges<'c> {
    pub(super) fn read(file: FileId, comments: &'c [Comment], positions: &Positions, rules: &RuleSet) -> Ranges<'c> {
        let lines = Lines { positions };
        let mut all = Ranges { ranges: Vec::new(), notices: Vec::new() };
        for comment in comments {
            let place = Place { file, span: comment.span };
            match Directive::parse(&comment.text) {
                Ok(Directive::Disable { reach, rules: named }) => {
                    for rule in named {
                        if all.is_known(rule, place, rules) {
                            let extent = lines.extent(reach, comment);
                            all.ranges.push(Range { rule, place, extent, is_used: false });
                        }
                    }
                }
                Ok(Directive::Enable { rules: named }) => {
                    for rule in named {
                        if all.is_known(rule, place, rules) && !all.end(Some(rule), comment) {
                            let message = format!("`{rule}` is not disabled here, so there is nothing to enable");
                            all.notices.push(unused(place, message));
                        }
                    }
                }
                Err(mistake) => {
                    // Whatever was meant to end here must not go on to the end of the file.
                    if matches!(mistake, Mistake::NoRule(word) if word.ends_with("enable")) {
                        all.end(None, comment);
                    }
                    all.refuse(place, mistake.to_string());
                }
            }
        }
        all
    }

    fn refuse(&mut self, place: Place, message: String) {
        self.notices.push(Notice { kind: NoticeKind::InvalidSuppression, place, message });
    }

    /// Whether there is such a rule; if not, it is told.
    fn is_known(&mut self, rule: &str, place: Place, rules: &RuleSet) -> bool {
        if rules.page(rule).is_some() {
            return true;
        }
        let names = rules.pages().iter().map(|page| page.id().as_str());
        let advice = match did_you_mean(rule, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "`tokentrail rules` lists the rules".to_owned(),
        };
        self.refuse(place, format!("there is no rule `{rule}`, so nothing is suppressed; {advice}"));
        false
    }

    /// Ends what is open, of one rule or of all; whether anything was.
    fn end(&mut self, rule: Option<&str>, comment: &Comment) -> bool {
        let mut ended = false;
        for range in self.ranges.iter_mut().filter(|range| rule.is_none_or(|rule| range.rule == rule)) {
            if let Extent::From(_, end @ None) = &mut range.extent {
                *end = Some(comment.span.start);
                ended = true;
            }
        }
        ended
    }

    /// Whether a finding is taken out. Each comment that would do it is of use.
    pub(super) fn cover(&mut self, finding: &Finding, positions: &Positions) -> bool {
        let offset = finding.place.span.start;
        let line = positions.position(offset).line;
        let mut is_covered = false;
        for range in self.ranges.iter_mut().filter(|range| range.rule == finding.rule) {
            let covers = match &range.extent {
                Extent::Lines(lines) => lines.contains(&line),
                Extent::From(start, end) => *start <= offset && end.is_none_or(|end| offset < end),
                Extent::File => true,
            };
            range.is_used |= covers;
            is_covered |= covers;
        }
        is_covered
    }

    /// What is to be said of the comments, once all findings were asked about. Whether one about a rule that is not asked for is
    /// of use, nobody knows.
    pub(super) fn into_notices(self, rules: &RuleSet) -> Vec<Notice> {
        let idle = self.ranges.into_iter().filter(|range| !range.is_used && rules.asks(range.rule));
        let idle = idle.map(|range| {
            unused(range.place, format!("nothing of `{}` is suppressed here: the comment can go", range.rule))
        });
        self.notices.into_iter().chain(idle).collect()
    }
}

/// The lines of a file, as comments count them.
struct Lines<'t> {
    positions: &'t Positions,
}

impl Lines<'_> {
    fn lines(&self, span: Span) -> RangeInclusive<u32> {
        self.positions.position(span.start).line..=self.positions.position(span.end).line
    }

    fn extent(&self, reach: Reach, comment: &Comment) -> Extent {
        match reach {
            Reach::Line => Extent::Lines(self.lines(comment.span)),
            Reach::NextLine => {
                // Comments above a line are about that line, however many there are, and whatever they say.
                let next = self.positions.position(comment.run_end).line + 1;
                // A statement that was broken into several lines is still one.
                let lines_before = comment.before.map(|span| self.lines(span)).filter(|lines| *lines.start() == next);
                Extent::Lines(next..=lines_before.map_or(next, |lines| *lines.end()))
            }
            Reach::FromHere => Extent::From(comment.span.end, None),
            Reach::File => Extent::File,
        }
    }
}
