//! Text that breaks renderers: lines of any length, any line ends, any characters, spans anywhere.

use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;

use super::{PLAIN, assert_tame, finding, place, scan, text_of, without_colors};
use crate::finding::{Confidence, Related, Role, Scan, SourceFile, Trail, TrailOf, TrailPath, Verdict};
use crate::project::ProjectFile;
use crate::report::source::Sources;
use crate::report::style::Ink;
use crate::report::window::{Mark, Window};
use crate::report::{Format, Look, write_mistakes, write_trails};
use crate::text::Positions;

/// The rows and underlines of the only finding, at the mark.
fn shown(text: &str, start: usize, end: usize) -> String {
    let mut scan = scan(&[("a.js", text)]);
    scan.findings.push(finding(place(0, start, end), vec![]));
    let shown = scan.rendered(Format::Full, PLAIN);
    assert_tame(&shown, false);
    let body = shown.split_once('\n').unwrap().1;
    body.split_once("  confidence").unwrap().0.to_owned()
}

#[test]
fn a_line_of_seventy_thousand_columns() {
    let text = format!("{}verify(t);", "a=1;".repeat(17_500));
    assert_eq!(
        shown(&text, 70_000, 70_009),
        "   ╭─[a.js:1:70001]
 1 │ …=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;verify(t);
   ·                                                                                     ─────────
   ╰────
"
    );
}

#[test]
fn a_line_of_120_kilobytes_marked_whole() {
    let text = format!("verify({});", "t, ".repeat(40_000));
    let shown = shown(&text, 0, text.len());
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    assert!(shown.contains("verify(t, t, "), "{shown}");
    assert!(shown.contains("t, );\n"), "{shown}");
}

#[test]
fn carriage_returns_alone_end_no_line() {
    assert_eq!(
        shown("try {\r  verify(t)\r} catch {}\r", 8, 17),
        "   ╭─[a.js:1:9]
 1 │ try {\\r  verify(t)\\r} catch {}
   ·          ─────────
   ╰────
"
    );
}

#[test]
fn carriage_returns_before_line_feeds_are_no_text() {
    assert_eq!(
        shown("a\r\nverify(t)\r\nb\r\n", 3, 14),
        "   ╭─[a.js:2:1]
 2 │ verify(t)
   · ─────────
   ╰────
"
    );
}

#[test]
fn tabs_wide_characters_and_emoji_keep_the_underline_in_place() {
    assert_eq!(
        shown("\t'日本🎉é', verify(t)", 17, 26),
        "   ╭─[a.js:1:11]
 1 │     '日本🎉é', verify(t)
   ·                ─────────
   ╰────
"
    );
}

#[test]
fn nul_and_reordering_are_seen() {
    assert_eq!(
        shown("a\0b /* \u{202e} */ verify(t)", 14, 23),
        "   ╭─[a.js:1:13]
 1 │ a\\u{0}b /* \\u{202e} */ verify(t)
   ·                        ─────────
   ╰────
"
    );
}

#[test]
fn an_empty_file_and_the_end_of_a_file() {
    assert_eq!(shown("", 0, 0), "   ╭─[a.js:1:1]\n 1 │ \n   · ▲\n   ╰────\n");
    let end = "   ╭─[a.js:1:5]\n 1 │ a();\n   ·     ▲\n   ╰────\n";
    assert_eq!(shown("a();", 4, 4), end);
    assert_eq!(shown("a();", 900, 1000), end);
    assert_eq!(shown("a();\n", 5, 5), "   ╭─[a.js:2:1]\n 2 │ \n   · ▲\n   ╰────\n");
}

#[test]
fn many_labels_on_one_line() {
    let text = "verify(t); ".repeat(2_000);
    let mut scan = scan(&[("a.js", &text)]);
    let related = (1..40).map(|n| at(0, n * 500, n * 500 + 9, "also here"));
    let related = related.collect();
    scan.findings.push(finding(place(0, 0, 9), related));
    let shown = scan.rendered(Format::Full, PLAIN);
    assert_eq!(shown.matches("╰── also here").count(), 8);
    assert!(shown.contains("note: 31 more places"));
    assert!(shown.lines().all(|line| line.chars().count() < 300), "{shown}");
}

fn at(file: u32, start: usize, end: usize, message: &str) -> Related {
    Related { role: Role::Exit, place: place(file, start, end), message: message.to_owned() }
}

/// Pieces of text that renderers stumble over, between ordinary ones.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z(){}; ]{0,12}",
        3 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\t".to_owned()),
        1 => Just("\u{1b}[2J".to_owned()),
        1 => Just("\u{1b}]8;;x\u{7}".to_owned()),
        1 => Just("日本 🎉 👨\u{200d}👩 e\u{301}".to_owned()),
        1 => (0..60usize).prop_map(|n| "long;".repeat(n)),
        2 => any::<char>().prop_map(String::from),
        1 => (0..0xa0u32).prop_filter_map("a character", |c| char::from_u32(c).map(String::from)),
        1 => (0x2000..0x2070u32).prop_filter_map("a character", |c| char::from_u32(c).map(String::from)),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A scan of two files with a finding over hostile text, with spans inside, across and beyond it.
fn hostile_scan() -> impl Strategy<Value = Scan> {
    let span = (0..2u32, 0..400usize, 0..120usize);
    let places = prop::collection::vec((span.clone(), hostile()), 0..12);
    let texts = (hostile(), hostile(), hostile(), hostile());
    (texts, span, places).prop_map(|((path, first, second, message), own, places)| {
        let mut scan = scan(&[(&path, &first), ("b.js", &second)]);
        let related =
            places.iter().map(|((file, start, length), text)| at(*file, *start, start + length, text)).collect();
        let mut found = finding(place(own.0, own.1, own.1 + own.2), related);
        found.help = Some(message.clone());
        found.because = Some(message.clone());
        found.message = message;
        scan.findings = vec![found.clone(), found];
        scan
    })
}

fn looks() -> impl Strategy<Value = Look> {
    (any::<bool>(), any::<bool>(), 0..260usize).prop_map(|(color, unicode, width)| Look { color, unicode, width })
}

proptest! {
    #[test]
    fn nothing_acts_on_the_terminal(scan in hostile_scan(), look in looks()) {
        let full = scan.rendered(Format::Full, look);
        assert_tame(&full, look.color);
        // Bounded, whatever the lines: the labels' rows, the blocks' frames, the wrapped texts.
        prop_assert!(full.lines().all(|line| without_colors(line).chars().count() < 1500));

        let concise = scan.rendered(Format::Concise, look);
        assert_tame(&concise, look.color);
        prop_assert_eq!(concise.lines().count(), scan.findings.len());

        let json = scan.rendered(Format::Json, look);
        assert_tame(&json, false);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read["findings"][1]["message"], &scan.findings[1].message);
    }

    #[test]
    fn every_finding_is_headed_by_its_true_position(scan in hostile_scan()) {
        let found = &scan.findings[0];
        let file = &scan.sources[&found.place.file];
        let source_start = file.text.floor_char_boundary(found.place.span.range().start);
        let at = Positions::new(&file.text).position(u32::try_from(source_start).unwrap());
        let full = scan.rendered(Format::Full, PLAIN);
        let frame = full.lines().find(|line| line.trim_start().starts_with("╭─[")).unwrap();
        let expected = format!(":{}:{}]", at.line, at.column);
        prop_assert!(frame.ends_with(&expected), "{} for {}", frame, expected);
    }

    #[test]
    fn every_label_lies_in_its_window_and_over_no_other(scan in hostile_scan(), look in looks()) {
        let found = &scan.findings[0];
        let places = std::iter::once(found.place).chain(found.related.iter().map(|r| r.place));
        let marks: Vec<Mark> = places
            .enumerate()
            .map(|(n, place)| Mark { place, text: format!("m{n}."), ink: Ink::Note, primary: n == 0 })
            .collect();
        let sources = Sources::new(&scan.sources);
        let window = Window::new(&marks, &sources, look).unwrap();
        let mut end = 0;
        for label in window.labels() {
            prop_assert!(label.range.start >= end);
            prop_assert!(label.range.end <= window.text().len());
            let marked = &window.text()[label.range.clone()];
            prop_assert!(!marked.contains('\n'));
            prop_assert!(!marked.is_empty() || window.text()[label.range.end..].starts_with('\n'));
            end = label.range.end;
        }
        for mark in &marks {
            let labels = window.labels().iter();
            prop_assert_eq!(labels.filter(|label| label.text.contains(&mark.text)).count(), 1);
        }
        prop_assert_eq!(window.labels().iter().filter(|label| label.primary).count(), 1);
    }

    #[test]
    fn trails_are_tame(scan in hostile_scan(), look in looks()) {
        let found = &scan.findings[0];
        let trail = Trail {
            of: TrailOf::Failure,
            check: found.place,
            callee: found.message.clone(),
            verdict: Verdict::Partly,
            confidence: Confidence::Low,
            because: found.because.clone(),
            paths: vec![TrailPath { verdict: Verdict::Silent, places: found.related.clone() }],
        };
        let written = text_of(|out| write_trails(&[trail], &scan.sources, look, out));
        assert_tame(&written, look.color);
        // Three lines before the steps, two for each, three after them.
        let lines = 5 + 2 * found.related.len() + 2;
        prop_assert_eq!(written.lines().count(), lines);
    }

    #[test]
    fn mistakes_in_a_project_s_file_are_tame(before in hostile(), named in hostile(), look in looks()) {
        for text in [
            format!("{before}[[signal]]\n{named} = 1\n"),
            format!("[[signal]]\nmodule = '{named}'\npaths = [{before:?}]\nkind = 'audit'\n"),
        ] {
            let file = SourceFile::new(named.clone(), text.into());
            let read = ProjectFile::read(PathBuf::from("/t.toml"), file.path.clone(), Arc::clone(&file.text), 0);
            let Err(mistakes) = read else { continue };
            let written = text_of(|out| write_mistakes(&file, &mistakes, look, out));
            assert_tame(&written, look.color);
            prop_assert!(!mistakes.is_empty() && written.matches("error").count() >= mistakes.len());
        }
    }
}

#[test]
fn what_must_not_be_printed_is_recognised() {
    for bad in ["\u{1b}[2J", "\r", "a\u{202e}b", "\u{9b}"] {
        assert!(std::panic::catch_unwind(|| assert_tame(bad, true)).is_err(), "{bad:?}");
    }
    assert!(std::panic::catch_unwind(|| assert_tame("\u{1b}[31m", false)).is_err());
    assert_tame("\u{1b}[31;1mé\u{1b}[0m\n", true);
}
