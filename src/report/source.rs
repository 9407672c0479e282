//! The files that a report points into: their paths, their lines, and where in them something stands.
//!
//! In: the sources of a run. Out: for a span, its bytes, its lines and its positions, each file's index of lines built
//! once, when first asked. Knows nothing of findings or of how source is shown.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use memchr::{memchr, memrchr};

use super::clean::clean;
use crate::finding::SourceFile;
use crate::text::{FileId, Place, Position, Positions, Span};

/// One file, and what was worked out about it.
pub(super) struct Source<'a> {
    file: &'a SourceFile,
    positions: OnceCell<Positions>,
}

impl<'a> Source<'a> {
    pub(super) fn text(&self) -> &'a str {
        &self.file.text
    }

    /// As it is. Hostile.
    pub(super) fn raw_path(&self) -> &'a str {
        &self.file.path
    }

    /// Safe to show.
    pub(super) fn path(&self) -> String {
        clean(&self.file.path)
    }

    /// Line and column of a byte, as people count.
    pub(super) fn position(&self, offset: usize) -> Position {
        let positions = self.positions.get_or_init(|| Positions::new(&self.file.text));
        positions.position(u32::try_from(offset).unwrap_or(u32::MAX))
    }

    /// The bytes of a span, moved inward to characters that exist.
    pub(super) fn bytes(&self, span: Span) -> Range<usize> {
        let text = self.text();
        let start = text.floor_char_boundary(span.range().start);
        let end = text.floor_char_boundary(span.range().end);
        start..end.max(start)
    }

    /// What of a span stands on its first line.
    pub(super) fn first_line(&self, span: Span) -> Range<usize> {
        let bytes = self.bytes(span);
        let rest = &self.text()[bytes.clone()];
        let end = memchr(b'\n', rest.as_bytes()).map_or(rest, |end| &rest[..end]).trim_end().len();
        bytes.start..bytes.start + end
    }

    /// The line that holds a byte, without its end and the blanks before it.
    pub(super) fn line(&self, offset: usize) -> Range<usize> {
        let text = self.text();
        let start = memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |found| found + 1);
        self.line_from(start)
    }

    /// The line after a line. The last line is followed by itself.
    pub(super) fn line_after(&self, line: &Range<usize>) -> Range<usize> {
        match memchr(b'\n', &self.text().as_bytes()[line.start..]) {
            Some(found) => self.line_from(line.start + found + 1),
            None => line.clone(),
        }
    }

    /// The line that starts at a byte.
    fn line_from(&self, start: usize) -> Range<usize> {
        let rest = &self.text()[start..];
        let line = memchr(b'\n', rest.as_bytes()).map_or(rest, |end| &rest[..end]);
        start..start + line.trim_end().len()
    }
}

/// All files of a run, by id.
pub(super) struct Sources<'a> {
    files: BTreeMap<FileId, Source<'a>>,
}

impl<'a> Sources<'a> {
    /// Indexes nothing yet: most runs point into few of their files.
    pub(super) fn new(files: &'a BTreeMap<FileId, SourceFile>) -> Self {
        let source = |file| Source { file, positions: OnceCell::new() };
        Self { files: files.iter().map(|(&id, file)| (id, source(file))).collect() }
    }

    /// The file of a place. One that the run does not hold is our own mistake, and is said rather than left out.
    pub(super) fn of(&self, place: Place) -> io::Result<&Source<'a>> {
        self.files.get(&place.file).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "internal error: a place in a file that the run does not hold")
        })
    }

    /// `path:line:column`, safe to show.
    pub(super) fn locate(&self, place: Place) -> io::Result<String> {
        let source = self.of(place)?;
        let at = source.position(place.span.range().start);
        Ok(format!("{}:{}:{}", source.path(), at.line, at.column))
    }
}
