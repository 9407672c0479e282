//! The page's query, checked: structure apart from predicates, text predicates apart from questions.
//!
//! In: a page and its `scm` fence. Out: [`CheckedPattern`]s, or each mistake at its byte. What tree-sitter would let pass in
//! silence is refused here: predicates nobody knows, and predicates outside the pattern they seem to belong to.

use regex::Regex;

use super::compile::check_compiles;
use super::error::{PageErrorCode, Problems, advise};
use super::lexer::unquote;
use super::markdown::Code;
use super::predicate::{TextPredicate, TextPredicateName, TextTest};
use super::question::{Question, entity_name};
use super::sexpr::{Argument, Expr, Form, Item, Predicate, parse};
use super::structure::{Capture, canonical, capture_name, captures, occurrences, shapes, sites};
use crate::syntax::{EntityKind, NodeShape};
use crate::text::Span;

/// One pattern of a query.
#[derive(Debug, Clone)]
pub(super) struct CheckedPattern {
    /// Canonical.
    pub(super) structure: String,
    /// What a node looks like that has the structure, where that is all there is to it.
    pub(super) shapes: Option<Vec<NodeShape>>,
    pub(super) captures: Vec<Capture>,
    pub(super) texts: Vec<TextPredicate>,
    pub(super) questions: Vec<Asked>,
}

/// A question and the captures that it is asked about, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub question: Question,
    pub captures: Vec<u32>,
}

/// Whether the query is compiled as it is loaded. For pages inside the binary a test has done it: compiling for three
/// grammars costs more than all the rest of a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compilation {
    Checked,
    Trusted,
}

/// Reads and checks a query. `None` when the problems say what is wrong with it.
pub(super) fn read(
    page: &str,
    fence: &Code,
    compilation: Compilation,
    problems: &mut Problems,
) -> Option<Vec<CheckedPattern>> {
    let before = problems.count();
    let items = match parse(page, fence.body) {
        Ok(items) => items,
        Err(error) => {
            problems.report(PageErrorCode::QuerySyntax, error.span, error.message, "not understood");
            return None;
        }
    };
    let compiles = compilation == Compilation::Trusted || check_compiles(page, fence, &items, problems);
    let mut patterns = Vec::new();
    for item in &items {
        match item {
            Item::Expr(expr) => {
                let checker = Checker { page, pattern: expr, captures: captures(page, expr), compiles, problems };
                patterns.push(checker.pattern());
            }
            Item::Predicate(predicate) => detached(page, predicate, problems),
            Item::Anchor | Item::Without(_) => {}
        }
    }
    if patterns.is_empty() {
        problems.report(PageErrorCode::QuerySyntax, fence.opening(page), "the query has no pattern", "an empty query");
    }
    (problems.count() == before).then_some(patterns)
}

fn detached(page: &str, predicate: &Predicate, problems: &mut Problems) {
    let name = &page[predicate.name.range()];
    problems
        .report(
            PageErrorCode::DetachedPredicate,
            predicate.span,
            format!("`{name}` stands outside the parentheses of the node that it constrains"),
            "tree-sitter would take this for a pattern of its own, and let everything else match",
        )
        .help("put the node and its predicates in one pair of parentheses: `((call_expression) @call (#… @call))`");
}

/// Checks one pattern.
struct Checker<'p> {
    page: &'p str,
    pattern: &'p Expr,
    captures: Vec<Capture>,
    compiles: bool,
    problems: &'p mut Problems,
}

impl<'p> Checker<'p> {
    fn pattern(mut self) -> CheckedPattern {
        let mut checked = CheckedPattern {
            structure: canonical(self.page, self.pattern, &self.captures),
            shapes: shapes(self.page, self.pattern),
            captures: Vec::new(),
            texts: Vec::new(),
            questions: Vec::new(),
        };
        let before = self.problems.count();
        self.predicates_in(self.pattern, &mut checked);
        // A question that was refused has its own mistake told.
        let sound = self.problems.count() == before;
        if sound && !checked.questions.iter().any(|asked| !asked.question.manners().is_empty()) {
            self.problems
                .report(
                    PageErrorCode::AsksNothing,
                    self.pattern.span,
                    "the pattern asks nothing that could be answered with a verdict",
                    "nothing could be said about what this matches",
                )
                .help(format!("ask `({} @…)`", Question::SilentOnFailure.name()));
        }
        checked.captures = self.captures;
        checked
    }

    /// Reads the predicates in an expression's parentheses, and in those inside.
    fn predicates_in(&mut self, expr: &'p Expr, checked: &mut CheckedPattern) {
        let scope: Vec<String> = captures(self.page, expr).into_iter().map(|capture| capture.name).collect();
        let constrains = expr.items().iter().any(|item| matches!(item, Item::Expr(_)));
        for item in expr.items() {
            match item {
                Item::Expr(inner) => self.predicates_in(inner, checked),
                Item::Predicate(predicate) => match expr.form {
                    Form::Alternation(_) => detached(self.page, predicate, self.problems),
                    Form::Group(_) if !constrains => detached(self.page, predicate, self.problems),
                    _ if self.reaches_out(predicate, &scope) => detached(self.page, predicate, self.problems),
                    _ => self.predicate(predicate, checked),
                },
                Item::Anchor | Item::Without(_) => {}
            }
        }
    }

    /// Whether a predicate is about a capture of the same pattern outside its own parentheses.
    fn reaches_out(&self, predicate: &Predicate, scope: &[String]) -> bool {
        predicate.arguments.iter().any(|argument| match argument {
            Argument::Capture(span) => {
                let name = capture_name(self.page, *span);
                self.number(name).is_some() && scope.iter().all(|known| known != name)
            }
            _ => false,
        })
    }

    fn number(&self, name: &str) -> Option<u32> {
        let index = self.captures.iter().position(|capture| capture.name == name)?;
        u32::try_from(index).ok()
    }

    fn predicate(&mut self, predicate: &Predicate, checked: &mut CheckedPattern) {
        let name = &self.page[predicate.name.range()];
        let question = Question::ALL.into_iter().find(|question| question.name() == name);
        let text = TextPredicateName::ALL.into_iter().find(|known| known.name() == name);
        match (question, text) {
            (Some(question), _) => checked.questions.extend(self.question(question, predicate)),
            (None, Some(known)) => checked.texts.extend(self.text(known, predicate)),
            (None, None) => {
                let known = || {
                    Question::ALL
                        .map(Question::name)
                        .into_iter()
                        .chain(TextPredicateName::ALL.map(|known| known.name()))
                };
                let help = match Question::ALL
                    .into_iter()
                    .find(|question| name.strip_prefix("#not-") == question.name().strip_prefix('#'))
                {
                    Some(question) => format!("a question cannot be negated: there is only `{}`", question.name()),
                    None => advise(name, known().collect::<Vec<_>>()),
                };
                let message = format!("there is no predicate `{name}`");
                self.problems.report(PageErrorCode::UnknownPredicate, predicate.name, message, "unknown").help(help);
            }
        }
    }

    fn wrong_arguments(&mut self, predicate: &Predicate, at: Span, usage: &str) {
        let message = format!("`{}` takes {usage}", &self.page[predicate.name.range()]);
        self.problems.report(PageErrorCode::WrongArguments, at, message, "not these arguments");
    }

    /// The number of a capture that a predicate names.
    fn capture(&mut self, span: Span) -> Option<u32> {
        let name = capture_name(self.page, span);
        let number = self.number(name);
        if number.is_none() {
            let names: Vec<&str> = self.captures.iter().map(|capture| capture.name.as_str()).collect();
            let help = if names.is_empty() { "the pattern captures nothing".to_owned() } else { advise(name, names) };
            let message = format!("the pattern has no capture `@{name}`");
            self.problems.report(PageErrorCode::UndefinedCapture, span, message, "not captured").help(help);
        }
        number
    }

    fn text(&mut self, known: TextPredicateName, predicate: &Predicate) -> Option<TextPredicate> {
        let usage = known.usage();
        let (subject, rest) = match predicate.arguments.as_slice() {
            [Argument::Capture(subject), rest @ ..] if !rest.is_empty() => (*subject, rest),
            [Argument::String(at) | Argument::Bare(at), ..] => {
                self.wrong_arguments(predicate, *at, usage);
                return None;
            }
            _ => {
                self.wrong_arguments(predicate, predicate.span, usage);
                return None;
            }
        };
        let test = match (known, rest) {
            (TextPredicateName::Eq | TextPredicateName::NotEq, [Argument::String(text)]) => {
                TextTest::Equals(self.string(*text))
            }
            (TextPredicateName::Eq | TextPredicateName::NotEq, [Argument::Capture(other)]) => {
                TextTest::EqualsCapture(self.capture(*other)?)
            }
            (TextPredicateName::Match | TextPredicateName::NotMatch, [Argument::String(text)]) => {
                TextTest::Matches(self.regex(*text)?)
            }
            (TextPredicateName::AnyOf, strings) => {
                let mut texts = Vec::new();
                for argument in strings {
                    match argument {
                        Argument::String(text) => texts.push(self.string(*text)),
                        Argument::Capture(at) | Argument::Bare(at) => {
                            self.wrong_arguments(predicate, *at, usage);
                            return None;
                        }
                    }
                }
                TextTest::AnyOf(texts)
            }
            (_, [Argument::Capture(at) | Argument::Bare(at)]) => {
                self.wrong_arguments(predicate, *at, usage);
                return None;
            }
            _ => {
                self.wrong_arguments(predicate, predicate.span, usage);
                return None;
            }
        };
        Some(TextPredicate { capture: self.capture(subject)?, test, negated: known.is_negated() })
    }

    fn string(&self, span: Span) -> String {
        unquote(&self.page[span.range()])
    }

    fn regex(&mut self, span: Span) -> Option<Regex> {
        match Regex::new(&self.string(span)) {
            Ok(regex) => Some(regex),
            Err(error) => {
                let reason = error.to_string().lines().last().unwrap_or_default().to_owned();
                self.problems
                    .report(PageErrorCode::BadRegex, span, "this is no regular expression", reason)
                    .help("a backslash is written twice in a query's string: `\"\\\\.\"`");
                None
            }
        }
    }

    fn question(&mut self, question: Question, predicate: &Predicate) -> Option<Asked> {
        let subjects = question.subjects();
        let usage = if subjects.len() == 1 { "one capture" } else { "captures only" };
        if predicate.arguments.len() != subjects.len() {
            self.wrong_arguments(predicate, predicate.span, usage);
            return None;
        }
        let mut numbers = Vec::new();
        for (argument, entities) in predicate.arguments.iter().zip(subjects) {
            let span = match argument {
                Argument::Capture(span) => *span,
                Argument::String(at) | Argument::Bare(at) => {
                    self.wrong_arguments(predicate, *at, usage);
                    return None;
                }
            };
            numbers.push(self.capture(span)?);
            let name = capture_name(self.page, span);
            if occurrences(self.page, self.pattern, name) != (1, 1) {
                self.problems
                    .report(
                        PageErrorCode::UncertainCapture,
                        span,
                        format!("a match may lack `@{name}`, or hold several"),
                        "a question is about exactly one",
                    )
                    .help("capture a node that is neither optional nor repeated, in every branch of an alternation");
                return None;
            }
            if self.compiles {
                self.check_sites(question, name, entities)?;
            }
        }
        Some(Asked { question, captures: numbers })
    }

    /// A question's capture must name what an outline keeps, since the tree is gone when the question is asked.
    fn check_sites(&mut self, question: Question, name: &str, wanted: &[EntityKind]) -> Option<()> {
        let names: Vec<&str> = wanted.iter().map(|&kind| entity_name(kind)).collect();
        let names = names.join(" or ");
        let mut sound = Some(());
        for site in sites(self.page, self.pattern, name) {
            let what = site.kind.map_or("this".to_owned(), |kind| format!("`{kind}`"));
            let (code, message) = match site.kind().entities() {
                found if found.iter().any(|kind| wanted.contains(kind)) => continue,
                [_, ..] => (
                    PageErrorCode::WrongEntity,
                    format!("`{}` is about a {names}, and {what} is none", question.name()),
                ),
                [] => (PageErrorCode::UnkeptCapture, format!("{what} is not kept when a file has been outlined")),
            };
            let label = format!("`{}` could not be answered about it", question.name());
            self.problems.report(code, site.capture, message, label).help(format!("capture the {names} itself"));
            sound = None;
        }
        sound
    }
}
