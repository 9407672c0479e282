//! The project around files that are named: read to be understood, and nothing is said or counted of it.

use super::*;

fn around(discovery: &Discovery) -> Vec<&str> {
    let around = discovery.kept.iter().filter(|file| file.standing == Standing::Around);
    around.map(|file| file.display.as_str()).collect()
}

#[test]
fn the_project_is_the_nearest_configuration_else_the_repository_else_the_package() {
    let tree = Tree::new(&[
        ("package.json", "{\"name\":\"all\"}"),
        ("top.js", "x\n"),
        ("api/package.json", "{\"name\":\"api\"}"),
        ("api/app.js", "x\n"),
        ("api/src/a.js", "x\n"),
    ]);
    assert_eq!(around(&tree.check(&["api/src/a.js"])), ["api/app.js"], "the package");
    fs::create_dir(tree.root().join(".git")).unwrap();
    assert_eq!(around(&tree.check(&["api/src/a.js"])), ["api/app.js", "top.js"], "the repository");
    tree.write("api/tokentrail.toml", b"");
    assert_eq!(around(&tree.check(&["api/src/a.js"])), ["api/app.js"], "the configuration");
    // A submodule's mark is a file; what is configured above it is another repository.
    tree.write("api/src/.git", b"gitdir: elsewhere\n");
    assert_eq!(around(&tree.check(&["api/src/a.js"])), [""; 0]);
}

#[test]
fn a_file_without_a_project_stands_alone() {
    let tree = Tree::new(&[("a.js", "x\n"), ("b.js", "x\n")]);
    assert_eq!(shown(&tree.check(&["a.js"])), ["a.js"]);
}

#[test]
fn nothing_is_counted_or_said_of_what_lies_around() {
    let tree = Tree::new(&[
        ("package.json", "{\"name\":\"app\"}"),
        ("a.js", "x\n"),
        ("b.js", "jose\n"),
        ("binary.js", "\0"),
        ("test/c.js", "x\n"),
        (".gitignore", "ignored.js\n"),
        ("ignored.js", "x\n"),
    ]);
    let found = tree.check(&["a.js"]);
    assert_eq!((found.files, found.bytes, found.out_of_scope), (1, 2, 0));
    assert_eq!(found.skipped, []);
    assert_eq!(around(&found), ["b.js"]);
    let paths = [PathBuf::from("a.js")];
    let words = Request { paths: &paths, words: Some(&["jose"]), ..here() };
    let found = tree.discover(words).unwrap();
    assert_eq!((shown(&found), asked(&found)), (vec!["b.js"], vec![]));
    assert_eq!(found.others.iter().map(|other| other.display.as_str()).collect::<Vec<_>>(), ["a.js"]);
    // What goes away between two looks is told of only where it was asked for.
    let others = tree.discover(Request { words: Some(&["nothing"]), ..words }).unwrap().others;
    for path in ["a.js", "b.js"] {
        fs::remove_file(tree.root().join(path)).unwrap();
    }
    let (texts, skipped) = read_again(&others.iter().collect::<Vec<_>>(), &words);
    assert_eq!((others.len(), texts.len()), (2, 0));
    assert_eq!(skipped.iter().map(|skipped| skipped.path.as_str()).collect::<Vec<_>>(), ["a.js"]);
}

#[test]
fn a_file_that_is_named_and_walked_was_asked_for() {
    let tree = Tree::new(&[("package.json", "{\"name\":\"app\"}"), ("src/a.js", ""), ("src/b.js", ""), ("c.js", "")]);
    let found = tree.check(&["src", "src/a.js"]);
    assert_eq!(asked(&found), ["src/a.js", "src/b.js"]);
    assert_eq!((around(&found), found.files), (vec!["c.js"], 2));
}

#[test]
fn what_lies_around_is_shown_from_the_working_directory() {
    let tree = Tree::new(&[("package.json", "{\"name\":\"app\"}"), ("api/src/a.js", ""), ("lib/b.js", "")]);
    let paths = [PathBuf::from("src/a.js")];
    let found = discover_from(&tree.root().join("api"), &Request { paths: &paths, ..here() }, &NoProgress).unwrap();
    assert_eq!(shown(&found), ["../lib/b.js", "src/a.js"]);
}

#[test]
fn force_exclude_leaves_out_what_a_walk_would() {
    let tree = Tree::new(&[
        ("package.json", "{\"name\":\"app\"}"),
        ("a.js", ""),
        ("dense.js", &"x;".repeat(300)),
        ("test/b.js", ""),
        (".gitignore", "ignored.js\n"),
        ("ignored.js", ""),
        ("node_modules/m/c.js", ""),
    ]);
    let paths = ["a.js", "dense.js", "test/b.js", "ignored.js", "node_modules/m/c.js"].map(PathBuf::from);
    let request = Request { paths: &paths, ..here() };
    let named = tree.discover(request).unwrap();
    assert_eq!(asked(&named).len(), 5);
    let found = tree.discover(Request { force_exclude: true, ..request }).unwrap();
    assert_eq!((asked(&found), around(&found)), (vec!["a.js"], vec![]));
    assert_eq!((found.files, found.out_of_scope), (2, 3));
    assert!(reason_for(&found, "dense.js").contains("minified"), "in scope, and not analysed: said");
    let nothing = tree.discover(Request { paths: &paths[2..], force_exclude: true, ..here() }).unwrap();
    assert_eq!(asked(&nothing), [""; 0], "no error: a hook may pass nothing else");
}

#[test]
fn force_exclude_works_without_a_project() {
    let tree = Tree::new(&[("a.js", ""), ("b.test.js", "")]);
    let paths = ["a.js", "b.test.js"].map(PathBuf::from);
    let found = tree.discover(Request { paths: &paths, force_exclude: true, ..here() }).unwrap();
    assert_eq!(shown(&found), ["a.js"]);
}
