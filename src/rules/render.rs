//! A page as plain text for a terminal or a pipe, and the list of all rules.
//!
//! In: pages. Out: text and rows; nothing is printed here. The query is left out: it is for whoever edits the page.

use std::fmt::Write as _;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::expectation::{Mark, expectations};
use super::page::{Page, RuleId};
use super::set::RuleSet;
use crate::finding::{Confidence, Severity};

/// Wide enough for the code of the examples, narrow enough to be read.
const WIDTH: usize = 90;
const CODE_INDENT: &str = "    ";

/// A rule in the list of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow<'r> {
    pub id: &'r RuleId,
    pub severity: Severity,
    pub confidence: Confidence,
    pub pedantic: bool,
    /// The problem in one sentence. From a project's own page it is hostile text.
    pub title: &'r str,
}

/// The rules, sorted by id.
pub fn list(rules: &RuleSet) -> Vec<RuleRow<'_>> {
    rules
        .pages()
        .iter()
        .map(|page| RuleRow {
            id: page.id(),
            severity: page.metadata().severity,
            confidence: page.metadata().confidence,
            pedantic: page.metadata().pedantic,
            title: page.title(),
        })
        .collect()
}

/// A page for reading: title, metadata, why, examples, limits. Holds no control character but line ends, whoever wrote
/// the page.
pub fn explain(page: &Page) -> String {
    let mut writer =
        Writer { page, out: String::new(), inline: String::new(), lists: Vec::new(), marker: None, mute: false };
    writer.run();
    harmless(&writer.out)
}

/// Control and bidirectional characters could rewrite what a terminal shows.
fn harmless(text: &str) -> String {
    let is_harmful = |sign: char| {
        (sign.is_control() && sign != '\n')
            || matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|sign| if is_harmful(sign) { '\u{fffd}' } else { sign }).collect()
}

/// Turns the page's Markdown into text, event by event.
struct Writer<'p> {
    page: &'p Page,
    out: String,
    /// The text of the paragraph or heading at hand.
    inline: String,
    /// The lists that are open: the next number of each, or none for bullets.
    lists: Vec<Option<u64>>,
    /// What the next paragraph of a list starts with.
    marker: Option<String>,
    /// Inside the query's section.
    mute: bool,
}

impl Writer<'_> {
    fn run(&mut self) {
        let text = self.page.text();
        let mut events = Parser::new_ext(text, Options::empty());
        while let Some(event) = events.next() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let mut code = String::new();
                    for event in events.by_ref() {
                        match event {
                            Event::Text(part) => code.push_str(&part),
                            Event::End(TagEnd::CodeBlock) => break,
                            _ => {}
                        }
                    }
                    self.code(&kind, &code);
                }
                Event::Start(Tag::List(first)) => {
                    self.flush();
                    self.lists.push(first);
                }
                Event::End(TagEnd::List(_)) => {
                    self.flush();
                    self.lists.pop();
                    if self.lists.is_empty() {
                        self.blank();
                    }
                }
                Event::Start(Tag::Item) => {
                    self.flush();
                    self.marker = Some(match self.lists.last_mut() {
                        Some(Some(number)) => {
                            *number += 1;
                            format!("{}. ", *number - 1)
                        }
                        _ => "- ".to_owned(),
                    });
                }
                Event::End(TagEnd::Item) => self.flush(),
                Event::End(TagEnd::Heading(level)) => self.heading(level),
                Event::End(TagEnd::Paragraph) => {
                    self.flush();
                    self.blank();
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let mut shown = String::new();
                    for event in events.by_ref() {
                        match event {
                            Event::Text(part) | Event::Code(part) => shown.push_str(&part),
                            Event::End(TagEnd::Link) => break,
                            _ => {}
                        }
                    }
                    self.inline.push_str(&shown);
                    if shown != *dest_url {
                        let _ = write!(self.inline, " ({dest_url})");
                    }
                }
                Event::Text(part) | Event::Html(part) | Event::InlineHtml(part) => self.inline.push_str(&part),
                Event::Code(part) => {
                    let _ = write!(self.inline, "`{part}`");
                }
                Event::SoftBreak | Event::HardBreak => self.inline.push(' '),
                _ => {}
            }
        }
        self.flush();
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
    }

    fn heading(&mut self, level: HeadingLevel) {
        let text = std::mem::take(&mut self.inline);
        match level {
            HeadingLevel::H1 => {
                let _ = writeln!(self.out, "{}", self.page.id());
                self.wrap(&text, "", "");
                self.blank();
                for line in metadata_lines(self.page) {
                    self.wrap(&line, "", "");
                }
                self.blank();
            }
            HeadingLevel::H2 => {
                self.mute = text == "Query";
                if !self.mute {
                    self.blank();
                    let rule = "-".repeat(text.chars().count());
                    let _ = writeln!(self.out, "{text}\n{rule}\n");
                }
            }
            _ if self.mute => {}
            _ => {
                self.wrap(&text, "* ", "  ");
                self.blank();
            }
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.inline);
        if text.trim().is_empty() || self.mute {
            return;
        }
        let depth = self.lists.len();
        let marker = self.marker.take().unwrap_or_else(|| if depth > 0 { "  ".to_owned() } else { String::new() });
        let outer = "  ".repeat(depth.saturating_sub(1));
        let first = format!("{outer}{marker}");
        let rest = " ".repeat(first.len());
        self.wrap(text.trim(), &first, &rest);
    }

    fn wrap(&mut self, text: &str, first: &str, rest: &str) {
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            let _ = writeln!(self.out, "{line}");
        }
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, code: &str) {
        self.flush();
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        if self.mute || info.split_whitespace().next() == Some("toml") {
            return;
        }
        self.blank();
        if let Some(title) = info.split_whitespace().find_map(|word| word.strip_prefix("title=")) {
            let _ = writeln!(self.out, "{CODE_INDENT}// {title}");
        }
        for line in with_marks_in_words(code).lines() {
            let line = line.replace('\t', "    ");
            let _ = writeln!(self.out, "{}", format!("{CODE_INDENT}{line}").trim_end());
        }
        self.blank();
    }
}

/// The metadata in two lines: how bad it is, and what dashboards call it.
fn metadata_lines(page: &Page) -> [String; 2] {
    let metadata = page.metadata();
    let mut weight = vec![
        format!("severity {}", metadata.severity.name()),
        format!("confidence up to {}", metadata.confidence.name()),
        format!("since {}", metadata.since),
    ];
    if metadata.pedantic {
        weight.push("only under --pedantic".to_owned());
    }
    let cwe = metadata.cwe.iter().map(ToString::to_string);
    let owasp = metadata.owasp.iter().map(|owasp| format!("OWASP {owasp}"));
    [weight.join(", "), cwe.chain(owasp).collect::<Vec<_>>().join(", ")]
}

/// The code with its `//~` comments in words that a reader knows.
fn with_marks_in_words(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = 0;
    for expectation in expectations(code).unwrap_or_default() {
        let marker = &code[expectation.span.range()];
        let carets = marker.bytes().filter(|byte| *byte == b'^').count();
        let pointer = if carets == 0 { "<--".to_owned() } else { "^".repeat(carets) };
        let word = match expectation.mark {
            Mark::Found => "reported",
            Mark::Missed => "missed",
            Mark::Noisy => "reported, wrongly",
        };
        out.push_str(&code[rest..expectation.span.range().start]);
        let _ = write!(out, "// {pointer} {word}");
        rest = expectation.span.range().end;
    }
    out.push_str(&code[rest..]);
    out
}
