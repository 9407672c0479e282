//! A page as a list of blocks that keep their bytes: headings, fences, and everything else as prose.
//!
//! In: Markdown. Out: [`Block`]s in order. Knows nothing of which blocks a rule needs.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::text::Span;

/// A top-level block of a page, or a code block wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Heading(Heading),
    Code(Code),
    Prose(Span),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) level: u8,
    /// Without Markdown's signs.
    pub(super) text: String,
    pub(super) span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    /// The info string's words: the language, then settings.
    pub(super) info: Vec<String>,
    /// The block with its fences.
    pub(super) span: Span,
    /// What stands between the fences: bytes of the page as they are, whatever ends its lines.
    pub(super) body: Span,
    /// A fence that starts its line and stands in no list or quotation; only of those is the body the bare code.
    pub(super) plain: bool,
}

impl Code {
    pub(super) fn language(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    /// The fence's first line, for a label.
    pub(super) fn opening(&self, page: &str) -> Span {
        let text = &page[self.span.range()];
        let line = text.find('\n').map_or(text, |end| &text[..end]).trim_end();
        Span::new(self.span.range().start, self.span.range().start + line.len())
    }
}

/// The blocks of a page, in order.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut depth = 0_usize;
    let mut events = Parser::new_ext(page, Options::empty()).into_offset_iter();
    while let Some((event, range)) = events.next() {
        let span = Span::new(range.start, range.end);
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                let text = heading_text(&mut events);
                blocks.push(Block::Heading(Heading { level: level_number(level), text, span: trimmed(page, span) }));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().map(str::to_owned).collect(),
                    CodeBlockKind::Indented => Vec::new(),
                };
                let starts_its_line = range.start == 0 || page.as_bytes()[range.start - 1] == b'\n';
                let plain = depth == 0 && kind.is_fenced() && starts_its_line;
                let body = code_body(page, span, &mut events);
                blocks.push(Block::Code(Code { info, span, body, plain }));
            }
            Event::Start(tag) => {
                if depth == 0 && is_block(&tag) {
                    blocks.push(Block::Prose(trimmed(page, span)));
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Html(_) | Event::Rule if depth == 0 => blocks.push(Block::Prose(trimmed(page, span))),
            _ => {}
        }
    }
    blocks
}

type Events<'p> = pulldown_cmark::OffsetIter<'p>;

fn heading_text(events: &mut Events<'_>) -> String {
    let mut text = String::new();
    for (event, _) in events.by_ref() {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::Code(part) => {
                text.push('`');
                text.push_str(&part);
                text.push('`');
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    text
}

/// The bytes between a code block's fences; for an empty block, the place where they would be.
fn code_body(page: &str, block: Span, events: &mut Events<'_>) -> Span {
    let mut body: Option<Span> = None;
    for (event, range) in events.by_ref() {
        match event {
            Event::Text(_) => {
                let start = body.map_or(range.start, |known| known.range().start);
                body = Some(Span::new(start, range.end));
            }
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    body.unwrap_or_else(|| {
        let text = &page[block.range()];
        let start = block.range().start + text.find('\n').map_or(text.len(), |end| end + 1);
        Span::new(start, start)
    })
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } | Tag::Item)
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

fn trimmed(page: &str, span: Span) -> Span {
    let start = span.range().start;
    Span::new(start, start + page[span.range()].trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_keeps_its_bytes() {
        let page = "# A `b` title\n\nSome *prose*\nof two lines.\n\n```js title=a.js\nlet é = 1;\n```\n\n- item\n\n  ```js\n  x\n  ```\n";
        let blocks = blocks(page);
        let Block::Heading(heading) = &blocks[0] else { panic!("{blocks:?}") };
        assert_eq!((heading.level, heading.text.as_str()), (1, "A `b` title"));
        assert_eq!(&page[heading.span.range()], "# A `b` title");
        let Block::Prose(prose) = blocks[1] else { panic!("{blocks:?}") };
        assert_eq!(&page[prose.range()], "Some *prose*\nof two lines.");
        let Block::Code(code) = &blocks[2] else { panic!("{blocks:?}") };
        assert_eq!(code.info, ["js", "title=a.js"]);
        assert_eq!(&page[code.body.range()], "let é = 1;\n");
        assert_eq!(&page[code.opening(page).range()], "```js title=a.js");
        assert!(code.plain);
        assert!(matches!(blocks[3], Block::Prose(_)));
        assert!(matches!(&blocks[4], Block::Code(nested) if !nested.plain));
    }

    #[test]
    fn bodies_keep_carriage_returns_and_may_be_empty() {
        let page = "```js\r\na\r\n\r\nb\r\n```\r\n\r\n```toml\n```\n";
        let bodies: Vec<&str> = blocks(page)
            .iter()
            .filter_map(|block| match block {
                Block::Code(code) => Some(&page[code.body.range()]),
                _ => None,
            })
            .collect();
        assert_eq!(bodies, ["a\r\n\r\nb\r\n", ""]);
    }
}
