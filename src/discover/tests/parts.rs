//! Which files are understood together.

use super::*;
use crate::discover::modules::Modules;

const CHECK: &str = "require('jsonwebtoken');\n";
const MANIFEST: &str = r#"{ "name": "service" }"#;

/// The parts of a project: what each keeps, and what it may need besides.
fn parted(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    parted_below(".", files)
}

fn parted_below(folder: &str, files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let tree = Tree::new(files);
    // Whatever stands above the folder has nothing to do with it.
    tree.write(".git/HEAD", b"");
    parted_in(&tree, folder)
}

fn parted_in(tree: &Tree, folder: &str) -> Vec<Vec<String>> {
    let paths = [PathBuf::from(folder)];
    let mut discovery = tree.discover(Request { paths: &paths, words: Some(&["jsonwebtoken"]), ..here() }).unwrap();
    let modules = Modules::on_disk(&discovery.root, discovery.manifests.clone()).unwrap();
    let names = |part: Part| {
        assert_eq!(part.kept.len(), part.kept_specifiers.len());
        let kept = part.kept.into_iter().map(|file| file.display);
        kept.chain(part.others.into_iter().map(|other| format!("({})", other.display))).collect()
    };
    parts(&mut discovery, &modules).into_iter().map(names).collect()
}

#[test]
fn packages_that_do_not_know_of_each_other_are_apart() {
    let files = [
        ("a/package.json", MANIFEST),
        ("a/src/auth.js", CHECK),
        ("a/src/deep/package.json", MANIFEST),
        ("a/src/deep/more.js", "exports.a = require('../auth');\n"),
        ("b/package.json", MANIFEST),
        ("b/auth.js", CHECK),
        ("c/package.json", MANIFEST),
        ("c/nothing.js", "exports.c = 1;\n"),
        ("loose.js", CHECK),
        ("other.js", "exports.d = 1;\n"),
    ];
    assert_eq!(
        parted(&files),
        [vec!["a/src/auth.js", "(a/src/deep/more.js)"], vec!["b/auth.js"], vec!["loose.js", "(other.js)"]]
    );
}

#[test]
fn one_package_around_all_is_one_project_also_where_a_part_of_it_is_looked_at() {
    let files = [
        ("package.json", MANIFEST),
        ("services/a/package.json", MANIFEST),
        ("services/a/auth.js", CHECK),
        ("services/b/package.json", MANIFEST),
        ("services/b/auth.js", CHECK),
    ];
    let all = ["services/a/auth.js", "services/b/auth.js"];
    assert_eq!(parted(&files), [all]);
    assert_eq!(parted_below("services", &files), [all]);
    assert_eq!(parted(&[("auth.js", CHECK), ("lib/other.js", "")]), [["auth.js", "(lib/other.js)"]]);
}

#[test]
fn what_imports_tie_is_together() {
    let by_path = [
        ("a/package.json", MANIFEST),
        ("a/auth.js", CHECK),
        ("b/package.json", MANIFEST),
        ("b/app.js", "const auth = require('../a/auth');\n"),
        ("c/package.json", MANIFEST),
        ("c/app.js", "for (const name of fs.readdirSync('../b/plugins')) load(name); require('jsonwebtoken');\n"),
    ];
    assert_eq!(parted(&by_path), [["a/auth.js", "c/app.js", "(b/app.js)"]]);
    let by_name = [
        ("a/package.json", r#"{ "name": "@acme/auth" }"#),
        ("a/index.js", CHECK),
        ("b/package.json", r#"{ "dependencies": { "@acme/auth": "file:../a" } }"#),
        ("b/app.js", "const auth = require('@acme/auth');\n"),
    ];
    assert_eq!(parted(&by_name), [["a/index.js", "(b/app.js)"]]);
    let loose = [
        ("a/package.json", MANIFEST),
        ("a/auth.js", CHECK),
        ("common.js", CHECK),
        ("b/package.json", MANIFEST),
        ("b/app.js", "require('../common'); require('jsonwebtoken');\n"),
    ];
    assert_eq!(parted(&loose), [vec!["a/auth.js"], vec!["b/app.js", "common.js"]]);
}

#[test]
fn what_an_import_means_may_not_be_written_in_it() {
    let service = ("service/package.json", MANIFEST);
    let typed = [service, ("service/app.ts", "import { a } from '../common/auth.js';\n"), ("common/auth.ts", CHECK)];
    assert_eq!(parted(&typed), [["common/auth.ts", "(service/app.ts)"]]);
    let unbuilt = [
        service,
        ("service/app.js", "require('../common/dist/auth');\n"),
        ("common/src/auth.ts", CHECK),
        ("common/tsconfig.json", r#"{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }"#),
    ];
    assert_eq!(parted(&unbuilt), [["common/src/auth.ts", "(service/app.js)"]]);
    let roots = [
        service,
        ("service/src/app.ts", "import { a } from './auth';\n"),
        ("service/tsconfig.json", r#"{ "compilerOptions": { "rootDirs": ["src", "../common"] } }"#),
        ("common/auth.ts", CHECK),
    ];
    assert_eq!(parted(&roots), [["common/auth.ts", "(service/src/app.ts)"]]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_a_package_tie() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("service/package.json", MANIFEST),
        ("service/app.js", "require('./linked/auth');\n"),
        ("common/auth.js", CHECK),
    ]);
    std::os::unix::fs::symlink("../common", tree.root().join("service/linked")).unwrap();
    assert_eq!(parted_in(&tree, "."), [["common/auth.js", "(service/app.js)"]]);
}

#[test]
fn texts_that_lead_nowhere_tie_nothing() {
    let files = [
        ("a/package.json", MANIFEST),
        ("a/auth.js", "require('jsonwebtoken'); const up = '../..', gone = '../none';\n"),
        ("b/package.json", MANIFEST),
        ("b/auth.js", "require('jsonwebtoken'); const up = '../..', gone = '../none';\n"),
    ];
    assert_eq!(parted(&files), [["a/auth.js"], ["b/auth.js"]]);
}

#[test]
fn what_nothing_was_kept_of_has_no_parts() {
    assert_eq!(parted(&[("a.js", "exports.a = 1;\n")]), Vec::<Vec<String>>::new());
}
