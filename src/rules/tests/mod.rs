//! The loader as a whole: what it accepts, and that every mistake is told with its code at its byte.

mod accepted;
mod refused_pages;
mod refused_queries;
mod rendered;
mod spoilt;

use super::error::{PageError, PageErrorCode};
use super::set::RuleSet;

/// A page without a mistake, which the tests spoil.
const PAGE: &str = r##"# Nobody hears of it

```toml
severity = "high"
confidence = "medium"
since = "0.1.0"
cwe = [778]
owasp = ["A09:2021"]

[messages]
silent = "`{check}` is silent"
partly = "partly"
debug-only = "debug"
never-looked-at = "never"
fails-open = "open"
unknown = "unknown"

[help]
with-logger = "call `{logger}`"
without-logger = "log it"

[labels]
check = "checked"
callee = "this function"
drop = "dropped"
hand-off = "handed on"
receiver = "received"
exit = "ends"
signal = "told"
```

Why it matters.

## Query

```scm
; calls of plain functions
((call_expression
   function: (identifier) @callee
   (#match? @callee "^verify"))
 @check
 (#verifies-token? @check)
 (#silent-on-failure? @check))
```

## Flagged

### A silent one

```js
verify(token); //~ some-rule
```

## Not flagged

### A loud one

```js
log(verify(token));
```

## Limits

None that anybody knows.
"##;

fn load(text: &str) -> Result<RuleSet, Vec<PageError>> {
    RuleSet::from_pages(vec![("some-rule.md".to_owned(), text.to_owned())])
}

/// The page with one passage replaced. The passage must be there once.
fn spoilt(passage: &str, replacement: &str) -> String {
    assert_eq!(PAGE.matches(passage).count(), 1, "{passage:?}");
    PAGE.replacen(passage, replacement, 1)
}

/// Asserts that a page has exactly one mistake: of this code, at these bytes. The place is given as the text that stands
/// there, and, where that is not enough to find it, the text that follows after `⟩`.
#[track_caller]
fn refuses(page: &str, code: PageErrorCode, place: &str) {
    let errors = load(page).err().unwrap_or_default();
    let found: Vec<(PageErrorCode, &str, usize)> =
        errors.iter().map(|error| (error.kind(), &page[error.span().range()], error.span().range().start)).collect();
    let (text, context) = place.split_once('⟩').unwrap_or((place, ""));
    let passage = format!("{text}{context}");
    assert_eq!(page.matches(&passage).count(), 1, "{place:?} is not to be found once; mistakes: {found:?}");
    assert_eq!(found, [(code, text, page.find(&passage).unwrap())]);
}

/// As [`refuses`], for a mistake at an empty place.
#[track_caller]
fn refuses_at(page: &str, code: PageErrorCode, offset: usize) {
    let errors = load(page).err().unwrap_or_default();
    let found: Vec<_> = errors.iter().map(|error| (error.kind(), error.span().range())).collect();
    assert_eq!(found, [(code, offset..offset)]);
}

#[track_caller]
fn help_of(page: &str) -> String {
    let errors = load(page).err().unwrap_or_default();
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    miette::Diagnostic::help(error).map(|help| help.to_string()).unwrap_or_default()
}
