//! Every mistake that a query can have, with its code and its bytes.

use super::super::error::PageErrorCode as Code;
use super::{PAGE, help_of, load, refuses, spoilt};
use crate::syntax::{Dialect, Query, WorkBudget, parse};

const CHECK: &str = "(#verifies-token? @check)";

#[test]
fn unknown_predicates() {
    let page = spoilt(CHECK, "(#verifies-tokn? @check)");
    refuses(&page, Code::UnknownPredicate, "#verifies-tokn?");
    assert_eq!(help_of(&page), "did you mean `#verifies-token?`?");
    refuses(&spoilt("#match?", "#any-match?"), Code::UnknownPredicate, "#any-match?");
    refuses(&spoilt("#match?", "#set!"), Code::UnknownPredicate, "#set!");
    refuses(&spoilt("#match?", "#not-any-of?"), Code::UnknownPredicate, "#not-any-of?");
    let page = spoilt("(#verifies-token?", "(#not-verifies-token?");
    refuses(&page, Code::UnknownPredicate, "#not-verifies-token?");
    assert_eq!(help_of(&page), "a question cannot be negated: there is only `#verifies-token?`");
}

#[test]
fn wrong_arguments() {
    for (predicate, place) in [
        ("(#verifies-token?)", "(#verifies-token?)"),
        ("(#verifies-token? @check @callee)", "(#verifies-token? @check @callee)"),
        ("(#verifies-token? \"a string\")", "\"a string\""),
        ("(#verifies-token? bare-word)", "bare-word"),
        ("(#eq? @callee)", "(#eq? @callee)"),
        ("(#eq? \"a\" \"b\")", "\"a\""),
        ("(#eq? @callee bare-word)", "bare-word"),
        ("(#not-eq? @callee \"a\" \"b\")", "(#not-eq? @callee \"a\" \"b\")"),
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
    refuses(&spoilt("\"^verify\"", "\"(verify\""), Code::BadRegex, "\"(verify\"");
}

#[test]
fn undefined_captures() {
    let page = spoilt(CHECK, "(#verifies-token? @chekc)");
    refuses(&page, Code::UndefinedCapture, "@chekc");
    assert_eq!(help_of(&page), "did you mean `check`?");
    refuses(&spoilt("\"^verify\"))", "\"^verify\") (#eq? @callee @other))"), Code::UndefinedCapture, "@other");
}

#[test]
fn predicates_outside_the_parentheses_they_belong_to() {
    // Behind the pattern: tree-sitter takes it for a pattern of its own.
    let page = spoilt(" (#silent-on-failure? @check))", " (#silent-on-failure? @check))\n(#eq? @check \"x\")");
    refuses(&page, Code::DetachedPredicate, "(#eq? @check \"x\")");
    // In parentheses of its own.
    let page = spoilt(CHECK, "(#verifies-token? @check) ((#eq? @check \"x\"))");
    refuses(&page, Code::DetachedPredicate, "(#eq? @check \"x\")");
    // In an alternation it would constrain all branches.
    let page = spoilt("(identifier) @callee", "[(identifier) (super) (#eq? @callee \"x\")] @callee");
    refuses(&page, Code::DetachedPredicate, "(#eq? @callee \"x\")");
    // Inside a sibling of the node that it is about.
    let page = spoilt("(identifier) @callee", "(identifier) @callee arguments: (arguments (#eq? @callee \"x\"))");
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
    assert!(errors.iter().all(|error| error.kind() == Code::UnkeptCapture), "{errors:?}");
    assert_eq!(errors.len(), 2);
    assert_eq!(errors[0].span().range().start, page.find("@check\n").unwrap());
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
fn what_is_asked_of_lists_may_be_a_call_or_an_access_and_other_questions_not() {
    let of_lists = |node: &str| {
        let at = PAGE.find("((call_expression").unwrap();
        let end = at + PAGE[at..].find("```").unwrap();
        let pattern = format!("({node} @check\n (#looks-up-token? @check)\n (#silent-on-hit? @check))\n");
        format!("{}{pattern}{}", &PAGE[..at], &PAGE[end..])
            .replace("callee = \"this function\"\n", "")
            .replace("never-looked-at = \"never\"\n", "")
    };
    for node in ["(call_expression)", "(subscript_expression)", "(binary_expression operator: \"in\")"] {
        assert!(load(&of_lists(node)).is_ok(), "{node}: {:?}", load(&of_lists(node)).err());
    }
    refuses(
        &of_lists("(catch_clause)").replace("(#silent-on-hit? @check)", ""),
        Code::WrongEntity,
        "@check⟩\n (#looks",
    );
    let of_calls = of_lists("(subscript_expression)").replace("#looks-up-token?", "#verifies-token?");
    refuses(&of_calls, Code::WrongEntity, "@check⟩\n (#verifies");
}

#[test]
fn captures_that_a_match_may_lack_or_repeat() {
    for arguments in [
        "(arguments (call_expression)* @_c)",
        "(arguments (call_expression)? @_c)",
        "(arguments [(call_expression) @_c (string)])",
    ] {
        let page = spoilt("\"^verify\"))", &format!("\"^verify\") arguments: {arguments})"))
            .replace(CHECK, "(#verifies-token? @_c )");
        refuses(&page, Code::UncertainCapture, "@_c⟩ )");
    }
}

#[test]
fn queries_that_do_not_compile_in_some_dialect() {
    // TypeScript has the node, JavaScript has not; and what stands before it must not move the place.
    let page = spoilt("function: (identifier) @callee", "function: [(identifier) (as_expression)] @callee");
    refuses(&page, Code::QueryDoesNotCompile, "as_expression");
    let page = spoilt(CHECK, &format!("{CHECK} (#match? @callee \"ö\") . (no_such_node)"));
    refuses(&page, Code::QueryDoesNotCompile, "no_such_node");
    assert!(load(&page).err().unwrap()[0].to_string().ends_with("JavaScript, TypeScript, TSX"));
    refuses(&spoilt("function: (", "functoin: ("), Code::QueryDoesNotCompile, "functoin");
    // A node that can never stand there.
    let errors = load(&spoilt("function: (identifier)", "function: (statement_block)")).err().unwrap();
    assert_eq!(errors[0].kind(), Code::QueryDoesNotCompile);
}

#[test]
fn queries_that_are_none() {
    let page = spoilt(" (#silent-on-failure? @check))", " (#silent-on-failure? @check)");
    refuses(&page, Code::QuerySyntax, "(⟩(call_expression");
    let start = PAGE.find("; calls").unwrap();
    let end = PAGE.find("@check))\n```").unwrap() + "@check))\n".len();
    let page = format!("{}; nothing\n{}", &PAGE[..start], &PAGE[end..]);
    refuses(&page, Code::QuerySyntax, "```scm");
}

#[test]
fn patterns_that_ask_nothing() {
    let page = spoilt(" (#silent-on-failure? @check))", ")\n((new_expression) @_new (#verifies-token? @_new))")
        .replace(CHECK, "(#verifies-token? @check) (#silent-on-failure? @check)");
    refuses(&page, Code::AsksNothing, "((new_expression) @_new (#verifies-token? @_new))");
}

/// Why the loader reads queries itself: tree-sitter takes a predicate behind a pattern for a pattern of its own, says
/// nothing, and lets the first match everything. Should this change, the loader may trust it more.
#[test]
fn tree_sitter_accepts_detached_and_unknown_predicates_in_silence() {
    let text = "a; b; c;";
    let tree = parse(text, Dialect::JavaScript, WorkBudget::for_bytes(text.len())).unwrap();
    for query in ["(identifier) @x (#eq? @x \"b\")", "(identifier) @x (#frob? @x)"] {
        let query = Query::compile(Dialect::JavaScript, query).unwrap();
        let matched = query.matches(&tree, text, u32::MAX).iter().filter(|matched| matched.pattern == 0).count();
        assert_eq!(matched, 3);
    }
}
