//! Every mistake that a page can have, with its code and its bytes.

use super::super::error::PageErrorCode as Code;
use super::super::set::RuleSet;
use super::{PAGE, help_of, load, refuses, refuses_at, spoilt};

const CHECK: &str = "(#verifies-token? @check)";

#[test]
fn unknown_predicates() {
    let page = spoilt(CHECK, "(#verifies-tokn? @check)");
    refuses(&page, Code::UnknownPredicate, "#verifies-tokn?");
    assert_eq!(help_of(&page), "did you mean `#verifies-token?`?");
    refuses(
        &spoilt("#match?", "#any-match?"),
        Code::UnknownPredicate,
        "#any-match?",
    );
    refuses(&spoilt("#match?", "#set!"), Code::UnknownPredicate, "#set!");
    refuses(
        &spoilt("#match?", "#not-any-of?"),
        Code::UnknownPredicate,
        "#not-any-of?",
    );
    let page = spoilt("(#verifies-token?", "(#not-verifies-token?");
    refuses(&page, Code::UnknownPredicate, "#not-verifies-token?");
    assert_eq!(
        help_of(&page),
        "a question cannot be negated: there is only `#verifies-token?`"
    );
}

#[test]
fn wrong_arguments() {
    for (predicate, place) in [
        ("(#verifies-token?)", "(#verifies-token?)"),
        (
            "(#verifies-token? @check @callee)",
            "(#verifies-token? @check @callee)",
        ),
        ("(#verifies-token? \"a string\")", "\"a string\""),
        ("(#verifies-token? bare-word)", "bare-word"),
        ("(#eq? @callee)", "(#eq? @callee)"),
        ("(#eq? \"a\" \"b\")", "\"a\""),
        ("(#eq? @callee bare-word)", "bare-word"),
        (
            "(#not-eq? @callee \"a\" \"b\")",
            "(#not-eq? @callee \"a\" \"b\")",
        ),
        ("(#match? @callee @check)", "@check⟩)\n (#s"),
        ("(#any-of? @callee)", "(#any-of? @callee)"),
        ("(#any-of? @callee \"a\" bare-word)", "bare-word"),
    ] {
        let page = spoilt(CHECK, predicate);
        refuses(&page, Code::WrongArguments, place);
    }
}

#[test]
fn bad_regular_expressions() {
    refuses(
        &spoilt("\"^verify\"", "\"(verify\""),
        Code::BadRegex,
        "\"(verify\"",
    );
}

#[test]
fn undefined_captures() {
    let page = spoilt(CHECK, "(#verifies-token? @chekc)");
    refuses(&page, Code::UndefinedCapture, "@chekc");
    assert_eq!(help_of(&page), "did you mean `check`?");
    refuses(
        &spoilt("\"^verify\"))", "\"^verify\") (#eq? @callee @other))"),
        Code::UndefinedCapture,
        "@other",
    );
}

#[test]
fn predicates_outside_the_parentheses_they_belong_to() {
    // Behind the pattern: tree-sitter takes it for a pattern of its own.
    let page = spoilt(
        " (#silent-on-failure? @check))",
        " (#silent-on-failure? @check))\n(#eq? @check \"x\")",
    );
    refuses(&page, Code::DetachedPredicate, "(#eq? @check \"x\")");
    // In parentheses of its own.
    let page = spoilt(CHECK, "(#verifies-token? @check) ((#eq? @check \"x\"))");
    refuses(&page, Code::DetachedPredicate, "(#eq? @check \"x\")");
    // In an alternation it would constrain all branches.
    let page = spoilt(
        "(identifier) @callee",
        "[(identifier) (super) (#eq? @callee \"x\")] @callee",
    );
    refuses(&page, Code::DetachedPredicate, "(#eq? @callee \"x\")");
    // Inside a sibling of the node that it is about.
    let page = spoilt(
        "(identifier) @callee",
        "(identifier) @callee arguments: (arguments (#eq? @callee \"x\"))",
    );
    refuses(&page, Code::DetachedPredicate, "(#eq? @callee \"x\")");
}

#[test]
fn captures_that_the_outline_does_not_keep() {
    let ask = |capture: &str| spoilt(CHECK, &format!("{CHECK} (#verifies-token? {capture})"));
    let page = ask("@callee").replace("(identifier) @callee", "(identifier) @callee ; here\n");
    refuses(&page, Code::UnkeptCapture, "@callee⟩ ; here");
    let page = spoilt("((call_expression\n", "((_\n");
    // Both questions are about it.
    let errors = load(&page).err().unwrap();
    assert!(
        errors
            .iter()
            .all(|error| error.kind() == Code::UnkeptCapture),
        "{errors:?}"
    );
    assert_eq!(errors.len(), 2);
    assert_eq!(
        errors[0].span().range().start,
        page.find("@check\n").unwrap()
    );
}

#[test]
fn captures_of_another_kind_of_entity() {
    let page = spoilt(
        "   (#match? @callee \"^verify\"))",
        "   arguments: (arguments (arrow_function) @_callback)\n   (#match? @callee \"^verify\"))",
    );
    assert!(load(&page).is_ok());
    let page = page.replace(CHECK, "(#verifies-token? @_callback)");
    refuses(&page, Code::WrongEntity, "@_callback⟩)\n   (#match");
}

#[test]
fn captures_that_a_match_may_lack_or_repeat() {
    for arguments in [
        "(arguments (call_expression)* @_c)",
        "(arguments (call_expression)? @_c)",
        "(arguments [(call_expression) @_c (string)])",
    ] {
        let page = spoilt(
            "\"^verify\"))",
            &format!("\"^verify\") arguments: {arguments})"),
        )
        .replace(CHECK, "(#verifies-token? @_c )");
        refuses(&page, Code::UncertainCapture, "@_c⟩ )");
    }
}

#[test]
fn queries_that_do_not_compile_in_some_dialect() {
    // TypeScript has the node, JavaScript has not; and what stands before it must not move the place.
    let page = spoilt(
        "function: (identifier) @callee",
        "function: [(identifier) (as_expression)] @callee",
    );
    refuses(&page, Code::QueryDoesNotCompile, "as_expression");
    let page = spoilt(
        CHECK,
        &format!("{CHECK} (#match? @callee \"ö\") . (no_such_node)"),
    );
    refuses(&page, Code::QueryDoesNotCompile, "no_such_node");
    assert!(
        load(&page).err().unwrap()[0]
            .to_string()
            .ends_with("JavaScript, TypeScript, TSX")
    );
    refuses(
        &spoilt("function: (", "functoin: ("),
        Code::QueryDoesNotCompile,
        "functoin",
    );
    // A node that can never stand there.
    let errors = load(&spoilt(
        "function: (identifier)",
        "function: (statement_block)",
    ))
    .err()
    .unwrap();
    assert_eq!(errors[0].kind(), Code::QueryDoesNotCompile);
}

#[test]
fn queries_that_are_none() {
    let page = spoilt(
        " (#silent-on-failure? @check))",
        " (#silent-on-failure? @check)",
    );
    refuses(&page, Code::QuerySyntax, "(⟩(call_expression");
    let start = PAGE.find("; calls").unwrap();
    let end = PAGE.find("@check))\n```").unwrap() + "@check))\n".len();
    let page = format!("{}; nothing\n{}", &PAGE[..start], &PAGE[end..]);
    refuses(&page, Code::QuerySyntax, "```scm");
}

#[test]
fn patterns_that_ask_nothing() {
    let page = spoilt(
        " (#silent-on-failure? @check))",
        ")\n((new_expression) @_new (#verifies-token? @_new))",
    )
    .replace(
        CHECK,
        "(#verifies-token? @check) (#silent-on-failure? @check)",
    );
    refuses(
        &page,
        Code::AsksNothing,
        "((new_expression) @_new (#verifies-token? @_new))",
    );
}

#[test]
fn captures_without_a_label() {
    refuses(
        &spoilt("callee = \"this function\"\n", ""),
        Code::MissingLabel,
        "@callee⟩\n",
    );
}

#[test]
fn labels_for_nothing() {
    refuses(
        &spoilt("callee = ", "extra = \"x\"\ncallee = "),
        Code::LabelForNothing,
        "extra",
    );
    let page = spoilt("callee = ", "limiter = \"x\"\ncallee = ");
    refuses(&page, Code::LabelForNothing, "limiter");
    assert_eq!(
        help_of(&page),
        "no question of this page gives places in that role"
    );
    let page = PAGE
        .replace("@callee", "@_callee")
        .replace("callee = ", "_callee = ");
    refuses(&page, Code::LabelForNothing, "_callee⟩ = ");
}

#[test]
fn roles_and_manners_without_words() {
    refuses(
        &spoilt("receiver = \"received\"\n", ""),
        Code::MissingLabel,
        "labels",
    );
    refuses(
        &spoilt("fails-open = \"open\"\n", ""),
        Code::MissingMessage,
        "messages",
    );
}

#[test]
fn unknown_and_missing_keys() {
    let page = spoilt("since = ", "sevrity = \"low\"\nsince = ");
    refuses(&page, Code::UnknownKey, "sevrity");
    assert_eq!(help_of(&page), "did you mean `severity`?");
    refuses(
        &spoilt("fails-open = ", "fail-open = \"x\"\nfails-open = "),
        Code::UnknownKey,
        "fail-open",
    );
    refuses(
        &spoilt("without-logger", "without-loger = \"x\"\nwithout-logger"),
        Code::UnknownKey,
        "without-loger",
    );
    refuses(
        &spoilt("since = \"0.1.0\"\n", ""),
        Code::MissingKey,
        "```toml",
    );
    refuses(
        &spoilt("with-logger = \"call `{logger}`\"\n", ""),
        Code::MissingKey,
        "help",
    );
}

#[test]
fn bad_values() {
    refuses(
        &spoilt("severity = \"high\"", "severity = \"hihg\""),
        Code::BadValue,
        "\"hihg\"",
    );
    refuses(
        &spoilt("confidence = \"medium\"", "confidence = \"sure\""),
        Code::BadValue,
        "\"sure\"",
    );
    refuses(&spoilt("\"0.1.0\"", "\"soon\""), Code::BadValue, "\"soon\"");
    refuses(
        &spoilt("[778]", "[778, \"CWE-1\"]"),
        Code::BadValue,
        "\"CWE-1\"",
    );
    refuses(
        &spoilt("\"A09:2021\"", "\"A09\""),
        Code::BadValue,
        "\"A09\"",
    );
    refuses(
        &spoilt("call `{logger}`", "log it well"),
        Code::BadValue,
        "with-logger",
    );
    let page = spoilt("since = ", "since = = ");
    refuses(&page, Code::BadToml, "=⟩ \"0.1.0\"");
}

#[test]
fn placeholders_that_nothing_fills() {
    let page = spoilt("\"log it\"", "\"call {logger}\"");
    refuses(&page, Code::UnknownPlaceholder, "{logger}⟩\"");
    refuses(
        &spoilt("\"partly\"", "\"é {chekc}\""),
        Code::UnknownPlaceholder,
        "{chekc}",
    );
    refuses(
        &spoilt("\"dropped\"", "\"by {loger}\""),
        Code::UnknownPlaceholder,
        "{loger}",
    );
}

#[test]
fn missing_and_double_parts() {
    refuses_at(
        &spoilt("# Nobody hears of it\n", ""),
        Code::MissingSection,
        0,
    );
    refuses(
        &spoilt("Why it matters.\n", ""),
        Code::MissingSection,
        "```toml",
    );
    refuses(
        &spoilt("None that anybody knows.\n", ""),
        Code::MissingSection,
        "## Limits",
    );
    let page = spoilt("## Limits\n\nNone that anybody knows.\n", "");
    refuses_at(&page, Code::MissingSection, page.trim_end().len());
    let page = spoilt("## Limits\n", "## Flagged\n\n## Limits\n");
    refuses(&page, Code::DuplicateSection, "## Flagged⟩\n\n## Limits");
    refuses(
        &spoilt("## Limits\n", "# Another title\n\n## Limits\n"),
        Code::DuplicateSection,
        "# Another title",
    );
    let page = spoilt("## Limits\n", "## Caveats\n\n## Limits\n");
    refuses(&page, Code::UnknownSection, "## Caveats");
    refuses(
        &spoilt("```toml", "Too early.\n\n```toml"),
        Code::SectionOrder,
        "Too early.",
    );
    let limits = "## Limits\n\nNone that anybody knows.\n";
    let page = PAGE
        .replace(limits, "")
        .replace("## Query", &format!("{limits}\n## Query"));
    refuses(&page, Code::SectionOrder, "## Query");
}

#[test]
fn missing_and_misplaced_fences() {
    let body = &PAGE[PAGE.find("```scm").unwrap()..PAGE.find("\n## Flagged").unwrap()];
    refuses(&spoilt(body, "Later.\n"), Code::MissingFence, "## Query");
    refuses(
        &spoilt(body, &format!("{body}\n```js\nx\n```\n")),
        Code::MisplacedFence,
        "```js⟩\nx",
    );
}

#[test]
fn pages_without_examples() {
    refuses(
        &spoilt("### A loud one\n\n```js\nlog(verify(token));\n```\n", ""),
        Code::MissingExample,
        "## Not flagged",
    );
    let flagged = "### A silent one\n\n```js\nverify(token); //~ some-rule\n```\n";
    refuses(
        &spoilt(flagged, "Text only.\n"),
        Code::MissingExample,
        "## Flagged",
    );
    refuses(
        &spoilt("```js\nlog(verify(token));\n```\n", ""),
        Code::MissingExample,
        "### A loud one",
    );
    refuses(
        &spoilt("### A loud one\n", ""),
        Code::MisplacedExample,
        "```js⟩\nlog",
    );
}

#[test]
fn examples_whose_expectations_do_not_suit_their_section() {
    let page = spoilt("verify(token); //~ some-rule", "verify(token);");
    refuses(&page, Code::ExampleWithoutExpectation, "### A silent one");
    let page = spoilt(
        "log(verify(token));",
        "log(verify(token)); //~^^ noisy some-rule",
    );
    refuses(&page, Code::BadExpectation, "//~^^ noisy some-rule");
    let page = spoilt(
        "log(verify(token));",
        "log(verify(token)); //~ noisy some-rule",
    );
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
    refuses(
        &spoilt("```js\nlog", "```python\nlog"),
        Code::UnknownLanguage,
        "```python",
    );
    refuses(
        &spoilt("```js\nlog", "```js title=../a.js\nlog"),
        Code::BadFileName,
        "```js title=../a.js",
    );
    refuses(
        &spoilt("```js\nlog", "```js title=a.ts\nlog"),
        Code::BadFileName,
        "```js title=a.ts",
    );
    refuses(
        &spoilt("```js\nlog", "```js name=a.js\nlog"),
        Code::UnknownKey,
        "```js name=a.js",
    );
    refuses(
        &spoilt(
            "log(verify(token));\n",
            "a();\n```\n\n```ts title=b.ts\nb();\n",
        ),
        Code::BadFileName,
        "```js⟩\na();",
    );
    let twice = "```js title=a.js\na();\n```\n\n```js title=a.js\nb();\n";
    let page = spoilt("```js\nlog(verify(token));\n", twice);
    refuses(&page, Code::BadFileName, "```js title=a.js⟩\nb();");
    let page = spoilt(
        "None that",
        "- a list\n\n  ```js\n  x();\n  ```\n\nNone that",
    );
    refuses(&page, Code::MisplacedFence, "```js⟩\n  x");
}

#[test]
fn bad_and_double_names_of_pages() {
    let named = |names: &[&str]| {
        let pages = names
            .iter()
            .map(|name| ((*name).to_owned(), PAGE.to_owned()))
            .collect();
        let errors = RuleSet::from_pages(pages).err().unwrap_or_default();
        errors
            .iter()
            .map(|error| (error.kind(), error.page().to_owned(), error.span().start))
            .collect::<Vec<_>>()
    };
    for bad in [
        "Some-Rule.md",
        "some_rule.md",
        "some-rule.txt",
        "some--rule.md",
        ".md",
    ] {
        assert_eq!(named(&[bad]), [(Code::BadPageName, bad.to_owned(), 0)]);
    }
    assert_eq!(
        named(&["some-rule.md", "some-rule.md"]),
        [(Code::DuplicateRule, "some-rule.md".to_owned(), 0)]
    );
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_page() {
    let page = PAGE
        .replace("[778]", "[778]\nextra = 1")
        .replace("#match?", "#mtch?")
        .replace("verify(token); //~ some-rule", "verify(token);");
    let codes: Vec<Code> = load(&page)
        .err()
        .unwrap()
        .iter()
        .map(|error| error.kind())
        .collect();
    assert_eq!(
        codes,
        [
            Code::UnknownKey,
            Code::UnknownPredicate,
            Code::ExampleWithoutExpectation
        ]
    );
}
