//! Pages as people read them.

use super::super::render::{explain, list};
use super::super::set::RuleSet;
use super::{PAGE, load};
use crate::finding::{Confidence, Severity};

#[test]
fn a_page_is_explained() {
    let page = PAGE
        .replace("Why it matters.", "Why it *matters*: see [the list](https://example.org/list) and `x`.\n\n- one\n- two\n  1. deep\n  2. deeper")
        .replace("```js\nverify", "```js title=src/a.js\nverify");
    let rules = load(&page).unwrap();
    let expected = "\
some-rule
Nobody hears of it

severity high, confidence up to medium, since 0.1.0
CWE-778, OWASP A09:2021

Why it matters: see the list (https://example.org/list) and `x`.

- one
- two
  1. deep
  2. deeper

Flagged
-------

* A silent one

    // src/a.js
    verify(token); // <-- reported

Not flagged
-----------

* A loud one

    log(verify(token));

Limits
------

None that anybody knows.
";
    assert_eq!(explain(rules.page("some-rule").unwrap()), expected);
}

#[test]
fn prose_is_wrapped_and_harmless() {
    let long = "one-two ".repeat(30);
    let page = PAGE.replace("Why it matters.", &format!("{long}\u{1b}[2J\u{202e}x"));
    let text = explain(load(&page).unwrap().page("some-rule").unwrap());
    assert!(text.lines().all(|line| line.chars().count() <= 90), "{text}");
    assert!(text.contains("\u{fffd}[2J\u{fffd}x"));
    assert!(text.chars().all(|sign| sign == '\n' || !sign.is_control()));
}

#[test]
fn every_embedded_page_can_be_explained_and_is_listed() {
    let rules = RuleSet::embedded().unwrap();
    let rows = list(&rules);
    assert_eq!(rows.len(), rules.pages().len());
    let row = rows.iter().find(|row| row.id.as_str() == "silent-verify-failure").unwrap();
    assert_eq!((row.severity, row.confidence, row.pedantic), (Severity::High, Confidence::High, false));
    for page in rules.pages() {
        let text = explain(page);
        assert!(text.starts_with(&format!("{}\n{}\n", page.id(), page.title())));
        assert!(!text.contains("//~") && !text.contains("```") && !text.contains("[labels]"), "{text}");
        let prose_is_narrow =
            text.lines().filter(|line| !line.starts_with("    ")).all(|line| line.chars().count() <= 90);
        assert!(prose_is_narrow);
    }
}
