//! The examples of a page: each heading of the third level is one, and every fence below it is one of its files.
//!
//! A fence's info string is its language, and for an example of several files also its name:
//!
//! ````text
//! ### A middleware in a file of its own
//! ```js title=src/auth.js
//! ```
//! ```js title=src/app.js
//! ```
//! ````
//!
//! In: the sections of a page. Out: [`Example`]s with the expectations of their files. Runs nothing.

use super::error::{PageErrorCode, Problems, advise};
use super::expectation::{Expectation, Mark, expectations};
use super::markdown::{Block, Code, Heading};
use super::sections::{Section, Sections};
use crate::text::{Positions, Span};

/// Which part of the page an example stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExampleKind {
    /// Each has a finding.
    Flagged,
    /// None has a finding of this rule.
    NotFlagged,
    /// Under "Limits": what the rule is known to get wrong, as `missed` or `noisy`.
    Limit,
}

/// One example: a whole little project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    pub heading: String,
    pub kind: ExampleKind,
    pub files: Vec<ExampleFile>,
}

/// A file of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleFile {
    /// Relative, with `/`; `example.js` or the like when the page does not say.
    pub path: String,
    pub text: String,
    /// Where the text starts in the page: its line from 1, and its byte.
    pub first_line_in_page: u32,
    pub first_byte_in_page: u32,
    pub expectations: Vec<Expectation>,
}

impl ExampleFile {
    /// A span of the file as a span of the page.
    pub(super) fn in_page(&self, span: Span) -> Span {
        Span { start: self.first_byte_in_page + span.start, end: self.first_byte_in_page + span.end }
    }
}

/// The languages that a fence may name; they are also the extensions of its file. JSON is for `package.json`.
const LANGUAGES: [&str; 9] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "json"];

/// Reads all examples of the rule with the given id.
pub(super) fn read(page: &str, rule: &str, sections: &Sections, problems: &mut Problems) -> Vec<Example> {
    let mut reader = Reader { page, rule, positions: Positions::new(page), problems, examples: Vec::new() };
    reader.section(&sections.flagged, ExampleKind::Flagged);
    reader.section(&sections.not_flagged, ExampleKind::NotFlagged);
    reader.section(&sections.limits, ExampleKind::Limit);
    reader.examples
}

struct Reader<'p> {
    page: &'p str,
    rule: &'p str,
    positions: Positions,
    problems: &'p mut Problems,
    examples: Vec<Example>,
}

impl Reader<'_> {
    fn section(&mut self, section: &Section, kind: ExampleKind) {
        let mut heading: Option<&Heading> = None;
        let mut fences: Vec<&Code> = Vec::new();
        for block in &section.blocks {
            match block {
                Block::Heading(next) if next.level == 3 => {
                    self.example(heading, &fences, kind);
                    heading = Some(next);
                    fences.clear();
                }
                Block::Code(code) if !code.plain => {
                    let message = "an example is a fence at the start of its line, in no list or quotation";
                    self.problems.report(
                        PageErrorCode::MisplacedFence,
                        code.opening(self.page),
                        message,
                        "this would not be run",
                    );
                }
                Block::Code(code) => fences.push(code),
                Block::Heading(_) | Block::Prose(_) => {}
            }
        }
        self.example(heading, &fences, kind);
        if kind != ExampleKind::Limit && heading.is_none() && fences.is_empty() {
            let message = "the section has no example";
            self.problems
                .report(PageErrorCode::MissingExample, section.heading, message, "at least one belongs here")
                .help("an example is a heading of the third level (`###`) and a fence in js, ts, …");
        }
    }

    fn example(&mut self, heading: Option<&Heading>, fences: &[&Code], kind: ExampleKind) {
        let Some(heading) = heading else {
            for code in fences {
                let span = code.opening(self.page);
                self.problems
                    .report(PageErrorCode::MisplacedExample, span, "an example has a heading", "no `###` stands above")
                    .help("say in a heading of the third level what the example shows");
            }
            return;
        };
        if fences.is_empty() {
            if kind != ExampleKind::Limit {
                let message = "an example has code";
                self.problems.report(PageErrorCode::MissingExample, heading.span, message, "no fence follows");
            }
            return;
        }
        let mut files: Vec<ExampleFile> = Vec::new();
        for code in fences {
            let Some(file) = self.file(code, fences.len() == 1) else {
                continue;
            };
            if files.iter().any(|known| known.path == file.path) {
                let message = format!("the example has two files called `{}`", file.path);
                let span = code.opening(self.page);
                self.problems.report(PageErrorCode::BadFileName, span, message, "the second one");
            }
            files.push(file);
        }
        self.check_marks(heading, &files, kind);
        self.examples.push(Example { heading: heading.text.clone(), kind, files });
    }

    fn file(&mut self, code: &Code, alone: bool) -> Option<ExampleFile> {
        let opening = code.opening(self.page);
        let language = code.language();
        if !LANGUAGES.contains(&language) {
            let message = format!("an example cannot be in `{language}`");
            self.problems
                .report(PageErrorCode::UnknownLanguage, opening, message, "not a language that is analysed")
                .help(advise(language, LANGUAGES));
            return None;
        }
        let path = self.path(code, opening, alone)?;
        let text = &self.page[code.body.range()];
        let expectations = match expectations(text) {
            Ok(expectations) => expectations,
            Err(error) => {
                let start = code.body.start;
                let span = Span { start: start + error.span.start, end: start + error.span.end };
                self.problems
                    .report(PageErrorCode::BadExpectation, span, error.message, "not understood")
                    .help("write `//~ rule-id`, with `^` for each line above, or `//~ missed rule-id`");
                return None;
            }
        };
        Some(ExampleFile {
            path,
            text: text.to_owned(),
            first_line_in_page: self.positions.position(code.body.start).line,
            first_byte_in_page: code.body.start,
            expectations,
        })
    }

    /// The file's name: what `title=` says, or a plain one for an example of one file.
    fn path(&mut self, code: &Code, opening: Span, alone: bool) -> Option<String> {
        let language = code.language();
        let mut path = None;
        for setting in &code.info[1..] {
            match setting.strip_prefix("title=") {
                Some(title) if path.is_none() => path = Some(title),
                _ => {
                    let message = format!("a fence has no setting `{setting}`");
                    self.problems
                        .report(PageErrorCode::UnknownKey, opening, message, "unknown setting")
                        .help("there is only `title=path/of/the/file.js`, once");
                    return None;
                }
            }
        }
        let (message, label) = match path {
            Some(path) if !is_plain_path(path) => {
                (format!("`{path}` is no path inside a project"), "relative, with `/`, without `..`")
            }
            Some(path) if path.rsplit_once('.').is_none_or(|(_, extension)| extension != language) => {
                (format!("`{path}` does not end in `.{language}`"), "name and language differ")
            }
            Some(path) => return Some(path.to_owned()),
            None if alone && language != "json" => return Some(format!("example.{language}")),
            None => ("a file of several has a name".to_owned(), "add `title=path/of/the/file.js`"),
        };
        self.problems.report(PageErrorCode::BadFileName, opening, message, label);
        None
    }

    /// What an example may expect of its own rule depends on where it stands; other rules may report anything.
    fn check_marks(&mut self, heading: &Heading, files: &[ExampleFile], kind: ExampleKind) {
        let own = |file: &ExampleFile| -> Vec<Expectation> {
            file.expectations.iter().filter(|expectation| expectation.rule == self.rule).cloned().collect()
        };
        let mut suits = 0;
        let mut unsuitable: Vec<Span> = Vec::new();
        for file in files {
            for expectation in own(file) {
                match (kind, expectation.mark) {
                    (ExampleKind::Flagged, Mark::Found) | (ExampleKind::Limit, Mark::Missed | Mark::Noisy) => {
                        suits += 1
                    }
                    (ExampleKind::Limit, Mark::Found) => {}
                    _ => unsuitable.push(file.in_page(expectation.span)),
                }
            }
        }
        for span in unsuitable {
            let (message, label) = match kind {
                ExampleKind::NotFlagged => ("this example is said to be clean", "yet a finding is expected"),
                _ => ("a known mistake of the rule belongs under `## Limits`", "not here"),
            };
            self.problems.report(PageErrorCode::UnexpectedExpectation, span, message, label);
        }
        if suits == 0 && kind != ExampleKind::NotFlagged {
            let expected = if kind == ExampleKind::Limit { "//~ missed " } else { "//~ " };
            let message = format!("no line of the example has a `{expected}{}`", self.rule);
            self.problems
                .report(PageErrorCode::ExampleWithoutExpectation, heading.span, message, "which line is it?")
                .help("end the line of the finding with the comment");
        }
    }
}

fn is_plain_path(path: &str) -> bool {
    !path.contains(['\\', ':']) && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}
