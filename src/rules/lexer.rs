//! The tokens of a query.
//!
//! In: a page and the range of the query in it. Out: [`Lexeme`]s whose spans are bytes of the page. Reads names, strings
//! and comments as tree-sitter does.

use crate::text::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    /// `.`
    Anchor,
    /// `name:`
    Field,
    /// `!name`
    NegatedField,
    /// A node's kind; `supertype/kind` is one word.
    Word,
    /// `_`
    Wildcard,
    /// `"text"`
    String,
    /// `@name`
    Capture,
    /// `#name?` or `#name!`
    Predicate,
    Quantifier(Quantifier),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantifier {
    /// `?`
    Optional,
    /// `*`
    Any,
    /// `+`
    Several,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) span: Span,
}

/// Where a query cannot be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) span: Span,
    pub(super) message: String,
}

/// The tokens of the query that stands in a range of the page.
pub(super) fn lexemes(page: &str, query: Span) -> Result<Vec<Lexeme>, SyntaxError> {
    let text = &page[..query.range().end];
    let mut lexemes = Vec::new();
    let mut at = query.range().start;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if first == ';' {
            at += text[at..].find('\n').unwrap_or(text.len() - at);
        } else {
            let (token, length) = token(&text[at..]).map_err(|message| SyntaxError {
                span: Span::new(at, at + first.len_utf8()),
                message: message.into(),
            })?;
            lexemes.push(Lexeme { token, span: Span::new(at, at + length) });
            at += length;
        }
    }
    Ok(lexemes)
}

/// The token that a text starts with, and its length in bytes.
fn token(text: &str) -> Result<(Token, usize), &'static str> {
    let Some(first) = text.chars().next() else {
        return Err("nothing stands here");
    };
    let sign = |token| Ok((token, 1));
    match first {
        '(' => sign(Token::Open),
        ')' => sign(Token::Close),
        '[' => sign(Token::OpenBracket),
        ']' => sign(Token::CloseBracket),
        '.' => sign(Token::Anchor),
        '?' => sign(Token::Quantifier(Quantifier::Optional)),
        '*' => sign(Token::Quantifier(Quantifier::Any)),
        '+' => sign(Token::Quantifier(Quantifier::Several)),
        '"' => string(text).map(|length| (Token::String, length)),
        '@' | '!' | '#' => {
            let length = 1 + word(&text[1..]);
            match (first, text[length..].chars().next()) {
                _ if length == 1 => Err("a name should follow this sign at once"),
                ('@', _) => Ok((Token::Capture, length)),
                ('!', _) => Ok((Token::NegatedField, length)),
                (_, Some('?' | '!')) => Ok((Token::Predicate, length + 1)),
                _ => Err("a predicate's name ends in `?`"),
            }
        }
        _ => match word(text) {
            0 => Err("a query has no such sign"),
            1 if first == '_' => Ok((Token::Wildcard, 1)),
            length if text[length..].starts_with(':') => Ok((Token::Field, length + 1)),
            length if text[length..].starts_with('/') => {
                let kind = word(&text[length + 1..]);
                if kind == 0 {
                    Err("a node's kind should follow the `/`")
                } else {
                    Ok((Token::Word, length + 1 + kind))
                }
            }
            length => Ok((Token::Word, length)),
        },
    }
}

/// The length of the name that a text starts with.
fn word(text: &str) -> usize {
    let is_start = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == '-';
    if !text.starts_with(is_start) {
        return 0;
    }
    text.find(|sign: char| !is_start(sign) && sign != '.').unwrap_or(text.len())
}

fn string(text: &str) -> Result<usize, &'static str> {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            '\n' => break,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Ok(at + 1),
            _ => {}
        }
    }
    Err("this string does not end on its line")
}

/// What a string token stands for.
pub(super) fn unquote(token: &str) -> String {
    let inner = token.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(token);
    let mut text = String::with_capacity(inner.len());
    let mut signs = inner.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some('0') => text.push('\0'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            _ => text.push(sign),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_has_its_bytes() {
        let page = "é ( ) [ ] . f: !f a/b _ \"s\\\"\" @c.d #eq? ? * + ; rest ( \n x";
        let texts: Vec<&str> =
            lexemes(page, Span::new(3, page.len())).unwrap().iter().map(|lexeme| &page[lexeme.span.range()]).collect();
        assert_eq!(
            texts,
            ["(", ")", "[", "]", ".", "f:", "!f", "a/b", "_", "\"s\\\"\"", "@c.d", "#eq?", "?", "*", "+", "x"]
        );
    }

    #[test]
    fn unquotes_as_tree_sitter_does() {
        assert_eq!(unquote(r#""a\"b\\w\n\.""#), "a\"b\\w\n.");
    }

    #[test]
    fn refuses_strange_signs_at_their_byte() {
        for (text, offset) in [("(a) $", 4), ("@ x", 0), ("#eq", 0), ("\"a\n\"", 0), ("a/ b", 0)] {
            assert_eq!(lexemes(text, Span::new(0, text.len())).unwrap_err().span.start, offset, "{text}");
        }
    }
}
