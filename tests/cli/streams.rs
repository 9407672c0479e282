//! Streams: what goes where, colours, and readers that leave.

use std::process::Stdio;

use super::program::{Run, Tree};

#[test]
fn findings_have_stdout_to_themselves() {
    let tree = Tree::new(&[("a.js", "stop();\n")]);
    let run = tree.run("check .");
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
    assert!(!run.stderr.is_empty(), "the closing line");
    let quiet = tree.run("check . -q");
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (Some(0), "", ""));
}

#[test]
fn json_is_one_object_on_stdout() {
    let tree = Tree::new(&[("a.js", "stop();\n")]);
    for line in ["--output-format json", "check --output-format=json ."] {
        let run = tree.run(line);
        assert_eq!(run.code, Some(0));
        assert_eq!(run.json()["version"], 1);
        assert_eq!(run.json()["findings"], serde_json::json!([]));
        assert!(run.stdout.ends_with("}\n"));
    }
}

/// Whether an error message is coloured, under settings.
fn is_colored(arguments: &str, environment: &[(&str, &str)]) -> bool {
    let tree = Tree::new(&[]);
    let mut command = tree.command(&format!("explain no-such-rule {arguments}"));
    command.envs(environment.iter().copied());
    let run = Run::of(command.output().unwrap());
    assert!(run.stderr.contains("no-such-rule"));
    run.stderr.contains('\u{1b}')
}

#[test]
fn colors_are_for_those_who_want_them() {
    assert!(!is_colored("", &[]), "no terminal");
    assert!(is_colored("--color always", &[("NO_COLOR", "1")]));
    assert!(!is_colored("--color never", &[("FORCE_COLOR", "1")]));
    assert!(is_colored("", &[("FORCE_COLOR", "1")]));
    assert!(is_colored("", &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_colored("", &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn no_argument_steers_the_terminal() {
    let run = Tree::new(&[]).run("explain \u{1b}[2Jrule\u{202e}");
    assert_eq!(run.code, Some(2));
    assert!(!run.stderr.contains('\u{1b}') && !run.stderr.contains('\u{202e}'), "{run:?}");
}

/// Runs with a stream that nobody reads any more.
#[cfg(unix)]
fn with_reader_gone(line: &str, is_stdout: bool) -> Run {
    let tree = Tree::new(&[("a.js", "stop();\n")]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = tree.command(line);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if is_stdout {
        command.stdout(writer);
    } else {
        command.stderr(writer);
    }
    Run::of(command.spawn().unwrap().wait_with_output().unwrap())
}

#[cfg(unix)]
#[test]
fn a_reader_who_left_changes_no_verdict() {
    for line in ["check --output-format json", "rules", "--help", "why a.js:1"] {
        let run = with_reader_gone(line, true);
        assert_eq!(run.code, Some(0), "{line}: {run:?}");
        assert!(!run.stderr.contains("panic") && !run.stderr.contains("error"), "{line}: {run:?}");
    }
    for (line, code) in [("check", 0), ("explain no-such-rule", 2)] {
        assert_eq!(with_reader_gone(line, false).code, Some(code), "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_2() {
    let tree = Tree::new(&[("a.js", "stop();\n")]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = Run::of(tree.command("check --output-format json").stdout(full).output().unwrap());
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("the output cannot be written"), "{}", run.stderr);
}
