//! Which files are looked at: ignore files, the scope list, build output, globs.

use super::*;

#[test]
fn ignore_files_hidden_files_and_node_modules_are_lifted_by_no_ignore() {
    let tree = Tree::new(&[
        (".gitignore", "generated/\n*.gen.js\n"),
        (".ignore", "private.js\n"),
        ("a.js", ""),
        ("b.gen.js", ""),
        ("generated/c.js", ""),
        ("private.js", ""),
        (".hidden/d.js", ""),
        (".e.js", ""),
        ("node_modules/x/package.json", "{\"name\":\"x\"}"),
        ("node_modules/x/dist/f.js", ""),
        (".git/hooks/g.js", ""),
    ]);
    assert_eq!(shown(&tree.check(&["."])), ["a.js"]);
    let all = tree.discover(Request { no_ignore: true, ..here() }).unwrap();
    let expected =
        [".e.js", ".hidden/d.js", "a.js", "b.gen.js", "generated/c.js", "node_modules/x/dist/f.js", "private.js"];
    assert_eq!(shown(&all), expected);
}

#[test]
fn ignore_files_hold_without_a_repository_and_stop_at_its_edge() {
    let files =
        [(".gitignore", "*.js\n"), ("archive/.gitignore", "b.js\n"), ("archive/a.js", ""), ("archive/b.js", "")];
    let tree = Tree::new(&files);
    assert_eq!(shown(&tree.check(&["archive"])), ["archive/a.js"]);
    // In a repository, the ignore files above the scanned folder belong to it.
    let tree = Tree::new(&files);
    tree.write(".git/HEAD", b"ref: refs/heads/main\n");
    let paths = [PathBuf::from("archive")];
    let nothing = tree.discover(Request { paths: &paths, ..here() });
    assert!(matches!(nothing, Err(DiscoverError::NothingToScan { .. })), "{nothing:?}");
}

#[test]
fn scope_is_judged_below_the_scanned_folder() {
    let tree = Tree::new(&[
        ("tests/app/server.js", ""),
        ("tests/app/test/a.test.js", ""),
        ("tests/app/types.d.ts", ""),
        ("tests/app/package.json", "{\"name\":\"app\"}"),
    ]);
    let found = tree.check(&["tests/app"]);
    assert_eq!(shown(&found), ["tests/app/server.js"]);
    assert_eq!((found.files, found.out_of_scope), (1, 2));
}

#[test]
fn a_named_folder_or_file_that_is_out_of_scope_is_looked_at() {
    let tree = Tree::new(&[
        ("package.json", "{\"name\":\"app\"}"),
        ("server.js", ""),
        ("test/a.js", ""),
        ("test/fixtures/b.test.js", ""),
        ("types.d.ts", ""),
    ]);
    assert_eq!(shown(&tree.check(&["."])), ["server.js"]);
    assert_eq!(shown(&tree.check(&["test"])), ["test/a.js", "test/fixtures/b.test.js"]);
    let named = tree.check(&["test/a.js", "types.d.ts"]);
    assert_eq!(asked(&named), ["test/a.js", "types.d.ts"]);
    assert_eq!(shown(&named), ["server.js", "test/a.js", "types.d.ts"]);
    let both = tree.check(&[".", "test"]);
    assert_eq!(shown(&both), ["server.js", "test/a.js", "test/fixtures/b.test.js"]);
    assert_eq!(both.out_of_scope, 1, "what one argument brings in is not left out");
}

#[test]
fn build_output_is_left_out_only_beside_its_sources() {
    let tree = Tree::new(&[
        ("app/package.json", "{\"name\":\"app\"}"),
        ("app/src/a.ts", ""),
        ("app/dist/a.js", ""),
        ("unpacked/package.json", "{\"name\":\"unpacked\",\"main\":\"index.js\"}"),
        ("unpacked/index.js", "module.exports = require('./dist/a.js');\n"),
        ("unpacked/server/index.js", "export { serve } from \"../dist/a.js\";\n"),
        ("unpacked/dist/a.js", ""),
        ("unpacked/dist/package.json", "{\"type\":\"commonjs\"}"),
        ("old/package.json", "{\"name\":\"old\"}"),
        ("old/app.js", ""),
        ("old/lib/auth.js", ""),
    ]);
    let found = tree.check(&["."]);
    let expected = [
        "app/src/a.ts",
        "old/app.js",
        "old/lib/auth.js",
        "unpacked/dist/a.js",
        "unpacked/index.js",
        "unpacked/server/index.js",
    ];
    assert_eq!(shown(&found), expected);
    // Named, the folder is what is asked about.
    assert_eq!(shown(&tree.check(&["app/dist"])), ["app/dist/a.js"]);
}

#[test]
fn examples_are_left_out_of_libraries() {
    let tree = Tree::new(&[
        ("lib/package.json", "{\"name\":\"lib\",\"exports\":\"./i.js\"}"),
        ("lib/i.js", ""),
        ("lib/examples/a.js", ""),
        ("app/package.json", "{\"private\":true}"),
        ("app/demo/a.js", ""),
        ("mono/package.json", "{\"private\":true}"),
        ("mono/pnpm-workspace.yaml", "packages: [a]\n"),
        ("mono/examples/a.js", ""),
    ]);
    assert_eq!(shown(&tree.check(&["."])), ["app/demo/a.js", "lib/i.js"]);
}

#[test]
fn exclude_globs_hold_for_what_is_named_too() {
    let tree = Tree::new(&[("a.js", ""), ("old/b.js", ""), ("c.gen.ts", "")]);
    let exclude = ["old".to_owned(), "*.gen.ts".to_owned()];
    let found = tree.discover(Request { exclude: &exclude, ..here() }).unwrap();
    assert_eq!(shown(&found), ["a.js"]);
    let paths = ["a.js", "c.gen.ts", "old/b.js"].map(PathBuf::from);
    let found = tree.discover(Request { exclude: &exclude, paths: &paths, ..here() }).unwrap();
    assert_eq!(shown(&found), ["a.js"]);
}
