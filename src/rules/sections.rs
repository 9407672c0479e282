//! The page's parts in their order: title, metadata, reason, query, examples, limits.
//!
//! In: a page's blocks. Out: [`Sections`], or what is missing, double, or in a wrong place. Looks into no part.

use super::error::{PageErrorCode, Problems, advise};
use super::markdown::{Block, Code, Heading};
use crate::text::Span;

/// A part of the page under a heading of the second level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Query,
    Flagged,
    NotFlagged,
    Limits,
}

impl Name {
    const ALL: [Name; 4] = [Name::Query, Name::Flagged, Name::NotFlagged, Name::Limits];

    fn title(self) -> &'static str {
        match self {
            Name::Query => "Query",
            Name::Flagged => "Flagged",
            Name::NotFlagged => "Not flagged",
            Name::Limits => "Limits",
        }
    }
}

/// The blocks of one section, and where its heading is.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) heading: Span,
    pub(super) blocks: Vec<Block>,
}

/// A page, cut up.
#[derive(Debug, Clone)]
pub(super) struct Sections {
    pub(super) title: Heading,
    pub(super) metadata: Code,
    pub(super) query: Code,
    pub(super) flagged: Section,
    pub(super) not_flagged: Section,
    pub(super) limits: Section,
}

/// Cuts a page up. `None` when a part is missing; the problems say which.
pub(super) fn sections(page: &str, blocks: Vec<Block>, problems: &mut Problems) -> Option<Sections> {
    let (head, named) = split(blocks, problems);
    let title = title(&head, problems);
    let metadata = metadata(page, &head, title.as_ref(), problems);
    check_order(&named, problems);
    let end = Span::new(page.trim_end().len(), page.trim_end().len());
    let mut take = |name: Name| {
        let found = named.iter().find(|(known, _)| *known == name).map(|(_, section)| section.clone());
        if found.is_none() {
            let message = format!("the section `## {}` is missing", name.title());
            problems
                .report(PageErrorCode::MissingSection, end, message, "the page ends here")
                .help("a page has, in this order: Query, Flagged, Not flagged, Limits");
        }
        found
    };
    let (query, flagged, not_flagged, limits) =
        (take(Name::Query), take(Name::Flagged), take(Name::NotFlagged), take(Name::Limits));
    let query = query.and_then(|section| only_fence(page, &section.blocks, section.heading, "scm", problems));
    if let Some(limits) = &limits
        && limits.blocks.is_empty()
    {
        problems
            .report(PageErrorCode::MissingSection, limits.heading, "the limits are empty", "nothing follows")
            .help("every rule misses something: say what");
    }
    Some(Sections {
        title: title?,
        metadata: metadata?,
        query: query?,
        flagged: flagged?,
        not_flagged: not_flagged?,
        limits: limits?,
    })
}

/// The blocks before the first section, and the sections.
fn split(blocks: Vec<Block>, problems: &mut Problems) -> (Vec<Block>, Vec<(Name, Section)>) {
    let mut head = Vec::new();
    let mut named: Vec<(Name, Section)> = Vec::new();
    // Blocks under a heading that is refused: not to be taken for another section's.
    let mut refused = false;
    for block in blocks {
        match &block {
            Block::Heading(heading) if heading.level == 2 => {
                let known = Name::ALL.into_iter().find(|name| name.title() == heading.text);
                refused = known.is_none();
                match known {
                    Some(name) if named.iter().any(|(other, _)| *other == name) => {
                        refused = true;
                        let message = format!("the section `## {}` stands twice", heading.text);
                        problems.report(PageErrorCode::DuplicateSection, heading.span, message, "a second one");
                    }
                    Some(name) => named.push((name, Section { heading: heading.span, blocks: Vec::new() })),
                    None => {
                        let message = format!("no section is called `{}`", heading.text);
                        problems
                            .report(PageErrorCode::UnknownSection, heading.span, message, "unknown section")
                            .help(advise(&heading.text, Name::ALL.map(Name::title)));
                    }
                }
            }
            Block::Heading(heading) if heading.level == 1 && !(head.is_empty() && named.is_empty()) => {
                problems
                    .report(PageErrorCode::DuplicateSection, heading.span, "a page has one title", "a second one")
                    .help("sections have headings of the second level (`##`), examples of the third (`###`)");
            }
            _ if refused => {}
            _ => match named.last_mut() {
                Some((_, section)) => section.blocks.push(block),
                None => head.push(block),
            },
        }
    }
    (head, named)
}

fn title(head: &[Block], problems: &mut Problems) -> Option<Heading> {
    if let Some(Block::Heading(heading)) = head.first()
        && heading.level == 1
        && !heading.text.trim().is_empty()
    {
        return Some(heading.clone());
    }
    problems
        .report(PageErrorCode::MissingSection, Span::new(0, 0), "the page has no title", "the page starts here")
        .help("start with `# ` and the problem in one sentence");
    None
}

/// The metadata's fence: it follows the title at once, and the reason follows it.
fn metadata(page: &str, head: &[Block], title: Option<&Heading>, problems: &mut Problems) -> Option<Code> {
    let place = title.map_or(Span::new(0, 0), |title| title.span);
    let rest = head.get(usize::from(title.is_some())..).unwrap_or_default();
    let code = only_fence(page, rest, place, "toml", problems)?;
    if let Some(Block::Prose(early)) = rest.first() {
        problems.report(
            PageErrorCode::SectionOrder,
            *early,
            "the metadata come before the prose",
            "this stands before the `toml` fence",
        );
    }
    if !rest.iter().any(|block| matches!(block, Block::Prose(prose) if prose.start > code.span.start)) {
        problems
            .report(
                PageErrorCode::MissingSection,
                code.opening(page),
                "the page does not say why the problem matters",
                "no prose follows these metadata",
            )
            .help("between the `toml` fence and `## Query`, tell a busy developer what goes wrong without the rule");
    }
    Some(code)
}

/// The one fence of a part that has only one, in the given language.
fn only_fence(page: &str, blocks: &[Block], place: Span, language: &str, problems: &mut Problems) -> Option<Code> {
    let mut found = None;
    for block in blocks {
        let Block::Code(code) = block else { continue };
        if code.language() == language && code.plain && found.is_none() {
            found = Some(code.clone());
        } else {
            let message = format!("only one `{language}` fence belongs here, at the start of its line");
            problems.report(PageErrorCode::MisplacedFence, code.opening(page), message, "this fence would not be read");
        }
    }
    if found.is_none() {
        let message = format!("a `{language}` fence is missing");
        problems.report(PageErrorCode::MissingFence, place, message, "it should follow here");
    }
    found
}

fn check_order(named: &[(Name, Section)], problems: &mut Problems) {
    for pair in named.windows(2) {
        let [(before, _), (name, section)] = pair else {
            continue;
        };
        if name < before {
            let message = format!("`## {}` comes before `## {}`", name.title(), before.title());
            problems.report(PageErrorCode::SectionOrder, section.heading, message, "too late");
        }
    }
}
