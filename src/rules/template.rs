//! Texts of a page that are completed with what the finding is about: messages, labels and help.
//!
//! In: a text with placeholders in braces. Out: a [`Template`] to fill. Knows nothing of findings.

use serde::Deserialize;

/// What a text may leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// `{check}`: the callee of the check, as the developer wrote it (`jwt.verify`).
    Check,
    /// `{route}`: the method and the path of the route, as far as they are seen (`POST /auth/refresh`).
    Route,
    /// `{logger}`: a call of the project's own logger, without its arguments (`logger.warn`). Only in the help for when
    /// there is one.
    Logger,
    /// `{logger-info}`: the same, for what went well (`logger.info`).
    LoggerInfo,
}

impl Placeholder {
    pub const ALL: [Placeholder; 4] =
        [Placeholder::Check, Placeholder::Route, Placeholder::Logger, Placeholder::LoggerInfo];

    /// Whether it names the project's own logger.
    pub fn is_logger(self) -> bool {
        matches!(self, Placeholder::Logger | Placeholder::LoggerInfo)
    }

    pub fn name(self) -> &'static str {
        match self {
            Placeholder::Check => "check",
            Placeholder::Route => "route",
            Placeholder::Logger => "logger",
            Placeholder::LoggerInfo => "logger-info",
        }
    }
}

/// A text with placeholders, checked by the loader. Braces that hold no word are text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Template(String);

/// A `{word}` in a text: where its brace opens (bytes from the text's start), and the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot<'t> {
    pub(super) offset: usize,
    pub(super) name: &'t str,
}

impl Template {
    pub fn source(&self) -> &str {
        &self.0
    }

    pub(super) fn uses(&self, placeholder: Placeholder) -> bool {
        slots(&self.0).any(|slot| slot.name == placeholder.name())
    }

    /// The text with every placeholder replaced. What is put in is hostile text: it is not looked at again.
    pub fn fill(&self, mut value: impl FnMut(Placeholder) -> String) -> String {
        let mut filled = String::with_capacity(self.0.len());
        let mut rest = 0;
        for slot in slots(&self.0) {
            let Some(placeholder) = Placeholder::ALL.into_iter().find(|known| known.name() == slot.name) else {
                continue;
            };
            filled.push_str(&self.0[rest..slot.offset]);
            filled.push_str(&value(placeholder));
            rest = slot.offset + slot.name.len() + 2;
        }
        filled.push_str(&self.0[rest..]);
        filled
    }
}

/// The `{word}`s of a text.
pub(super) fn slots(text: &str) -> impl Iterator<Item = Slot<'_>> {
    memchr::memchr_iter(b'{', text.as_bytes()).filter_map(|offset| {
        let name = &text[offset + 1..];
        let name = &name[..name.find('}')?];
        let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_word.then_some(Slot { offset, name })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_placeholders_once_and_leaves_other_braces() {
        let template = Template("call {logger}({ err }) when {check} fails on {route}, {logger} again".into());
        let filled = template.fill(|placeholder| match placeholder {
            Placeholder::Check => "{logger}".into(),
            Placeholder::Route => "GET /".into(),
            Placeholder::Logger => "log.warn".into(),
            Placeholder::LoggerInfo => "log.info".into(),
        });
        assert_eq!(filled, "call log.warn({ err }) when {logger} fails on GET /, log.warn again");
        assert!(template.uses(Placeholder::Logger));
        let names: Vec<&str> = slots("{a} {} { b } {c").map(|slot| slot.name).collect();
        assert_eq!(names, ["a"]);
    }
}
