//! What the compiler of names refuses: words that could never be found, or would say two things at once.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use super::super::facts::{NameList, WordList};
use super::names::compile;

/// A file in which every list has one word of its own.
fn words() -> String {
    let line = |(number, list): (usize, &WordList)| format!("{} = [\"w{number}\"]\n", key(*list));
    let lists: String = WordList::ALL.iter().enumerate().map(line).collect();
    let line = |list: &NameList| format!("{} = [\"n\"]\n", key(list));
    let names: String = NameList::ALL.iter().map(line).collect();
    format!("[words]\n{lists}[names]\n{names}")
}

/// What the file calls a list: `OneTime` is `one-time`.
fn key(list: impl Debug) -> String {
    let name = format!("{list:?}");
    let parts = name.char_indices().map(|(at, sign)| {
        let dash = if at > 0 && sign.is_uppercase() { "-" } else { "" };
        format!("{dash}{}", sign.to_lowercase())
    });
    parts.collect()
}

fn problems(files: &[&str]) -> Vec<String> {
    let named = files.iter().enumerate().map(|(number, text)| (format!("{number}.toml"), (*text).to_owned()));
    compile(&named.collect::<Vec<_>>()).err().unwrap_or_default()
}

/// The problems of the words with one list changed.
fn with(list: WordList, phrases: &str) -> Vec<String> {
    let key = key(list);
    let right = words();
    let changed = right.lines().map(|line| match line.split_once(" = ") {
        Some((name, _)) if name == key => format!("{key} = [{phrases}]\n"),
        _ => format!("{line}\n"),
    });
    problems(&[&changed.collect::<String>()])
}

#[test]
fn the_words_are_right() {
    assert_eq!(problems(&[&words()]), [""; 0]);
    assert_eq!(
        with(WordList::Revoked, "\"black list\", \"blacklist\", \"list\""),
        ["0.toml:2: `black list` is found with `list` already"]
    );
}

#[test]
fn every_list_is_there_once() {
    let without: String =
        words().lines().filter(|line| !line.starts_with("token")).map(|line| format!("{line}\n")).collect();
    assert_eq!(problems(&[&without]), ["no file has the words of the list Token"]);
    assert_eq!(
        problems(&[&words(), "[words]\ntoken = [\"t\"]\n"]),
        ["1.toml:2: the list Token is in another file already"]
    );
    assert_eq!(with(WordList::Token, ""), ["0.toml:4: a list without words is never found"]);
    let found = problems(&[&words(), "[words]\ntokens = []\n"]);
    assert!(found[0].starts_with("1.toml:2: unknown variant `tokens`"), "{found:?}");
    let found = problems(&[&words(), "[word]\n"]);
    assert!(found[0].starts_with("1.toml:1: unknown field `word`"), "{found:?}");
}

#[test]
fn every_list_of_whole_names_is_there_once_and_has_each_name_once() {
    let without: String =
        words().lines().filter(|line| !line.starts_with("http-clients")).map(|line| format!("{line}\n")).collect();
    assert_eq!(problems(&[&without]), ["no file has the names of the list HttpClients"]);
    let with =
        |names: &str| problems(&[&words().replace("http-clients = [\"n\"]", &format!("http-clients = [{names}]"))]);
    assert_eq!(with("\"axios\", \"node:https\""), [""; 0]);
    let at = words().lines().position(|line| line.starts_with("http-clients")).expect("it is there") + 1;
    assert_eq!(with(""), [format!("0.toml:{at}: a list without names is never found")]);
    assert_eq!(with("\"a\", \"a\""), [format!("0.toml:{at}: `a` is in the list already")]);
    assert_eq!(with("\"a b\""), [format!("0.toml:{at}: `a b` is no name")]);
    assert_eq!(
        problems(&[&words(), "[names]\nhttp-clients = [\"m\"]\n"]),
        ["1.toml:2: the list HttpClients is in another file already"]
    );
}

#[test]
fn a_phrase_is_made_of_words_as_names_are() {
    for phrase in ["Token", "black-list", "black  list", " list", "", "jeton_", "révoqué"] {
        let expected = format!("0.toml:4: `{phrase}` is not made of lower-case words with one space between");
        assert_eq!(with(WordList::Token, &format!("\"{phrase}\"")), [expected]);
    }
    assert_eq!(with(WordList::Token, "\"2fa\", \"two factor\""), [""; 0]);
}

#[test]
fn a_word_that_would_say_two_things_is_refused() {
    let twice = "0.toml:4: `a b` is found with `a b` already";
    assert_eq!(with(WordList::Token, "\"a b\", \"a b\""), [twice, twice]);
    assert_eq!(
        with(WordList::Token, "\"a\", \"a b\", \"c a\""),
        ["0.toml:4: `a b` is found with `a` already", "0.toml:4: `c a` is found with `a` already"]
    );
    // `a` and `b` do not stand side by side in the other.
    assert_eq!(with(WordList::Token, "\"a b\", \"a c b\", \"ab\""), [""; 0]);
    // Of `[words]`, the lists are read in the order of the variants.
    assert_eq!(with(WordList::Foreign, "\"w2\""), ["0.toml:7: `w2` is in the list Token, which says otherwise"]);
    assert_eq!(with(WordList::Usage, "\"w5\""), [""; 0], "an ip is a use and something foreign");
}

#[test]
fn a_method_does_one_thing() {
    let method = |more: &str| problems(&[&words(), &format!("[[store-method]]\nnames = [\"get\"]\n{more}\n")]);
    assert_eq!(method("does = \"read\"\nanswer = \"row\""), [""; 0]);
    assert_eq!(method("does = \"read\""), ["1.toml:3: what is read has an `answer`"]);
    assert_eq!(
        method("does = \"remove\"\nby-predicate = \"row\""),
        ["1.toml:3: only what is read is picked: `by-predicate` has no place here"]
    );
    let twice = "does = \"add\"\n[[store-method]]\nnames = [\"put\", \"get\"]\ndoes = \"add\"";
    assert_eq!(method(twice), ["1.toml:5: what `get` does is said already"]);
    assert!(method("does = \"add\"\nverb = true")[0].starts_with("1.toml:4: unknown field `verb`"));
}

#[test]
fn a_verb_does_one_thing() {
    let verb = |text: &str| problems(&[&words(), text]);
    assert_eq!(verb("[[store-verb]]\nwords = [\"get\", \"get all\"]\ndoes = \"read\"\nanswer = \"row\"\n"), [""; 0]);
    assert_eq!(
        verb("[[store-verb]]\nwords = [\"get\"]\ndoes = \"read\"\n"),
        ["1.toml:3: what is read has an `answer`"]
    );
    assert_eq!(
        verb("[[store-verb]]\nwords = [\"put\", \"getAll\", \"put\"]\ndoes = \"add\"\n"),
        [
            "1.toml:2: `getAll` is not made of lower-case words with one space between",
            "1.toml:2: what `put` does is said already"
        ]
    );
}

/// The build puts the files in the order of their names; the tables must depend on nothing else.
#[test]
fn the_built_names_are_what_the_files_come_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/names");
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the folder of names")
        .map(|entry| {
            let path = entry.expect("an entry of the folder").path();
            let text = fs::read_to_string(&path).expect("a text file");
            (path.display().to_string(), text)
        })
        .collect();
    files.sort();
    let built = include_str!(concat!(env!("OUT_DIR"), "/names.rs"));
    assert!(compile(&files).expect("right files") == built);
}
