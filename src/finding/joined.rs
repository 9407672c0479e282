//! The results of a run's parts as one: files and nodes get numbers that are theirs in the whole.
//!
//! Plain values in, plain values out. Each part has numbered its files from zero.

use super::{
    CheckCounts, Finding, Notice, Related, RouteHandler, RouteNode, RouteTree, Scan, SourceFile, Summary, Trail, Work,
};
use crate::text::{FileId, Place};

/// By how much the numbers of a part's files grow in the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shift(u32);

impl Shift {
    fn file(self, file: FileId) -> FileId {
        FileId(file.0.saturating_add(self.0))
    }

    fn place(self, place: &mut Place) {
        place.file = self.file(place.file);
    }

    fn related(self, related: &mut [Related]) {
        related.iter_mut().for_each(|related| self.place(&mut related.place));
    }
}

impl Scan {
    /// Takes in what became of a further part. What it gives, the part's trails and routes need as well.
    pub fn take_in(&mut self, part: Scan) -> Shift {
        let shift = Shift(self.sources.last_key_value().map_or(0, |(last, _)| last.0.saturating_add(1)));
        let Scan { findings, notices, sources, summary, missing, work, timings: _ } = part;
        self.findings.extend(findings.into_iter().map(|mut finding: Finding| {
            shift.place(&mut finding.place);
            shift.related(&mut finding.related);
            finding
        }));
        self.notices.extend(notices.into_iter().map(|mut notice: Notice| {
            shift.place(&mut notice.place);
            notice
        }));
        self.sources.extend(sources.into_iter().map(|(file, source)| (shift.file(file), source)));
        self.summary.take_in(summary);
        self.missing.extend(missing);
        self.work.take_in(work);
        shift
    }

    /// Puts everything into its order, once all parts are in.
    pub fn sort(&mut self) {
        let sources = &self.sources;
        let path = |file: FileId| sources.get(&file).map(|source: &SourceFile| source.path.as_str());
        let key = |place: Place| (path(place.file), place.span);
        self.findings.sort_by(|a, b| key(a.place).cmp(&key(b.place)).then_with(|| a.rule.cmp(&b.rule)));
        self.notices.sort_by(|a, b| key(a.place).cmp(&key(b.place)));
        self.summary.skipped.sort();
        self.summary.partial.sort();
    }
}

impl Summary {
    fn take_in(&mut self, part: Summary) {
        let Summary { files, parsed, skipped, partial, bytes, checks, suppressed } = part;
        self.files += files;
        self.parsed += parsed;
        self.skipped.extend(skipped);
        self.partial.extend(partial);
        self.bytes += bytes;
        let CheckCounts { understood, reported, unknown } = checks;
        self.checks.understood += understood;
        self.checks.reported += reported;
        self.checks.unknown += unknown;
        self.suppressed += suppressed;
    }
}

impl Work {
    /// What parts have parsed with the same grammars: `grammars` and `queries` are of the whole, and stay.
    fn take_in(&mut self, part: Work) {
        let Work {
            read,
            imports_followed,
            read_again,
            parsed,
            parsed_twice,
            queries: _,
            grammars: _,
            files_linked,
            imports_linked,
            set_up,
            judged,
        } = part;
        self.read.join(read);
        self.imports_followed += imports_followed;
        self.read_again.join(read_again);
        self.parsed.join(parsed);
        self.parsed_twice.join(parsed_twice);
        self.files_linked += files_linked;
        self.imports_linked += imports_linked;
        self.set_up.join(set_up);
        self.judged.join(judged);
    }
}

impl Trail {
    /// As the trail of a part of the whole.
    pub fn shifted(mut self, shift: Shift) -> Trail {
        shift.place(&mut self.check);
        self.paths.iter_mut().for_each(|path| shift.related(&mut path.places));
        self
    }
}

impl RouteTree {
    /// Takes in what a further part registers.
    pub fn take_in(&mut self, part: RouteTree, shift: Shift) {
        let RouteTree { nodes, roots, gaps } = part;
        let before = self.nodes.len();
        self.nodes.extend(nodes.into_iter().map(|node| node.shifted(shift, before)));
        self.roots.extend(roots.into_iter().map(|root| root + before));
        self.gaps.extend(gaps.into_iter().map(|mut gap| {
            shift.place(&mut gap);
            gap
        }));
    }
}

impl RouteNode {
    fn shifted(mut self, shift: Shift, nodes: usize) -> RouteNode {
        self.place.iter_mut().for_each(|place| shift.place(place));
        for registration in &mut self.registrations {
            shift.place(&mut registration.place);
            for handler in &mut registration.handlers {
                handler.place.iter_mut().for_each(|place| shift.place(place));
                handler.wraps.iter_mut().for_each(|wrapped| shift.place(&mut wrapped.place));
                if let RouteHandler::Router(router) = &mut handler.kind {
                    *router += nodes;
                }
                for way in &mut handler.errors {
                    way.mounts.iter_mut().for_each(|mount| mount.node += nodes);
                    for receiver in &mut way.receivers {
                        receiver.place.iter_mut().for_each(|place| shift.place(place));
                        shift.place(&mut receiver.registered);
                    }
                }
            }
        }
        self
    }
}
