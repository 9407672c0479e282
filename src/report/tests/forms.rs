//! The other forms: one line each, JSON, trails, the closing line and the warnings.

use clap::ValueEnum;

use super::{COLOR, PLAIN, assert_tame, finding, place, scan, text_of};
use crate::finding::{
    CheckCounts, Confidence, Role, Scan, Severity, Skipped, Summary, Trail, TrailOf, TrailPath, Verdict,
};
use crate::report::{Base, Format, closing_line, warnings, write_trails};

#[test]
fn concise_is_one_line_each_whatever_the_text_holds() {
    let mut scan = scan(&[("src/a\n\u{1b}[2J.js", "é🎉verify(t)\n")]);
    scan.find("verify(t)", vec![]).message = "one\ntwo\u{202e}".to_owned();
    scan.find("(t)", vec![]).severity = Severity::Info;
    assert_eq!(
        scan.rendered(Format::Concise, PLAIN),
        "src/a\\n\\u{1b}[2J.js:1:4: high[silent-verify-failure] one\\ntwo\\u{202e}\n\
         src/a\\n\\u{1b}[2J.js:1:10: info[silent-verify-failure] a refused token leaves no trace\n"
    );
}

#[test]
fn json_is_the_object_of_version_1() {
    let mut scan = scan(&[("src/auth.js", "é🎉\nif (x) verify(t)\n")]);
    let check = scan.related(Role::HandOff, 0, "verify(t)", "\u{202e}\u{9b}");
    let finding = scan.find("if (x)", vec![check]);
    finding.help = Some("log it".to_owned());
    finding.because = Some("a \"guess\"".to_owned());
    scan.summary = Summary {
        files: 812,
        parsed: 57,
        skipped: vec![skipped("a\u{1b}.js", "binary")],
        partial: vec![],
        bytes: 9_100_231,
        checks: CheckCounts { understood: 31, reported: 4, unknown: 2 },
        suppressed: 3,
    };
    let version = env!("CARGO_PKG_VERSION");
    let expected = r#"{
  "version": 1,
  "tool": "tokentrail VERSION",
  "findings": [
    {
      "rule": "silent-verify-failure",
      "severity": "high",
      "confidence": "high",
      "path": "src/auth.js",
      "start": {
        "line": 2,
        "column": 1,
        "offset": 7
      },
      "end": {
        "line": 2,
        "column": 7,
        "offset": 13
      },
      "message": "a refused token leaves no trace",
      "help": "log it",
      "because": "a \"guess\"",
      "fingerprint": "00ff",
      "related": [
        {
          "role": "hand-off",
          "path": "src/auth.js",
          "start": {
            "line": 2,
            "column": 8,
            "offset": 14
          },
          "end": {
            "line": 2,
            "column": 17,
            "offset": 23
          },
          "message": "\u202e\u009b"
        }
      ]
    }
  ],
  "notices": [],
  "summary": {
    "files": 812,
    "parsed": 57,
    "skipped": [
      {
        "path": "a\u001b.js",
        "reason": "binary"
      }
    ],
    "partial": [],
    "bytes": 9100231,
    "checks": {
      "understood": 31,
      "reported": 4,
      "unknown": 2
    },
    "suppressed": 3
  }
}
"#;
    let written = scan.rendered(Format::Json, COLOR);
    assert_eq!(written, expected.replace("VERSION", version));
}

#[test]
fn json_leaves_out_what_a_finding_lacks_and_escapes_beyond_the_first_plane() {
    let mut scan = scan(&[("a.js", "x")]);
    scan.find("x", vec![]).message = "\u{e0041}\u{7f}".to_owned();
    let written = scan.rendered(Format::Json, PLAIN);
    assert!(written.contains(r#""message": "\udb40\udc41\u007f","#));
    let read: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(read["findings"][0]["message"], "\u{e0041}\u{7f}");
    assert!(read["findings"][0].get("help").is_none());
    assert!(read["findings"][0].get("because").is_none());
}

#[test]
fn a_place_in_a_file_that_is_not_there_is_an_error() {
    let mut scan = scan(&[("a.js", "x")]);
    scan.findings.push(finding(place(7, 0, 1), vec![]));
    for &format in Format::value_variants() {
        let written = crate::report::write(&scan, format, PLAIN, &Base::default(), &mut Vec::new());
        assert_eq!(written.unwrap_err().kind(), std::io::ErrorKind::InvalidData);
    }
}

#[test]
fn a_trail_reads_like_a_story() {
    let scan = scan(&[
        ("src/auth.js", "try {\n  user = check(token);\n} catch (e) {\n  next(e);\n}\n"),
        ("src/errors.js", "\nif (e.status > 499) log(e);\n\tres.end();"),
    ]);
    let check = scan.related(Role::Check, 0, "check(token)", "the token is checked here");
    let hand_off = scan.related(Role::HandOff, 0, "next(e)", "the failure is handed on");
    let signal = scan.related(Role::Signal, 1, "log(e)", "it is logged");
    let exit = scan.related(Role::Exit, 1, "res.end()", "the request ends\u{7}");
    let trail = Trail {
        of: TrailOf::Failure,
        check: check.place,
        callee: "check".to_owned(),
        verdict: Verdict::Partly,
        confidence: Confidence::Medium,
        because: Some("`e.status` is not known".to_owned()),
        paths: vec![
            TrailPath { verdict: Verdict::Silent, places: vec![check.clone(), hand_off.clone(), exit] },
            TrailPath { verdict: Verdict::Reported, places: vec![check.clone(), hand_off, signal] },
        ],
    };
    let blind =
        Trail { verdict: Verdict::Unknown, confidence: Confidence::Low, because: None, paths: vec![], ..trail.clone() };
    let written = text_of(|out| write_trails(&[trail.clone(), blind], &scan.sources, PLAIN, out));
    assert_eq!(
        written,
        "src/auth.js:2:10: failure of `check`: partly reported
  confidence: medium, because `e.status` is not known

  When it fails, there are 2 ways to go:

  Way 1 of 2
   1. check     src/auth.js:2:10   the token is checked here
      │ user = check(token);
   2. hand-off  src/auth.js:4:3    the failure is handed on
      │ next(e);
   3. exit      src/errors.js:3:2  the request ends\\u{7}
      │ res.end();
   ⇒ silent: nobody is told

  Way 2 of 2
   1. check     src/auth.js:2:10    the token is checked here
      │ user = check(token);
   2. hand-off  src/auth.js:4:3     the failure is handed on
      │ next(e);
   3. signal    src/errors.js:2:21  it is logged
      │ if (e.status > 499) log(e);
   ⇒ reported: somebody is told

src/auth.js:2:10: failure of `check`: unknown
  confidence: low

    user = check(token);

  No way that leads on from here could be followed.

"
    );
    let revoked = Trail { of: TrailOf::Revoked, ..trail.clone() };
    let written = text_of(|out| write_trails(&[revoked], &scan.sources, PLAIN, out));
    assert!(written.starts_with("src/auth.js:2:10: refusal by `check`: partly reported\n"), "{written}");
    assert!(written.contains("\n  When it says that a token is not accepted, there are 2 ways to go:\n"), "{written}");
    let colored = text_of(|out| write_trails(&[trail], &scan.sources, COLOR, out));
    assert_tame(&colored, true);
    assert!(colored.contains("user = \u{1b}[1mcheck(token)\u{1b}[0m;"));
}

fn skipped(path: &str, reason: &str) -> Skipped {
    Skipped { path: path.to_owned(), reason: reason.to_owned() }
}

fn closing(scan: &Scan) -> String {
    text_of(|out| closing_line(scan, PLAIN, out))
}

#[test]
fn the_closing_line_counts() {
    let mut scan = scan(&[("a.js", "x")]);
    scan.summary.files = 812;
    scan.summary.parsed = 57;
    scan.summary.checks.understood = 31;
    assert_eq!(closing(&scan), "No findings: 812 files, 57 parsed, 31 checks understood, 0 unknown\n");
    scan.summary.checks.reported = 4;
    scan.summary.checks.unknown = 2;
    for severity in [Severity::High, Severity::Medium, Severity::High, Severity::High] {
        scan.find("x", vec![]).severity = severity;
    }
    assert_eq!(
        closing(&scan),
        "4 findings (3 high, 1 medium) in 812 files; 31 checks understood, 4 reported, 2 unknown\n"
    );
    scan.findings.truncate(1);
    scan.summary.files = 1;
    scan.summary.checks.understood = 1;
    scan.summary.skipped = vec![skipped("a", "b"); 3];
    scan.summary.partial = vec![skipped("a", "b")];
    assert_eq!(
        closing(&scan),
        "1 finding (1 high) in 1 file; 1 check understood, 4 reported, 2 unknown; \
         3 files not analysed, 1 file analysed in part\n"
    );
}

#[test]
fn few_files_are_warned_of_one_by_one() {
    let mut scan = Scan::default();
    scan.summary.skipped = vec![skipped("src/x\u{1b}.js", "binary"), skipped("y.js", "unreadable\n")];
    scan.summary.partial = vec![skipped("z.js", "2 syntax errors")];
    assert_eq!(
        text_of(|out| warnings(&scan, PLAIN, out)),
        "warning: src/x\\u{1b}.js: not analysed: binary\n\
         warning: y.js: not analysed: unreadable\\n\n\
         warning: z.js: analysed in part: 2 syntax errors\n"
    );
}

#[test]
fn many_files_are_gathered_by_reason() {
    let mut scan = Scan::default();
    let files = &mut scan.summary.skipped;
    files.push(skipped("bin.js", "binary"));
    files.extend((0..7).map(|n| skipped(&format!("dist/{n}.js"), "minified")));
    files.extend((0..2).map(|n| skipped(&format!("odd{n}.js"), "not UTF-8")));
    files.extend((0..12).map(|n| skipped(&format!("z{n}.js"), &format!("{n} MiB"))));
    assert_eq!(
        text_of(|out| warnings(&scan, PLAIN, out)),
        "warning: 7 files not analysed: minified: dist/0.js, dist/1.js, dist/2.js and 4 more\n\
         warning: 2 files not analysed: not UTF-8: odd0.js, odd1.js\n\
         warning: bin.js: not analysed: binary\n\
         warning: z0.js: not analysed: 0 MiB\n\
         warning: z1.js: not analysed: 1 MiB\n\
         warning: z2.js: not analysed: 2 MiB\n\
         warning: z3.js: not analysed: 3 MiB\n\
         warning: z4.js: not analysed: 4 MiB\n\
         warning: z5.js: not analysed: 5 MiB\n\
         warning: z6.js: not analysed: 6 MiB\n\
         warning: 5 more files not analysed for other reasons; JSON lists all\n"
    );
}
