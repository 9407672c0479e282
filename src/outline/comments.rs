//! Comments that are meant for tokentrail: those whose first word begins with its name.
//!
//! In: a tree and its text. Out: what each comment says, without its delimiters, and where it stands. Knows nothing of what
//! may be said. What looks like a comment inside a string is a part of the string, and the tree knows.

use memchr::memmem;

use crate::syntax::{Kind, Node, Tree};
use crate::text::Span;

/// How the first word of such a comment begins.
pub const PREFIX: &str = "tokentrail-";

/// Nodes of a statement's head. Comments can be nested in what other comments stand before.
const LONGEST_HEAD: usize = 1000;

/// A comment that is meant for tokentrail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// With its delimiters.
    pub span: Span,
    /// Without them, and without the blanks around.
    pub text: String,
    /// What it stands before, as far as to the first block in it: the whole of a simple statement, the head of another.
    pub before: Option<Span>,
    /// The end of the last comment that follows with no blank line between, each on lines of its own.
    pub run_end: u32,
}

/// The comments in the order of the text, also those in parts that could not be parsed.
pub(super) fn comments(tree: &Tree, text: &str) -> Vec<Comment> {
    // Hardly any file has one, and a walk over the whole tree costs more than a search.
    if memmem::find(text.as_bytes(), PREFIX.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut waiting = vec![tree.root()];
    while let Some(parent) = waiting.pop() {
        let mut next = None;
        // Worked out once for all comments before a node.
        let mut before: Option<Option<Span>> = None;
        // The comment below, where it has lines of its own: its start, and the end of its run.
        let mut below: Option<(u32, u32)> = None;
        for node in parent.children().into_iter().rev() {
            if node.kind() != Kind::Comment {
                (next, before, below) = (Some(node), None, None);
                waiting.push(node);
                continue;
            }
            let span = node.span();
            let run = below.filter(|(start, _)| is_line_break(&text[span.end as usize..*start as usize]));
            let run_end = run.map_or(span.end, |(_, end)| end);
            below = has_own_lines(span, text).then_some((span.start, run_end));
            let said = inner(node.text(text));
            if said.starts_with(PREFIX) {
                let before = *before.get_or_insert_with(|| next.and_then(head));
                found.push(Comment { span, text: said.to_owned(), before, run_end });
            }
        }
    }
    found.sort_by_key(|comment| comment.span);
    found
}

/// A node up to the first block in it; none where that is too far off to be one statement to a reader.
fn head(node: Node<'_>) -> Option<Span> {
    let mut waiting = vec![node];
    let mut left = LONGEST_HEAD;
    while let Some(inner) = waiting.pop() {
        if matches!(inner.kind(), Kind::StatementBlock | Kind::ClassBody | Kind::SwitchBody) {
            return Some(Span { end: inner.span().start, ..node.span() });
        }
        let children = inner.children();
        left = left.checked_sub(children.len())?;
        waiting.extend(children.into_iter().rev());
    }
    Some(node.span())
}

/// Whether there is nothing between two lines but the break.
fn is_line_break(between: &str) -> bool {
    between.trim().is_empty() && between.matches('\n').count() == 1
}

fn has_own_lines(span: Span, text: &str) -> bool {
    let range = span.range();
    let before = text[..range.start].rsplit('\n').next().unwrap_or_default();
    let after = text[range.end..].split('\n').next().unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty()
}

/// What a comment says. One that was not closed, at the end of a broken file, says the same.
fn inner(comment: &str) -> &str {
    let said = match comment.strip_prefix("/*") {
        Some(block) => block.strip_suffix("*/").unwrap_or(block).trim_start_matches('*'),
        None => comment.trim_start_matches('/'),
    };
    said.trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, WorkBudget, parse};

    fn said(text: &str, dialect: Dialect) -> Vec<String> {
        let tree = parse(text, dialect, WorkBudget::for_bytes(text.len())).unwrap();
        comments(&tree, text).into_iter().map(|comment| comment.text).collect()
    }

    #[test]
    fn comments_of_every_form_are_found_in_order() {
        let text =
            "#!/usr/bin/env node\n// tokentrail-a\n/* tokentrail-b\n */ f(x /** tokentrail-c */); //tokentrail-d";
        for dialect in Dialect::ALL {
            assert_eq!(said(text, dialect), ["tokentrail-a", "tokentrail-b", "tokentrail-c", "tokentrail-d"]);
        }
        let markup = "x = <p title=\"// tokentrail-a\">// tokentrail-b {/* tokentrail-c */}</p>;";
        assert_eq!(said(markup, Dialect::Tsx), ["tokentrail-c"]);
    }

    #[test]
    fn text_that_only_looks_like_one_is_none() {
        let text = "a = '// tokentrail-a'; b = `/* tokentrail-b */ ${/* tokentrail-c */ 1}`; c = /\\/\\/ tokentrail-d/;
// see tokentrail-e
/* about tokentrail-f */";
        for dialect in Dialect::ALL {
            assert_eq!(said(text, dialect), ["tokentrail-c"]);
        }
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "/* ü */ /* tokentrail-a */";
        let tree = parse(text, Dialect::JavaScript, WorkBudget::for_bytes(text.len())).unwrap();
        let found = comments(&tree, text);
        assert_eq!(&text[found[0].span.range()], "/* tokentrail-a */");
    }

    #[test]
    fn a_comment_stands_before_a_statement_or_the_head_of_one() {
        let before = |text: &str| {
            let tree = parse(text, Dialect::JavaScript, WorkBudget::for_bytes(text.len())).unwrap();
            let found = comments(&tree, text);
            found[0].before.map(|span| text[span.range()].trim().to_owned())
        };
        assert_eq!(before("// tokentrail-a\nconst x =\n  f(y);\ng();").as_deref(), Some("const x =\n  f(y);"));
        assert_eq!(before("// tokentrail-a\n// b\nf(y,\n (e) => {\n g(); });").as_deref(), Some("f(y,\n (e) =>"));
        assert_eq!(before("try {} // tokentrail-a\ncatch (e) { f(); }").as_deref(), Some("catch (e)"));
        assert_eq!(before("class A { // tokentrail-a\n f(x) { return x; } }").as_deref(), Some("f(x)"));
        assert_eq!(before("f(); // tokentrail-a"), None);
    }

    #[test]
    fn a_run_of_comments_ends_at_a_blank_line_and_at_code() {
        let run = |text: &str| {
            let tree = parse(text, Dialect::JavaScript, WorkBudget::for_bytes(text.len())).unwrap();
            let found = comments(&tree, text);
            text[found[0].span.end as usize..found[0].run_end as usize].to_owned()
        };
        assert_eq!(run("// tokentrail-a\n// b\n/* c\n\n d */\n  // e\nf();"), "\n// b\n/* c\n\n d */\n  // e");
        assert_eq!(run("// tokentrail-a\r\n// b\r\nf();"), "\r\n// b");
        assert_eq!(run("f(); // tokentrail-a\n// b\ng();"), "\n// b");
        assert_eq!(run("// tokentrail-a\n\n// b\nf();"), "");
        assert_eq!(run("// tokentrail-a\n/* b */ f();\n// c"), "");
        assert_eq!(run("/* tokentrail-a */ /* b */\n// c\nf();"), "");
        assert_eq!(run("try {} // tokentrail-a\n// b\ncatch (e) {}"), "\n// b");
    }

    #[test]
    fn a_broken_file_keeps_its_comments() {
        let text = "function f( {\n// tokentrail-a\n}}} ) catch (\n/* tokentrail-b */ f(;";
        assert_eq!(said(text, Dialect::JavaScript), ["tokentrail-a", "tokentrail-b"]);
    }
}
