//! What the compiler of vocabulary files refuses, where it says so, and that paths are read as they are written.

use std::fs;
use std::path::Path;

use super::compile;
use super::path::{Base, Path as WrittenPath, Step};

/// A file that is right, and to which a test adds what is wrong; its text has nine lines.
pub(super) const HEAD: &str = r#"[package]
modules = ["tell"]
version = "1"
source = "index.js"
confidence = "read"
[[object]]
name = "logger"
kind = "logger"
from = [{ path = "make()", options = 0 }]
"#;

pub(super) fn problems(files: &[&str]) -> Vec<String> {
    let files: Vec<(String, String)> =
        files.iter().enumerate().map(|(number, text)| (format!("{number}.toml"), (*text).to_owned())).collect();
    compile(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// The one problem of the head with an addition.
pub(super) fn problem(addition: &str) -> String {
    let found = problems(&[&format!("{HEAD}{addition}")]);
    let [only] = &found[..] else { panic!("one problem, not {found:?}") };
    only.clone()
}

#[test]
fn the_head_is_right() {
    assert_eq!(problems(&[HEAD]), [""; 0]);
}

#[test]
fn unknown_keys_are_refused_at_their_line() {
    let found = problem("[[signal]]\nkind = \"log\"\npath = [\"@logger.warn\"]\n");
    assert!(found.starts_with("0.toml:12: unknown field `path`"), "{found}");
    assert!(problem("[[sginal]]\n").starts_with("0.toml:10: unknown field `sginal`"));
    let found = problem("[[check]]\npaths = [\"verify\"]\nfails = [{ by = \"shout\" }]\n");
    assert!(found.starts_with("0.toml:12: unknown variant `shout`"), "{found}");
}

#[test]
fn an_entry_says_where_it_is_from() {
    for key in ["version", "source", "confidence"] {
        let without: String =
            HEAD.lines().filter(|line| !line.starts_with(key)).map(|line| format!("{line}\n")).collect();
        let found = problems(&[&without]);
        assert!(found.len() == 1 && found[0].starts_with("0.toml:1: missing field `"), "{found:?}");
        assert!(found[0].contains(key), "{found:?}");
    }
    let found = problems(&[&HEAD.replace("index.js", " ")]);
    assert_eq!(found, ["0.toml:4: the package's `source` is empty"]);
    let found = problems(&[&HEAD.replace("\"read\"", "\"hearsay\"")]);
    assert!(found[0].starts_with("0.toml:5: unknown variant `hearsay`"), "{found:?}");
}

#[test]
fn a_package_has_a_name() {
    let found = problems(&[&HEAD.replace("modules = [\"tell\"]", "title = \"tell\"")]);
    assert_eq!(found, ["0.toml:1: the package has no name: no module, no global, no customary one"]);
    let found = problems(&[&HEAD.replace("modules = [\"tell\"]", "customary = [{ name = \"tell\", is = \"\" }]")]);
    assert_eq!(found, ["0.toml:1: a package without modules needs a `title`"]);
}

#[test]
fn objects_are_declared_and_handed_out() {
    assert_eq!(
        problem("[[signal]]\nkind = \"log\"\npaths = [\"@loger.warn\"]\n"),
        "0.toml:12: no object is called `@loger`"
    );
    assert_eq!(problem("[[object]]\nname = \"span\"\n"), "0.toml:10: nothing hands `@span` out");
    assert_eq!(
        problem("[[object]]\nname = \"span\"\nfrom = [{ path = \"make()\" }]\n"),
        "0.toml:12: `make()` is already another object"
    );
    let twice = problems(&[&format!("{HEAD}[[object]]\nname = \"logger\"\nfrom = [{{ path = \"make()\" }}]\n")]);
    assert_eq!(twice[0], "0.toml:10: `@logger` is declared twice");
}

#[test]
fn options_belong_to_calls() {
    let object = |from: &str| format!("[[object]]\nname = \"other\"\nfrom = [{from}]\n");
    assert_eq!(
        problem(&object("{ path = \"other\", options = 0 }")),
        "0.toml:12: `other` is no call: it has no argument that could hold options"
    );
    assert_eq!(
        problem(&object("{ path = \"other()\", options = 0 }, { path = \"other()\", options = 1 }")),
        "0.toml:12: `other()` is handed out twice, with different options"
    );
    assert_eq!(
        problem(
            "[[object]]\nname = \"mute\"\nfrom = [{ path = \"mute\" }]\nmuted-by = [{ option = \"off\", is = true }]\n"
        ),
        "0.toml:10: `@mute` has a threshold or mutes but no `kind`"
    );
}

#[test]
fn a_call_means_one_thing() {
    let signal = "[[signal]]\nkind = \"log\"\nlevel = \"info\"\npaths = [\"@logger.say\"]\n";
    let other = "[[signal]]\nkind = \"log\"\nlevel = \"debug\"\npaths = [\"make().say\"]\n";
    assert_eq!(
        problem(&format!("{signal}{other}")),
        "0.toml:17: what calling `make().say` does is already said in line 13"
    );
    assert_eq!(
        problem(&format!("{signal}[calls]\nneutral = [\"@logger.say\"]\n")),
        "0.toml:15: what calling `@logger.say` does is already said in line 13"
    );
}

#[test]
fn a_level_that_a_name_does_not_give_is_refused() {
    assert_eq!(
        problem("[[signal]]\nkind = \"log\"\nlevel = \"as-named\"\npaths = [\"@logger.say\"]\n"),
        "0.toml:13: `@logger.say` is not named after a level"
    );
    let found = problem("[[signal]]\nkind = \"log\"\nlevel = \"loud\"\npaths = []\n");
    assert!(found.starts_with("0.toml:12: `level` needs the name of a level"), "{found}");
}

#[test]
fn a_check_can_fail_in_ways_that_are_taken() {
    let check = |fails: &str| problem(&format!("[[check]]\npaths = [\"verify\"]\nfails = {fails}\n"));
    assert_eq!(check("[]"), "0.toml:12: a check that cannot fail is none: `fails` is empty");
    assert_eq!(
        check("[{ by = \"throw\" }, { by = \"callback\", argument = \"last\", error = 0 }]"),
        "0.toml:12: the ways to fail after one without a condition are never taken"
    );
    let named = "[[check]]\npaths = [\"verify\"]\nfails = [{ by = \"throw\" }]\nerrors = [\"Gone\"]\n";
    assert_eq!(problem(named), "0.toml:13: no error class is called `Gone`");
}

#[test]
fn error_classes_have_names_and_no_circles() {
    assert_eq!(problem("[[error]]\nclass = \"make()\"\n"), "0.toml:11: `make()` does not end with the name of a class");
    assert_eq!(
        problem("[[error]]\nclass = \"A\"\n[[error]]\nclass = \"A\"\n"),
        "0.toml:13: the class `A` is declared twice"
    );
    assert_eq!(
        problem("[[error]]\nclass = \"A\"\nextends = \"B\"\n[[error]]\nclass = \"B\"\nextends = \"A\"\n"),
        "0.toml:10: the class `A` derives from itself"
    );
}

#[test]
fn a_name_belongs_to_one_package() {
    assert_eq!(problems(&[HEAD, HEAD]), ["1.toml:2: the module `tell` is declared twice"]);
    let named = |what: &str| HEAD.replace("version", &format!("{what} = [{{ name = \"t\", is = \"\" }}]\nversion"));
    let second = |what: &str| named(what).replace("tell", "other");
    assert_eq!(problems(&[&named("customary"), &second("customary")]), ["1.toml:3: `t` is customary for two packages"]);
    assert_eq!(problems(&[&named("globals"), &second("globals")]), ["1.toml:3: the global `t` is declared twice"]);
}

#[test]
fn every_problem_of_every_file_is_told() {
    let wrong = "[[signal]]\nkind = \"log\"\npaths = [\"@one.x\", \"@two.x\"]\n";
    let found = problems(&[&format!("{HEAD}{wrong}"), "[package"]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[2].starts_with("1.toml:1: "), "{found:?}");
}

/// The build puts the files in the order of their names; the tables must depend on nothing else.
#[test]
fn the_built_tables_are_what_the_files_come_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/vocabulary");
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the vocabulary's folder")
        .map(|entry| {
            let path = entry.expect("an entry of the folder").path();
            let text = fs::read_to_string(&path).expect("a text file");
            (path.display().to_string(), text)
        })
        .collect();
    files.sort();
    let built = include_str!(concat!(env!("OUT_DIR"), "/vocabulary.rs"));
    assert!(compile(&files).expect("right files") == built);
}

#[test]
fn paths_are_read_as_written() {
    for text in [
        "",
        "verify",
        "()",
        "a.b()",
        "@logger",
        "@logger.child().$x_1",
        "withScope{0}",
        "@a{2}.b",
        "a()()",
        "@a.*.b",
        "*",
    ] {
        let path: WrittenPath = text.parse().expect(text);
        assert_eq!(path.to_string(), text);
    }
    let path: WrittenPath = "@tracer.startActiveSpan{0}.end()".parse().expect("a path");
    assert_eq!(path.base, Base::Object("tracer".to_owned()));
    let steps = [Step::Member("startActiveSpan".into()), Step::Parameter(0), Step::Member("end".into()), Step::Call];
    assert_eq!(path.steps, steps);
}

#[test]
fn what_is_no_path_is_refused() {
    for (text, part) in [
        ("@", "needs the name of an object"),
        ("a..b", "a name was expected at `.b`"),
        ("a.", "a name was expected at ``"),
        ("a b", "expected at ` b`"),
        ("a(b)", "expected at `(b)`"),
        ("a{", "never closed"),
        ("a{x}", "number of a parameter"),
        ("a{300}", "number of a parameter"),
        ("1a", "a name was expected at `1a`"),
        (".a", "a name was expected at `.a`"),
        ("()a", "expected at `a`"),
    ] {
        let error = text.parse::<WrittenPath>().expect_err(text);
        assert!(error.contains(part), "{text}: {error}");
    }
    let found = problem("[calls]\nsign = [\"a..b\"]\n");
    assert_eq!(found, "0.toml:11: `a..b` is no path: a name was expected at `.b`");
}
