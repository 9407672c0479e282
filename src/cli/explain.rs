//! `tokentrail rules` and `tokentrail explain RULE`: the rules' own pages.
//!
//! In: a rule's name. Out: its documentation on stdout.

use std::fmt::Display;

use super::exit::Outcome;
use super::standin::rules::{self, RuleSet};
use super::stream::Streams;

pub(super) fn rules(streams: Streams) -> Outcome {
    let rules = match embedded(streams) {
        Ok(rules) => rules,
        Err(outcome) => return outcome,
    };
    let rows = rules::list(&rules);
    let longest = rows
        .iter()
        .map(|row| row.id.as_str().len())
        .max()
        .unwrap_or(0);
    streams.deliver(Outcome::Clean, |out| {
        for row in &rows {
            let name = row.id.as_str();
            let severity = row.severity.name();
            let pedantic = if row.pedantic { " (pedantic)" } else { "" };
            writeln!(
                out,
                "{name:longest$}  {severity:8}  {}{pedantic}",
                row.title
            )?;
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
        None => {
            streams.error(&format!("there is no rule `{rule}`"));
            streams.hint("`tokentrail rules` lists the rules");
            Outcome::Trouble
        }
    }
}

/// The rules inside the binary. A test has loaded them; were one broken all the same, each mistake is told.
fn embedded(streams: Streams) -> Result<RuleSet, Outcome> {
    let tell = |error: &dyn Display| streams.error(&format!("a rule's page is broken: {error}"));
    RuleSet::embedded().map_err(|errors| {
        errors.iter().for_each(|error| tell(error));
        Outcome::Trouble
    })
}
