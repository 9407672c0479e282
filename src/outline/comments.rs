//! Comments that are meant for tokentrail: those whose first word begins with its name.
//!
//! In: a tree and its text. Out: what each comment says, without its delimiters, and where it stands. Knows nothing of what
//! may be said. What looks like a comment inside a string is a part of the string, and the tree knows.

use memchr::memmem;

use crate::syntax::{Kind, Tree};
use crate::text::Span;

/// How the first word of such a comment begins.
pub const PREFIX: &str = "tokentrail-";

/// A comment that is meant for tokentrail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// With its delimiters.
    pub span: Span,
    /// Without them, and without the blanks around.
    pub text: String,
}

/// The comments in the order of the text, also those in parts that could not be parsed.
pub(super) fn comments(tree: &Tree, text: &str) -> Vec<Comment> {
    // Hardly any file has one, and a walk over the whole tree costs more than a search.
    if memmem::find(text.as_bytes(), PREFIX.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut waiting = vec![tree.root()];
    while let Some(node) = waiting.pop() {
        if node.kind() == Kind::Comment {
            let said = inner(node.text(text));
            if said.starts_with(PREFIX) {
                found.push(Comment { span: node.span(), text: said.to_owned() });
            }
        } else {
            waiting.extend(node.children());
        }
    }
    found.sort_by_key(|comment| comment.span);
    found
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
    fn a_broken_file_keeps_its_comments() {
        let text = "function f( {\n// tokentrail-a\n}}} ) catch (\n/* tokentrail-b */ f(;";
        assert_eq!(said(text, Dialect::JavaScript), ["tokentrail-a", "tokentrail-b"]);
    }
}
