//! Import sketches: no form of import may be missed, and nothing may bring the scan down.

use proptest::prelude::*;

use super::super::imports::{LONGEST_SPECIFIER, Specifiers, specifiers};

fn found(text: &str) -> Vec<String> {
    specifiers(text.as_bytes()).iter().map(str::to_owned).collect()
}

#[track_caller]
fn finds(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn every_form_of_import_is_seen() {
    finds("const a = require('a')", &["a"]);
    finds("require(\"@acme/auth/jwt\").verify(t)", &["@acme/auth/jwt"]);
    finds("require(`./b`)", &["./b"]);
    finds("require.resolve('c'); module.require('d')", &["c", "d"]);
    finds("import 'a'; import\"b\"", &["a", "b"]);
    finds("import x, { y as z } from 'a'", &["a"]);
    finds("import type { T } from '..'", &[".."]);
    finds("import x = require('y')", &["y"]);
    finds("export * as n from 'a'; export { b } from 'b'", &["a", "b"]);
    finds("const x = await import('a'); type T = typeof import('b')", &["a", "b"]);
    finds("import.meta.resolve('a'); import.defer('b')", &["a", "b"]);
    finds("require?.('a'); require(('b'))", &["a", "b"]);
    finds("import d from './d.json' with { type: 'json' }", &["./d.json"]);
}

#[test]
fn comments_and_line_breaks_may_stand_between() {
    finds("require // why\n ( /* one */ /* two */\r\n 'a' /* three */ )", &["a"]);
    finds("import {\n  a,\n} from\n  'b'", &["b"]);
    finds("import(/* webpackChunkName: 'x' */ './y')", &["./y"]);
    finds("export * from/**/'a'", &["a"]);
    finds("from\u{a0}'a'; from \u{feff} 'b'", &["a", "b"]);
    finds("require . resolve ( 'a' )", &["a"]);
}

#[test]
fn a_relative_path_is_seen_wherever_it_stands() {
    finds("load('./a'); [\"../b\", `../../c`]", &["../../c", "../b", "./a"]);
    finds("const m = dev ? './dev' : './prod'; require(m)", &["./dev", "./prod"]);
}

#[test]
fn each_is_kept_once_and_none_of_the_platforms_own() {
    finds("require('b'); require('a'); import('b')", &["a", "b"]);
    finds("require('node:fs'); require('./node:x')", &["./node:x"]);
}

#[test]
fn escapes_are_read() {
    finds(r"require('\x2e/it\'s'); from '.\/a'; from '\u002e/\u{62}'", &["./a", "./b", "./it's"]);
    finds("require('./a\\\nb')", &["./ab"]);
    finds(r"from '\x2'; from '\u{110000}'; from 'a\n'", &[]);
}

#[test]
fn what_cannot_be_a_specifier_is_left_out() {
    finds("require(`./${name}`); require(name); require('')", &[]);
    finds("Array.from('abc'); fromEvent('x'); required('y'); $from 'z'; imports('w')", &[]);
    finds("from 'not\nclosed", &[]);
    finds(&format!("require('{}')", "a".repeat(LONGEST_SPECIFIER + 1)), &[]);
    assert_eq!(specifiers(b"require('caf\xe9')"), Specifiers::default());
}

#[test]
fn a_file_of_keywords_and_open_comments_costs_little() {
    let start = std::time::Instant::now();
    for text in ["import/*", "import //import\n", "require//", "from 'x"] {
        let _ = specifiers(text.repeat((4 << 20) / text.len()).as_bytes());
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn texts_that_end_early_are_no_trouble() {
    for text in
        ["require", "require(", "require('", "import", "from /*", "from //", "import.", "require(/", "'\\", "'./"]
    {
        finds(text, &[]);
    }
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = specifiers(&bytes);
    }

    #[test]
    fn no_import_is_missed(
        name in "(@[a-z]{1,5}/|\\.{1,2}/)?[a-z]{1,8}(/[a-z.-]{1,8}){0,2}",
        trivia in proptest::collection::vec("[ \t\r\n]{0,3}(/\\*[^*]{0,9}\\*/|//[a-z'`]{0,9}\n)?", 3),
        form in 0..6_usize,
        quote in "['\"`]",
        before in "[ -~]{0,20}",
    ) {
        let [a, b, c] = [&trivia[0], &trivia[1], &trivia[2]];
        let code = match form {
            0 => format!("require{a}({b}{quote}{name}{quote}{c})"),
            1 => format!("import{a}({b}{quote}{name}{quote}{c})"),
            2 => format!("import{a}{quote}{name}{quote}"),
            3 => format!("import x from{a}{quote}{name}{quote}"),
            4 => format!("require{a}.{b}resolve{c}({quote}{name}{quote})"),
            _ => format!("export{a}*{b}from{c}{quote}{name}{quote}"),
        };
        let text = format!("{before}\n{code}\n");
        prop_assert!(found(&text).contains(&name), "{}", text);
    }
}
