//! The shape of the house, held by a test: floors, sizes, and who may touch what.
//!
//! Reads the floors table of ARCHITECTURE.md and the code in `src/`. Each failure says what to do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "architecture/code.rs"]
mod code;
#[path = "architecture/rules.rs"]
mod rules;

use std::fs;
use std::path::Path;

use code::SourceFile;
use rules::Floors;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn floors() -> Floors {
    Floors::read(&fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap())
}

/// All files in `src/`, by their path below the project's root, with `/`.
fn sources() -> Vec<SourceFile> {
    let mut sources: Vec<SourceFile> = walkdir::WalkDir::new(root().join("src"))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let below = path.strip_prefix(root()).unwrap();
            let parts: Vec<String> = below.components().map(|part| part.as_os_str().to_string_lossy().into()).collect();
            SourceFile::new(&parts.join("/"), &fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert!(sources.len() > 10, "the sources were not found");
    code::mark_test_files(&mut sources);
    sources
}

#[track_caller]
fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "\n\n{}\n", violations.join("\n"));
}

#[test]
fn imports_go_downward() {
    assert_none(&rules::upward_imports(&sources(), &floors()));
}

#[test]
fn every_module_has_a_floor() {
    assert_none(&rules::modules_without_floor(&sources(), &floors()));
}

#[test]
fn files_are_short() {
    assert_none(&rules::long_files(&sources()));
}

#[test]
fn every_file_says_what_it_is_for() {
    assert_none(&rules::files_without_header(&sources()));
}

#[test]
fn only_the_syntax_layer_names_tree_sitter() {
    assert_none(&rules::names_outside(&sources(), &rules::TREE_SITTER));
}

#[test]
fn only_discover_and_the_rim_touch_the_disk() {
    assert_none(&rules::names_outside(&sources(), &rules::FILE_SYSTEM));
}

#[test]
fn only_the_rim_prints() {
    assert_none(&rules::names_outside(&sources(), &rules::PRINTING));
}
