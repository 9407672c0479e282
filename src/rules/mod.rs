//! Rules as data: one rule, one Markdown page (see `page.rs` for its form).
//!
//! In: the pages of `rules/`, embedded, or a project's own. Out: a [`RuleSet`] with patterns for the outline, questions and
//! words for the judge, examples for the tests, and documentation for people. Whatever a page gets wrong is a
//! [`PageError`] at its byte. Knows no rule by name and answers no question.

mod compile;
#[cfg(test)]
mod embed;
mod error;
mod example;
mod expectation;
mod lexer;
mod markdown;
mod metadata;
mod page;
mod predicate;
mod query;
mod question;
mod render;
mod sections;
mod set;
mod sexpr;
mod structure;
mod template;
#[cfg(test)]
mod tests;
mod words;

pub use error::{PageError, PageErrorCode, did_you_mean};
pub use example::{Example, ExampleFile, ExampleKind};
pub use expectation::{Expectation, ExpectationError, Mark, expectations};
pub use metadata::{Cwe, Help, Metadata, Owasp, Since};
pub use page::{Page, RuleId};
pub use predicate::TextPredicate;
pub use query::Asked;
pub use question::{Manner, Question};
pub use render::{RuleRow, explain, list};
pub use set::{RulePattern, RuleSet};
pub use template::{Placeholder, Template};
