//! `tokentrail rules` and `tokentrail explain RULE`: the rules' own pages.
//!
//! In: a rule's name. Out: its documentation on stdout.

use super::exit::Outcome;
use super::stream::Streams;
use crate::rules::{self, RuleRow, RuleSet};

/// Below this, two names have nothing to do with each other.
const ALIKE: f64 = 0.85;

pub(super) fn rules(streams: Streams) -> Outcome {
    let rules = match embedded(streams) {
        Ok(rules) => rules,
        Err(outcome) => return outcome,
    };
    let rows = rules::list(&rules);
    let longest = rows.iter().map(|row| row.id.as_str().len()).max().unwrap_or(0);
    streams.deliver(Outcome::Clean, |out| {
        for row in &rows {
            let name = row.id.as_str();
            let severity = row.severity.name();
            let pedantic = if row.pedantic { " (pedantic)" } else { "" };
            writeln!(out, "{name:longest$}  {severity:8}  {}{pedantic}", row.title)?;
        }
        Ok(())
    })
}

pub(super) fn explain(rule: &str, streams: Streams) -> Outcome {
    let rules = match embedded(streams) {
        Ok(rules) => rules,
        Err(outcome) => return outcome,
    };
    match rules.page(rule) {
        Some(page) => {
            let text = rules::explain(page);
            streams.deliver(Outcome::Clean, |out| out.write_all(text.as_bytes()))
        }
        None => unknown_rule(rule, &rules, streams),
    }
}

/// Says that there is no such rule, and which one may have been meant.
pub(super) fn unknown_rule(rule: &str, rules: &RuleSet, streams: Streams) -> Outcome {
    streams.error(&format!("there is no rule `{rule}`"));
    let likeness = |row: &RuleRow<'_>| strsim::jaro_winkler(row.id.as_str(), rule);
    let nearest = rules::list(rules).into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest {
        Some(row) if likeness(&row) >= ALIKE => {
            streams.hint(&format!("did you mean `{}`?", row.id.as_str()));
        }
        _ => streams.hint("`tokentrail rules` lists the rules"),
    }
    Outcome::Trouble
}

/// The rules inside the binary. A test has loaded them; were one broken all the same, each mistake is told.
pub(super) fn embedded(streams: Streams) -> Result<RuleSet, Outcome> {
    RuleSet::embedded().map_err(|errors| {
        for error in errors {
            streams.error(&format!("the rule page {} is broken: {error}", error.page()));
        }
        Outcome::Trouble
    })
}
