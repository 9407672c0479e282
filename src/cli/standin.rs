//! TODO: goes when the report and the rules are in. Stand-ins with their names and signatures, so that the rim can be
//! built and tested: `super::standin::report` becomes `crate::report`, `super::standin::rules` becomes `crate::rules`.

pub(super) mod report {
    use std::collections::BTreeMap;
    use std::io;

    use clap::ValueEnum;

    use crate::finding::{Scan, SourceFile, Trail};
    use crate::text::FileId;

    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
    pub(crate) enum Format {
        #[default]
        Full,
        Concise,
        Json,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Look {
        pub(crate) color: bool,
        pub(crate) unicode: bool,
        pub(crate) width: usize,
    }

    pub(crate) fn write(
        scan: &Scan,
        format: Format,
        _look: Look,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        match format {
            Format::Json => {
                let summary = serde_json::to_string(&scan.summary)?;
                writeln!(
                    out,
                    "{{\"version\":1,\"findings\":[],\"summary\":{summary}}}"
                )
            }
            Format::Full | Format::Concise => scan
                .findings
                .iter()
                .try_for_each(|finding| writeln!(out, "{}", finding.message)),
        }
    }

    pub(crate) fn closing_line(
        scan: &Scan,
        _look: Look,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        writeln!(
            out,
            "{} findings in {} files",
            scan.findings.len(),
            scan.summary.files
        )
    }

    pub(crate) fn warnings(scan: &Scan, _look: Look, out: &mut dyn io::Write) -> io::Result<()> {
        let gaps = scan.summary.skipped.iter().chain(&scan.summary.partial);
        gaps.into_iter().try_for_each(|gap| {
            writeln!(out, "warning: {}: {}", gap.path.escape_debug(), gap.reason)
        })
    }

    pub(crate) fn write_trails(
        trails: &[Trail],
        _sources: &BTreeMap<FileId, SourceFile>,
        _look: Look,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        trails
            .iter()
            .try_for_each(|trail| writeln!(out, "{}: {}", trail.callee, trail.verdict.name()))
    }
}

pub(super) mod rules {
    use std::convert::Infallible;

    use crate::finding::Severity;

    pub(crate) struct RuleSet;
    pub(crate) struct Page;
    pub(crate) struct RuleRow<'r> {
        pub(crate) id: &'r String,
        pub(crate) severity: Severity,
        pub(crate) pedantic: bool,
        pub(crate) title: &'r str,
    }

    impl RuleSet {
        pub(crate) fn embedded() -> Result<RuleSet, Vec<Infallible>> {
            Ok(RuleSet)
        }

        pub(crate) fn page(&self, _id: &str) -> Option<&Page> {
            None
        }
    }

    pub(crate) fn list(_rules: &RuleSet) -> Vec<RuleRow<'_>> {
        Vec::new()
    }

    pub(crate) fn explain(_page: &Page) -> String {
        String::new()
    }
}
