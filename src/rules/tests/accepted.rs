//! What a good page becomes: patterns, words, examples; and the pages inside the binary.

use std::collections::BTreeSet;

use super::super::example::ExampleKind;
use super::super::expectation::Mark;
use super::super::query::Asked;
use super::super::question::{Manner, Question};
use super::super::set::RuleSet;
use super::super::template::Placeholder;
use super::{PAGE, load, spoilt};
use crate::finding::{Confidence, Role, Severity};
use crate::syntax::{Dialect, Node, Query, Tree, WorkBudget, parse};

/// All nodes, from the outside inwards.
fn nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut waiting = vec![tree.root()];
    while let Some(node) = waiting.pop() {
        waiting.extend(node.children().into_iter().rev());
        found.push(node);
    }
    found
}

/// Which rules' patterns match a text, with the texts of their captures.
fn matches(rules: &RuleSet, dialect: Dialect, text: &str) -> Vec<(String, Vec<String>)> {
    let tree = parse(text, dialect, WorkBudget::for_bytes(text.len())).unwrap();
    let mut matched: Vec<(usize, Vec<(u32, Node<'_>)>)> = Vec::new();
    for node in nodes(&tree) {
        matched.extend(rules.structures_of(node).map(|structure| (structure, vec![(0, node)])));
    }
    let queried = rules.queried(&tree, text, u32::MAX).unwrap();
    matched.extend(queried.into_iter().map(|matched| (matched.pattern, matched.captures)));
    matched.sort_by_key(|(_, captures)| captures[0].1.span().start);
    let mut found = Vec::new();
    for (structure, captures) in matched {
        let mut captures: Vec<(u32, &str)> = captures.iter().map(|(number, node)| (*number, node.text(text))).collect();
        captures.sort_unstable();
        for pattern in rules.patterns_of(structure).filter(|pattern| pattern.holds(&captures)) {
            let texts = captures.iter().map(|(number, text)| format!("{}={text}", pattern.captures[*number as usize]));
            found.push((pattern.rule.to_string(), texts.collect()));
        }
    }
    found
}

#[test]
fn a_page_becomes_a_rule() {
    let rules = load(PAGE).unwrap();
    let page = rules.page("some-rule").unwrap();
    assert_eq!(page.title(), "Nobody hears of it");
    assert_eq!((page.metadata().severity, page.metadata().confidence), (Severity::High, Confidence::Medium));
    assert!(!page.metadata().pedantic);
    assert_eq!(page.metadata().cwe[0].to_string(), "CWE-778");
    let fill = |placeholder| {
        if placeholder == Placeholder::Check { "jwt.verify".to_owned() } else { String::new() }
    };
    assert_eq!(page.message(Manner::Silent).unwrap().fill(fill), "`jwt.verify` is silent");
    assert_eq!(page.role_label(Role::HandOff).unwrap().source(), "handed on");
    assert_eq!(page.role_label(Role::Limiter), None);
    assert_eq!(page.capture_label("callee").unwrap().source(), "this function");
    let pattern = &rules.patterns()[0];
    assert_eq!(pattern.capture("check"), Some(1));
    let asked = |question| Asked { question, captures: vec![1] };
    assert_eq!(pattern.questions, [asked(Question::VerifiesToken), asked(Question::SilentOnFailure)]);
}

#[test]
fn patterns_match_by_structure_and_text() {
    let rules = load(PAGE).unwrap();
    for dialect in Dialect::ALL {
        assert_eq!(
            matches(&rules, dialect, "verifyAsync(a); sign(b); x.verify(c);"),
            [("some-rule".to_owned(), vec!["callee=verifyAsync".to_owned(), "check=verifyAsync(a)".to_owned()])],
            "{dialect:?}"
        );
    }
}

#[test]
fn equal_structures_of_several_pages_are_one() {
    let first = PAGE.to_owned();
    let other = PAGE
        .replace("some-rule", "other-rule")
        .replace("@callee", "@_name")
        .replace("callee = \"this function\"\n", "")
        .replace("(#match? @_name \"^verify\")", "(#any-of? @_name \"sign\" \"issue\")")
        .replace(
            "(#silent-on-failure? @check))",
            "(#silent-on-failure? @check))\n((new_expression) @check (#silent-on-failure? @check))",
        );
    let pages = vec![("some-rule.md".to_owned(), first), ("other-rule.md".to_owned(), other)];
    let rules = RuleSet::from_pages(pages).unwrap();
    assert_eq!(rules.structures(), ["(call_expression function: (identifier) @c0) @c1", "(new_expression) @c0"]);
    let ids: Vec<&str> = rules.pages().iter().map(|page| page.id().as_str()).collect();
    assert_eq!(ids, ["other-rule", "some-rule"]);
    assert_eq!(
        matches(&rules, Dialect::TypeScript, "sign(a); verify(b); new Token();"),
        [
            ("other-rule".to_owned(), vec!["_name=sign".to_owned(), "check=sign(a)".to_owned()]),
            ("some-rule".to_owned(), vec!["callee=verify".to_owned(), "check=verify(b)".to_owned()]),
            ("other-rule".to_owned(), vec!["check=new Token()".to_owned()]),
        ]
    );
}

#[test]
fn examples_keep_their_files_and_places() {
    let project = "### Several files\n\n```js title=src/a.js\na();\nb(); //~ some-rule\n```\n\n```json title=package.json\n{}\n```\n\n## Not flagged";
    let gap = "### A gap\n\n```ts\nx(); //~ missed some-rule\n```\n\nNone that";
    let page = spoilt("## Not flagged", project).replace("None that", gap);
    let rules = load(&page).unwrap();
    let examples = rules.page("some-rule").unwrap().examples();
    let kinds: Vec<ExampleKind> = examples.iter().map(|example| example.kind).collect();
    assert_eq!(kinds, [ExampleKind::Flagged, ExampleKind::Flagged, ExampleKind::NotFlagged, ExampleKind::Limit]);
    let [source, manifest] = examples[1].files.as_slice() else { panic!("{examples:?}") };
    assert_eq!((source.path.as_str(), manifest.path.as_str()), ("src/a.js", "package.json"));
    assert_eq!(source.text, "a();\nb(); //~ some-rule\n");
    assert_eq!((source.expectations[0].line, source.expectations[0].mark), (2, Mark::Found));
    let line = page.lines().position(|line| line == "a();").unwrap() + 1;
    assert_eq!(source.first_line_in_page as usize, line);
    assert!(page[source.first_byte_in_page as usize..].starts_with("a();\nb();"));
    assert_eq!(examples[3].files[0].path, "example.ts");
    assert_eq!(examples[3].files[0].expectations[0].mark, Mark::Missed);
}

#[test]
fn windows_line_ends_change_nothing() {
    let rules = load(&PAGE.replace('\n', "\r\n")).unwrap();
    assert_eq!(rules.structures(), load(PAGE).unwrap().structures());
    assert_eq!(rules.page("some-rule").unwrap().examples()[0].files[0].expectations[0].rule, "some-rule");
}

#[test]
fn the_embedded_pages_pass_the_full_check_and_compile_together() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            pages.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    let checked = RuleSet::from_pages(pages).unwrap_or_else(|errors| {
        panic!("{}", errors.into_iter().map(|error| format!("{:?}\n", miette::Report::new(error))).collect::<String>())
    });
    let embedded = RuleSet::embedded().unwrap();
    let ids = |rules: &RuleSet| rules.pages().iter().map(|page| page.id().clone()).collect::<Vec<_>>();
    assert_eq!(ids(&checked), ids(&embedded));
    for dialect in Dialect::ALL {
        let tree = parse("", dialect, WorkBudget::for_bytes(0)).unwrap();
        assert!(embedded.queried(&tree, "", u32::MAX).is_ok());
    }
}

/// What is found by looking at nodes is what a query finds, in every text that the pages themselves hold.
#[test]
fn a_structure_that_a_node_has_by_itself_is_what_its_query_finds() {
    let rules = RuleSet::embedded().unwrap();
    let queries: Vec<(usize, &String)> = rules.structures().iter().enumerate().collect();
    let mut compared = vec![0; queries.len()];
    let files = rules.pages().iter().flat_map(|page| page.examples()).flat_map(|example| &example.files);
    for file in files {
        let Some(dialect) = Dialect::of_path(std::path::Path::new(&file.path)) else { continue };
        let Ok(tree) = parse(&file.text, dialect, WorkBudget::for_bytes(file.text.len())) else { continue };
        for &(structure, text) in &queries {
            let query = Query::compile(tree.dialect(), text).unwrap();
            let by_query =
                query.matches(&tree, &file.text, u32::MAX).into_iter().map(|matched| matched.captures[0].1.id());
            let by_query: BTreeSet<usize> = by_query.collect();
            let has_it = |node: &Node<'_>| rules.structures_of(*node).any(|known| known == structure);
            let by_nodes: BTreeSet<usize> = nodes(&tree).into_iter().filter(has_it).map(Node::id).collect();
            assert_eq!(by_nodes, by_query, "{text} in {}", file.text);
            compared[structure] += by_nodes.len();
        }
    }
    assert!(compared.iter().all(|&count| count > 0), "{compared:?}");
    assert!(!rules.needs_query(), "a query's cursor goes through every tree as a whole: think twice");
}

#[test]
fn what_looks_further_than_a_node_needs_a_query() {
    let by_itself = [
        "(call_expression) @check",
        "((call_expression) @check)",
        "[(call_expression) (new_expression constructor: [(identifier) (member_expression)])] @check",
    ];
    let by_query = [
        "(call_expression (arguments)) @check",
        "(call_expression function: (identifier) @_name) @check",
        "(call_expression function: (member_expression object: (identifier))) @check",
        "(call_expression function: (identifier)+) @check",
        "(call_expression !arguments) @check",
        "[(call_expression) @check (new_expression) @check]",
        "(call_expression . (identifier)) @check",
        "(call_expression function: (_)) @check",
    ];
    for (patterns, needs_query) in [(&by_itself[..], false), (&by_query[..], true)] {
        for pattern in patterns {
            let start = PAGE.find("((call_expression").unwrap();
            let end = PAGE.find("(#silent-on-failure? @check))").unwrap() + "(#silent-on-failure? @check))".len();
            let page = PAGE.replace(&PAGE[start..end], &format!("({pattern} (#silent-on-failure? @check))"));
            let rules = load(&page.replace("callee = \"this function\"\n", ""));
            assert_eq!(rules.map(|rules| rules.needs_query()).ok(), Some(needs_query), "{pattern}");
        }
    }
}

/// Compiling costs milliseconds for each distinct structure, at every start: think twice before raising the number.
#[test]
fn all_pages_share_a_handful_of_structures() {
    // Calls, which nearly every rule is about; equalities, since a comparison of secrets is no call; and what an operator asks of
    // an object that may be a list.
    let structures = [
        "[(call_expression) (new_expression)] @c0",
        "(binary_expression operator: [\"===\" \"==\" \"!==\" \"!=\"]) @c0",
        "[(subscript_expression) (binary_expression operator: \"in\") (assignment_expression left: (subscript_expression)) \
         (unary_expression operator: \"delete\" argument: (subscript_expression))] @c0",
    ];
    assert_eq!(RuleSet::embedded().unwrap().structures(), structures);
}

#[test]
fn rule_sets_can_be_shared_between_threads() {
    fn shareable<T: Send + Sync>() {}
    shareable::<RuleSet>();
}

/// An example that a grammar cannot read whole would be analysed in part only, and prove little.
#[test]
fn every_embedded_example_is_read_whole() {
    for page in RuleSet::embedded().unwrap().pages() {
        for file in page.examples().iter().flat_map(|example| &example.files) {
            let Some(dialect) = Dialect::of_path(std::path::Path::new(&file.path)) else {
                continue;
            };
            let tree = parse(&file.text, dialect, WorkBudget::for_bytes(file.text.len())).unwrap();
            assert_eq!(tree.dialect(), dialect);
            assert_eq!(tree.unread(), [], "{} line {}", page.id(), file.first_line_in_page);
        }
    }
}
