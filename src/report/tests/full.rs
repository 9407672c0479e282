//! What a person sees of ordinary findings, line by line.

use super::{PLAIN, scan};
use crate::finding::{Confidence, Role, Severity};
use crate::report::{Format, Look};

const AUTH: &str = "\
const verifyToken = (req, res, next) => {
  const token = req.headers.authorization?.split(' ')[1];
  try {
    const decoded = jwt.verify(token, process.env.JWT_SECRET);
    req.user = decoded;
    next();
  } catch (err) {
    return res.status(401).json({ error: 'Invalid token' });
  }
};
";
const CATCH: &str = "\
catch (err) {
    return res.status(401).json({ error: 'Invalid token' });
  }";

#[test]
fn an_ordinary_finding_is_understood_at_once() {
    let mut scan = scan(&[("src/auth.js", AUTH)]);
    let related = vec![
        scan.related(Role::Check, 0, "jwt.verify(token, process.env.JWT_SECRET)", "the token is checked here"),
        scan.related(Role::Drop, 0, CATCH, "its failure ends here"),
        scan.related(
            Role::Exit,
            0,
            "return res.status(401).json({ error: 'Invalid token' });",
            "the request is answered and nobody is told",
        ),
    ];
    let finding = scan.find(CATCH, related);
    finding.message = "a token that `jwt.verify` refuses leaves no trace".to_owned();
    finding.help = Some("log `err` before answering, with `req.ip`".to_owned());
    assert_eq!(
        scan.rendered(Format::Full, PLAIN),
        "  × high[silent-verify-failure] a token that `jwt.verify` refuses leaves no trace
   ╭─[src/auth.js:7:5]
 4 │     const decoded = jwt.verify(token, process.env.JWT_SECRET);
   ·                     ────────────────────┬────────────────────
   ·                                         ╰── the token is checked here
 5 │     req.user = decoded;
 6 │     next();
 7 │   } catch (err) {
   ·     ──────┬──────
   ·           ╰── its failure ends here
 8 │     return res.status(401).json({ error: 'Invalid token' });
   ·     ────────────────────────────┬───────────────────────────
   ·                                 ╰── the request is answered and nobody is told
   ╰────
  help: log `err` before answering, with `req.ip`
  confidence: high

"
    );
}

#[test]
fn places_in_other_files_follow_and_the_findings_own_comes_first() {
    let mut scan = scan(&[
        ("src/routes.ts", "const user = await check(req);\n\n\n\n\n\n\n\n\nif (!user) return next(refused);\n"),
        ("src/errors.ts", "// 1\n// 2\nexport function onError(err, req, res, next) {\n  res.end();\n}\n"),
    ]);
    let related = vec![
        scan.related(Role::Check, 0, "check(req)", "checked here"),
        scan.related(Role::Receiver, 1, "onError", "it arrives here"),
        scan.related(Role::Exit, 1, "res.end()", "nobody is told"),
        scan.related(Role::HandOff, 0, "next(refused)", "handed on here"),
    ];
    let finding = scan.find("next(refused)", related);
    finding.severity = Severity::Medium;
    finding.confidence = Confidence::Medium;
    finding.because = Some("no route reaches this".to_owned());
    assert_eq!(
        scan.rendered(Format::Full, PLAIN),
        "  ⚠ medium[silent-verify-failure] a refused token leaves no trace
    ╭─[src/routes.ts:10:19]
 10 │ if (!user) return next(refused);
    ·                   ──────┬──────
    ·                         ╰── handed on here
    ╰────
   ╭─[src/routes.ts:1:20]
 1 │ const user = await check(req);
   ·                    ─────┬────
   ·                         ╰── checked here
   ╰────
   ╭─[src/errors.ts:3:17]
 3 │ export function onError(err, req, res, next) {
   ·                 ───┬───
   ·                    ╰── it arrives here
 4 │   res.end();
   ·   ────┬────
   ·       ╰── nobody is told
   ╰────
  confidence: medium, because no route reaches this

"
    );
}

#[test]
fn labels_on_one_line_stand_beside_each_other() {
    let mut scan = scan(&[("a.js", "verify(t, (err) => { if (err) return deny(); ok(); });\n")]);
    let related = vec![
        scan.related(Role::Check, 0, "verify(t, (err) => { if (err) return deny(); ok(); })", "checked here"),
        scan.related(Role::Exit, 0, "return deny()", "nobody is told"),
    ];
    scan.find("if (err) return deny();", related);
    assert_eq!(
        scan.rendered(Format::Full, PLAIN),
        "  × high[silent-verify-failure] a refused token leaves no trace
   ╭─[a.js:1:22]
 1 │ verify(t, (err) => { if (err) return deny(); ok(); });
   · ──────────┬───────── ────┬─── ──────┬──────
   ·           │              │          ╰── nobody is told
   ·           │              ╰── here
   ·           ╰── checked here
   ╰────
  confidence: high

"
    );
}

#[test]
fn a_few_lines_between_two_places_are_shown_and_more_are_not() {
    for (between, frames) in [(4, 1), (5, 2)] {
        let text = format!("one()\n{}two()\n", "-\n".repeat(between));
        let mut scan = scan(&[("a.js", &text)]);
        let exit = scan.related(Role::Exit, 0, "two()", "");
        scan.find("one()", vec![exit]);
        let shown = scan.rendered(Format::Full, PLAIN);
        assert_eq!(shown.matches("╭─").count(), frames, "{shown}");
    }
}

#[test]
fn a_long_handler_is_folded() {
    let text = format!("go();\nverify(t, (e) => {{\n{}}});\n", "  work();\n".repeat(300));
    let mut scan = scan(&[("a.js", &text)]);
    // To the end, with the line's own: the last line is the one that holds something.
    scan.find(&text[6..], vec![]);
    assert_eq!(
        scan.rendered(Format::Full, PLAIN),
        "  × high[silent-verify-failure] a refused token leaves no trace
   ╭─[a.js:2:1]
 2 │ verify(t, (e) => { … });
   · ────────────────────────
   ╰────
  confidence: high

"
    );
}

#[test]
fn a_narrow_screen_without_box_characters_has_room_for_all() {
    let mut scan = scan(&[("a.js", "const user = verify(token).catch(() => null);\n")]);
    let exit = scan.related(Role::Exit, 0, "null", "null goes on as if no token had come");
    scan.find("catch(() => null)", vec![exit]).help =
        Some("log it in `src/error-handlers/refresh-token.js` too".to_owned());
    let look = Look { color: false, unicode: false, width: 48 };
    assert_eq!(
        scan.rendered(Format::Full, look),
        "  x high[silent-verify-failure] a refused
  | token leaves no trace
   ,-[a.js:1:28]
 1 | ...er = verify(token).catch(() => null);
   :                       ^^^^^^^^^^^ ^^^^
   :                            |        `-| null goes on as if no token had
   :                            |          | come
   :                            `-- here
   `----
  help: log it in
        `src/error-handlers/refresh-token.js`
        too
  confidence: high

"
    );
}

#[test]
fn findings_of_one_file_are_shown_apart_and_surplus_places_are_counted() {
    let text = "a();\n".repeat(30);
    let mut scan = scan(&[("a.js", &text)]);
    let places = (0..12).map(|n| crate::finding::Related {
        role: Role::Route,
        place: super::place(0, n * 10, n * 10 + 3),
        message: "also here".to_owned(),
    });
    let places: Vec<_> = places.collect();
    scan.find("a()", places[..1].to_vec());
    scan.find("a()", places);
    let shown = scan.rendered(Format::Full, PLAIN);
    assert_eq!(shown.matches("a refused token").count(), 2);
    assert_eq!(shown.matches("also here").count(), 1 + 8);
    assert!(shown.ends_with("  note: 4 more places belong to this; JSON lists them\n\n"));
}

#[test]
fn colours_change_nothing_but_colours() {
    let mut scan = scan(&[("src/auth.js", AUTH)]);
    let exit = scan.related(Role::Exit, 0, "return res", "nobody is told");
    let finding = scan.find(CATCH, vec![exit]);
    finding.message = "many words ".repeat(20);
    for format in [Format::Full, Format::Concise] {
        let colored = scan.rendered(format, super::COLOR);
        assert!(colored.contains("\u{1b}[31;1mhigh[silent-verify-failure]\u{1b}[0m"));
        assert_eq!(super::without_colors(&colored), scan.rendered(format, PLAIN));
    }
}
