//! The window: the lines that a finding needs, copied and sanitised, as miette's source code.
//!
//! In: marked places, in any number of files. Out: blocks of rows, and labels on them. miette never sees a file: it
//! panics on labels beyond column 65,535, prints lines of any length whole and keeps what acts on a terminal. Line and
//! column numbers are those of the files all the same. Knows nothing of severities, help or headers.

use std::io;
use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::overlap::{Label, separate};
use super::row::{Room, Row};
use super::source::{Source, Sources};
use super::style::{Ink, Look, wrapping};
use crate::text::{FileId, Place};

/// Lines between two marked ones up to which they are shown together. A frame's end and beginning take two.
const GAP: u32 = 4;

/// The most of a folded span's last line that is shown, in bytes.
const FOLD_TAIL: usize = 20;

/// A place to show.
pub(super) struct Mark {
    pub place: Place,
    /// Safe to show; empty for an underline alone.
    pub text: String,
    pub ink: Ink,
    /// The finding's own place: it comes first, and its position heads its block.
    pub primary: bool,
}

/// Blocks of source and the labels on them.
#[derive(Debug, Default)]
pub(super) struct Window {
    text: String,
    blocks: Vec<Block>,
    /// In the order of the window's text, none over another.
    labels: Vec<Label>,
}

/// Consecutive lines of one file.
#[derive(Debug)]
struct Block {
    /// Its bytes in the window.
    range: Range<usize>,
    /// Path of its file, safe to show.
    path: String,
    first_line: u32,
}

impl Window {
    /// Cuts the window for these places. The block of the finding's own place comes first, then the rest of its file,
    /// then other files in the order in which they are named.
    pub(super) fn new(marks: &[Mark], sources: &Sources<'_>, look: Look) -> io::Result<Self> {
        let mut marked =
            marks.iter().map(|mark| Ok(Marked::new(mark, sources.of(mark.place)?))).collect::<io::Result<Vec<_>>>()?;
        let primary = marked.iter().find(|m| m.mark.primary).map(|m| m.file());
        let mut files = Vec::new();
        for file in primary.into_iter().chain(marked.iter().map(Marked::file)) {
            if !files.contains(&file) {
                files.push(file);
            }
        }
        let rank = |m: &Marked<'_>| files.iter().position(|&file| file == m.file());
        marked.sort_by_key(|m| (rank(m), m.line));
        let mut groups: Vec<&[Marked<'_>]> =
            marked.chunk_by(|a, b| a.file() == b.file() && b.line - a.line <= GAP + 1).collect();
        groups.sort_by_key(|group| !group.iter().any(|m| m.mark.primary));
        let mut window = Window::default();
        for group in groups {
            window.add(group, look);
        }
        Ok(window)
    }

    #[cfg(test)]
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// Adds a block: the lines from the first to the last that is marked.
    fn add(&mut self, group: &[Marked<'_>], look: Look) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            return;
        };
        let source = first.source;
        let digits = last.line.to_string().len();
        let room = Room {
            // miette draws ` 12 │ ` before each row.
            columns: look.columns() - digits - 4,
            ellipsis: look.ellipsis(),
        };
        let block_start = self.text.len();
        let mut line = source.line(first.bytes.start);
        for number in first.line..=last.line {
            let here: Vec<_> = group.iter().filter(|m| m.line == number).collect();
            let bytes: Vec<_> = here.iter().map(|m| m.bytes.clone()).collect();
            let fold = if number == last.line { here.iter().find_map(|m| m.fold()) } else { None };
            let row = Row::new(source.text(), &line, &bytes, fold, room);
            let labels = here.iter().map(|m| m.label(&row)).collect();
            let row_start = self.text.len();
            let labels = separate(row.text(), labels);
            let alone = labels.len() == 1;
            for mut label in labels {
                if label.text.is_empty() && !alone {
                    // miette draws a line down from each of several underlines; it must lead to something.
                    label.text.push_str("here");
                }
                label.text = wrapped(&label, row.text(), room.columns);
                label.range = row_start + label.range.start..row_start + label.range.end;
                self.labels.push(label);
            }
            self.text.push_str(row.text());
            // Also after the last row: a label at its end needs a byte to stand on.
            self.text.push('\n');
            line = source.line_after(&line);
        }
        self.blocks.push(Block { range: block_start..self.text.len(), path: source.path(), first_line: first.line });
    }
}

/// A mark with what its file says of it.
struct Marked<'a> {
    mark: &'a Mark,
    source: &'a Source<'a>,
    bytes: Range<usize>,
    line: u32,
}

impl<'a> Marked<'a> {
    fn new(mark: &'a Mark, source: &'a Source<'a>) -> Self {
        let bytes = source.bytes(mark.place.span);
        let line = source.position(bytes.start).line;
        Self { mark, source, bytes, line }
    }

    fn file(&self) -> FileId {
        self.mark.place.file
    }

    /// The end of a span of several lines: what its last line holds of it.
    fn fold(&self) -> Option<Range<usize>> {
        let text = self.source.text();
        let end = self.bytes.start + text[self.bytes.clone()].trim_end().len();
        let last = self.source.line(end);
        if last.start <= self.bytes.start {
            return None;
        }
        let tail = text[last.start..end].trim_start();
        let start = (end - tail.len()).max(text.ceil_char_boundary(end.saturating_sub(FOLD_TAIL)));
        Some(start..end)
    }

    /// The label on the row of its first line.
    fn label(&self, row: &Row) -> Label {
        Label {
            range: row.shown(&self.bytes),
            position: self.source.position(self.bytes.start),
            text: self.mark.text.clone(),
            ink: self.mark.ink,
            primary: self.mark.primary,
        }
    }
}

/// A label's text in lines that fit beside the middle of its underline, where miette hangs it.
fn wrapped(label: &Label, row: &str, columns: usize) -> String {
    let width = |end: usize| textwrap::core::display_width(&row[..end]);
    let middle = (width(label.range.start) + width(label.range.end)) / 2;
    // `╰── ` stands before the text.
    let left = columns.saturating_sub(middle + 5).max(32);
    textwrap::wrap(&label.text, wrapping(left)).join("\n")
}

impl SourceCode for Window {
    /// miette asks for a label with a line around it to draw a block, and without any to learn where the label stands.
    /// A span over two blocks is refused, which keeps miette from joining them.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let range = span.offset()..span.offset() + span.len();
        let block = self
            .blocks
            .iter()
            .find(|block| block.range.start <= range.start && range.end <= block.range.end)
            .ok_or(MietteError::OutOfBounds)?;
        let rows = &self.text[block.range.clone()];
        let label = self.labels.iter().find(|label| lines_before == 0 && label.range == range);
        let (line, column) = match label {
            Some(label) => (label.position.line, label.position.column),
            None => (block.first_line, 1),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            block.path.clone(),
            rows.as_bytes(),
            (block.range.start, block.range.len()).into(),
            line as usize - 1,
            column as usize - 1,
            rows.lines().count(),
        )))
    }
}
