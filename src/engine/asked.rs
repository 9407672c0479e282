//! What was asked for, where the project around it was read as well: files that are named select what is reported.
//!
//! In: the files of a run by number. Out: whether a finding is theirs, and the counts of their checks. Knows nothing of how
//! the files were found.

use std::collections::BTreeSet;

use crate::finding::{CheckCounts, Finding, RouteHandler, RouteNode, RouteTree, SourceFile, Trail, Verdict};
use crate::text::{FileId, Place};

/// The files that were only read to be understood.
#[derive(Debug, Default)]
pub(super) struct Around {
    files: BTreeSet<FileId>,
}

impl Around {
    pub(super) fn new(files: impl IntoIterator<Item = FileId>) -> Self {
        Self { files: files.into_iter().collect() }
    }

    pub(super) fn holds(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }

    /// Whether a path is that of one of the files. Names of files that were asked for are said whatever else is.
    pub(super) fn holds_path(&self, path: &str, sources: &[SourceFile]) -> bool {
        self.files.iter().any(|file| sources.get(file.0 as usize).is_some_and(|source| source.path == path))
    }

    /// Whether a finding has to do with a file that was asked for: it stands there, or its trail leads through. A change in
    /// one file can make the failure of another silent, and whoever made it should hear of it.
    pub(super) fn leaves(&self, finding: &Finding) -> bool {
        let places = finding.related.iter().map(|step| step.place).chain([finding.place]);
        places.into_iter().any(|place| !self.holds(place.file))
    }

    /// Leaves the applications of which a part stands in a file that was asked for, with all that they mount.
    pub(super) fn keep_routes(&self, tree: &mut RouteTree) {
        tree.gaps.retain(|gap| !self.holds(gap.file));
        let nodes = &tree.nodes;
        tree.roots.retain(|&root| {
            let mut reached = BTreeSet::from([root]);
            let mut waiting = vec![root];
            while let Some(node) = waiting.pop().and_then(|node| nodes.get(node)) {
                if self.leaves_node(node) {
                    return true;
                }
                let handlers = node.registrations.iter().flat_map(|registration| &registration.handlers);
                waiting.extend(handlers.filter_map(|handler| match handler.kind {
                    RouteHandler::Router(router) => Some(router).filter(|&router| reached.insert(router)),
                    _ => None,
                }));
            }
            false
        });
    }

    fn leaves_node(&self, node: &RouteNode) -> bool {
        let registered = node.registrations.iter().flat_map(|registration| {
            let handlers = registration.handlers.iter();
            handlers
                .flat_map(|handler| handler.place.into_iter().chain(handler.wraps.iter().map(|wrapped| wrapped.place)))
                .chain([registration.place])
        });
        node.place.into_iter().chain(registered).any(|place| !self.holds(place.file))
    }

    /// What became of the checks in the files that were asked for, and of those that are reported, wherever they stand.
    pub(super) fn counts(&self, trails: &[Trail], reported: &BTreeSet<Place>) -> CheckCounts {
        let reports = u32::try_from(reported.len()).unwrap_or(u32::MAX);
        let mut counts = CheckCounts { reported: reports, ..CheckCounts::default() };
        let is_meant = |trail: &&Trail| !self.holds(trail.check.file) || reported.contains(&trail.check);
        for trail in trails.iter().filter(is_meant) {
            match trail.verdict {
                Verdict::Unknown => counts.unknown += 1,
                Verdict::Reported | Verdict::Partly | Verdict::DebugOnly | Verdict::Silent => counts.understood += 1,
            }
        }
        counts
    }
}
