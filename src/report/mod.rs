//! The report: findings, trails and counts as people and machines read them.
//!
//! In: what a run gives (`Scan`, `Trail`s) and how it shall look. Out: bytes, to a writer that is passed in. Knows
//! nothing of how a finding is found, of arguments, of the environment, or of which stream it writes to.
//!
//! All text that comes from the analysed repository (source, paths, names inside messages, reasons) is hostile: it
//! passes [`clean`] before a person sees it. JSON keeps it, with the same characters written as JSON escapes.

mod base;
mod clean;
mod concise;
mod full;
mod github;
mod json;
mod level;
mod mistakes;
mod overlap;
mod routes;
mod row;
mod sarif;
mod source;
mod style;
mod summary;
#[cfg(test)]
mod tests;
mod timings;
mod why;
mod window;

use std::io;

use clap::ValueEnum;

use crate::finding::Scan;

pub use base::Base;
pub use clean::clean;
pub use mistakes::write_mistakes;
pub use routes::{RouteFormat, routes_closing_line, write_routes};
pub use style::Look;
pub use summary::{closing_line, warnings};
pub use timings::timings;
pub use why::write_trails;

/// The forms in which findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people: each finding with its source.
    #[default]
    Full,
    /// One line for each finding.
    Concise,
    /// One object, for machines.
    Json,
    /// JSON, one line for each finding.
    Jsonl,
    /// For code hosts and dashboards.
    Sarif,
    /// Annotations in the log of a GitHub workflow.
    Github,
}

impl Format {
    /// As people type it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
        }
    }

    /// Whether the form is a document: nothing may stand beside it.
    pub fn is_document(self) -> bool {
        match self {
            Format::Json | Format::Jsonl | Format::Sarif => true,
            Format::Full | Format::Concise | Format::Github => false,
        }
    }
}

/// Writes the findings of a run. The forms for machines hold the summary too; the others leave it to [`warnings`] and
/// [`closing_line`], which belong on another stream.
pub fn write(scan: &Scan, format: Format, look: Look, base: &Base, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Full => full::write(scan, look, out),
        Format::Concise => concise::write(scan, look, out),
        Format::Json => json::write(scan, out),
        Format::Jsonl => json::write_lines(scan, out),
        Format::Sarif => sarif::write(scan, base, out),
        Format::Github => github::write(scan, base, out),
    }
}
