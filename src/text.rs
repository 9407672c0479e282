//! Positions in source text: byte spans, and the lines and columns that people and editors count.
//!
//! In: the text of one file. Out: [`Span`]s in bytes, [`Position`]s as lines and UTF-16 columns.
//! Knows nothing of syntax, files or findings.

use line_index::{LineIndex, TextSize, WideEncoding};

/// A half-open range of bytes in one file: `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One file of the program under analysis; an index into the engine's list of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A span in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub file: FileId,
    pub span: Span,
}

/// Where something stands, as people count: line and column from 1, the column in UTF-16 units, the offset in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
    pub offset: u32,
}

/// Turns byte offsets of one text into [`Position`]s. Only `\n` ends a line, as in `line-index`.
pub struct Positions {
    index: LineIndex,
    length: u32,
}

impl Positions {
    pub fn new(text: &str) -> Self {
        Self { index: LineIndex::new(text), length: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }

    /// The position of a byte offset; one past the end or inside a character is moved back to the nearest that exists.
    pub fn position(&self, offset: u32) -> Position {
        let mut at = offset.min(self.length);
        loop {
            if let Some(utf8) = self.index.try_line_col(TextSize::from(at))
                && let Some(wide) = self.index.to_wide(WideEncoding::Utf16, utf8)
            {
                return Position { line: wide.line + 1, column: wide.col + 1, offset: at };
            }
            if at == 0 {
                return Position { line: 1, column: 1, offset: 0 };
            }
            at -= 1;
        }
    }
}
