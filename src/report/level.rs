//! Three levels for readers that know no more, and the score that security dashboards sort by.
//!
//! In: a severity. Out: its level, its score. Knows no format.

use crate::finding::Severity;

/// A level of annotations and alerts, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Error,
    Warning,
    Note,
}

impl Level {
    pub(super) const ALL: [Level; 3] = [Level::Error, Level::Warning, Level::Note];
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::High => Level::Error,
            Severity::Medium => Level::Warning,
            Severity::Low | Severity::Info => Level::Note,
        }
    }
}

/// A score in the band that dashboards call by the severity's own name. None for what is no weakness.
pub(super) fn score(severity: Severity) -> Option<&'static str> {
    match severity {
        // Exactly 9.0 is critical for one host and in no band of another.
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("3.0"),
        Severity::Info => None,
    }
}
