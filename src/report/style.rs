//! Colours and frames: what the reader's screen can show, and which ink stands for what.
//!
//! In: the look that was asked for. Out: painted text, and miette's theme in the same inks. With colours off nothing is
//! painted at all. Knows nothing of what is painted.

use std::fmt::Display;

use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};
use owo_colors::Style;

use crate::finding::{Role, Severity, Verdict};

/// What the reader's screen can show. Decided by the caller: nothing here looks at a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether colours and weights may be used.
    pub color: bool,
    /// Whether frames are drawn with box characters, or with ASCII.
    pub unicode: bool,
    /// In columns. Less than 40 counts as 40, more than 200 as 200.
    pub width: usize,
}

impl Look {
    /// The width that is written for: too narrow is unreadable, and wider than a screen is no longer a window.
    pub(super) fn columns(self) -> usize {
        self.width.clamp(40, 200)
    }

    /// What stands for text that is left out.
    pub(super) fn ellipsis(self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
}

/// What a piece of text is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Needs mending first.
    Alarm,
    /// Needs mending.
    Caution,
    /// To be known; also the places that explain another.
    Note,
    /// Somebody is told.
    Good,
    Strong,
    Faint,
}

impl Ink {
    fn style(self) -> Style {
        match self {
            Ink::Alarm => Style::new().red().bold(),
            Ink::Caution => Style::new().yellow().bold(),
            Ink::Note => Style::new().cyan(),
            Ink::Good => Style::new().green().bold(),
            Ink::Strong => Style::new().bold(),
            Ink::Faint => Style::new().dimmed(),
        }
    }

    /// Paints a text that is already safe to show.
    pub(super) fn paint(self, look: Look, text: impl Display) -> String {
        if look.color { self.style().style(text).to_string() } else { text.to_string() }
    }
}

impl From<Severity> for Ink {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::High => Ink::Alarm,
            Severity::Medium => Ink::Caution,
            Severity::Low | Severity::Info => Ink::Note,
        }
    }
}

impl From<Role> for Ink {
    fn from(role: Role) -> Self {
        match role {
            Role::Signal | Role::Limiter => Ink::Good,
            Role::Check | Role::Drop | Role::HandOff | Role::Receiver | Role::Exit | Role::Route => Ink::Note,
        }
    }
}

impl From<Verdict> for Ink {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Reported => Ink::Good,
            Verdict::Partly | Verdict::DebugOnly | Verdict::Unknown => Ink::Caution,
            Verdict::Silent => Ink::Alarm,
        }
    }
}

/// miette's theme: frames, the ink of the finding, and the inks of its labels in the order in which they stand.
pub(super) fn theme(look: Look, finding: Ink, labels: &[Ink]) -> GraphicalTheme {
    let mut characters = if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    if !look.unicode {
        // miette's own choice, `|`, does not tell the middle of an underline from a frame.
        characters.underbar = '^';
    }
    let style = |ink: Ink| {
        if look.color { ink.style() } else { Style::new() }
    };
    let styles = ThemeStyles {
        error: style(finding),
        warning: style(finding),
        advice: style(finding),
        help: style(Ink::Note),
        link: style(Ink::Strong),
        linum: style(Ink::Faint),
        // Cycled by miette, so never empty.
        highlights: if labels.is_empty() {
            vec![style(finding)]
        } else {
            labels.iter().map(|&ink| style(ink)).collect()
        },
    };
    GraphicalTheme { characters, styles }
}

/// How text is broken into lines: at blanks only, so that paths and rule ids stay whole.
pub(super) fn wrapping(columns: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(columns)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}
