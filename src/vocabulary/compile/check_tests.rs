//! What the compiler of vocabulary files refuses of what is said about checks and the classes of their errors.

use super::tests::{HEAD, problem, problems};

/// A package of its own, with one class of errors.
const OTHER: &str = "[package]\nmodules = [\"other\"]\nversion = \"1\"\nsource = \"index.js\"\nconfidence = \"read\"\n\
                     [[error]]\nclass = \"Refused\"\n";

#[test]
fn a_condition_names_an_argument() {
    let check = |more: &str| problem(&format!("[[check]]\npaths = [\"verify\"]\n{more}\n"));
    let found = check("fails = [{ by = \"reject\", when = { key = \"throws\" } }]");
    assert!(found.starts_with("0.toml:12: missing field `argument`"), "{found}");
    let found = check("fails = [{ by = \"throw\" }]\nunless = { argument = 2, is = true }");
    assert!(found.starts_with("0.toml:13: unknown field `is`"), "{found}");
    assert_eq!(
        check("fails = [{ by = \"resolve\" }, { by = \"reject\", when = { argument = 2 } }]"),
        "0.toml:12: the ways to fail after one without a condition are never taken"
    );
    let right = "[[check]]\npaths = [\"verify\"]\nunless = { argument = 3 }\n\
                 fails = [{ by = \"reject\", when = { argument = 2, key = \"throws\" } }, { by = \"resolve\" }]\n";
    assert_eq!(problems(&[&format!("{HEAD}{right}")]), [""; 0]);
}

#[test]
fn another_package_s_class_is_found_wherever_its_file_stands() {
    let of = |more: &str| format!("{HEAD}[[error]]\nclass = \"Refused\"\nof = \"other\"\n{more}\n");
    for files in [[OTHER, &of("")], [&of(""), OTHER]] {
        assert_eq!(problems(&files), [""; 0]);
    }
    assert_eq!(problems(&[&of("")]), ["0.toml:12: `other` has no error class `Refused` of its own"]);
    let own = format!("{HEAD}[[error]]\nclass = \"Refused\"\n[[error]]\nclass = \"Expired\"\nof = \"tell\"\n");
    assert_eq!(problems(&[&own]), ["0.toml:14: `tell` has no error class `Expired` of its own"]);
}

#[test]
fn of_another_package_s_class_nothing_is_said_twice() {
    for more in [
        "name = \"Error\"",
        "codes = [\"E_REFUSED\"]",
        "messages = []",
        "open = true",
        "status = 401",
        "fields = []",
        "expired = true",
    ] {
        let text = format!("{HEAD}[[error]]\nclass = \"Refused\"\nof = \"other\"\n{more}\n");
        let found = problems(&[OTHER, &text]);
        assert_eq!(found, ["1.toml:12: what is known of `Refused` is said with `other`, and nothing here"], "{more}");
    }
}

#[test]
fn a_class_that_is_not_exported_is_no_member() {
    let built = |exported: bool| {
        let text = format!("{HEAD}[[error]]\nclass = \"Refused\"\nexported = {exported}\n");
        super::compile(&[("0.toml".to_owned(), text)]).expect("a right class")
    };
    assert!(built(true).contains("tell.Refused"));
    assert!(!built(false).contains("tell.Refused"));
    assert!(built(false).contains("ErrorFacts { path: Cow::Borrowed(\"Refused\")"), "it is known all the same");
}
