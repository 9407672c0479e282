//! The page's `toml` fence: what a rule is called by dashboards, and the words that its findings are told in.
//!
//! In: a page and the fence. Out: [`Metadata`], or each mistake at its byte. Whether labels and messages fit the query is
//! checked where the query is known.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, de};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{PageErrorCode, Problems, advise};
use super::markdown::Code;
use super::question::Manner;
use super::template::{Placeholder, Template, slots};
use crate::finding::{Confidence, Severity};
use crate::text::Span;

/// A rule's metadata. Messages and labels keep where their keys stand in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    pub severity: Severity,
    /// No finding of the rule is surer than this.
    pub confidence: Confidence,
    /// The version that brought the rule.
    pub since: Since,
    pub cwe: Vec<Cwe>,
    pub owasp: Vec<Owasp>,
    /// Shown under `--pedantic` only.
    pub pedantic: bool,
    pub help: Help,
    pub(super) messages: BTreeMap<Manner, Entry>,
    /// By capture (without `@`) or role.
    pub(super) labels: BTreeMap<String, Entry>,
    /// The headers of the two tables, for what is missing from them.
    pub(super) messages_at: Span,
    pub(super) labels_at: Span,
}

/// A text of the page, and where its key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) text: Template,
    pub(super) key: Span,
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Help {
    /// When the file has a logger of the project: names it by `{logger}`. Absent where a log line is no remedy.
    #[serde(default)]
    pub with_logger: Option<Template>,
    pub without_logger: Template,
}

/// A weakness of the Common Weakness Enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Cwe(pub u32);

impl fmt::Display for Cwe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CWE-{}", self.0)
    }
}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $test:expr, $form:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Checked { test: $test, form: $form }).map($name)
            }
        }
    };
}

/// Tests a text while it is visited: an error that is made later would have lost its place inside a list.
struct Checked {
    test: fn(&str) -> bool,
    form: &'static str,
}

impl de::Visitor<'_> for Checked {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text of the form {}", self.form)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        if (self.test)(text) { Ok(text.to_owned()) } else { Err(E::invalid_value(de::Unexpected::Str(text), &self)) }
    }
}

checked_text!(
    /// A version of tokentrail.
    Since,
    |text| text.split('.').count() == 3 && text.split('.').all(is_number),
    "`0.1.0`"
);
checked_text!(
    /// A category of an OWASP list, with the list's year.
    Owasp,
    |text| {
        let category = text.split_once(':').filter(|(_, year)| year.len() == 4 && is_number(year));
        let number = category.and_then(|(list, _)| list.strip_prefix("API").or_else(|| list.strip_prefix('A')));
        number.is_some_and(is_number)
    },
    "`A09:2021` or `API4:2023`"
);

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The fence as serde reads it, after its keys were checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    severity: Severity,
    confidence: Confidence,
    since: Since,
    cwe: Vec<Cwe>,
    owasp: Vec<Owasp>,
    #[serde(default)]
    pedantic: bool,
    help: Help,
    messages: BTreeMap<Spanned<String>, Template>,
    labels: BTreeMap<Spanned<String>, Template>,
}

/// Keys are checked before serde reads them, so that all unknown and missing ones are told, with the likely name.
struct Keys {
    table: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const TOP: Keys = Keys {
    table: "the metadata",
    required: &["severity", "confidence", "since", "cwe", "owasp", "help", "messages", "labels"],
    optional: &["pedantic"],
};
const HELP: Keys = Keys { table: "`[help]`", required: &["without-logger"], optional: &["with-logger"] };

/// Reads the metadata. `None` when the problems say why there are none.
pub(super) fn read(page: &str, fence: &Code, problems: &mut Problems) -> Option<Metadata> {
    let mut reader = Reader { page, fence, problems, failed: false };
    let text = &page[fence.body.range()];
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            reader.toml_error(PageErrorCode::BadToml, &error);
            return None;
        }
    };
    let table = table.get_ref();
    reader.check_keys(table, &TOP, fence.opening(page));
    if let Some((key, Some(help))) = entry(table, "help").map(|(key, value)| (key, value.as_table())) {
        let place = reader.place(key.span());
        reader.check_keys(help, &HELP, place);
    }
    reader.check_slots(table);
    if reader.failed {
        return None;
    }
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            reader.toml_error(PageErrorCode::BadValue, &error);
            return None;
        }
    };
    let place_of = |name: &str| entry(table, name).map_or(Span::default(), |(key, _)| reader.place(key.span()));
    let (messages_at, labels_at) = (place_of("messages"), place_of("labels"));
    let messages = reader.messages(written.messages);
    let labels = written
        .labels
        .into_iter()
        .map(|(key, text)| {
            let at = reader.place(key.span());
            (key.into_inner(), Entry { text, key: at })
        })
        .collect();
    let metadata = Metadata {
        severity: written.severity,
        confidence: written.confidence,
        since: written.since,
        cwe: written.cwe,
        owasp: written.owasp,
        pedantic: written.pedantic,
        help: written.help,
        messages,
        labels,
        messages_at,
        labels_at,
    };
    let names_logger = |text: &Template| Placeholder::ALL.iter().any(|&known| known.is_logger() && text.uses(known));
    if metadata.help.with_logger.as_ref().is_some_and(|text| !names_logger(text)) {
        let at = entry(table, "help").and_then(|(_, help)| entry(help.as_table()?, "with-logger"));
        let at = at.map_or(Span::default(), |(key, _)| reader.place(key.span()));
        reader.fail(PageErrorCode::BadValue, at, "the help with a logger does not name it", "no `{logger}` in it");
    }
    (!reader.failed).then_some(metadata)
}

struct Reader<'p> {
    page: &'p str,
    fence: &'p Code,
    problems: &'p mut Problems,
    failed: bool,
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;

fn entry<'a, 't>(table: &'a DeTable<'t>, name: &str) -> Option<(&'a Key<'t>, &'a DeValue<'t>)> {
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, value)| (key, value.get_ref()))
}

impl Reader<'_> {
    /// A range of the fence's text as a span of the page.
    fn place(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.fence.body.range().start;
        Span::new(start + range.start, start + range.end)
    }

    fn fail(&mut self, code: PageErrorCode, span: Span, message: impl Into<String>, label: impl Into<String>) {
        self.failed = true;
        self.problems.report(code, span, message, label);
    }

    fn toml_error(&mut self, code: PageErrorCode, error: &toml::de::Error) {
        let span = error.span().map_or(self.fence.opening(self.page), |range| self.place(range));
        let first_line = error.message().lines().next().unwrap_or_default().to_owned();
        self.fail(code, span, first_line, "here");
    }

    fn check_keys(&mut self, table: &DeTable<'_>, keys: &Keys, place: Span) {
        let known = || keys.required.iter().chain(keys.optional).copied();
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known().any(|known| known == name) {
                let span = self.place(key.span());
                self.unknown_key(name, span, keys.table, known());
            }
        }
        for required in keys.required {
            if entry(table, required).is_none() {
                self.fail(
                    PageErrorCode::MissingKey,
                    place,
                    format!("{} lack `{required}`", keys.table),
                    "this should have it",
                );
            }
        }
    }

    fn unknown_key<'k>(
        &mut self,
        name: &str,
        span: Span,
        table: &str,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        self.failed = true;
        self.problems
            .report(PageErrorCode::UnknownKey, span, format!("{table} have no key `{name}`"), "unknown key")
            .help(advise(name, known));
    }

    /// Placeholders that nothing would fill, in any text of the fence. Escapes in a string would move the places of what
    /// follows them, so the raw text is searched.
    fn check_slots(&mut self, table: &DeTable<'_>) {
        let body = self.fence.body.range();
        let filled =
            [("messages", None), ("labels", None), ("help", Some("with-logger")), ("help", Some("without-logger"))];
        for (name, only) in filled {
            let Some(inner) = entry(table, name).and_then(|(_, value)| value.as_table()) else {
                continue;
            };
            for (key, value) in inner.iter().filter(|(key, _)| only.is_none_or(|only| key.get_ref() == only)) {
                let raw = &self.page[body.clone()][value.span()];
                for slot in slots(raw) {
                    let logger_is_known = only == Some("with-logger");
                    let known = || {
                        let usable = move |known: &Placeholder| logger_is_known || !known.is_logger();
                        Placeholder::ALL.into_iter().filter(usable).map(Placeholder::name)
                    };
                    if known().any(|known| known == slot.name) {
                        continue;
                    }
                    let start = value.span().start + slot.offset;
                    let span = self.place(start..start + slot.name.len() + 2);
                    let message = format!("`{name}.{}` cannot be given `{{{}}}`", key.get_ref(), slot.name);
                    self.failed = true;
                    let names: Vec<&str> = known().collect();
                    self.problems
                        .report(PageErrorCode::UnknownPlaceholder, span, message, "nothing would stand here")
                        .help(advise(slot.name, names));
                }
            }
        }
    }

    fn messages(&mut self, written: BTreeMap<Spanned<String>, Template>) -> BTreeMap<Manner, Entry> {
        let mut messages = BTreeMap::new();
        for (key, text) in written {
            let at = self.place(key.span());
            match Manner::ALL.into_iter().find(|manner| manner.name() == key.get_ref()) {
                Some(manner) => {
                    messages.insert(manner, Entry { text, key: at });
                }
                None => self.unknown_key(key.get_ref(), at, "`[messages]`", Manner::ALL.map(Manner::name)),
            }
        }
        messages
    }
}
