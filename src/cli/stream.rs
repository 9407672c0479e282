//! The two streams: what they can show, and what is said on them.
//!
//! In: the choice of colours, the environment, whether a terminal listens. Out: text on stdout and stderr. Colours are
//! decided here, once. Nobody listening any more is no failure: the verdict stands.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::AutoStream;
use clap::builder::styling::{AnsiColor, Style};
use terminal_size::{Width, terminal_size};

use super::arguments::ColorChoice;
use super::exit::Outcome;
use crate::report::Look;

/// For what is no terminal: a file, a log, a review.
const WIDTH_OF_FILES: usize = 100;

/// How this run shows itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Streams {
    pub(super) stdout: Look,
    pub(super) stderr: Look,
    pub(super) quiet: bool,
    /// Whether a person watches stderr.
    pub(super) is_watched: bool,
}

impl Streams {
    pub(super) fn new(choice: ColorChoice, quiet: bool) -> Self {
        let environment = |name: &str| env::var_os(name);
        let stdout = io::stdout();
        let stderr = io::stderr();
        let look = |colors: anstream::ColorChoice, is_terminal: bool| Look {
            color: uses_color(choice, &environment, colors != anstream::ColorChoice::Never),
            unicode: uses_unicode(&environment, is_terminal),
            width: width(is_terminal),
        };
        Self {
            stdout: look(AutoStream::choice(&stdout), stdout.is_terminal()),
            stderr: look(AutoStream::choice(&stderr), stderr.is_terminal()),
            quiet,
            is_watched: stderr.is_terminal(),
        }
    }

    /// Says why the run cannot go on.
    pub(super) fn error(self, message: &str) {
        self.say("error", AnsiColor::Red, message);
    }

    /// Says what to do next.
    pub(super) fn hint(self, message: &str) {
        self.say("help", AnsiColor::Cyan, message);
    }

    fn say(self, label: &str, color: AnsiColor, message: &str) {
        let style = if self.stderr.color { color.on_default().bold() } else { Style::new() };
        let message = harmless(message);
        // With stderr gone there is nobody left to tell.
        let _ = writeln!(io::stderr(), "{style}{label}{style:#}: {message}");
    }

    /// What goes beside the findings, unless silence was asked for.
    pub(super) fn remark(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if !self.quiet {
            let mut out = BufWriter::new(io::stderr().lock());
            let _ = write(&mut out).and_then(|()| out.flush());
        }
    }

    /// What is wrong, at its places. Silence was not asked for this.
    pub(super) fn complain(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let mut out = BufWriter::new(io::stderr().lock());
        let _ = write(&mut out).and_then(|()| out.flush());
    }

    /// Writes a result to stdout. The outcome stays what it is when the reader has left, and becomes trouble when the
    /// result cannot be delivered.
    pub(super) fn deliver(self, outcome: Outcome, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Outcome {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        match write(&mut out).and_then(|()| out.flush()) {
            Ok(()) => outcome,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => outcome,
            Err(error) => {
                self.error(&format!("the output cannot be written: {error}"));
                Outcome::Trouble
            }
        }
    }
}

/// By precedence: what was asked for, `NO_COLOR`, `FORCE_COLOR`, then what anstream reads (`CLICOLOR_FORCE`, `CLICOLOR`,
/// `TERM`, the terminal).
fn uses_color(choice: ColorChoice, environment: &dyn Fn(&str) -> Option<std::ffi::OsString>, otherwise: bool) -> bool {
    let is_set = |name: &str| environment(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if is_set("NO_COLOR") => false,
        ColorChoice::Auto => match environment("FORCE_COLOR") {
            Some(value) if value == OsStr::new("0") || value == OsStr::new("false") => false,
            Some(_) => true,
            None => otherwise,
        },
    }
}

/// Files are UTF-8, so that a run gives the same bytes everywhere; a terminal shows what its locale says.
fn uses_unicode(environment: &dyn Fn(&str) -> Option<std::ffi::OsString>, is_terminal: bool) -> bool {
    if !is_terminal || cfg!(windows) {
        return true;
    }
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(|name| environment(name)).find(|value| !value.is_empty());
    // The kernel's own console has few characters, whatever the locale.
    let is_console = environment("TERM").is_some_and(|term| term == OsStr::new("linux"));
    let is_utf8 = locale.is_some_and(|locale| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    is_utf8 && !is_console
}

fn width(is_terminal: bool) -> usize {
    match terminal_size() {
        Some((Width(columns), _)) if is_terminal && columns > 0 => usize::from(columns),
        _ => WIDTH_OF_FILES,
    }
}

/// Paths come from the analysed repository even when a shell typed them: no character may steer the terminal.
fn harmless(text: &str) -> String {
    let steers = |sign: char| {
        (sign.is_control() && sign != '\n')
            || matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|sign| if steers(sign) { '\u{fffd}' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn color(choice: ColorChoice, set: &[(&str, &str)], otherwise: bool) -> bool {
        uses_color(choice, &|name| value(set, name), otherwise)
    }

    fn value(set: &[(&str, &str)], name: &str) -> Option<OsString> {
        set.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
    }

    #[test]
    fn what_was_asked_for_comes_before_the_environment() {
        assert!(color(ColorChoice::Always, &[("NO_COLOR", "1")], false));
        assert!(!color(ColorChoice::Never, &[("FORCE_COLOR", "1")], true));
    }

    #[test]
    fn the_environment_comes_before_the_terminal() {
        let auto = ColorChoice::Auto;
        assert!(!color(auto, &[("NO_COLOR", "1")], true));
        assert!(!color(auto, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], true));
        assert!(color(auto, &[("NO_COLOR", "")], true), "an empty NO_COLOR says nothing");
        assert!(color(auto, &[("FORCE_COLOR", "")], false));
        assert!(color(auto, &[("FORCE_COLOR", "3")], false));
        assert!(!color(auto, &[("FORCE_COLOR", "0")], true));
        assert!(color(auto, &[], true));
        assert!(!color(auto, &[], false));
    }

    #[test]
    fn box_characters_need_a_locale_on_a_terminal_only() {
        let unicode = |set: &[(&str, &str)], is_terminal| uses_unicode(&|name| value(set, name), is_terminal);
        assert!(unicode(&[], false));
        assert!(unicode(&[("LANG", "de_DE.UTF-8")], true));
        if cfg!(not(windows)) {
            assert!(!unicode(&[], true));
            assert!(!unicode(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")], true));
            assert!(unicode(&[("LC_ALL", ""), ("LANG", "de_DE.utf8")], true));
            assert!(!unicode(&[("LANG", "de_DE.UTF-8"), ("TERM", "linux")], true));
        }
    }

    #[test]
    fn no_name_steers_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\u{202e}c\rd\ne"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\ne");
    }
}
