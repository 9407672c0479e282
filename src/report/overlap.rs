//! Labels on one row, made to stand beside each other: an underline can mark a character only once.
//!
//! In: labels of a row, each with its bytes. Out: the same, ordered, none over another. The inner label wins, because it
//! says more: of `if (err) return null;` the outer one keeps `if (err)`. Labels of the very same bytes become one.
//! Knows nothing of sources or files.

use std::ops::Range;

use super::style::Ink;
use crate::text::Position;

/// A marked part of a row and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// Bytes of the row; later, of the window.
    pub range: Range<usize>,
    /// Where it truly starts, in its file.
    pub position: Position,
    /// Safe to show; empty for an underline alone.
    pub text: String,
    pub ink: Ink,
    /// It marks the finding's own place.
    pub primary: bool,
}

impl Label {
    /// Takes over what another label of the same place says.
    fn absorb(&mut self, other: Label) {
        if other.primary {
            self.primary = true;
            self.ink = other.ink;
            self.position = other.position;
        }
        if self.text.is_empty() {
            self.text = other.text;
        } else if !self.text.split("; ").any(|said| said == other.text) && !other.text.is_empty() {
            self.text = format!("{}; {}", self.text, other.text);
        }
    }
}

/// Orders labels and clips each where another begins inside it.
pub(super) fn separate(row: &str, labels: Vec<Label>) -> Vec<Label> {
    let mut waiting = labels;
    for label in &mut waiting {
        widen(row, &mut label.range);
    }
    let mut apart: Vec<Label> = Vec::new();
    // Each round settles a label, drops one or shortens one, so this ends.
    while !waiting.is_empty() {
        waiting.sort_by_key(|l| (l.range.start, std::cmp::Reverse(l.range.end)));
        let mut first = waiting.remove(0);
        match waiting.first_mut() {
            Some(next) if next.range == first.range => {
                let other = waiting.remove(0);
                first.absorb(other);
                waiting.push(first);
            }
            Some(next) if next.range.start == first.range.start => {
                first.range = trim(row, next.range.end..first.range.end);
                if first.range.is_empty() {
                    first.range = next.range.clone();
                }
                waiting.push(first);
            }
            Some(next) if next.range.start < first.range.end => {
                first.range = trim(row, first.range.start..next.range.start);
                if first.range.is_empty() {
                    first.range = next.range.clone();
                }
                waiting.push(first);
            }
            _ => apart.push(first),
        }
    }
    apart
}

/// An empty range takes in the next character, so that it can be underlined; at the end of the row it stays empty.
fn widen(row: &str, range: &mut Range<usize>) {
    if range.start == range.end
        && let Some(next) = row[range.start..].chars().next()
    {
        range.end += next.len_utf8();
    }
}

/// Without blanks at either end.
fn trim(row: &str, range: Range<usize>) -> Range<usize> {
    let text = &row[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    start..(start + text.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(range: Range<usize>, text: &str) -> Label {
        let position = Position { line: 1, column: 1, offset: 0 };
        Label { range, position, text: text.to_owned(), ink: Ink::Note, primary: false }
    }

    fn separated<'a>(row: &'a str, labels: &[(Range<usize>, &str)]) -> Vec<(&'a str, String)> {
        let labels = labels.iter().map(|(r, t)| label(r.clone(), t)).collect();
        separate(row, labels).into_iter().map(|l| (&row[l.range], l.text)).collect()
    }

    #[test]
    fn the_outer_label_keeps_what_is_before_the_inner() {
        let row = "if (err) return null;";
        assert_eq!(
            separated(row, &[(0..21, "drop"), (9..20, "exit")]),
            [("if (err)", "drop".into()), ("return null", "exit".into())]
        );
    }

    #[test]
    fn the_longer_of_two_with_one_start_keeps_the_rest() {
        assert_eq!(
            separated("verify(t).catch(f)", &[(0..18, "all"), (0..9, "check")]),
            [("verify(t)", "check".into()), (".catch(f)", "all".into())]
        );
    }

    #[test]
    fn labels_of_the_same_bytes_become_one() {
        assert_eq!(separated("f()", &[(0..3, "a"), (0..3, "b"), (0..3, "a"), (0..3, "")]), [("f()", "a; b".into())]);
    }

    #[test]
    fn the_findings_own_label_says_where_the_joint_one_stands() {
        let mut own = label(0..3, "own");
        own.primary = true;
        own.position.column = 7;
        let [joint] = &separate("f()", vec![label(0..3, "other"), own])[..] else {
            panic!("one label");
        };
        assert_eq!((joint.primary, joint.position.column), (true, 7));
        assert_eq!(joint.text, "other; own");
    }

    #[test]
    fn an_empty_label_is_widened_or_stands_at_the_end() {
        assert_eq!(separated("é;", &[(0..0, "a"), (3..3, "b")]), [("é", "a".into()), ("", "b".into())]);
    }
}
