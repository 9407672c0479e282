//! How runs end that somebody or something ends early: the documented code, and no half-written file.

#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::program::{Run, Tree};

const SIGINT: i32 = 2;
/// Long enough for any machine; nothing waits for so long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// Files with so many findings that no pipe holds them all.
fn talkative() -> Tree {
    let silent = "exports.g = (q, s) => { try { jwt.verify(q.t, 'k'); } catch (e) { s.end(); } };\n".repeat(40);
    let text = format!("const jwt = require('jsonwebtoken');\n{silent}");
    let files: Vec<String> = (0..8).map(|at| format!("f{at}.js")).collect();
    Tree::new(&files.iter().map(|name| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// What stands in a folder besides sources.
fn left(tree: &Tree) -> Vec<String> {
    let entries = fs::read_dir(tree.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.filter(|name| !name.ends_with(".js")).collect();
    names.sort();
    names
}

/// Waits until a run has begun to write: then it cannot go on before somebody reads.
fn until_it_writes(child: &mut Child) -> std::process::ChildStdout {
    let mut out = child.stdout.take().unwrap();
    let mut first = [0];
    out.read_exact(&mut first).unwrap();
    out
}

fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

fn ended(child: &mut Child) -> std::process::ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(begun.elapsed() < PATIENCE, "the run does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A run that can be interrupted, whatever the tests' own shell does with interrupts.
#[cfg(target_os = "linux")]
fn interruptible(tree: &Tree, arguments: &str) -> Command {
    let mut command = Command::new("env");
    command.args(["--default-signal=INT", env!("CARGO_BIN_EXE_tokentrail")]).args(arguments.split_whitespace());
    command.current_dir(tree.path()).env_remove("GITHUB_ACTIONS").stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_run_ends_at_once_and_leaves_nothing_half_done() {
    let tree = talkative();
    fs::write(tree.path().join("old.json"), "old").unwrap();
    let arguments = "check --output json --output sarif=new.sarif --output json=old.json";
    let mut child = interruptible(&tree, arguments).spawn().unwrap();
    let out = until_it_writes(&mut child);
    interrupt(&child);
    let status = ended(&mut child);
    drop(out);
    // A shell says 130 of both.
    assert!(status.signal() == Some(SIGINT) || status.code() == Some(130), "{status:?}");
    assert_eq!(left(&tree), ["old.json"]);
    assert_eq!(fs::read_to_string(tree.path().join("old.json")).unwrap(), "old");
}

#[cfg(target_os = "linux")]
#[test]
fn a_shell_says_130_of_an_interrupted_run() {
    let tree = talkative();
    let program = env!("CARGO_BIN_EXE_tokentrail");
    // Whatever a shell without a terminal starts beside itself ignores interrupts; `env` takes that back.
    let run = format!("env --default-signal=INT {program} check --output-format json");
    let line = format!("{run} & pid=$!; read -r go; kill -INT $pid; wait $pid; echo $? >&2");
    let mut command = Command::new("sh");
    command.args(["-c", &line]).current_dir(tree.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let out = until_it_writes(&mut child);
    drop(child.stdin.take());
    ended(&mut child);
    drop(out);
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.ends_with("130\n"), "{said:?}");
}

#[test]
fn a_reader_who_leaves_in_the_middle_changes_no_verdict() {
    let tree = talkative();
    for form in ["full", "concise", "json", "jsonl", "sarif", "github"] {
        let mut command = tree.command(&format!("check --output-format {form}"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(until_it_writes(&mut child));
        let run = Run::of(child.wait_with_output().unwrap());
        assert_eq!(run.code, Some(1), "{form}: {run:?}");
        assert!(!run.stderr.contains("panic") && !run.stderr.contains("error:"), "{form}: {}", run.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_2_and_leaves_the_old_file() {
    let tree = talkative();
    for (arguments, said) in [
        ("check --output-format json >/dev/full", "the output cannot be written"),
        ("check --output json=/dev/full", "/dev/full: the output cannot be written"),
        // No file may grow beyond a few blocks: the disk is full as far as this run can see.
        ("check --output json=old.json", "old.json: the output cannot be written"),
        ("check --output json=new.json", "new.json: the output cannot be written"),
    ] {
        fs::write(tree.path().join("old.json"), "old").unwrap();
        let program = env!("CARGO_BIN_EXE_tokentrail");
        let line = format!("trap '' XFSZ; ulimit -f 8; exec {program} {arguments}");
        let run = Run::of(Command::new("sh").args(["-c", &line]).current_dir(tree.path()).output().unwrap());
        assert_eq!(run.code, Some(2), "{arguments}: {run:?}");
        assert!(run.stderr.contains(said), "{arguments}: {}", run.stderr);
        assert_eq!(left(&tree), ["old.json"], "{arguments}");
        assert_eq!(fs::read_to_string(tree.path().join("old.json")).unwrap(), "old", "{arguments}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_no_file_is_2() {
    let tree = talkative();
    // Not even an administrator makes a file there.
    let run = tree.run("check --output json=/proc/tokentrail.json --output concise");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("/proc/tokentrail.json: the output cannot be written"), "{}", run.stderr);
    assert!(run.stdout.lines().count() > 100, "the other output is there");
}

#[test]
fn closed_streams_are_no_verdict_s_business() {
    let tree = talkative();
    let program = env!("CARGO_BIN_EXE_tokentrail");
    for (closed, code) in [("2>&-", 1), ("<&-", 1), (">&-", 1)] {
        let line = format!("exec {program} check --output-format concise {closed}");
        let run = Run::of(Command::new("sh").args(["-c", &line]).current_dir(tree.path()).output().unwrap());
        assert_eq!(run.code, Some(code), "{closed}: {run:?}");
    }
}
