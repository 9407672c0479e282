//! What is kept of files without a word, and reading them after all.

use super::*;

const WORDS: &[&str] = &["jwt"];

fn with_words() -> Request<'static> {
    Request { words: Some(WORDS), ..here() }
}

fn names(discovery: &Discovery) -> Vec<(&str, Vec<&str>)> {
    discovery.others.iter().map(|other| (other.display.as_str(), other.specifiers.iter().collect())).collect()
}

fn tree() -> Tree {
    Tree::new(&[
        ("src/b.ts", "import { check } from './auth';\n"),
        ("a.js", "const app = require('express')(); require('./src/b');\n"),
        ("src/auth.ts", "import jwt from 'jwt';\nexport * from './b';\n"),
        ("tests/a.js", "require('../a')"),
    ])
}

#[test]
fn files_without_a_word_leave_their_imports() {
    let found = tree().discover(with_words()).unwrap();
    assert_eq!(shown(&found), ["src/auth.ts"]);
    assert_eq!(found.kept_specifiers[0].iter().collect::<Vec<_>>(), ["./b", "jwt"]);
    assert_eq!(names(&found), [("a.js", vec!["./src/b", "express"]), ("src/b.ts", vec!["./auth"])]);
    assert_eq!(found.others[1].dialect, Dialect::TypeScript);
    assert!(found.skipped.is_empty());
}

#[test]
fn without_words_nothing_is_left_out() {
    let found = tree().check(&["."]);
    assert_eq!(shown(&found), ["a.js", "src/auth.ts", "src/b.ts"]);
    assert!(found.others.is_empty());
    let first: Vec<_> = found.kept_specifiers.iter().map(|specifiers| specifiers.iter().next().unwrap()).collect();
    assert_eq!(first, ["./src/b", "./b", "./auth"]);
}

#[test]
fn others_are_read_again_in_order() {
    let tree = tree();
    let found = tree.discover(with_words()).unwrap();
    let wanted: Vec<&Other> = found.others.iter().rev().collect();
    let (texts, skipped) = read_again(&wanted, &with_words());
    let all = tree.check(&["."]);
    assert_eq!(texts, [all.kept[0].clone(), all.kept[2].clone()]);
    assert!(skipped.is_empty());
    assert_eq!(read_again(&[], &with_words()), (Vec::new(), Vec::new()));
}

#[test]
fn what_changed_or_vanished_in_between_is_said() {
    let tree = tree();
    let found = tree.discover(with_words()).unwrap();
    tree.write("a.js", b"now something else\n");
    fs::remove_file(tree.root().join("src/b.ts")).unwrap();
    let (texts, skipped) = read_again(&found.others.iter().collect::<Vec<_>>(), &with_words());
    assert_eq!(texts.iter().map(|text| &*text.text).collect::<Vec<_>>(), ["now something else\n"]);
    let reasons: Vec<_> = skipped.iter().map(|skipped| (skipped.path.as_str(), skipped.reason.as_str())).collect();
    assert_eq!(reasons[0], ("a.js", "changed while the program was analysed"));
    assert_eq!(reasons[1].0, "src/b.ts");
    assert!(reasons[1].1.starts_with("cannot be read: "), "{}", reasons[1].1);
}

#[test]
fn a_file_of_the_same_length_that_was_written_later_has_changed() {
    let tree = tree();
    let found = tree.discover(with_words()).unwrap();
    let path = tree.root().join("src/b.ts");
    tree.write("src/b.ts", b"import { check } from './guts';\n");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    fs::File::options().write(true).open(path).unwrap().set_modified(later).unwrap();
    let (texts, skipped) = read_again(&[&found.others[1]], &with_words());
    assert_eq!(texts.len(), 1);
    assert_eq!(skipped.len(), 1);
}

#[test]
fn a_file_that_grew_past_the_limit_is_said() {
    let tree = tree();
    let found = tree.discover(with_words()).unwrap();
    tree.write("a.js", &b"// more\n".repeat(200));
    let small = Request { max_file_size: 1000, ..with_words() };
    let (texts, skipped) = read_again(&[&found.others[0]], &small);
    assert!(texts.is_empty());
    assert!(skipped[0].reason.contains("larger than"), "{skipped:?}");
}

#[test]
fn a_minified_file_that_was_named_is_read_again() {
    let tree = Tree::new(&[("dense.js", &"verify(t);".repeat(100))]);
    let paths = [PathBuf::from("dense.js")];
    let request = Request { paths: &paths, ..with_words() };
    let found = tree.discover(request).unwrap();
    assert_eq!(found.others.len(), 1);
    assert_eq!(read_again(&[&found.others[0]], &request).0.len(), 1);
}

#[test]
fn the_project_and_its_manifests_are_told() {
    let tree = Tree::new(&[
        ("package.json", "{\"name\":\"root\"}"),
        ("packages/a/package.json", "{\"name\":\"a\"}"),
        ("packages/a/src/a.js", ""),
        ("packages/b/b.js", ""),
        ("packages/b/package.json", "{"),
        ("tests/fixtures/c/package.json", "{\"name\":\"a\"}"),
    ]);
    let below = |paths: &[PathBuf]| {
        paths.iter().map(|path| path.strip_prefix(tree.root()).unwrap().to_path_buf()).collect::<Vec<_>>()
    };
    let found = tree.check(&["."]);
    assert_eq!(found.root, tree.root());
    let expected = ["package.json", "packages/a/package.json", "packages/b/package.json"];
    assert_eq!(below(&found.manifests), expected.map(PathBuf::from));
    assert_eq!(tree.check(&["packages/a/src"]).root, tree.root().join("packages/a"));
    assert_eq!(tree.check(&["packages/a/src/a.js"]).root, tree.root().join("packages/a"));
    assert_eq!(tree.check(&["packages/a/src", "packages/b/b.js"]).root, tree.root());
    tree.write(".git/HEAD", b"");
    assert_eq!(tree.check(&["packages/a/src"]).root, tree.root());
}
