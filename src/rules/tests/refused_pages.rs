//! Every mistake that a page can have outside its query, with its code and its bytes.

use super::super::error::PageErrorCode as Code;
use super::super::set::RuleSet;
use super::{PAGE, help_of, load, refuses, refuses_at, spoilt};

#[test]
fn captures_without_a_label() {
    refuses(&spoilt("callee = \"this function\"\n", ""), Code::MissingLabel, "@callee⟩\n");
}

#[test]
fn labels_for_nothing() {
    refuses(&spoilt("callee = ", "extra = \"x\"\ncallee = "), Code::LabelForNothing, "extra");
    let page = spoilt("callee = ", "limiter = \"x\"\ncallee = ");
    refuses(&page, Code::LabelForNothing, "limiter");
    assert_eq!(help_of(&page), "no question of this page gives places in that role");
    let page = PAGE.replace("@callee", "@_callee").replace("callee = ", "_callee = ");
    refuses(&page, Code::LabelForNothing, "_callee⟩ = ");
}

#[test]
fn roles_and_manners_without_words() {
    refuses(&spoilt("receiver = \"received\"\n", ""), Code::MissingLabel, "labels");
    refuses(&spoilt("fails-open = \"open\"\n", ""), Code::MissingMessage, "messages");
}

#[test]
fn unknown_and_missing_keys() {
    let page = spoilt("since = ", "sevrity = \"low\"\nsince = ");
    refuses(&page, Code::UnknownKey, "sevrity");
    assert_eq!(help_of(&page), "did you mean `severity`?");
    refuses(&spoilt("fails-open = ", "fail-open = \"x\"\nfails-open = "), Code::UnknownKey, "fail-open");
    refuses(&spoilt("without-logger", "without-loger = \"x\"\nwithout-logger"), Code::UnknownKey, "without-loger");
    refuses(&spoilt("since = \"0.1.0\"\n", ""), Code::MissingKey, "```toml");
    refuses(&spoilt("without-logger = \"log it\"\n", ""), Code::MissingKey, "help");
}

#[test]
fn bad_values() {
    refuses(&spoilt("severity = \"high\"", "severity = \"hihg\""), Code::BadValue, "\"hihg\"");
    refuses(&spoilt("confidence = \"medium\"", "confidence = \"sure\""), Code::BadValue, "\"sure\"");
    refuses(&spoilt("\"0.1.0\"", "\"soon\""), Code::BadValue, "\"soon\"");
    refuses(&spoilt("[778]", "[778, \"CWE-1\"]"), Code::BadValue, "\"CWE-1\"");
    refuses(&spoilt("\"A09:2021\"", "\"A09\""), Code::BadValue, "\"A09\"");
    refuses(&spoilt("call `{logger}`", "log it well"), Code::BadValue, "with-logger");
    let page = spoilt("since = ", "since = = ");
    refuses(&page, Code::BadToml, "=⟩ \"0.1.0\"");
}

#[test]
fn placeholders_that_nothing_fills() {
    let page = spoilt("\"log it\"", "\"call {logger}\"");
    refuses(&page, Code::UnknownPlaceholder, "{logger}⟩\"");
    refuses(&spoilt("\"partly\"", "\"é {chekc}\""), Code::UnknownPlaceholder, "{chekc}");
    refuses(&spoilt("\"dropped\"", "\"by {loger}\""), Code::UnknownPlaceholder, "{loger}");
}

#[test]
fn missing_and_double_parts() {
    refuses_at(&spoilt("# Nobody hears of it\n", ""), Code::MissingSection, 0);
    refuses(&spoilt("Why it matters.\n", ""), Code::MissingSection, "```toml");
    refuses(&spoilt("None that anybody knows.\n", ""), Code::MissingSection, "## Limits");
    let page = spoilt("## Limits\n\nNone that anybody knows.\n", "");
    refuses_at(&page, Code::MissingSection, page.trim_end().len());
    let page = spoilt("## Limits\n", "## Flagged\n\n## Limits\n");
    refuses(&page, Code::DuplicateSection, "## Flagged⟩\n\n## Limits");
    refuses(&spoilt("## Limits\n", "# Another title\n\n## Limits\n"), Code::DuplicateSection, "# Another title");
    let page = spoilt("## Limits\n", "## Caveats\n\n## Limits\n");
    refuses(&page, Code::UnknownSection, "## Caveats");
    refuses(&spoilt("```toml", "Too early.\n\n```toml"), Code::SectionOrder, "Too early.");
    let limits = "## Limits\n\nNone that anybody knows.\n";
    let page = PAGE.replace(limits, "").replace("## Query", &format!("{limits}\n## Query"));
    refuses(&page, Code::SectionOrder, "## Query");
}

#[test]
fn missing_and_misplaced_fences() {
    let body = &PAGE[PAGE.find("```scm").unwrap()..PAGE.find("\n## Flagged").unwrap()];
    refuses(&spoilt(body, "Later.\n"), Code::MissingFence, "## Query");
    refuses(&spoilt(body, &format!("{body}\n```js\nx\n```\n")), Code::MisplacedFence, "```js⟩\nx");
}

#[test]
fn pages_without_examples() {
    refuses(&spoilt("### A loud one\n\n```js\nlog(verify(token));\n```\n", ""), Code::MissingExample, "## Not flagged");
    let flagged = "### A silent one\n\n```js\nverify(token); //~ some-rule\n```\n";
    refuses(&spoilt(flagged, "Text only.\n"), Code::MissingExample, "## Flagged");
    refuses(&spoilt("```js\nlog(verify(token));\n```\n", ""), Code::MissingExample, "### A loud one");
    refuses(&spoilt("### A loud one\n", ""), Code::MisplacedExample, "```js⟩\nlog");
}

#[test]
fn examples_whose_expectations_do_not_suit_their_section() {
    let page = spoilt("verify(token); //~ some-rule", "verify(token);");
    refuses(&page, Code::ExampleWithoutExpectation, "### A silent one");
    let page = spoilt("log(verify(token));", "log(verify(token)); //~^^ noisy some-rule");
    refuses(&page, Code::BadExpectation, "//~^^ noisy some-rule");
    let page = spoilt("log(verify(token));", "log(verify(token)); //~ noisy some-rule");
    refuses(&page, Code::UnexpectedExpectation, "//~ noisy some-rule");
    let page = spoilt("//~ some-rule", "//~ some-rule\nx(); //~ missed some-rule");
    refuses(&page, Code::UnexpectedExpectation, "//~ missed some-rule");
    let page = spoilt("None that", "### A gap\n\n```js\nx();\n```\n\nNone that");
    refuses(&page, Code::ExampleWithoutExpectation, "### A gap");
    let page = spoilt("log(verify(token));", "log(verify(token)); //~ sme-rule");
    refuses(&page, Code::UnknownRule, "//~ sme-rule");
}

#[test]
fn examples_that_could_not_be_run() {
    refuses(&spoilt("```js\nlog", "```python\nlog"), Code::UnknownLanguage, "```python");
    refuses(&spoilt("```js\nlog", "```js title=../a.js\nlog"), Code::BadFileName, "```js title=../a.js");
    refuses(&spoilt("```js\nlog", "```js title=a.ts\nlog"), Code::BadFileName, "```js title=a.ts");
    refuses(&spoilt("```js\nlog", "```js name=a.js\nlog"), Code::UnknownKey, "```js name=a.js");
    refuses(
        &spoilt("log(verify(token));\n", "a();\n```\n\n```ts title=b.ts\nb();\n"),
        Code::BadFileName,
        "```js⟩\na();",
    );
    let twice = "```js title=a.js\na();\n```\n\n```js title=a.js\nb();\n";
    let page = spoilt("```js\nlog(verify(token));\n", twice);
    refuses(&page, Code::BadFileName, "```js title=a.js⟩\nb();");
    let page = spoilt("None that", "- a list\n\n  ```js\n  x();\n  ```\n\nNone that");
    refuses(&page, Code::MisplacedFence, "```js⟩\n  x");
}

#[test]
fn bad_and_double_names_of_pages() {
    let named = |names: &[&str]| {
        let pages = names.iter().map(|name| ((*name).to_owned(), PAGE.to_owned())).collect();
        let errors = RuleSet::from_pages(pages).err().unwrap_or_default();
        errors.iter().map(|error| (error.kind(), error.page().to_owned(), error.span().start)).collect::<Vec<_>>()
    };
    for bad in ["Some-Rule.md", "some_rule.md", "some-rule.txt", "some--rule.md", ".md"] {
        assert_eq!(named(&[bad]), [(Code::BadPageName, bad.to_owned(), 0)]);
    }
    assert_eq!(named(&["some-rule.md", "some-rule.md"]), [(Code::DuplicateRule, "some-rule.md".to_owned(), 0)]);
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_page() {
    let page = PAGE
        .replace("[778]", "[778]\nextra = 1")
        .replace("#match?", "#mtch?")
        .replace("verify(token); //~ some-rule", "verify(token);");
    let codes: Vec<Code> = load(&page).err().unwrap().iter().map(|error| error.kind()).collect();
    assert_eq!(codes, [Code::UnknownKey, Code::UnknownPredicate, Code::ExampleWithoutExpectation]);
}
