//! Names in the documentation: rules, packages, flags, commands, files and dependencies, each held against what there is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clap::ValueEnum;
use tokentrail::finding::NoticeKind;
use tokentrail::report::Format;
use tokentrail::rules::RuleSet;
use tokentrail::vocabulary;

use super::page::{Page, Part, codes, rows};
use super::program::Tree;
use super::root;

const PAGES: [&str; 4] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
/// Packages that the README names because nothing is known of them.
const UNKNOWN_PACKAGES: [&str; 1] = ["@fastify/jwt"];

pub(super) fn manifest() -> toml::Table {
    fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap()
}

fn rules() -> BTreeSet<String> {
    let rules = RuleSet::embedded().unwrap();
    rules.pages().iter().map(|page| page.id().as_str().to_owned()).collect()
}

fn is_known_package(name: &str) -> bool {
    vocabulary::module(name).is_some() || vocabulary::global(name).is_some()
}

#[test]
fn every_rule_has_a_heading_in_the_readme_and_every_such_heading_is_a_rule() {
    let readme = Page::read("README.md");
    let mut headings = BTreeSet::new();
    for part in readme.section("What it finds") {
        if let Part::Heading { text, .. } = part
            && text != "What it knows"
        {
            headings.insert(text.clone());
        }
    }
    assert_eq!(headings, rules());
}

/// What a page says of its rule stands in the table of all rules, and below the rule's heading.
#[test]
fn the_readme_says_of_each_rule_what_its_page_says() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let readme = Page::read("README.md");
    let mut listed: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows(readme.section("What it finds")) {
        let before = listed.insert(&row[0], &row[1]);
        assert!(before.is_none(), "`{}` has two rows", row[0]);
    }
    let rules = RuleSet::embedded().unwrap();
    assert_eq!(
        listed.len(),
        rules.pages().len(),
        "the table of rules in README.md is not that of the pages: {listed:?}"
    );
    for page in rules.pages() {
        let (id, metadata) = (page.id().as_str(), page.metadata());
        let severity = metadata.severity.name();
        let pedantic = if metadata.pedantic { ", pedantic" } else { "" };
        let in_table = format!("{severity}{pedantic}");
        assert_eq!(listed.get(id), Some(&in_table.as_str()), "README.md's table of rules, `{id}`");
        let weaknesses: Vec<String> = metadata.cwe.iter().map(ToString::to_string).collect();
        let owasp: Vec<String> = metadata.owasp.iter().map(ToString::to_string).collect();
        let (first, rest) = severity.split_at(1);
        let said = format!(
            "### `{id}` {}{rest} severity{pedantic}; {}; OWASP {}. ",
            first.to_uppercase(),
            weaknesses.join(", "),
            owasp.join(", ")
        );
        assert!(text.contains(&said), "README.md does not begin so what it says of a rule: {said}");
    }
}

/// What a key of the hooks' file says, for each hook.
fn hooks(key: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let key = format!("{key}: ");
    let value = |line: &str| Some(line.trim_start_matches(['-', ' ']).strip_prefix(&key)?.to_owned());
    text.lines().filter_map(value).collect()
}

#[test]
fn hooks_run_what_exists() {
    assert_eq!(hooks("id"), ["tokentrail", "tokentrail-project"]);
    let tree = Tree::new(&[("a.js", "stop();\n"), ("test/b.js", "stop();\n")]);
    let entries = hooks("entry");
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let run = tree.run(&format!("{} a.js test/b.js", entry.strip_prefix("tokentrail ").unwrap()));
        assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{entry}: {run:?}");
    }
}

#[test]
fn hyphenated_names_are_rules_or_packages() {
    let notices = NoticeKind::ALL.map(|kind| kind.name().to_owned());
    let rules: BTreeSet<String> = rules().into_iter().chain(hooks("id")).chain(notices).collect();
    for page in ["README.md", "CHANGELOG.md"].map(Page::read) {
        for word in page.commands().iter().flat_map(|command| command.split_whitespace()) {
            // What begins with a slash is the path of a route.
            let is_name = word.contains('-')
                && !word.starts_with(['-', '/'])
                && word.chars().all(|sign| sign.is_ascii_lowercase() || "-@/".contains(sign));
            if is_name {
                let is_there = rules.contains(word) || is_known_package(word) || UNKNOWN_PACKAGES.contains(&word);
                assert!(is_there, "{}: `{word}` is neither a rule, nor a hook, nor a notice, nor a package", page.name);
            }
        }
    }
}

#[test]
fn the_known_packages_are_those_of_the_vocabulary() {
    let readme = Page::read("README.md");
    let told: BTreeSet<&str> = codes(readme.section("What it knows")).collect();
    for name in &told {
        assert!(is_known_package(name), "README.md says that `{name}` is known");
    }
    for entry in fs::read_dir(root().join("rules/vocabulary")).unwrap() {
        let path = entry.unwrap().path();
        let file: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        // The entry of customary names is no package.
        let first = file["package"].get("modules").and_then(|modules| modules.get(0)).and_then(toml::Value::as_str);
        if let Some(module) = first {
            assert!(told.contains(module), "README.md does not say that `{module}` is known");
        }
    }
    for name in UNKNOWN_PACKAGES {
        let is_told = codes(readme.section("Limits, today")).any(|code| code == name);
        assert!(is_told && !is_known_package(name), "README.md says that `{name}` is not known");
    }
}

/// What of a command is typed for tokentrail; `None` for commands of others.
fn for_tokentrail(command: &str) -> Option<&str> {
    match command.split_once(' ') {
        Some(("cargo", rest)) if rest.starts_with("run") => rest.split_once(" -- ").map(|(_, arguments)| arguments),
        Some(("cargo" | "npm", _)) => None,
        _ if command.starts_with("TOKENTRAIL_") => None,
        _ => Some(command),
    }
}

#[test]
fn flags_and_commands_exist() {
    let tree = Tree::new(&[]);
    let help = tree.run("--help").stdout + &tree.run("why --help").stdout + &tree.run("routes --help").stdout;
    let listed = |start: &str| help.lines().filter(|line| line.trim_start().starts_with(start)).count() > 0;
    let mut flags = 0;
    for page in PAGES.map(Page::read) {
        for command in page.commands().into_iter().filter_map(for_tokentrail) {
            for word in command.split_whitespace() {
                if word.starts_with("--") && word != "--" {
                    flags += 1;
                    let known = help.split(|sign: char| sign.is_whitespace() || sign == ',').any(|have| have == word);
                    assert!(known, "{}: there is no flag `{word}` (`{command}`)", page.name);
                }
            }
            if let Some(rest) = command.strip_prefix("tokentrail ") {
                let first = rest.split_whitespace().next().unwrap();
                assert!(first.starts_with("--") || listed(first), "{}: there is no `tokentrail {first}`", page.name);
            }
        }
    }
    assert!(flags > 20, "the flags were not found");
    let readme = Page::read("README.md");
    let commands = readme.commands();
    for format in Format::value_variants() {
        let name = format.to_possible_value().unwrap();
        let is_told = commands.iter().any(|command| command.split_whitespace().any(|word| word == name.get_name()));
        assert!(is_told, "README.md does not tell of the form `{}`", name.get_name());
    }
}

/// The project's own files, below its root, with `/`.
fn files() -> Vec<String> {
    let own = |entry: &walkdir::DirEntry| {
        !(entry.depth() == 1 && matches!(entry.file_name().to_str(), Some("target" | ".git")))
    };
    let walk = walkdir::WalkDir::new(root()).into_iter().filter_entry(own);
    walk.map(|entry| {
        let below = entry.unwrap().into_path().strip_prefix(root()).unwrap().to_path_buf();
        let parts: Vec<String> = below.components().map(|part| part.as_os_str().to_string_lossy().into()).collect();
        parts.join("/")
    })
    .collect()
}

/// Whether a piece of code is a file's or folder's name, and not one of the analysed project, of a route or of a package.
fn names_a_file(code: &str) -> bool {
    const EXTENSIONS: [&str; 5] = ["rs", "md", "toml", "js", "lock"];
    let is_plain = !code.contains(|sign: char| sign.is_whitespace() || "<>(){}*=#?,:$".contains(sign));
    let has_extension =
        Path::new(code).extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known));
    let is_of_others = code.starts_with('@')
        || code.starts_with('/')
        || code.starts_with("target/")
        || is_known_package(code)
        || ["package.json", "auth.js", "src/auth.js"].contains(&code);
    is_plain && !is_of_others && (has_extension || code.contains('/'))
}

#[test]
fn files_that_are_named_exist() {
    let files = files();
    let mut named = 0;
    for page in PAGES.map(Page::read) {
        for code in codes(&page.parts).filter(|code| names_a_file(code)) {
            named += 1;
            let wanted = code.trim_end_matches('/');
            // A case that is named as an example stands in its folder.
            let is_it = |file: &String| file == wanted || file.ends_with(&format!("/{wanted}"));
            assert!(files.iter().any(is_it), "{}: there is no `{code}`", page.name);
        }
    }
    assert!(named > 20, "the files were not found");
    // In README, the pages themselves are named without being code.
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"] {
        assert!(readme.contains(page) && files.iter().any(|file| file == page), "README.md leads to {page}");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = manifest();
    let mut expected: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (table, told) in [("dependencies", "program"), ("build-dependencies", "build"), ("dev-dependencies", "tests")] {
        for name in manifest[table].as_table().unwrap().keys() {
            expected.entry(name.clone()).or_default().insert(told);
        }
    }
    let architecture = Page::read("ARCHITECTURE.md");
    let mut told: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for row in rows(architecture.section("Dependencies")) {
        assert!(!row[2].is_empty(), "`{}` has no reason", row[0]);
        let before = told.insert(row[0].clone(), row[1].split(", ").collect());
        assert!(before.is_none(), "`{}` has two rows", row[0]);
    }
    assert_eq!(told, expected, "the table of dependencies in ARCHITECTURE.md (left) is not that of Cargo.toml (right)");
}
