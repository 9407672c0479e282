//! One rule, one page: documentation, rule and test in one Markdown file.
//!
//! | part | holds |
//! | --- | --- |
//! | `# …` | the problem in one sentence |
//! | `toml` fence | metadata, labels, messages, help |
//! | prose | why it matters |
//! | `## Query` | an `scm` fence: a tree-sitter query with text predicates and questions |
//! | `## Flagged`, `## Not flagged` | examples that are run as tests, each under a `###` |
//! | `## Limits` | what the rule does not see, in prose and in examples with known gaps |
//!
//! In: a file's name and text. Out: a [`Page`], or all that is wrong with it. Reads no file.

use std::fmt;
use std::sync::Arc;

use super::error::{PageError, PageErrorCode, Problems};
use super::example::{self, Example};
use super::expectation::is_rule_id;
use super::markdown::blocks;
use super::metadata::{self, Metadata};
use super::query::{self, CheckedPattern, Compilation};
use super::question::Manner;
use super::sections::sections;
use super::template::Template;
use super::words;
use crate::finding::Role;
use crate::text::Span;

/// The name of a rule: lower-case words joined by hyphens. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(Arc<str>);

impl RuleId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A rule's page, checked.
#[derive(Debug, Clone)]
pub struct Page {
    id: RuleId,
    title: String,
    metadata: Metadata,
    examples: Vec<Example>,
    patterns: Vec<CheckedPattern>,
    file_name: String,
    text: Arc<str>,
}

impl Page {
    /// Reads a page. The file's name without `.md` is the rule's id.
    pub(super) fn parse(file_name: &str, text: Arc<str>, compilation: Compilation) -> Result<Page, Vec<PageError>> {
        let mut problems = Problems::of_page(file_name, &text);
        let id = file_name.strip_suffix(".md").filter(|id| is_rule_id(id));
        if id.is_none() {
            problems
                .report(
                    PageErrorCode::BadPageName,
                    Span::new(0, 0),
                    format!("a page cannot be called `{file_name}`"),
                    "the file's name is the rule's id",
                )
                .help("lower-case words joined by hyphens, then `.md`: `silent-verify-failure.md`");
        }
        let sections = sections(&text, blocks(&text), &mut problems);
        let (Some(id), Some(sections)) = (id, sections) else {
            return Err(problems.into_sorted());
        };
        let metadata = metadata::read(&text, &sections.metadata, &mut problems);
        let patterns = query::read(&text, &sections.query, compilation, &mut problems);
        if let (Some(metadata), Some(patterns)) = (&metadata, &patterns) {
            words::check(metadata, patterns, &mut problems);
        }
        let examples = example::read(&text, id, &sections, &mut problems);
        match (metadata, patterns) {
            (Some(metadata), Some(patterns)) if problems.count() == 0 => Ok(Page {
                id: RuleId(id.into()),
                title: sections.title.text,
                metadata,
                examples,
                patterns,
                file_name: file_name.to_owned(),
                text,
            }),
            _ => Err(problems.into_sorted()),
        }
    }

    pub fn id(&self) -> &RuleId {
        &self.id
    }

    /// The problem in one sentence.
    pub fn title(&self) -> &str {
        &self.title
    }

    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// The whole page, as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The message for a failure that is dropped in a manner; `None` for a manner that no question of the page has.
    pub fn message(&self, manner: Manner) -> Option<&Template> {
        self.metadata.messages.get(&manner).map(|entry| &entry.text)
    }

    /// What is said of a place in a role; `None` for a role that no question of the page has.
    pub fn role_label(&self, role: Role) -> Option<&Template> {
        self.metadata.labels.get(role.name()).map(|entry| &entry.text)
    }

    /// What is said of a captured place; `None` for a capture that is never shown.
    pub fn capture_label(&self, capture: &str) -> Option<&Template> {
        self.metadata.labels.get(capture).map(|entry| &entry.text)
    }

    pub(super) fn patterns(&self) -> &[CheckedPattern] {
        &self.patterns
    }

    /// For mistakes that show only beside other pages.
    pub(super) fn problems(&self) -> Problems {
        Problems::of_page(&self.file_name, &self.text)
    }
}
