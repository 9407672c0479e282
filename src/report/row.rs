//! One line of source as it is shown: sanitised, cut to the room there is, with a map from its bytes to what is shown.
//!
//! In: a text, a line of it, the parts of the line that must be seen. Out: a [`Row`]. However long the line, no more of
//! it is looked at than the room asks for. Knows nothing of files, findings or labels.

use std::ops::Range;

use textwrap::core::display_width;

use super::clean::{Clean, room};

/// The least room, in columns, that each marked part of a line gets when the line is cut.
const LEAST_ROOM: usize = 24;

/// A line of source, safe to show.
pub(super) struct Row {
    text: String,
    /// Each character of the source that is shown, in order.
    cells: Vec<Cell>,
}

struct Cell {
    /// Its first byte in the source.
    source: usize,
    /// Its bytes in the row.
    shown: Range<usize>,
}

/// The room for a row, and what stands for what is left out.
#[derive(Clone, Copy)]
pub(super) struct Room<'a> {
    pub columns: usize,
    pub ellipsis: &'a str,
}

impl Row {
    /// The line `line` of `text`. When it is longer than the room, what lies around the marks is kept. A fold is the
    /// end of a span that begins on this line and ends on a later one: it is shown behind an ellipsis.
    pub(super) fn new(
        text: &str,
        line: &Range<usize>,
        marks: &[Range<usize>],
        fold: Option<Range<usize>>,
        room: Room<'_>,
    ) -> Self {
        let mut row = Builder::default();
        let mut shown_to = line.start;
        for part in parts(text, line, marks, room) {
            if part.start > shown_to {
                row.clean.push_own(room.ellipsis);
            }
            shown_to = part.end;
            row.copy(text, part);
        }
        if shown_to < line.end {
            row.clean.push_own(room.ellipsis);
        }
        if let Some(fold) = fold {
            row.clean.push_own(&format!(" {} ", room.ellipsis));
            row.copy(text, fold);
        }
        Self { text: row.clean.into_text(), cells: row.cells }
    }

    /// What is shown. Holds no line break.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where bytes of the source are shown, in bytes of the row. What is not shown is moved to the nearest that is.
    pub(super) fn shown(&self, source: &Range<usize>) -> Range<usize> {
        let first = self.cells.partition_point(|c| c.source < source.start);
        let start = self.cells.get(first).map_or(self.end(), |c| c.shown.start);
        let after = self.cells.partition_point(|c| c.source < source.end);
        let last = after.checked_sub(1).and_then(|last| self.cells.get(last));
        let end = last.map_or(start, |c| c.shown.end);
        start..end.max(start)
    }

    /// Behind the last character of the source that is shown.
    fn end(&self) -> usize {
        self.cells.last().map_or(0, |cell| cell.shown.end)
    }
}

/// A row in the making.
#[derive(Default)]
struct Builder {
    clean: Clean,
    cells: Vec<Cell>,
}

impl Builder {
    /// Adds a part of the source.
    fn copy(&mut self, text: &str, part: Range<usize>) {
        for (offset, c) in text[part.clone()].char_indices() {
            let before = self.clean.text().len();
            self.clean.push(c);
            self.cells.push(Cell { source: part.start + offset, shown: before..self.clean.text().len() });
        }
    }
}

/// The parts of a line that are shown: in order, apart from each other.
fn parts(text: &str, line: &Range<usize>, marks: &[Range<usize>], room: Room<'_>) -> Vec<Range<usize>> {
    if forward(text, line.clone(), room.columns) == line.end {
        return vec![line.clone()];
    }
    // An ellipsis may stand at both ends.
    let columns = room.columns.saturating_sub(2 * display_width(room.ellipsis));
    if marks.is_empty() {
        let start = line.start..forward(text, line.clone(), columns);
        return vec![start];
    }
    // How each mark begins and how it ends comes first.
    let share = (columns / marks.len()).max(LEAST_ROOM);
    let mut parts = Vec::new();
    for mark in marks {
        let mark = mark.start.min(line.end)..mark.end.min(line.end);
        let lead = backward(text, line.start..mark.start, share / 8);
        parts.push(lead..forward(text, mark.start..line.end, share / 2));
        parts.push(backward(text, mark.clone(), share / 8)..mark.end);
    }
    let mut parts = joined(parts);
    let used: usize = parts.iter().map(|part| width(text, part)).sum();
    let mut left = columns.saturating_sub(used);
    // What room is left goes to the smallest gaps between them, then to what follows and what precedes.
    let mut gaps: Vec<(usize, Range<usize>)> = parts
        .windows(2)
        .map(|pair| pair[0].end..pair[1].start)
        .filter(|gap| forward(text, gap.clone(), left) == gap.end)
        .map(|gap| (width(text, &gap), gap))
        .collect();
    gaps.sort_by_key(|(columns, gap)| (*columns, gap.start));
    for (columns, gap) in gaps {
        if let Some(rest) = left.checked_sub(columns) {
            left = rest;
            parts.push(gap);
        }
    }
    let mut parts = joined(parts);
    if let Some(last) = parts.last_mut() {
        let end = forward(text, last.end..line.end, left / 2);
        left -= width(text, &(last.end..end));
        last.end = end;
    }
    if let Some(first) = parts.first_mut() {
        first.start = backward(text, line.start..first.start, left);
    }
    parts
}

/// Parts in order, with those that touch made one.
fn joined(mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    parts.sort_by_key(|part| part.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    joined
}

/// The most columns that a part can take.
fn width(text: &str, part: &Range<usize>) -> usize {
    text[part.clone()].chars().map(room).sum()
}

/// The end of what fits into the room, from the start of a range on.
fn forward(text: &str, range: Range<usize>, columns: usize) -> usize {
    let mut left = columns;
    for (offset, c) in text[range.clone()].char_indices() {
        match left.checked_sub(room(c)) {
            Some(rest) => left = rest,
            None => return range.start + offset,
        }
    }
    range.end
}

/// The start of what fits into the room, from the end of a range back.
fn backward(text: &str, range: Range<usize>, columns: usize) -> usize {
    let mut left = columns;
    let mut start = range.end;
    for (offset, c) in text[range.clone()].char_indices().rev() {
        match left.checked_sub(room(c)) {
            Some(rest) => left = rest,
            None => break,
        }
        start = range.start + offset;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str, mark: Range<usize>, columns: usize) -> Row {
        let room = Room { columns, ellipsis: "…" };
        Row::new(text, &(0..text.len()), &[mark], None, room)
    }

    fn marked(row: &Row, source: Range<usize>) -> &str {
        &row.text()[row.shown(&source)]
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        let row = row("a = verify(t)", 4..13, 80);
        assert_eq!(row.text(), "a = verify(t)");
        assert_eq!(marked(&row, 4..13), "verify(t)");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{}verify(t){}", "x;".repeat(35_000), "y;".repeat(20_000));
        let row = row(&text, 70_000..70_009, 40);
        assert_eq!(row.text(), "…x;x;x;x;x;x;verify(t)y;y;y;y;y;y;y;y;y…");
        assert_eq!(marked(&row, 70_000..70_009), "verify(t)");
    }

    #[test]
    fn a_long_mark_shows_how_it_begins_and_ends() {
        let text = format!("verify({})", "a, ".repeat(40_000));
        let row = row(&text, 0..text.len(), 48);
        assert_eq!(row.text(), "verify(a, a, a, a, a, a… a, )");
        assert_eq!(marked(&row, 0..text.len()), row.text());
    }

    #[test]
    fn each_of_several_marks_is_seen() {
        let text = format!("{0}one{0}two{0}", "x".repeat(1000));
        let marks = [1000..1003, 2003..2006];
        let room = Room { columns: 60, ellipsis: "…" };
        let row = Row::new(&text, &(0..text.len()), &marks, None, room);
        assert_eq!(row.text(), "…xxxxxxxxxxxxxxxonexxxxxxxxxxx…xxxtwoxxxxxxxxxxxxxxxxxxxxxxx…");
        assert_eq!(marked(&row, 1000..1003), "one");
        assert_eq!(marked(&row, 2003..2006), "two");
    }

    #[test]
    fn escapes_are_marked_whole() {
        let row = row("\u{202e}a\tb", 0..3, 80);
        assert_eq!(row.text(), "\\u{202e}a   b");
        assert_eq!(marked(&row, 0..3), "\\u{202e}");
        assert_eq!(marked(&row, 3..5), "a   ");
    }

    #[test]
    fn the_smaller_gap_is_closed_first() {
        let text = format!("one{:-<32}two{:-<28}six{:-<40}", "", "", "");
        let marks = [0..3, 35..38, 66..69];
        let room = Room { columns: 70, ellipsis: "…" };
        let row = Row::new(&text, &(0..text.len()), &marks, None, room);
        assert_eq!(row.text(), "one---------…---two----------------------------six--------------…");
    }

    #[test]
    fn an_empty_mark_stays_empty() {
        let row = row("abc", 3..3, 80);
        assert_eq!(row.shown(&(3..3)), 3..3);
        assert_eq!(row.shown(&(1..1)), 1..1);
    }
}
