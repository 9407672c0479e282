//! Expectations in example and test files: `//~` comments that name the rule which must report a line.
//!
//! | form | means |
//! | --- | --- |
//! | `//~ rule-id` | a finding on this line |
//! | `//~^ rule-id` | one line above, for each caret |
//! | `//~ missed rule-id` | a finding is due here, and is known to be missing |
//! | `//~ noisy rule-id` | a finding is reported here, and is known to be wrong |
//!
//! Several may stand on one line, each with its own `//~`. In: the text of one file. Out: the expectations, or where one
//! cannot be read: a misspelt expectation is never skipped. Knows neither pages nor findings.

use crate::text::Span;

/// How the named rule stands to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// It reports the line, rightly.
    Found,
    /// It should report the line and does not.
    Missed,
    /// It reports the line and should not.
    Noisy,
}

impl Mark {
    /// Whether the rule reports the line today.
    pub fn is_reported(self) -> bool {
        self != Mark::Missed
    }
}

/// What one `//~` comment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The line meant, from 1.
    pub line: u32,
    pub mark: Mark,
    pub rule: String,
    /// The comment itself, from `//~` to the end of the rule's id (bytes).
    pub span: Span,
}

/// A `//~` comment that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectationError {
    pub span: Span,
    pub message: String,
}

const MARKER: &str = "//~";

/// All expectations of a file, in the order of the text.
pub fn expectations(text: &str) -> Result<Vec<Expectation>, ExpectationError> {
    let mut found = Vec::new();
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let markers: Vec<usize> = memchr::memmem::find_iter(line.as_bytes(), MARKER).collect();
        for (nth, &at) in markers.iter().enumerate() {
            let end = markers.get(nth + 1).copied().unwrap_or(line.len());
            let body = line[at + MARKER.len()..end].trim_end();
            let span = Span::new(start + at, start + at + MARKER.len() + body.len());
            found.push(
                read(body, number)
                    .map_err(|message| ExpectationError { span, message })
                    .map(|(line, mark, rule)| Expectation { line, mark, rule, span })?,
            );
        }
        start += line.len();
    }
    Ok(found)
}

/// Reads what follows `//~` on the given line.
fn read(body: &str, line: u32) -> Result<(u32, Mark, String), String> {
    let rest = body.trim_start_matches('^');
    let carets = u32::try_from(body.len() - rest.len()).unwrap_or(u32::MAX);
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return Err(format!("`{MARKER}` is followed by carets or a space, then a rule's id"));
    }
    let Some(line) = line.checked_sub(carets).filter(|line| *line > 0) else {
        return Err("the carets point above the file's first line".into());
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (mark, rule) = match words.as_slice() {
        ["missed" | "noisy"] | [] => return Err("no rule is named".into()),
        [rule] => (Mark::Found, rule),
        ["missed", rule] => (Mark::Missed, rule),
        ["noisy", rule] => (Mark::Noisy, rule),
        _ => {
            return Err("a rule's id, or `missed` or `noisy` and a rule's id, and nothing more".into());
        }
    };
    if !is_rule_id(rule) {
        return Err(format!("`{rule}` is no rule's id: lower-case words joined by hyphens"));
    }
    Ok((line, mark, (*rule).to_owned()))
}

/// Whether a text has the form of a rule's id: lower-case words joined by hyphens.
pub(super) fn is_rule_id(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.split('-').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u32, Mark, String)> {
        expectations(text).unwrap().into_iter().map(|found| (found.line, found.mark, found.rule)).collect()
    }

    #[test]
    fn reads_every_form() {
        let text = "a(); //~ rule-a\nb();\n//~^ missed rule-b\n//~^^^ noisy rule-c //~ rule-d\r\n";
        assert_eq!(
            lines(text),
            [
                (1, Mark::Found, "rule-a".to_owned()),
                (2, Mark::Missed, "rule-b".to_owned()),
                (1, Mark::Noisy, "rule-c".to_owned()),
                (4, Mark::Found, "rule-d".to_owned()),
            ]
        );
    }

    #[test]
    fn spans_cover_the_comment() {
        let text = "é(); //~ rule-a  \n";
        let span = expectations(text).unwrap()[0].span;
        assert_eq!(&text[span.range()], "//~ rule-a");
    }

    #[test]
    fn refuses_what_it_cannot_read_at_its_byte() {
        for (text, offset) in [
            ("x //~", 2),
            ("x\ny //~ missed\n", 4),
            ("//~rule-a", 0),
            ("//~ Rule", 0),
            ("//~ rule-a because", 0),
            ("a\n//~^^ rule-a", 2),
            ("//~ rule--a", 0),
        ] {
            let error = expectations(text).unwrap_err();
            assert_eq!(error.span.start, offset, "{text}: {}", error.message);
        }
    }

    #[test]
    fn ordinary_comments_and_addresses_are_none() {
        assert_eq!(lines("// ~ x\nfetch('http://x/~user'); // rule-a\n"), []);
    }
}
