//! Import sketches: which modules a file names, told from its bytes without a parse.
//!
//! In: the bytes of a file. Out: its [`Specifiers`]: every string that stands where an import's does, and every string that
//! begins like a relative path wherever it stands. Too many is fine, one that is missing is not: a caller would not be found.
//! Knows no file system, and nothing of what a specifier means.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// No path is longer than this on any system that runs Node.js and is meant by somebody.
pub(super) const LONGEST_SPECIFIER: usize = 1024;

/// How far behind a keyword its string is looked for: a file of keywords and open comments must not cost its length for
/// each of them.
const LONGEST_REACH: usize = 4096;

/// `require . resolve`, `import . meta . resolve`: more names than that before the parenthesis are no import.
const MOST_MEMBERS: usize = 3;

/// The modules that one file names, each once, in order. One allocation: a scan keeps them for every file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Specifiers {
    /// Each ends with a line break, which none of them can hold.
    lines: Box<str>,
}

impl Specifiers {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.lines.split_terminator('\n')
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn new(mut specifiers: Vec<String>) -> Self {
        specifiers.sort_unstable();
        specifiers.dedup();
        let mut lines = String::with_capacity(specifiers.iter().map(|specifier| specifier.len() + 1).sum());
        for specifier in specifiers {
            lines.push_str(&specifier);
            lines.push('\n');
        }
        Self { lines: lines.into() }
    }
}

/// The words behind which a specifier can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keyword {
    Require,
    Import,
    From,
}

impl Keyword {
    const ALL: [Keyword; 3] = [Keyword::Require, Keyword::Import, Keyword::From];

    const fn text(self) -> &'static str {
        match self {
            Keyword::Require => "require",
            Keyword::Import => "import",
            Keyword::From => "from",
        }
    }
}

/// All specifiers of a file but those of Node.js's own modules that say so (`node:`).
pub(super) fn specifiers(bytes: &[u8]) -> Specifiers {
    static KEYWORDS: LazyLock<[(Keyword, Finder<'static>); 3]> =
        LazyLock::new(|| Keyword::ALL.map(|keyword| (keyword, Finder::new(keyword.text()))));
    static RELATIVE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("./"));

    let by_keyword = KEYWORDS
        .iter()
        .flat_map(|(keyword, finder)| finder.find_iter(bytes).filter_map(|at| behind_keyword(bytes, at, *keyword)));
    // Whoever loads a file by another name than `require` writes its path all the same.
    let by_look = RELATIVE.find_iter(bytes).filter_map(|at| match &bytes[..at] {
        [.., quote, b'.'] if is_quote(*quote) => Some(at - 2),
        [.., quote] if is_quote(*quote) => Some(at - 1),
        _ => None,
    });
    let found = by_keyword.chain(by_look).filter_map(|quote| literal(&bytes[quote..]));
    Specifiers::new(found.filter(|specifier| !specifier.starts_with("node:")).collect())
}

/// The offset of the quote that a keyword leads to.
fn behind_keyword(bytes: &[u8], at: usize, keyword: Keyword) -> Option<usize> {
    let end = at + keyword.text().len();
    let bytes = &bytes[..bytes.len().min(end + LONGEST_REACH)];
    let is_part_of_name = |offset: usize| bytes.get(offset).copied().is_some_and(is_name_byte);
    if is_part_of_name(end) || (at > 0 && is_part_of_name(at - 1)) {
        return None;
    }
    let next = skip_trivia(bytes, end);
    let is_string = |offset: usize| bytes.get(offset).copied().is_some_and(is_quote);
    if keyword != Keyword::Require && is_string(next) {
        return Some(next);
    }
    if keyword == Keyword::From {
        return None;
    }
    let mut at = skip_members(bytes, next);
    if bytes.get(at) != Some(&b'(') {
        return None;
    }
    while bytes.get(at) == Some(&b'(') {
        at = skip_trivia(bytes, at + 1);
    }
    is_string(at).then_some(at)
}

/// Skips `.resolve`, `.meta.resolve`, `?.`, with whatever stands between.
fn skip_members(bytes: &[u8], mut at: usize) -> usize {
    for _ in 0..MOST_MEMBERS {
        let rest = &bytes[at..];
        let dot = if rest.starts_with(b"?.") { 2 } else { usize::from(rest.starts_with(b".")) };
        if dot == 0 {
            break;
        }
        let name = skip_trivia(bytes, at + dot);
        let length = bytes[name..].iter().take_while(|byte| is_name_byte(**byte)).count();
        at = skip_trivia(bytes, name + length);
    }
    at
}

/// Skips white space and comments. Bytes that are not ASCII are skipped too: of all that may stand here, only foreign
/// kinds of space have them.
fn skip_trivia(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let rest = &bytes[at..];
        at += match rest {
            [b'/', b'/', ..] => memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
            [b'/', b'*', body @ ..] => memchr::memmem::find(body, b"*/").map_or(rest.len(), |end| end + 4),
            [byte, ..] if byte.is_ascii_whitespace() || *byte == 0x0b || !byte.is_ascii() => 1,
            _ => return at,
        };
    }
}

/// The value of the string that opens the text, if it can be a specifier: one line, and nothing put in.
fn literal(text: &[u8]) -> Option<String> {
    let (quote, body) = text.split_first()?;
    let body = &body[..body.len().min(LONGEST_SPECIFIER)];
    let mut at = 0;
    let mut has_escapes = false;
    let end = loop {
        match body.get(at..)? {
            [byte, ..] if byte == quote => break at,
            [b'\\', b'\r', b'\n', ..] => (at, has_escapes) = (at + 3, true),
            [b'\\', _, ..] => (at, has_escapes) = (at + 2, true),
            [b'$', b'{', ..] if *quote == b'`' => return None,
            [byte, ..] if !byte.is_ascii_control() => at += 1,
            _ => return None,
        }
    };
    let raw = std::str::from_utf8(&body[..end]).ok()?;
    let value = if has_escapes { unescaped(raw)? } else { raw.to_owned() };
    (!value.is_empty() && !value.contains(char::is_control)).then_some(value)
}

/// A string's value; none where an escape is broken.
fn unescaped(raw: &str) -> Option<String> {
    let code = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, escape)) = rest.split_once('\\') {
        value.push_str(before);
        let sign = escape.chars().next()?;
        rest = &escape[sign.len_utf8()..];
        match sign {
            'x' => {
                value.push(code(rest.get(..2)?)?);
                rest = &rest[2..];
            }
            'u' if rest.starts_with('{') => {
                let (digits, behind) = rest[1..].split_once('}')?;
                value.push(code(digits)?);
                rest = behind;
            }
            'u' => {
                value.push(code(rest.get(..4)?)?);
                rest = &rest[4..];
            }
            // A line that goes on in the next one.
            '\r' => rest = rest.strip_prefix('\n').unwrap_or(rest),
            '\n' => {}
            // Of the letters that stand for white space, none can be in a path.
            'n' | 'r' | 't' | 'v' | 'b' | 'f' | '0' => return None,
            other => value.push(other),
        }
    }
    value.push_str(rest);
    Some(value)
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'`')
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}
