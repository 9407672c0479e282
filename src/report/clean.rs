//! Makes text from an analysed repository safe to show: the one place that decides which characters reach a screen.
//!
//! In: any text. Out: text on one line in which every character is seen. What would move the cursor, recolour, reorder
//! or hide is written as its escape (`\n`, `\u{1b}`, `\u{202e}`): control characters (C0, DEL, C1), all that Unicode
//! says to draw as nothing (zero width, bidirectional controls, fillers, tags, byte order mark), line and paragraph
//! separators. Tabs become spaces. What a CI runner would take for a command in a log is broken up. Knows nothing of lines,
//! spans or files.

/// Columns between tab stops.
const TAB: usize = 4;

/// Bytes of a message or a path that are shown.
const LONGEST: usize = 1000;

/// Beyond the C0 and C1 controls: Unicode's `Default_Ignorable_Code_Point`, the separators of lines and paragraphs, and
/// the marks of interlinear annotation.
const UNSEEN: [(char, char); 17] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether a character acts on the screen, or cannot be seen on it.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control() || (!c.is_ascii() && UNSEEN.iter().any(|&(from, to)| (from..=to).contains(&c)))
}

/// Text that is safe to show, as it grows.
#[derive(Debug, Default)]
pub(super) struct Clean {
    text: String,
    columns: usize,
    /// The last character was kept, and is one that a selector of its emoji form may follow.
    takes_selector: bool,
}

impl Clean {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Adds one character in the form in which it may be shown.
    pub(super) fn push(&mut self, c: char) {
        // One selector after a symbol asks for its coloured form and is common; alone or in rows it hides data.
        if c == '\u{fe0f}' && self.takes_selector {
            self.text.push(c);
            self.takes_selector = false;
            return;
        }
        self.takes_selector = !c.is_ascii() && !is_unsafe(c);
        if c == '\t' {
            let spaces = TAB - self.columns % TAB;
            self.text.extend(std::iter::repeat_n(' ', spaces));
            self.columns += spaces;
        } else if is_unsafe(c) || (c == '[' && opens_command(&self.text)) {
            let before = self.text.len();
            match c {
                '[' => self.text.extend(c.escape_unicode()),
                _ => self.text.extend(c.escape_default()),
            }
            self.columns += self.text.len() - before;
        } else {
            self.text.push(c);
            self.columns += width(c);
        }
    }

    /// Adds text of our own.
    pub(super) fn push_own(&mut self, text: &str) {
        self.takes_selector = false;
        self.text.push_str(text);
        self.columns += textwrap::core::display_width(text);
    }
}

/// Whether a bracket after this text would open a command of a runner (GitHub's older form, Azure's), which these look for
/// anywhere in a line.
pub(super) fn opens_command(text: &str) -> bool {
    text.ends_with("##") || text.ends_with("##vso")
}

/// A text, safe to show on one line. A path or a name can have any length; what is beyond all sense is cut.
pub fn clean(text: &str) -> String {
    let mut clean = Clean::default();
    for c in text.chars() {
        if clean.text.len() >= LONGEST {
            clean.push_own("...");
            break;
        }
        // Two colons at the start of a line are a runner's command, and who knows where a long text will be broken.
        if c == ':' && clean.text.ends_with(':') {
            clean.push_own("\\u{3a}");
        } else {
            clean.push(c);
        }
    }
    clean.into_text()
}

/// How much room a character takes when it is shown, at the most. Never nothing: a text of a thousand accents on one
/// letter is long.
pub(super) fn room(c: char) -> usize {
    if c == '\t' {
        TAB
    } else if is_unsafe(c) {
        c.escape_default().len()
    } else {
        width(c).max(1)
    }
}

fn width(c: char) -> usize {
    textwrap::core::display_width(c.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        assert_eq!(clean("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(clean("\0 \u{7} \u{7f} \u{9b}"), "\\u{0} \\u{7} \\u{7f} \\u{9b}");
        assert_eq!(clean("one\r\ntwo"), "one\\r\\ntwo");
    }

    #[test]
    fn what_reorders_or_hides_is_written_out() {
        for c in "\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{61c}\u{200b}\u{200c}\u{200d}\u{2060}\u{2028}\u{2029}\u{feff}\u{ad}\u{e0041}\u{fffb}".chars() {
            assert_eq!(clean(&format!("a{c}b")), format!("a\\u{{{:x}}}b", u32::from(c)));
        }
    }

    #[test]
    fn what_a_runner_takes_for_a_command_is_broken_up() {
        assert_eq!(clean("::error::x"), ":\\u{3a}error:\\u{3a}x");
        assert_eq!(clean(":::"), ":\\u{3a}:");
        assert_eq!(clean("a ##[add-mask]b ##vso[task.x]c"), "a ##\\u{5b}add-mask]b ##vso\\u{5b}task.x]c");
        assert_eq!(clean("a: b[0] # [x]"), "a: b[0] # [x]");
    }

    #[test]
    fn a_name_without_end_is_cut() {
        let shown = clean(&"n".repeat(200_000));
        assert_eq!(shown, format!("{}...", "n".repeat(1000)));
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(clean("\tx\ty"), "    x   y");
        assert_eq!(clean("日\ty"), "日  y");
    }

    #[test]
    fn ordinary_text_is_kept() {
        let text = "const naïve = `日本 🎉`; // e\u{301}";
        assert_eq!(clean(text), text);
    }

    #[test]
    fn one_selector_after_a_symbol_is_kept_and_no_more() {
        assert_eq!(clean("⚠\u{fe0f} x"), "⚠\u{fe0f} x");
        assert_eq!(clean("⚠\u{fe0f}\u{fe0f}"), "⚠\u{fe0f}\\u{fe0f}");
        let mut text = Clean::default();
        text.push('⚠');
        text.push_own("…");
        text.push('\u{fe0f}');
        assert_eq!(text.text(), "⚠…\\u{fe0f}");
        assert_eq!(clean("a\u{fe0f}\u{fe01}"), "a\\u{fe0f}\\u{fe01}");
    }
}
