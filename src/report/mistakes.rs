//! Mistakes in the project's own file, each at its place, for the person who wrote it.
//!
//! In: the file and its mistakes. Out: for each the message and the marked source. Knows nothing of what makes a mistake.

use std::collections::BTreeMap;
use std::io;

use super::clean::clean;
use super::full::Drawn;
use super::source::Sources;
use super::style::{Ink, Look};
use super::window::{Mark, Window};
use crate::finding::SourceFile;
use crate::project::Mistake;
use crate::text::{FileId, Place, Span};

/// Draws each mistake, with an empty line after it.
pub fn write_mistakes(file: &SourceFile, mistakes: &[Mistake], look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let number = FileId(0);
    let files = BTreeMap::from([(number, file.clone())]);
    let sources = Sources::new(&files);
    for mistake in mistakes {
        let span = Span::new(mistake.span.start, mistake.span.end);
        let place = Place { file: number, span };
        let mark = Mark { place, text: String::new(), ink: Ink::Alarm, primary: true };
        let header = format!("{}: {}", Ink::Alarm.paint(look, "error"), clean(&mistake.message));
        let window = Window::new(&[mark], &sources, look)?;
        Drawn { header, severity: miette::Severity::Error, help: None, window }.draw(Ink::Alarm, look, out)?;
        writeln!(out)?;
    }
    Ok(())
}
