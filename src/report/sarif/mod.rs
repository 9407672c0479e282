//! The SARIF form, for code hosts and dashboards.
//!
//! In: a scan, where it was made. Out: a SARIF 2.1.0 log with one run. What its readers demand beyond the standard holds:
//! every region is one short line, since a host shows a finding in a change only when all of its lines were changed;
//! paths start at the repository's root, since hosts know no other base; all rules are described, whether or not they found
//! something; what comments suppress is left out and counted, since hosts would open an alert for it.

mod hash;
mod log;
mod notice;
mod rule;

use std::collections::{BTreeMap, HashMap};
use std::io;

use super::base::{Base, FromRoot};
use super::clean::clean;
use super::json::escaped;
use super::level::Level;
use super::source::Sources;
use crate::finding::{Finding, NoticeKind, Related, Role, Scan, Skipped};
use crate::rules::RuleSet;
use crate::text::{FileId, Place};
use log::{
    ArtifactLocation, AutomationDetails, CodeFlow, Descriptor, Driver, Invocation, Location, Log, Message,
    Notification, Outcome, OutcomeProperties, PhysicalLocation, Region, Run, RunProperties, ThreadFlow,
    ThreadFlowLocation, Tool, UriBase,
};

/// The name of the repository's root, as the format's readers know it.
const ROOT: &str = "%SRCROOT%";

/// A result whose message is longer is dropped by a reader, without a word.
const LONGEST_MESSAGE: usize = 1900;

/// Writes the log.
pub(super) fn write(scan: &Scan, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    let rules = RuleSet::embedded().map_err(|_| io::Error::other("internal error: the rules cannot be read"))?;
    let writer = Writer { scan, base, rules: &rules, sources: Sources::new(&scan.sources) };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [writer.run()?] };
    let text = serde_json::to_string_pretty(&log).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

struct Writer<'s> {
    scan: &'s Scan,
    base: &'s Base,
    rules: &'s RuleSet,
    sources: Sources<'s>,
}

impl Writer<'_> {
    fn run(&self) -> io::Result<Run> {
        let summary = &self.scan.summary;
        let mut hashes: HashMap<FileId, Vec<String>> = HashMap::new();
        let results =
            self.scan.findings.iter().map(|finding| self.outcome(finding, &mut hashes)).collect::<io::Result<_>>()?;
        let root = UriBase { description: Message::new("The root of the repository.") };
        Ok(Run {
            tool: Tool { driver: self.driver() },
            automation_details: AutomationDetails { id: "tokentrail/" },
            column_kind: "utf16CodeUnits",
            original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
            invocations: [self.invocation()?],
            results,
            properties: RunProperties {
                files: summary.files,
                files_parsed: summary.parsed,
                checks_understood: summary.checks.understood,
                checks_reported: summary.checks.reported,
                checks_unknown: summary.checks.unknown,
                suppressed: summary.suppressed,
            },
        })
    }

    fn driver(&self) -> Driver {
        let version = env!("CARGO_PKG_VERSION");
        Driver {
            name: "tokentrail",
            version,
            semantic_version: version,
            rules: self.rules.pages().iter().map(rule::rule).collect(),
            notifications: notice::kinds(),
        }
    }

    fn invocation(&self) -> io::Result<Invocation> {
        let about = |id: &'static str, level, gaps: &[Skipped]| {
            let told = gaps.iter().map(|gap| Notification {
                descriptor: Descriptor { id },
                level,
                message: Message::new(sentence(&clean(&gap.reason))),
                locations: [self.file(&gap.path)],
            });
            told.collect::<Vec<_>>()
        };
        let summary = &self.scan.summary;
        let mut of_execution = about(notice::MISSING, "error", &self.scan.missing);
        of_execution.extend(about(notice::NOT_ANALYSED, "warning", &summary.skipped));
        of_execution.extend(about(notice::PARTLY_ANALYSED, "warning", &summary.partial));
        let of_configuration = self.scan.notices.iter().map(|notice| {
            Ok(Notification {
                descriptor: Descriptor { id: notice.kind.name() },
                level: match notice.kind {
                    NoticeKind::InvalidSuppression | NoticeKind::IdleDeclaration => "warning",
                    NoticeKind::UnusedSuppression => "note",
                },
                message: Message::new(sentence(&plain(&notice.message))),
                locations: [self.location(notice.place, None)?],
            })
        });
        Ok(Invocation {
            execution_successful: self.scan.missing.is_empty(),
            tool_execution_notifications: of_execution,
            tool_configuration_notifications: of_configuration.collect::<io::Result<_>>()?,
        })
    }

    fn outcome(&self, finding: &Finding, hashes: &mut HashMap<FileId, Vec<String>>) -> io::Result<Outcome> {
        let rule = self.rules.pages().iter().position(|page| page.id().as_str() == finding.rule);
        let Some(rule_index) = rule else {
            return Err(io::Error::other("internal error: a finding of a rule that no page has"));
        };
        let source = self.sources.of(finding.place)?;
        let lines = hashes.entry(finding.place.file).or_insert_with(|| hash::line_hashes(source.text()));
        let line = source.position(finding.place.span.range().start).line as usize;
        let mut fingerprints = BTreeMap::from([("tokentrailFingerprint/v1", finding.fingerprint.clone())]);
        if let Some(hash) = lines.get(line - 1) {
            fingerprints.insert("primaryLocationLineHash", hash.clone());
        }
        let related = (1..).zip(&finding.related).map(|(id, step)| self.step(step, Some(id)));
        Ok(Outcome {
            rule_id: finding.rule.clone(),
            rule_index,
            level: level_name(finding.severity.into()),
            message: Message::new(message(finding)),
            locations: [self.location(finding.place, None)?],
            related_locations: related.collect::<io::Result<_>>()?,
            code_flows: self.code_flows(finding)?,
            partial_fingerprints: fingerprints,
            properties: OutcomeProperties {
                confidence: finding.confidence.name(),
                because: finding.because.as_deref().map(clean),
                help: finding.help.as_deref().map(clean),
            },
        })
    }

    /// The trail as a path that a reader can walk. Checks at its end are others that fail into the same place: they are no
    /// steps of it.
    fn code_flows(&self, finding: &Finding) -> io::Result<Vec<CodeFlow>> {
        let last = finding.related.iter().rposition(|step| step.role != Role::Check);
        let steps = match last {
            Some(last) => &finding.related[..=last],
            None => &finding.related[..finding.related.len().min(1)],
        };
        if steps.is_empty() {
            return Ok(Vec::new());
        }
        let locations = steps.iter().map(|step| {
            let kind = step.role.name();
            Ok(ThreadFlowLocation { location: self.step(step, None)?, kinds: [kind] })
        });
        let locations = locations.collect::<io::Result<_>>()?;
        Ok(vec![CodeFlow { thread_flows: [ThreadFlow { locations }] }])
    }

    fn step(&self, step: &Related, id: Option<usize>) -> io::Result<Location> {
        let mut location = self.location(step.place, id)?;
        location.message = Some(Message::new(plain(&step.message)));
        Ok(location)
    }

    /// A place, as far as it stands on its first line.
    fn location(&self, place: Place, id: Option<usize>) -> io::Result<Location> {
        let source = self.sources.of(place)?;
        let bytes = source.first_line(place.span);
        let (start, end) = (source.position(bytes.start), source.position(bytes.end));
        let region =
            Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column };
        let mut location = self.file(source.raw_path());
        location.id = id;
        location.physical_location.region = Some(region);
        Ok(location)
    }

    fn file(&self, shown: &str) -> Location {
        let path = self.base.path(shown);
        let uri_base_id = matches!(path, FromRoot::Within(_)).then_some(ROOT);
        let artifact_location = ArtifactLocation { uri: path.uri(), uri_base_id };
        Location { id: None, physical_location: PhysicalLocation { artifact_location, region: None }, message: None }
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// What is said of a finding, then links to its places: hosts show a place only where the message leads to it.
fn message(finding: &Finding) -> String {
    let mut text = sentence(&plain(&finding.message));
    let mut separator = " Trail: ";
    for (id, step) in (1..).zip(&finding.related) {
        let link = format!("{separator}[{}]({id})", plain(&step.message).replace('[', "(").replace(']', ")"));
        if text.len() + link.len() > LONGEST_MESSAGE {
            break;
        }
        text.push_str(&link);
        separator = ", ";
    }
    if separator == ", " {
        text.push('.');
    }
    text
}

/// Text that is safe to show, and in which nothing is a link: readers of the format make one of `[text](target)`.
fn plain(text: &str) -> String {
    clean(text).replace("](", "] (")
}

/// A text of ours as a sentence by itself.
fn sentence(text: &str) -> String {
    let mut signs = text.chars();
    let mut text: String = match signs.next() {
        Some(first) => first.to_uppercase().chain(signs).collect(),
        None => String::new(),
    };
    if !text.ends_with(['.', '?', '!']) {
        text.push('.');
    }
    text
}
