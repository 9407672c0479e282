//! What can be wrong with a rule's page, told at its byte in the page.
//!
//! In: a code, a span, words. Out: [`PageError`]s that miette can draw. Knows nothing of what is checked, nor why.

use std::fmt;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use crate::text::Span;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// The kinds of mistakes in a page. Each has one name, which tests and people refer to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum PageErrorCode { $($(#[$doc])* $variant,)+ }

        impl PageErrorCode {
            pub fn name(self) -> &'static str {
                match self { $(PageErrorCode::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// The file's name, which is the rule's id, is not lower-case words joined by hyphens.
    BadPageName = "bad-page-name",
    DuplicateRule = "duplicate-rule",
    // The page's parts.
    MissingSection = "missing-section",
    DuplicateSection = "duplicate-section",
    UnknownSection = "unknown-section",
    SectionOrder = "section-order",
    MissingFence = "missing-fence",
    MisplacedFence = "misplaced-fence",
    // The metadata.
    BadToml = "bad-toml",
    UnknownKey = "unknown-key",
    MissingKey = "missing-key",
    BadValue = "bad-value",
    UnknownPlaceholder = "unknown-placeholder",
    MissingLabel = "missing-label",
    LabelForNothing = "label-for-nothing",
    MissingMessage = "missing-message",
    MessageForNothing = "message-for-nothing",
    // The query.
    QuerySyntax = "query-syntax",
    QueryDoesNotCompile = "query-does-not-compile",
    /// A pattern without a question that gives a verdict: nothing could be said about its matches.
    AsksNothing = "asks-nothing",
    UnknownPredicate = "unknown-predicate",
    WrongArguments = "wrong-arguments",
    BadRegex = "bad-regex",
    UndefinedCapture = "undefined-capture",
    /// A predicate outside the parentheses of what it constrains: tree-sitter would drop it in silence.
    DetachedPredicate = "detached-predicate",
    /// A question about a node that lowering drops.
    UnkeptCapture = "unkept-capture",
    /// A question about an entity of another kind.
    WrongEntity = "wrong-entity",
    /// A question about a capture that a match may lack or hold twice.
    UncertainCapture = "uncertain-capture",
    // The examples.
    MissingExample = "missing-example",
    MisplacedExample = "misplaced-example",
    UnknownLanguage = "unknown-language",
    BadFileName = "bad-file-name",
    BadExpectation = "bad-expectation",
    ExampleWithoutExpectation = "example-without-expectation",
    UnexpectedExpectation = "unexpected-expectation",
    UnknownRule = "unknown-rule",
}

/// One mistake in a page.
#[derive(Debug, Clone)]
pub struct PageError {
    code: PageErrorCode,
    message: String,
    label: String,
    help: Option<String>,
    span: Span,
    page: NamedSource<Arc<str>>,
}

impl PageError {
    pub fn kind(&self) -> PageErrorCode {
        self.code
    }

    /// Where in the page, in bytes.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The page's file name.
    pub fn page(&self) -> &str {
        self.page.name()
    }

    pub(super) fn help(&mut self, help: impl Into<String>) {
        self.help = Some(help.into());
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PageError {}

impl Diagnostic for PageError {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("rule-page::{}", self.code.name())))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.page)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_primary_with_span(Some(self.label.clone()), self.span.range());
        Some(Box::new(std::iter::once(label)))
    }
}

/// Gathers the mistakes of one page, so that its author sees all of them at once.
pub(super) struct Problems {
    page: NamedSource<Arc<str>>,
    found: Vec<PageError>,
}

impl Problems {
    pub(super) fn of_page(file_name: &str, text: &Arc<str>) -> Self {
        Self { page: NamedSource::new(file_name, Arc::clone(text)).with_language("markdown"), found: Vec::new() }
    }

    /// Notes a mistake; the one that is returned takes the advice on how to mend it.
    pub(super) fn report(
        &mut self,
        code: PageErrorCode,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut PageError {
        let error =
            PageError { code, message: message.into(), label: label.into(), help: None, span, page: self.page.clone() };
        self.found.push(error);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// How many there are so far: what was read since then was sound when there are no more now.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// The mistakes in the order of the page.
    pub(super) fn into_sorted(mut self) -> Vec<PageError> {
        self.found.sort_by_key(|error| error.span);
        self.found
    }
}

/// The candidate that a misspelt name was most likely meant to be.
pub fn did_you_mean<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().min(name.len()) / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Advice for an unknown name: the likely one, or the list of all.
pub(super) fn advise<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str> + Clone) -> String {
    match did_you_mean(name, candidates.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let all: Vec<String> = candidates.into_iter().map(|candidate| format!("`{candidate}`")).collect();
            format!("known here: {}", all.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_nearest_name_and_nothing_far_off() {
        let names = ["severity", "since", "owasp"];
        assert_eq!(did_you_mean("sevrity", names), Some("severity"));
        assert_eq!(did_you_mean("sicne", names), Some("since"));
        assert_eq!(did_you_mean("colour", names), None);
        assert_eq!(advise("colour", names), "known here: `severity`, `since`, `owasp`");
    }

    #[test]
    fn renders_as_a_miette_report_with_code_label_and_help() {
        let text: Arc<str> = "# title\n(#frob? @x)\n".into();
        let mut problems = Problems::of_page("some-rule.md", &text);
        problems
            .report(PageErrorCode::UnknownPredicate, Span::new(9, 15), "unknown predicate `#frob?`", "not known")
            .help("did you mean `#eq?`?");
        let error = problems.into_sorted().remove(0);
        let mut drawn = String::new();
        miette::NarratableReportHandler::new().render_report(&mut drawn, &error).unwrap();
        for part in
            ["unknown predicate `#frob?`", "some-rule.md", "not known", "did you mean `#eq?`?", "unknown-predicate"]
        {
            assert!(drawn.contains(part), "{part} is not in:\n{drawn}");
        }
    }
}
