//! The full form: each finding with its source, for people.
//!
//! In: findings. Out: for each a header, the marked source, a help line and the confidence, drawn by miette. Knows
//! nothing of how a window is cut, or of what the rules mean.

use std::fmt;
use std::io;

use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, SourceCode};

use super::clean::clean;
use super::source::Sources;
use super::style::{Ink, Look, theme, wrapping};
use super::window::{Mark, Window};
use crate::finding::{Finding, Related, Role, Scan, Severity};

/// Places beside the finding's own that are drawn. More than these are counted; JSON has all.
const MOST_RELATED: usize = 8;

/// Draws each finding, with an empty line after it.
pub(super) fn write(scan: &Scan, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = Sources::new(&scan.sources);
    for finding in &scan.findings {
        let window = Window::new(&marks(finding), &sources, look)?;
        Drawn::new(finding, window, look).draw(finding.severity.into(), look, out)?;
        for line in remarks(finding, look) {
            writeln!(out, "{}", Ink::Faint.paint(look, line))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The finding's own place, and those that explain it.
fn marks(finding: &Finding) -> Vec<Mark> {
    let own = Mark { place: finding.place, text: String::new(), ink: finding.severity.into(), primary: true };
    // `if (list.has(token))`: what is asked and where its answer is taken in are one place for a reader.
    let asked_in = |drop: &Related| {
        let within = |step: &&Related| {
            step.role == Role::Check && step.place.file == drop.place.file && drop.place.span.contains(step.place.span)
        };
        finding.related.iter().find(within).filter(|_| drop.role == Role::Drop)
    };
    let is_within = |step: &Related| {
        let holds = |drop: &Related| asked_in(drop).is_some_and(|check| std::ptr::eq(check, step));
        finding.related.iter().any(holds)
    };
    let shown = finding.related.iter().take(MOST_RELATED).filter(|step| !is_within(step));
    let related = shown.map(|step| Mark {
        place: step.place,
        text: clean(&asked_in(step).unwrap_or(step).message),
        ink: step.role.into(),
        primary: false,
    });
    std::iter::once(own).chain(related).collect()
}

/// The lines below a finding.
fn remarks(finding: &Finding, look: Look) -> Vec<String> {
    let confidence = finding.confidence.name();
    let mut remarks = vec![match &finding.because {
        Some(because) => format!("confidence: {confidence}, because {}", clean(because)),
        None => format!("confidence: {confidence}"),
    }];
    match finding.related.len().saturating_sub(MOST_RELATED) {
        0 => {}
        1 => remarks.push("note: 1 more place belongs to this; JSON lists it".to_owned()),
        more => remarks.push(format!("note: {more} more places belong to this; JSON lists them")),
    }
    let indents = |first: &'static str| wrapping(look.columns()).initial_indent(first).subsequent_indent("        ");
    remarks.iter().flat_map(|remark| textwrap::wrap(remark, indents("  "))).map(|line| line.into_owned()).collect()
}

/// A finding, or a mistake, in the form that miette draws.
#[derive(Debug)]
pub(super) struct Drawn {
    /// Safe to show.
    pub(super) header: String,
    pub(super) severity: miette::Severity,
    pub(super) help: Option<String>,
    pub(super) window: Window,
}

impl Drawn {
    pub(super) fn draw(&self, ink: Ink, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
        let inks: Vec<Ink> = self.window.labels().iter().map(|label| label.ink).collect();
        let mut drawn = String::new();
        GraphicalReportHandler::new_themed(theme(look, ink, &inks))
            .with_width(look.columns())
            .with_word_separator(textwrap::WordSeparator::AsciiSpace)
            .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
            .without_syntax_highlighting()
            .render_report(&mut drawn, self)
            .map_err(io::Error::other)?;
        out.write_all(drawn.as_bytes())
    }

    fn new(finding: &Finding, window: Window, look: Look) -> Self {
        Self {
            header: header(finding, look),
            severity: match finding.severity {
                Severity::Critical | Severity::High => miette::Severity::Error,
                Severity::Medium => miette::Severity::Warning,
                Severity::Low | Severity::Info => miette::Severity::Advice,
            },
            help: finding.help.as_deref().map(clean),
            window,
        }
    }
}

/// `high[rule] message`, in lines that fit, so that paint ends where a line does.
fn header(finding: &Finding, look: Look) -> String {
    let tag = format!("{}[{}]", finding.severity.name(), clean(&finding.rule));
    let whole = format!("{tag} {}", clean(&finding.message));
    // miette breaks at two columns before the width, and its mark and indent take four.
    let lines = textwrap::wrap(&whole, wrapping(look.columns() - 6));
    let painted: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(number, line)| match line.strip_prefix(tag.as_str()) {
            Some(rest) if number == 0 => {
                let tag = Ink::from(finding.severity).paint(look, &tag);
                format!("{tag}{}", Ink::Strong.paint(look, rest))
            }
            _ => Ink::Strong.paint(look, line),
        })
        .collect();
    painted.join("\n")
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.header)
    }
}

impl std::error::Error for Drawn {}

impl Diagnostic for Drawn {
    /// Chooses the sign before the header; the words of the severity are the header's own.
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.window)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.window.labels().iter().map(|label| {
            let text = (!label.text.is_empty()).then(|| label.text.clone());
            let span = (label.range.start, label.range.len());
            if label.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        });
        Some(Box::new(labels))
    }
}
