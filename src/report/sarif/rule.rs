//! A rule's page as SARIF describes rules: what it is, why it matters, how bad it is.
//!
//! In: a page. Out: a [`Rule`]. Its text comes from the page alone, so that there is one place to mend it.

use super::super::level::{Level, score};
use super::log::{Configuration, Help, Message, Rule, RuleProperties};
use super::{level_name, plain, sentence};
use crate::finding::Confidence;
use crate::rules::{Page, Placeholder};

/// The first reader to refuse more allows so many.
const MOST_TAGS: usize = 10;

/// Characters of a description that are read.
const LONGEST_DESCRIPTION: usize = 1000;

pub(super) fn rule(page: &Page) -> Rule {
    let metadata = page.metadata();
    let id = page.id().as_str();
    let reason = section(page.text(), Part::Reason);
    let first = reason.split("\n\n").next().unwrap_or_default();
    let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let help = help(page, reason);
    let mut tags = vec!["security".to_owned()];
    for cwe in &metadata.cwe {
        // Two hosts, two forms.
        tags.push(format!("external/cwe/cwe-{}", cwe.0));
        tags.push(format!("cwe-{}", cwe.0));
    }
    tags.extend(metadata.owasp.iter().map(|owasp| format!("owasp-{}", owasp.to_string().to_lowercase())));
    tags.truncate(MOST_TAGS);
    Rule {
        id: id.to_owned(),
        name: pascal_case(id),
        short_description: Message::new(plain(page.title())),
        full_description: Message::new(cut(&plain(&first), LONGEST_DESCRIPTION)),
        help: Help { text: help.clone(), markdown: help },
        default_configuration: Configuration { level: level_name(metadata.severity.into()) },
        properties: RuleProperties {
            tags,
            precision: match metadata.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Low => "low",
            },
            problem_severity: match Level::from(metadata.severity) {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "recommendation",
            },
            security_severity: score(metadata.severity),
        },
    }
}

/// Why the rule is there, what to do, and what it does not see. The examples stay in the page.
fn help(page: &Page, reason: &str) -> String {
    let advice = sentence(&page.metadata().help.without_logger.fill(|placeholder| match placeholder {
        Placeholder::Route => "the route".to_owned(),
        Placeholder::Check | Placeholder::Logger | Placeholder::LoggerInfo => "the check".to_owned(),
    }));
    let limits = section(page.text(), Part::Limits);
    let id = page.id();
    format!(
        "{reason}\n\n## What to do\n\n{advice}\n\n## Limits\n\n{limits}\n\n\
         Examples: `tokentrail explain {id}`.\n"
    )
}

enum Part {
    /// Between the metadata and the first section.
    Reason,
    /// The prose of the last one.
    Limits,
}

/// A part of a page. The page was checked: its parts stand in their order.
fn section(page: &str, part: Part) -> &str {
    let between = |from: &str, to: &str| {
        let (_, rest) = page.split_once(from)?;
        Some(rest.split_once(to).map_or(rest, |(part, _)| part).trim())
    };
    match part {
        Part::Reason => {
            let after_metadata = page.split_once("```toml").and_then(|(_, rest)| rest.split_once("\n```"));
            let reason = after_metadata.map(|(_, rest)| rest.split_once("\n## ").map_or(rest, |(reason, _)| reason));
            reason.unwrap_or_default().trim()
        }
        Part::Limits => between("\n## Limits\n", "\n### ").unwrap_or_default(),
    }
}

/// `SilentVerifyFailure`: a validator of the format wants a name that is not the id.
fn pascal_case(id: &str) -> String {
    let capital = |word: &str| {
        let mut signs = word.chars();
        signs.next().map(|first| first.to_uppercase().chain(signs).collect::<String>())
    };
    id.split('-').filter_map(capital).collect()
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    #[test]
    fn every_page_describes_itself() {
        for page in RuleSet::embedded().unwrap().pages() {
            let rule = rule(page);
            assert_ne!(rule.name, rule.id);
            assert!(rule.full_description.text.len() > 40, "{}: {}", rule.id, rule.full_description.text);
            for part in ["## What to do", "## Limits", "tokentrail explain"] {
                assert!(rule.help.markdown.contains(part), "{}: {part}", rule.id);
            }
            assert!(!rule.help.markdown.contains("```"), "{}: {}", rule.id, rule.help.markdown);
            assert!(section(page.text(), Part::Limits).len() > 40, "{}", rule.id);
            assert!(rule.properties.tags.iter().any(|tag| tag.starts_with("external/cwe/cwe-")), "{}", rule.id);
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöü", 2), "äö…");
        assert_eq!(pascal_case("raw-token-in-log"), "RawTokenInLog");
    }
}
