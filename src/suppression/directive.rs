//! What one comment asks for.
//!
//! In: the text of a comment that is meant for tokentrail. Out: a [`Directive`], or the [`Mistake`] in it. Knows no rule,
//! and nothing of where the comment stands.

use std::fmt;

use crate::outline::PREFIX;
use crate::rules::did_you_mean;

/// Which part of the file a directive is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    NextLine,
    Line,
    /// From here to where it is enabled again, or to the end.
    FromHere,
    File,
}

/// What a comment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Directive<'c> {
    Disable {
        reach: Reach,
        rules: Vec<&'c str>,
    },
    /// Ends what was disabled from a place on.
    Enable {
        rules: Vec<&'c str>,
    },
}

/// Why a comment asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mistake<'c> {
    UnknownWord(&'c str),
    NoRule(&'static str),
    NoReason(&'static str),
}

const DISABLES: [(&str, Reach); 4] = [
    ("tokentrail-disable-next-line", Reach::NextLine),
    ("tokentrail-disable-line", Reach::Line),
    ("tokentrail-disable", Reach::FromHere),
    ("tokentrail-disable-file", Reach::File),
];
const ENABLE: &str = "tokentrail-enable";

impl<'c> Directive<'c> {
    /// Reads `tokentrail-disable-line RULE, RULE -- reason`. The reason is for people: it must be there, and is not kept.
    pub(super) fn parse(text: &'c str) -> Result<Self, Mistake<'c>> {
        let word = text.split_whitespace().next().unwrap_or_default();
        let (asked, reason) = split_at_reason(&text[word.len()..]);
        let rules: Vec<&str> =
            asked.split(|sign: char| sign == ',' || sign.is_whitespace()).filter(|name| !name.is_empty()).collect();
        if word == ENABLE {
            return if rules.is_empty() { Err(Mistake::NoRule(ENABLE)) } else { Ok(Self::Enable { rules }) };
        }
        let Some((word, reach)) = DISABLES.into_iter().find(|(known, _)| *known == word) else {
            return Err(Mistake::UnknownWord(word));
        };
        if rules.is_empty() {
            Err(Mistake::NoRule(word))
        } else if !reason.contains(char::is_alphanumeric) {
            Err(Mistake::NoReason(word))
        } else {
            Ok(Self::Disable { reach, rules })
        }
    }
}

/// What stands before and after the first word that is nothing but two or more hyphens.
fn split_at_reason(text: &str) -> (&str, &str) {
    let is_separator = |word: &&str| word.len() >= 2 && word.bytes().all(|byte| byte == b'-');
    match text.split_whitespace().find(is_separator) {
        Some(separator) => {
            let start = separator.as_ptr() as usize - text.as_ptr() as usize;
            (&text[..start], &text[start + separator.len()..])
        }
        None => (text, ""),
    }
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::UnknownWord(word) => {
                write!(out, "no comment is called `{word}`")?;
                // The prefix is always right, and would make any two words alike.
                let known = DISABLES.map(|(known, _)| known).into_iter().chain([ENABLE]);
                let known = known.filter_map(|known| known.strip_prefix(PREFIX));
                match word.strip_prefix(PREFIX).and_then(|word| did_you_mean(word, known)) {
                    Some(known) => write!(out, "; did you mean `{PREFIX}{known}`?"),
                    None => write!(out, "; one that suppresses a finding is `{} RULE -- reason`", DISABLES[0].0),
                }
            }
            Mistake::NoRule(ENABLE) => write!(out, "the rule is missing: `{ENABLE} RULE`"),
            Mistake::NoRule(word) => {
                write!(out, "the rule is missing, so nothing is suppressed: `{word} RULE -- reason`")
            }
            Mistake::NoReason(word) => {
                write!(out, "the reason is missing, so nothing is suppressed: `{word} RULE -- reason`")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disabled(text: &str) -> Option<(Reach, Vec<&str>)> {
        match Directive::parse(text) {
            Ok(Directive::Disable { reach, rules }) => Some((reach, rules)),
            _ => None,
        }
    }

    #[test]
    fn each_word_has_its_reach() {
        for (word, reach) in DISABLES {
            assert_eq!(disabled(&format!("{word} a -- why")), Some((reach, vec!["a"])), "{word}");
        }
        assert_eq!(Directive::parse("tokentrail-enable a"), Ok(Directive::Enable { rules: vec!["a"] }));
        assert_eq!(Directive::parse("tokentrail-enable a -- why"), Ok(Directive::Enable { rules: vec!["a"] }));
    }

    #[test]
    fn several_rules_share_a_reason() {
        let several = Some((Reach::Line, vec!["a-b", "c", "d"]));
        assert_eq!(disabled("tokentrail-disable-line a-b, c d -- why -- so"), several);
        assert_eq!(disabled("tokentrail-disable-line\n a-b,c\n,d\t---\nwhy"), several);
    }

    #[test]
    fn rule_and_reason_are_required() {
        let word = "tokentrail-disable-line";
        for text in ["tokentrail-disable-line", "tokentrail-disable-line -- why", "tokentrail-disable-line , -- why"] {
            assert_eq!(Directive::parse(text), Err(Mistake::NoRule(word)), "{text}");
        }
        for text in ["a", "a --", "a -- .", "a - why", "a --why", "a: why"] {
            let text = format!("{word} {text}");
            assert_eq!(Directive::parse(&text), Err(Mistake::NoReason(word)), "{text}");
        }
        assert_eq!(Directive::parse(ENABLE), Err(Mistake::NoRule(ENABLE)));
    }

    #[test]
    fn other_words_are_refused_with_advice() {
        let told = |text: &str| Directive::parse(text).unwrap_err().to_string();
        assert!(told("tokentrail-disable-nextline a -- b").contains("did you mean `tokentrail-disable-next-line`?"));
        assert!(told("tokentrail-disabled a -- b").contains("did you mean `tokentrail-disable`?"));
        assert!(told("tokentrail-ignore a -- b").contains("`tokentrail-disable-next-line RULE -- reason`"));
    }
}
