//! All rules together: their pages, their patterns, and how the sites of all are found: by what a node looks like, or by one query for each
//! dialect.
//!
//! In: pages by file name. Out: a [`RuleSet`]. Equal structures are compiled once and only for dialects that are asked
//! for. Knows no rule by name, reads no file, and answers no question.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::error::{PageError, PageErrorCode, advise};
use super::page::{Page, RuleId};
use super::predicate::TextPredicate;
use super::query::{Asked, Compilation};
use crate::syntax::{Dialect, Node, NodeShape, Query, QueryError, QueryMatch, Tree};
use crate::text::Span;

/// The pages inside the binary: file name and text, in the order of their names. Written at build time from the folder.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/rule_pages.rs"));
}

/// A pattern of a rule's query: which structure it is, and what its matches must satisfy besides.
#[derive(Debug, Clone)]
pub struct RulePattern {
    pub rule: RuleId,
    /// An index into [`RuleSet::structures`].
    pub structure: usize,
    /// The captures' names in the page; their places are the numbers that matches have.
    pub captures: Vec<String>,
    texts: Vec<TextPredicate>,
    /// What is asked of the judge, all of which must hold.
    pub questions: Vec<Asked>,
}

impl RulePattern {
    /// Whether a match of the structure satisfies the pattern's text predicates: given its captures' numbers and texts.
    pub fn holds(&self, captures: &[(u32, &str)]) -> bool {
        self.texts.iter().all(|predicate| predicate.holds(captures))
    }

    /// The number of a capture by its name in the page.
    pub fn capture(&self, name: &str) -> Option<u32> {
        let index = self.captures.iter().position(|capture| capture == name)?;
        u32::try_from(index).ok()
    }
}

/// All rules.
pub struct RuleSet {
    pages: Vec<Page>,
    structures: Vec<String>,
    /// Those that a node has by itself, with what it looks like.
    shapes: Vec<(usize, NodeShape)>,
    /// Those that a query has to find.
    queried: Vec<usize>,
    patterns: Vec<RulePattern>,
    compiled: [OnceLock<Result<Query, QueryError>>; Dialect::ALL.len()],
}

impl RuleSet {
    /// The rules inside the binary. Their queries are compiled when they are first needed; a test has compiled them all.
    pub fn embedded() -> Result<RuleSet, Vec<PageError>> {
        RuleSet::load(embedded::PAGES.iter().copied(), Compilation::Trusted)
    }

    /// Rules from pages: file names and texts. Everything is checked.
    pub fn from_pages(pages: Vec<(String, String)>) -> Result<RuleSet, Vec<PageError>> {
        RuleSet::load(pages.iter().map(|(name, text)| (name.as_str(), text.as_str())), Compilation::Checked)
    }

    fn load<'p>(
        sources: impl Iterator<Item = (&'p str, &'p str)>,
        compilation: Compilation,
    ) -> Result<RuleSet, Vec<PageError>> {
        let mut pages: Vec<Page> = Vec::new();
        let mut errors = Vec::new();
        for (file_name, text) in sources {
            match Page::parse(file_name, Arc::from(text), compilation) {
                Ok(page) => pages.push(page),
                Err(found) => errors.extend(found),
            }
        }
        pages.sort_by(|a, b| a.id().cmp(b.id()));
        // With a page missing, every mention of its rule would be one more error, and a wrong one.
        if errors.is_empty() {
            errors = check_together(&pages);
        }
        if errors.is_empty() { Ok(RuleSet::assemble(pages)) } else { Err(errors) }
    }

    fn assemble(pages: Vec<Page>) -> RuleSet {
        let mut structures: Vec<String> = Vec::new();
        let (mut shapes, mut queried) = (Vec::new(), Vec::new());
        let mut patterns = Vec::new();
        for page in &pages {
            for pattern in page.patterns() {
                let known = structures.iter().position(|structure| *structure == pattern.structure);
                let structure = known.unwrap_or_else(|| {
                    let number = structures.len();
                    structures.push(pattern.structure.clone());
                    match &pattern.shapes {
                        Some(known) => shapes.extend(known.iter().map(|shape| (number, shape.clone()))),
                        None => queried.push(number),
                    }
                    number
                });
                patterns.push(RulePattern {
                    rule: page.id().clone(),
                    structure,
                    captures: pattern.captures.iter().map(|capture| capture.name.clone()).collect(),
                    texts: pattern.texts.clone(),
                    questions: pattern.questions.clone(),
                });
            }
        }
        RuleSet { pages, structures, shapes, queried, patterns, compiled: Default::default() }
    }

    /// The pages, sorted by id.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id().as_str() == id)
    }

    /// The distinct structures of all pages' queries.
    pub fn structures(&self) -> &[String] {
        &self.structures
    }

    pub fn patterns(&self) -> &[RulePattern] {
        &self.patterns
    }

    /// Leaves out the patterns of rules that nobody asks for. Their pages stay, so that their names are still known.
    pub fn ask_only(&mut self, is_asked: impl Fn(&Page) -> bool) {
        let asked: BTreeSet<&RuleId> = self.pages.iter().filter(|page| is_asked(page)).map(Page::id).collect();
        self.patterns.retain(|pattern| asked.contains(&pattern.rule));
    }

    /// Whether a rule's patterns are there.
    pub fn asks(&self, rule: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.rule.as_str() == rule)
    }

    /// The patterns that have a structure: whom a match of it concerns.
    pub fn patterns_of(&self, structure: usize) -> impl Iterator<Item = &RulePattern> {
        self.patterns.iter().filter(move |pattern| pattern.structure == structure)
    }

    /// The structures that a node has by itself. Their only capture is the node.
    pub fn structures_of(&self, node: Node<'_>) -> impl Iterator<Item = usize> {
        self.shapes.iter().filter(move |(_, shape)| shape.fits(node)).map(|&(structure, _)| structure)
    }

    /// Whether there are structures that a node does not have by itself.
    pub fn needs_query(&self) -> bool {
        !self.queried.is_empty()
    }

    /// All matches of those structures in a tree, down to a level: the structure, and the captured nodes by the numbers that
    /// [`RulePattern::captures`] have. Their one query is compiled when it is first needed for the tree's dialect; an error is
    /// possible only for embedded pages that were never tested.
    pub fn queried<'t>(&self, tree: &'t Tree, text: &str, depth: u32) -> Result<Vec<QueryMatch<'t>>, &QueryError> {
        let compile = || {
            let structures: Vec<&str> =
                self.queried.iter().map(|&structure| self.structures[structure].as_str()).collect();
            Query::compile(tree.dialect(), &structures.join("\n"))
        };
        let query = self.compiled[tree.dialect() as usize].get_or_init(compile).as_ref()?;
        let mut found = query.matches(tree, text, depth);
        for matched in &mut found {
            matched.pattern = self.queried[matched.pattern];
        }
        Ok(found)
    }

    /// How many queries were compiled so far.
    pub fn compiled(&self) -> usize {
        self.compiled.iter().filter(|query| query.get().is_some()).count()
    }
}

/// What can be wrong only between pages: two of one name, and expectations of rules that no page has.
fn check_together(pages: &[Page]) -> Vec<PageError> {
    let mut errors = Vec::new();
    let ids: BTreeSet<&str> = pages.iter().map(|page| page.id().as_str()).collect();
    for pair in pages.windows(2) {
        if let [first, second] = pair
            && first.id() == second.id()
        {
            let mut problems = second.problems();
            let message = format!("there are two pages of the rule `{}`", second.id());
            problems.report(PageErrorCode::DuplicateRule, Span::new(0, 0), message, "the second one");
            errors.extend(problems.into_sorted());
        }
    }
    for page in pages {
        let mut problems = page.problems();
        for file in page.examples().iter().flat_map(|example| &example.files) {
            for expectation in file.expectations.iter().filter(|one| !ids.contains(one.rule.as_str())) {
                let message = format!("there is no rule `{}`", expectation.rule);
                problems
                    .report(
                        PageErrorCode::UnknownRule,
                        file.in_page(expectation.span),
                        message,
                        "no page has this name",
                    )
                    .help(advise(&expectation.rule, ids.iter().copied()));
            }
        }
        errors.extend(problems.into_sorted());
    }
    errors
}
