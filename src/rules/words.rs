//! Whether a page's labels and messages fit what its query captures and asks: none missing, none for nothing.
//!
//! In: the metadata and the checked patterns. Out: problems only.

use super::error::{PageErrorCode, Problems, advise};
use super::metadata::Metadata;
use super::query::CheckedPattern;
use super::question::{Manner, ROLES};
use crate::finding::Role;

/// Checks labels and messages against the query.
pub(super) fn check(metadata: &Metadata, patterns: &[CheckedPattern], problems: &mut Problems) {
    let questions = || patterns.iter().flat_map(|pattern| &pattern.questions).map(|asked| asked.question);
    let roles: Vec<Role> = ROLES.into_iter().filter(|role| questions().any(|q| q.roles().contains(role))).collect();
    let manners: Vec<Manner> =
        Manner::ALL.into_iter().filter(|manner| questions().any(|q| q.manners().contains(manner))).collect();
    check_captures(metadata, patterns, problems);
    check_labels(metadata, patterns, &roles, problems);
    check_messages(metadata, &manners, problems);
}

/// A capture whose name starts with an underscore is there for predicates only, and never shown.
fn is_shown(capture: &str) -> bool {
    !capture.starts_with('_')
}

fn check_captures(metadata: &Metadata, patterns: &[CheckedPattern], problems: &mut Problems) {
    let mut told: Vec<&str> = Vec::new();
    for capture in patterns.iter().flat_map(|pattern| &pattern.captures) {
        let name = capture.name.as_str();
        if is_shown(name) && !metadata.labels.contains_key(name) && !told.contains(&name) {
            told.push(name);
            problems
                .report(
                    PageErrorCode::MissingLabel,
                    capture.span,
                    format!("the capture `@{name}` has no label"),
                    "what should be said about this place?",
                )
                .help(format!("add `{name} = \"…\"` under `[labels]`, or call it `@_{name}` if it is never shown"));
        }
    }
}

fn check_labels(metadata: &Metadata, patterns: &[CheckedPattern], roles: &[Role], problems: &mut Problems) {
    for role in roles.iter().filter(|role| !metadata.labels.contains_key(role.name())) {
        problems.report(
            PageErrorCode::MissingLabel,
            metadata.labels_at,
            format!("the role `{}` has no label", role.name()),
            "the answers to this page's questions have places in that role",
        );
    }
    for (name, entry) in &metadata.labels {
        let is_capture = |shown: bool| {
            patterns.iter().flat_map(|pattern| &pattern.captures).any(|capture| capture.name == *name) == shown
        };
        if roles.iter().any(|role| role.name() == name) || (is_shown(name) && is_capture(true)) {
            continue;
        }
        let help = if ROLES.iter().any(|role| role.name() == name) {
            "no question of this page gives places in that role".to_owned()
        } else if !is_shown(name) && is_capture(true) {
            "a capture that starts with `_` is never shown".to_owned()
        } else {
            let captures = patterns.iter().flat_map(|pattern| &pattern.captures).map(|capture| capture.name.as_str());
            let mut names: Vec<&str> = captures.filter(|name| is_shown(name)).collect();
            names.extend(roles.iter().map(|role| role.name()));
            names.sort_unstable();
            names.dedup();
            advise(name, names)
        };
        let message = format!("`{name}` labels nothing: neither a capture nor a role of this page");
        problems.report(PageErrorCode::LabelForNothing, entry.key, message, "never shown").help(help);
    }
}

fn check_messages(metadata: &Metadata, manners: &[Manner], problems: &mut Problems) {
    for manner in manners.iter().filter(|manner| !metadata.messages.contains_key(manner)) {
        problems.report(
            PageErrorCode::MissingMessage,
            metadata.messages_at,
            format!("the message for `{}` is missing", manner.name()),
            "the answers to this page's questions can be of that manner",
        );
    }
    for (manner, entry) in &metadata.messages {
        if !manners.contains(manner) {
            let message = format!("the message for `{}` is never shown", manner.name());
            problems.report(
                PageErrorCode::MessageForNothing,
                entry.key,
                message,
                "no question of this page has such an answer",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::markdown::{Block, blocks};
    use super::super::metadata;
    use super::super::query::Asked;
    use super::super::question::Question;
    use super::*;

    /// Today every page asks a question whose answers have all manners; the next question may not.
    #[test]
    fn a_message_that_no_question_leads_to_is_refused() {
        let page: Arc<str> = "```toml
severity = \"low\"\nconfidence = \"low\"\nsince = \"0.1.0\"\ncwe = []\nowasp = []
help = { with-logger = \"{logger}\", without-logger = \"\" }
messages = { silent = \"x\" }
labels = { check = \"x\" }
```
"
        .into();
        let mut problems = Problems::of_page("some-rule.md", &page);
        let Block::Code(fence) = &blocks(&page)[0] else { panic!("no fence") };
        let metadata = metadata::read(&page, fence, &mut problems).unwrap();
        let asked = Asked { question: Question::VerifiesToken, captures: vec![0] };
        let pattern = CheckedPattern {
            structure: String::new(),
            shapes: None,
            captures: Vec::new(),
            texts: Vec::new(),
            questions: vec![asked],
        };
        check(&metadata, &[pattern], &mut problems);
        let errors = problems.into_sorted();
        let found: Vec<_> = errors.iter().map(|error| (error.kind(), &page[error.span().range()])).collect();
        assert_eq!(found, [(PageErrorCode::MessageForNothing, "silent")]);
    }
}
