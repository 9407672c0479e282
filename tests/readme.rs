//! What the documentation says holds: its transcripts are what the program prints, its names exist, its limits are limits.
//!
//! Figures that were measured are not repeated here; everything else that README.md claims and a machine can tell is.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "readme/limits.rs"]
mod limits;
#[path = "readme/names.rs"]
mod names;
#[path = "readme/page.rs"]
mod page;
#[allow(dead_code, reason = "not everything of it is needed here")]
#[path = "cli/program.rs"]
mod program;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use page::{Page, rows};
use program::Tree;
use tokentrail::finding::Verdict;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn transcripts_are_what_the_program_prints() {
    let readme = Page::read("README.md");
    let tree = Tree::new(&readme.files());
    let mut transcripts = 0;
    for (_, text) in readme.fences().filter(|(info, _)| *info == "console") {
        transcripts += 1;
        let mut printed = String::new();
        let mut code = None;
        for command in text.lines().filter_map(|line| line.strip_prefix("$ ")) {
            let output = match command.strip_prefix("tokentrail ") {
                Some(arguments) => {
                    let run = tree.run(arguments);
                    code = run.code;
                    run.stdout + &run.stderr
                }
                None => {
                    assert_eq!(command, "echo $?", "README.md shows a command that this test cannot run");
                    code.unwrap().to_string()
                }
            };
            writeln!(printed, "$ {command}\n{}", output.trim_end()).unwrap();
        }
        assert_eq!(printed, text, "README.md shows what the program does not print");
    }
    assert!(transcripts > 0, "README.md shows no transcript");
}

#[test]
fn the_verdicts_have_the_names_that_are_printed() {
    let readme = Page::read("README.md");
    let told: Vec<&str> = rows(readme.section("How it decides")).map(|row| row[0].as_str()).collect();
    let verdicts = [Verdict::Reported, Verdict::Partly, Verdict::DebugOnly, Verdict::Silent, Verdict::Unknown];
    assert_eq!(told, verdicts.map(Verdict::name));
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    let help = Tree::new(&[]).run("--help").stdout;
    let codes =
        help.lines().skip_while(|line| *line != "Exit codes:").skip(1).map_while(|line| line.strip_prefix("  "));
    let of_help: Vec<&str> = codes.filter_map(|line| line.split_whitespace().next()).collect();
    let readme = Page::read("README.md");
    let told: Vec<&str> = rows(readme.section("Adopting it")).map(|row| row[0].as_str()).collect();
    assert!(!of_help.is_empty(), "{help}");
    assert_eq!(told, of_help);
}

#[test]
fn the_test_command_is_what_the_gate_runs() {
    let gate = fs::read_to_string(root().join(".ci/run")).unwrap();
    let of_gate: Vec<&str> = gate.lines().filter(|line| line.starts_with("cargo ")).collect();
    let readme = Page::read("README.md");
    let set_up = page::typed(readme.section("Two commands"));
    assert!(
        matches!(set_up.as_slice(), [run, test] if run.starts_with("cargo run ") && *test == "cargo test"),
        "{set_up:?}"
    );
    assert!(of_gate.contains(&"cargo test"), "{of_gate:?}");
    let contributing = Page::read("CONTRIBUTING.md");
    for command in of_gate {
        assert!(contributing.commands().contains(&command), "CONTRIBUTING.md does not tell of `{command}`");
    }
}

#[test]
fn the_licence_and_the_toolchain_are_those_of_the_manifest() {
    let manifest = names::manifest();
    let package = |key: &str| manifest["package"][key].as_str().unwrap().to_owned();
    let licence = fs::read_to_string(root().join("LICENSE")).unwrap();
    assert_eq!(package("license"), "MIT");
    assert!(licence.starts_with("MIT License") && licence.contains("the tokentrail authors"));
    for page in ["README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        assert!(text.contains(&format!("{} or newer", package("rust-version"))), "{page} names another toolchain");
    }
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(changelog.contains(&package("version")), "CHANGELOG.md does not know version {}", package("version"));
}

#[test]
fn the_map_stays_a_map() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    // Rows of tables are not prose: other tests hold that each floor, test and dependency has its own.
    let lines = map.lines().filter(|line| !line.starts_with('|')).count();
    assert!(lines < 240, "ARCHITECTURE.md has {lines} lines: it names things, and leaves the rest to them");
}
