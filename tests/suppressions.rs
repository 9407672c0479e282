//! Suppression comments: what they take out, what they must not, and what is said of them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use tokentrail::engine::{Selection, check_sources};
use tokentrail::finding::{Confidence, NoticeKind, Scan};

const RULE: &str = "silent-verify-failure";
const HEAD: &str = "const jwt = require('jsonwebtoken');\n";

/// A guard whose `catch` is silent, with texts before its lines and behind that of the `catch`.
fn guard(before_try: &str, before_catch: &str, behind_catch: &str) -> String {
    format!(
        "exports.guard = (req, res) => {{\n{before_try}  try {{ jwt.verify(req.cookies.t, process.env.KEY); }}\n\
         {before_catch}  catch (e) {{ {behind_catch}\n    res.end(); }}\n}};\n"
    )
}

fn scan(text: &str) -> Scan {
    check_sources(&[("guard.js", &format!("{HEAD}{text}"))], &Selection::default()).unwrap()
}

/// What is left: the findings, how many were taken out, and what is said.
#[track_caller]
fn assert_scan(text: &str, found: usize, suppressed: u32, said: &[(NoticeKind, &str)]) {
    let scan = scan(text);
    assert_eq!((scan.findings.len(), scan.summary.suppressed), (found, suppressed), "{text}\n{:?}", scan.notices);
    assert_eq!(scan.notices.len(), said.len(), "{text}\n{:?}", scan.notices);
    for (notice, (kind, part)) in scan.notices.iter().zip(said) {
        assert_eq!(notice.kind, *kind, "{notice:?}");
        assert!(notice.message.contains(part), "{notice:?}");
    }
}

use NoticeKind::{InvalidSuppression as Invalid, UnusedSuppression as Unused};

#[test]
fn every_form_takes_its_finding_out() {
    assert_scan(&guard("", "", ""), 1, 0, &[]);
    let next = format!("// tokentrail-disable-next-line {RULE} -- reviewed\n");
    assert_scan(&guard("", &next, ""), 0, 1, &[]);
    let line = format!("// tokentrail-disable-line {RULE} -- reviewed");
    assert_scan(&guard("", "", &line), 0, 1, &[]);
    let block = format!("/* tokentrail-disable {RULE} -- reviewed */\n");
    assert_scan(&guard(&block, "", ""), 0, 1, &[]);
    let file = format!("/* tokentrail-disable-file {RULE} -- reviewed */\n");
    assert_scan(&format!("{}{file}", guard("", "", "")), 0, 1, &[]);
    let windows = guard("", &next, "").replace('\n', "\r\n");
    assert_scan(&windows, 0, 1, &[]);
}

#[test]
fn comments_between_it_and_the_code_do_not_stand_in_the_way() {
    let next = format!("// tokentrail-disable-next-line {RULE} -- reviewed\n");
    for more in
        ["// for a reason\n", "/* for\n\n a reason */\n  // and another\n", "// eslint-disable-next-line no-empty\n"]
    {
        assert_scan(&guard("", &format!("{next}{more}"), ""), 0, 1, &[]);
        assert_scan(&guard("", &format!("{more}{next}"), ""), 0, 1, &[]);
    }
    let other = "// tokentrail-disable-next-line unlogged-revocation -- reviewed\n";
    let unused = (Unused, "nothing of `unlogged-revocation`");
    assert_scan(&guard("", &format!("{next}// for a reason\n{other}"), ""), 0, 1, &[unused]);
}

#[test]
fn a_comment_reaches_no_further_than_it_says() {
    let next = format!("// tokentrail-disable-next-line {RULE} -- reviewed\n");
    let unused = (Unused, "the comment can go");
    assert_scan(&guard(&next, "", ""), 1, 0, &[unused]);
    assert_scan(&guard("", &format!("{next}\n"), ""), 1, 0, &[unused]);
    assert_scan(&guard("", &format!("{next}// for a reason\n\n"), ""), 1, 0, &[unused]);
    assert_scan(&guard("", &format!("{next}\n// for a reason\n"), ""), 1, 0, &[unused]);
    let line = format!("/* tokentrail-disable-line {RULE} -- reviewed */\n");
    assert_scan(&guard("", &line, ""), 1, 0, &[unused]);
    let closed = format!("/* tokentrail-disable {RULE} -- reviewed */ /* tokentrail-enable {RULE} */\n");
    assert_scan(&guard(&closed, "", ""), 1, 0, &[unused]);
    let late = format!("/* tokentrail-disable {RULE} -- reviewed */");
    assert_scan(&format!("{}{late}", guard("", "", "")), 1, 0, &[unused]);
}

#[test]
fn ranges_end_where_they_are_enabled_and_may_begin_again() {
    let off = format!("/* tokentrail-disable {RULE} -- reviewed */\n");
    let on = format!("/* tokentrail-enable {RULE} */\n");
    let silent = guard("", "", "");
    assert_scan(&format!("{off}{silent}{on}{silent}{off}{silent}{on}"), 1, 2, &[]);
    assert_scan(&format!("{silent}{on}"), 1, 0, &[(Unused, "nothing to enable")]);
    let file = format!("/* tokentrail-disable-file {RULE} -- reviewed */\n{on}{silent}");
    assert_scan(&file, 0, 1, &[(Unused, "nothing to enable")]);
    // What was meant to end here does not go on.
    let unnamed = format!("{off}{silent}/* tokentrail-enable */\n{silent}");
    assert_scan(&unnamed, 1, 1, &[(Invalid, "the rule is missing")]);
}

#[test]
fn a_statement_of_several_lines_is_one_and_its_blocks_are_not_it() {
    let next = format!("// tokentrail-disable-next-line {RULE} -- reviewed");
    let inside = |statement: &str| format!("exports.guard = (req, res) => {{\n{next}\n{statement}\n}};\n");
    assert_scan(&inside("const checked =\n  jwt.verify(req.cookies.t, 'k', (e) =>\n    res.end());"), 0, 1, &[]);
    let unused = (Unused, "the comment can go");
    assert_scan(
        &inside("if (req.cookies.t) {\n  jwt.verify(req.cookies.t, 'k', (e) => res.end()); }"),
        1,
        0,
        &[unused],
    );
    assert_scan(&inside("stop();\njwt.verify(req.cookies.t, 'k', (e) => res.end());"), 1, 0, &[unused]);
}

#[test]
fn comments_stack_above_a_line() {
    let stacked = format!(
        "  // tokentrail-disable-next-line {RULE} -- reviewed\n  /* tokentrail-disable-next-line {RULE}\n -- twice */\n"
    );
    assert_scan(&guard("", &stacked, ""), 0, 1, &[]);
}

#[test]
fn rule_and_reason_are_required_and_rules_are_known() {
    let before = |comment: &str| guard("", &format!("// {comment}\n"), "");
    let word = "tokentrail-disable-next-line";
    assert_scan(&before(word), 1, 0, &[(Invalid, "the rule is missing")]);
    assert_scan(&before(&format!("{word} -- reviewed")), 1, 0, &[(Invalid, "the rule is missing")]);
    assert_scan(&before(&format!("{word} {RULE}")), 1, 0, &[(Invalid, "the reason is missing")]);
    assert_scan(&before(&format!("{word} {RULE} --")), 1, 0, &[(Invalid, "the reason is missing")]);
    assert_scan(&before(&format!("{word} {RULE}s -- x")), 1, 0, &[(Invalid, "did you mean `silent-verify-failure`?")]);
    assert_scan(&before(&format!("{word} no-such -- x")), 1, 0, &[(Invalid, "`tokentrail rules`")]);
    assert_scan(&before(&format!("{word} no-such, {RULE} -- x")), 0, 1, &[(Invalid, "`no-such`")]);
    assert_scan(&before(&format!("tokentrail-disable-nextline {RULE} -- x")), 1, 0, &[(Invalid, "did you mean")]);
}

#[test]
fn only_comments_speak() {
    let text = format!("tokentrail-disable-file {RULE} -- reviewed");
    for quiet in [format!("x = '/* {text} */';\n"), format!("x = `// {text}`;\n"), format!("// about {text}\n")] {
        assert_scan(&format!("{quiet}{}", guard("", "", "")), 1, 0, &[]);
    }
}

#[test]
fn a_file_that_was_parsed_in_part_can_be_reviewed() {
    let next = format!("// tokentrail-disable-next-line {RULE} -- reviewed\n");
    let broken = format!("{}\nclass {{ ] ;;; \n", guard("", &next, ""));
    assert_eq!(scan(&broken).summary.partial.len(), 1);
    assert_scan(&broken, 0, 1, &[]);
}

#[test]
fn what_is_not_shown_is_suppressed_all_the_same() {
    let next = format!("// tokentrail-disable-next-line {RULE} -- reviewed\n");
    let text = format!("{HEAD}{}", guard("", &next, ""));
    let nothing = Selection { ignore: vec![RULE.to_owned()], ..Selection::default() };
    let scan = check_sources(&[("guard.js", &text)], &nothing).unwrap();
    assert_eq!((scan.findings.len(), scan.summary.suppressed, scan.notices.len()), (0, 0, 0));
    // A verdict that is unknown is shown to few, and may be accepted for all.
    let unknown = format!(
        "{HEAD}const {{ report }} = require('./nowhere');\n\
         exports.guard = (req, res) => {{\n  try {{ jwt.verify(req.cookies.t, 'k'); }}\n{next}  catch (e) {{ report(e); res.end(); }}\n}};\n"
    );
    let pedantic = Selection { min_confidence: Confidence::Low, pedantic: true, ..Selection::default() };
    let scan = check_sources(&[("read.js", &unknown)], &pedantic).unwrap();
    assert_eq!((scan.findings.len(), scan.summary.suppressed, scan.notices.len()), (0, 1, 0), "{scan:?}");
    let scan = check_sources(&[("read.js", &unknown)], &Selection::default()).unwrap();
    assert_eq!((scan.summary.suppressed, scan.notices.len()), (0, 0));
}

#[test]
fn a_file_without_a_check_is_told_of_its_comment() {
    let text = format!("// tokentrail-disable-next-line {RULE} -- reviewed\nstop();\n");
    let scan = check_sources(&[("a.js", &text)], &Selection::default()).unwrap();
    assert_eq!(scan.notices.len(), 1);
    assert_eq!(scan.notices[0].kind, Unused);
    assert!(scan.sources.contains_key(&scan.notices[0].place.file));
}
