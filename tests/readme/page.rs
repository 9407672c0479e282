//! A page of the documentation, taken apart: fences, inline code, table rows and the headings between them.

use std::fs;
use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A part of a page, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Heading {
        level: u8,
        text: String,
    },
    /// A fence's info string and its text.
    Fence {
        info: String,
        text: String,
    },
    /// Code inside a sentence or a cell.
    Code(String),
    /// The cells of a table's row, without its head.
    Row(Vec<String>),
}

#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) parts: Vec<Part>,
}

impl Page {
    pub(crate) fn read(name: &'static str) -> Page {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Page { name, parts: parts(&text) }
    }

    /// What stands below a heading, up to the next one of its level.
    #[track_caller]
    pub(crate) fn section(&self, heading: &str) -> &[Part] {
        let is_it = |part: &Part| matches!(part, Part::Heading { text, .. } if text == heading);
        let Some(start) = self.parts.iter().position(is_it) else {
            panic!("{} has no heading {heading:?}", self.name);
        };
        let Part::Heading { level: own, .. } = self.parts[start] else { unreachable!("it was found as a heading") };
        let rest = &self.parts[start + 1..];
        let end = rest.iter().position(|part| matches!(part, Part::Heading { level, .. } if *level <= own));
        &rest[..end.unwrap_or(rest.len())]
    }

    pub(crate) fn fences(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Fence { info, text } => Some((info.as_str(), text.as_str())),
            _ => None,
        })
    }

    /// Files that the page shows, by their names: fences with `title=`.
    pub(crate) fn files(&self) -> Vec<(&str, &str)> {
        let title = |info: &'_ str| info.split_whitespace().find_map(|word| word.strip_prefix("title=")).map(str::len);
        self.fences().filter_map(|(info, text)| Some((&info[info.len() - title(info)?..], text))).collect()
    }

    /// Everything that is typed into a shell: what fences show, and inline code.
    pub(crate) fn commands(&self) -> Vec<&str> {
        codes(&self.parts).chain(typed(&self.parts)).collect()
    }
}

/// Lines of `sh` fences without their comments, and prompts of `console` fences.
pub(crate) fn typed(parts: &[Part]) -> Vec<&str> {
    let mut commands = Vec::new();
    for part in parts {
        let Part::Fence { info, text } = part else { continue };
        match info.as_str() {
            "sh" => commands.extend(text.lines().map(|line| line.split("  #").next().unwrap_or(line).trim())),
            "console" => commands.extend(text.lines().filter_map(|line| line.strip_prefix("$ "))),
            _ => {}
        }
    }
    commands
}

pub(crate) fn codes(parts: &[Part]) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(|part| match part {
        Part::Code(code) => Some(code.as_str()),
        _ => None,
    })
}

pub(crate) fn rows(parts: &[Part]) -> impl Iterator<Item = &[String]> {
    parts.iter().filter_map(|part| match part {
        Part::Row(cells) => Some(cells.as_slice()),
        _ => None,
    })
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    // What is being read, from its start on.
    let mut words = String::new();
    let mut info = String::new();
    let mut cells = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::TableCell) => words.clear(),
            Event::Start(Tag::TableRow) => cells.clear(),
            Event::Start(Tag::CodeBlock(kind)) => {
                words.clear();
                info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
            }
            Event::Text(text) => words.push_str(&text),
            Event::Code(code) => {
                words.push_str(&code);
                parts.push(Part::Code(code.into_string()));
            }
            Event::End(TagEnd::Heading(level)) => {
                parts.push(Part::Heading { level: level as u8, text: words.clone() });
            }
            Event::End(TagEnd::CodeBlock) => parts.push(Part::Fence { info: info.clone(), text: words.clone() }),
            Event::End(TagEnd::TableCell) => cells.push(words.trim().to_owned()),
            Event::End(TagEnd::TableRow) => parts.push(Part::Row(cells.clone())),
            _ => {}
        }
    }
    parts
}

#[test]
fn a_page_is_taken_apart() {
    let text = "# A `b`\n\n```sh\nrun --x\n```\n\n| h | i |\n| --- | --- |\n| `c` | d e |\n\n## Next\n\nand `f`\n";
    let heading = |level, text: &str| Part::Heading { level, text: text.into() };
    let expected = [
        Part::Code("b".into()),
        heading(1, "A b"),
        Part::Fence { info: "sh".into(), text: "run --x\n".into() },
        Part::Code("c".into()),
        Part::Row(vec!["c".into(), "d e".into()]),
        heading(2, "Next"),
        Part::Code("f".into()),
    ];
    assert_eq!(parts(text), expected);
    let page = Page { name: "test", parts: parts(text) };
    assert_eq!(page.section("Next"), [Part::Code("f".into())]);
    assert_eq!(page.section("A b").len(), 5);
    assert_eq!(page.commands(), ["b", "c", "f", "run --x"]);
}
