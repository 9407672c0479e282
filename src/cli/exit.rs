//! Exit codes: what a run comes to, for scripts.
//!
//! In: a scan and what counts as a failure. Out: an [`Outcome`]. The same for every format.

use std::process::ExitCode;

use crate::finding::{NoticeKind, Scan, Severity};

/// What a run comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing at or above the threshold.
    Clean,
    /// A finding at or above the threshold.
    Findings,
    /// The arguments, a path, the output or the program itself.
    Trouble,
    /// The given folders hold no source.
    NothingToScan,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Trouble => 2,
            Outcome::NothingToScan => 3,
        })
    }
}

/// What counts as a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Threshold {
    /// The lowest severity that fails a run; `None`: findings never do.
    pub(super) fail_on: Option<Severity>,
    /// Whether a file that was not analysed in full, or a declaration of no effect, fails it.
    pub(super) strict: bool,
}

impl Threshold {
    /// Counts what is shown. A run that may have missed something comes before what it found.
    pub(super) fn judge(self, scan: &Scan) -> Outcome {
        let is_partial = !scan.summary.skipped.is_empty() || !scan.summary.partial.is_empty();
        let fails = |fail_on| scan.findings.iter().any(|finding| finding.severity >= fail_on);
        // What a declaration was written for is not known then.
        let is_idle = scan.notices.iter().any(|notice| notice.kind == NoticeKind::IdleDeclaration);
        if self.strict && (is_partial || is_idle) {
            Outcome::Trouble
        } else if self.fail_on.is_some_and(fails) {
            Outcome::Findings
        } else {
            Outcome::Clean
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Finding, Skipped};
    use crate::text::{FileId, Place, Span};

    fn scan(severities: &[Severity]) -> Scan {
        let finding = |severity: &Severity| Finding {
            rule: "silent-verify-failure".to_owned(),
            severity: *severity,
            confidence: Confidence::High,
            place: Place { file: FileId(0), span: Span::default() },
            message: String::new(),
            help: None,
            because: None,
            related: Vec::new(),
            fingerprint: String::new(),
        };
        Scan { findings: severities.iter().map(finding).collect(), ..Scan::default() }
    }

    #[test]
    fn findings_count_from_the_threshold_on() {
        let threshold = Threshold { fail_on: Some(Severity::Medium), strict: false };
        assert_eq!(threshold.judge(&scan(&[])), Outcome::Clean);
        assert_eq!(threshold.judge(&scan(&[Severity::Low, Severity::Info])), Outcome::Clean);
        assert_eq!(threshold.judge(&scan(&[Severity::Low, Severity::Medium])), Outcome::Findings);
        assert_eq!(threshold.judge(&scan(&[Severity::Critical])), Outcome::Findings);
        let never = Threshold { fail_on: None, strict: false };
        assert_eq!(never.judge(&scan(&[Severity::Critical])), Outcome::Clean);
    }

    #[test]
    fn strict_runs_fail_on_files_that_were_not_analysed() {
        let gap = Skipped { path: "a.js".to_owned(), reason: "binary".to_owned() };
        let mut skipped = scan(&[Severity::High]);
        skipped.summary.skipped.push(gap.clone());
        let mut partial = scan(&[]);
        partial.summary.partial.push(gap);
        let strict = Threshold { fail_on: Some(Severity::Medium), strict: true };
        assert_eq!(strict.judge(&skipped), Outcome::Trouble);
        assert_eq!(strict.judge(&partial), Outcome::Trouble);
        assert_eq!(strict.judge(&scan(&[Severity::High])), Outcome::Findings);
        let lenient = Threshold { strict: false, ..strict };
        assert_eq!(lenient.judge(&skipped), Outcome::Findings);
        assert_eq!(lenient.judge(&partial), Outcome::Clean);
    }
}
