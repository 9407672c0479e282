//! The forms for code hosts: annotations and SARIF.

use std::path::PathBuf;

use serde_json::Value;

use super::{PLAIN, assert_tame, scan};
use crate::finding::{Notice, NoticeKind, Role, Scan, Severity, Skipped};
use crate::report::{Base, Format, write};

/// A run inside a repository, below its root.
fn base() -> Base {
    Base { root: PathBuf::from("/repo"), working_directory: PathBuf::from("/repo/api") }
}

fn written(scan: &Scan, format: Format) -> String {
    let mut out = Vec::new();
    write(scan, format, PLAIN, &base(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn sarif(scan: &Scan) -> Value {
    let log: Value = serde_json::from_str(&written(scan, Format::Sarif)).unwrap();
    log["runs"][0].clone()
}

const HOSTILE: &str = "a\n::error::b %0A ##[add-mask]c \u{1b}[2J\u{202e} [click](https://example.org)";

#[test]
fn an_annotation_says_place_message_and_help() {
    let mut scan = scan(&[("src/a,b.js", "é🎉\nif (x) verify(t)\n")]);
    let finding = scan.find("verify(t)", vec![]);
    finding.help = Some("log it, 100%".to_owned());
    finding.because = Some("a guess".to_owned());
    assert_eq!(
        written(&scan, Format::Github),
        "::error file=api/src/a%2Cb.js,line=2,endLine=2,col=8,endColumn=17,title=tokentrail(silent-verify-failure)\
         ::src/a,b.js:2:8: a refused token leaves no trace%0Ahelp: log it, 100%25%0Aconfidence: high, because a guess\n"
    );
}

#[test]
fn severities_are_the_runners_levels() {
    let mut scan = scan(&[("a.js", "x")]);
    for severity in [Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical] {
        scan.find("x", vec![]).severity = severity;
    }
    let annotations = written(&scan, Format::Github);
    let levels: Vec<&str> = annotations.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(levels, ["::error", "::error", "::warning", "::notice", "::notice"]);
}

#[test]
fn annotations_that_the_runner_would_drop_are_counted() {
    let mut scan = scan(&[("a.js", "x")]);
    for number in 0..31 {
        let finding = scan.find("x", vec![]);
        finding.message = format!("number {number}");
        finding.severity = [Severity::High, Severity::Medium, Severity::Low][usize::min(number / 11, 2)];
    }
    let critical = scan.find("x", vec![]);
    (critical.severity, critical.message) = (Severity::Critical, "the worst".to_owned());
    let annotations = written(&scan, Format::Github);
    let count = |level: &str| annotations.lines().filter(|line| line.starts_with(level)).count();
    assert_eq!((count("::error "), count("::warning "), count("::notice ")), (10, 10, 9));
    assert!(annotations.lines().next().unwrap().ends_with("the worst"));
    assert_eq!(
        annotations.lines().last().unwrap(),
        "tokentrail: not annotated: 2 more errors, 1 more warning; GitHub shows 10 of a level for a step"
    );
}

#[test]
fn hostile_text_makes_no_other_command() {
    let path = "src/::error::x\r\n::stop-commands::y.js";
    let mut scan = scan(&[(path, HOSTILE)]);
    let exit = scan.related(Role::Exit, 0, "a", HOSTILE);
    let finding = scan.find("a", vec![exit]);
    finding.message = HOSTILE.to_owned();
    finding.help = Some(HOSTILE.to_owned());
    finding.because = Some(HOSTILE.to_owned());
    for format in [Format::Github, Format::Concise, Format::Full, Format::Json, Format::Jsonl, Format::Sarif] {
        let text = written(&scan, format);
        assert_tame(&text, false);
        let commands: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with("::")).collect();
        assert_eq!(commands.len(), usize::from(format == Format::Github), "{text}");
        // The older form of commands counts anywhere in a line that is none of the newer.
        let older = text.lines().filter(|line| !line.starts_with("::") && line.contains("##["));
        assert_eq!(older.count(), 0, "{text}");
    }
    let annotation = written(&scan, Format::Github);
    let file = "file=api/src/%3A%3Aerror%3A%3Ax%0D%0A%3A%3Astop-commands%3A%3Ay.js,line=1";
    assert!(annotation.starts_with(&format!("::error {file}")), "{annotation}");
    assert!(annotation.contains(" %250A "), "{annotation}");
}

#[test]
fn a_path_that_acts_on_a_screen_is_no_property() {
    let mut scan = scan(&[("a\u{1b}[2J\u{202e}.js", "x")]);
    scan.find("x", vec![]);
    assert_eq!(
        written(&scan, Format::Github),
        "::error title=tokentrail(silent-verify-failure)::a\\u{1b}[2J\\u{202e}.js:1:1: a refused token leaves no trace\n"
    );
}

#[test]
fn every_line_of_jsonl_is_an_object_with_its_type() {
    let mut scan = scan(&[("a.js", "x\n")]);
    scan.find("x", vec![]);
    scan.notices = vec![unused(&scan)];
    let text = written(&scan, Format::Jsonl);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<&str> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["start", "finding", "notice", "summary"]);
    assert_eq!(lines[0]["version"], 1);
    let whole: Value = serde_json::from_str(&written(&scan, Format::Json)).unwrap();
    for (line, part) in
        [(&lines[1], &whole["findings"][0]), (&lines[2], &whole["notices"][0]), (&lines[3], &whole["summary"])]
    {
        let mut line = line.clone();
        line.as_object_mut().unwrap().remove("type");
        assert_eq!(line, *part);
    }
}

fn unused(scan: &Scan) -> Notice {
    let message = "it can go".to_owned();
    Notice { kind: NoticeKind::UnusedSuppression, place: scan.place(0, "x"), message }
}

#[test]
fn sarif_results_stand_on_one_line_and_lead_along_the_trail() {
    let mut scan = scan(&[("src/a b.js", "é🎉\nverify(\n  t);\ncatch (e) {}\n"), ("../lib/é.js", "stop()\nverify(u)")]);
    let check = scan.related(Role::Check, 0, "verify(\n  t)", "it is `checked[0](x)` here");
    let exit = scan.related(Role::Exit, 1, "stop()", "it ends here");
    let other = scan.related(Role::Check, 1, "verify(u)", "and here");
    let finding = scan.find("catch (e)", vec![check, exit, other]);
    finding.because = Some("a guess".to_owned());
    let run = sarif(&scan);
    let result = &run["results"][0];
    assert_eq!(result["level"], "error");
    assert_eq!(
        result["message"]["text"],
        "A refused token leaves no trace. Trail: [it is `checked(0) (x)` here](1), [it ends here](2), [and here](3)."
    );
    let physical = &result["locations"][0]["physicalLocation"];
    let region = serde_json::json!({ "startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 10 });
    assert_eq!(physical["region"], region);
    let address = serde_json::json!({ "uri": "api/src/a%20b.js", "uriBaseId": "%SRCROOT%" });
    assert_eq!(physical["artifactLocation"], address);
    assert!(run["originalUriBaseIds"].get("%SRCROOT%").is_some());
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    // A span of two lines is shown as far as its first.
    let related = result["relatedLocations"].as_array().unwrap();
    let region = serde_json::json!({ "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 8 });
    assert_eq!(related[0]["physicalLocation"]["region"], region);
    assert_eq!(related[1]["physicalLocation"]["artifactLocation"]["uri"], "lib/%C3%A9.js");
    assert_eq!(related.iter().map(|at| at["id"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    // The other check is no step of this trail.
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    assert_eq!(steps.iter().map(|step| step["kinds"][0].as_str().unwrap()).collect::<Vec<_>>(), ["check", "exit"]);
    assert_eq!(result["partialFingerprints"]["tokentrailFingerprint/v1"], "00ff");
    assert!(result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().ends_with(":1"));
    assert_eq!(result["properties"]["because"], "a guess");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]["id"], result["ruleId"]);
}

#[test]
fn sarif_has_all_rules_and_no_result_where_nothing_was_found() {
    let run = sarif(&Scan::default());
    assert_eq!(run["results"], serde_json::json!([]));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "silent-verify-failure").unwrap();
    assert_eq!(rule["name"], "SilentVerifyFailure");
    assert_eq!(rule["properties"]["security-severity"], "8.0");
    let tags: Vec<&str> = rule["properties"]["tags"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(tags.contains(&"external/cwe/cwe-778") && tags.contains(&"cwe-778"), "{tags:?}");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_says_what_was_not_looked_at_and_what_is_suppressed() {
    let mut scan = scan(&[("a.js", "\nx")]);
    let gap = |path: &str, reason: &str| Skipped { path: path.to_owned(), reason: reason.to_owned() };
    scan.summary.skipped = vec![gap("b\u{1b}.js", "binary")];
    scan.summary.partial = vec![gap("c.js", "nested")];
    scan.summary.suppressed = 2;
    scan.notices = vec![unused(&scan)];
    let run = sarif(&scan);
    let invocation = &run["invocations"][0];
    let told = |key: &str| -> Vec<(Value, Value)> {
        let told = invocation[key].as_array().unwrap().iter();
        told.map(|one| {
            let place = &one["locations"][0]["physicalLocation"];
            (one["descriptor"]["id"].clone(), place["artifactLocation"]["uri"].clone())
        })
        .collect()
    };
    let expected = [("not-analysed", "api/b%1B.js"), ("analysed-in-part", "api/c.js")];
    assert_eq!(told("toolExecutionNotifications"), expected.map(|(id, uri)| (id.into(), uri.into())));
    assert_eq!(told("toolConfigurationNotifications"), [("unused-suppression".into(), "api/a.js".into())]);
    assert_eq!(invocation["executionSuccessful"], true);
    assert_eq!(run["properties"]["suppressed"], 2);
    scan.missing = vec![gap("none.js", "No such file")];
    let run = sarif(&scan);
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn long_trails_do_not_make_long_messages() {
    let mut scan = scan(&[("a.js", "x")]);
    let related = (0..200).map(|_| scan.related(Role::HandOff, 0, "x", &"y".repeat(500))).collect();
    scan.find("x", related).message = "z".repeat(5000);
    let run = sarif(&scan);
    let text = run["results"][0]["message"]["text"].as_str().unwrap();
    assert!(text.len() < 2048 && text.ends_with("](1)."), "{text}");
    assert_eq!(run["results"][0]["relatedLocations"].as_array().unwrap().len(), 200);
}
