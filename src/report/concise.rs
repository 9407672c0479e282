//! The concise form: each finding on one line, whatever its message or its path holds.
//!
//! In: findings. Out: `src/auth.js:9:5: high[silent-verify-failure] message`, and of low confidence it says so. Knows nothing of source text beyond
//! positions.

use std::io;

use super::clean::clean;
use super::source::Sources;
use super::style::{Ink, Look};
use crate::finding::{Confidence, Scan};

/// Writes each finding on its line.
pub(super) fn write(scan: &Scan, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = Sources::new(&scan.sources);
    for finding in &scan.findings {
        let place = Ink::Strong.paint(look, sources.locate(finding.place)?);
        let tag = format!("{}[{}]", finding.severity.name(), clean(&finding.rule));
        let tag = Ink::from(finding.severity).paint(look, tag);
        write!(out, "{place}: {tag} {}", clean(&finding.message))?;
        // Whoever asks for guesses has to tell them from the rest.
        match finding.confidence {
            Confidence::Low => writeln!(out, " (low confidence)")?,
            Confidence::Medium | Confidence::High => writeln!(out)?,
        }
    }
    Ok(())
}
