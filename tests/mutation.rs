//! Real code with something missing, twice, or in another's place: what an editor holds between two keystrokes.
//!
//! A run takes the test data. The long form takes the repositories of a folder, each of its subfolders as one project:
//!
//! ```text
//! TOKENTRAIL_MUTATION_CORPUS=~/repositories TOKENTRAIL_FUZZ_PROGRAMS=2000 cargo test --release --test mutation -- --nocapture
//! ```

#![allow(clippy::expect_used, clippy::print_stderr, reason = "a test fails by panicking, and says what it did")]

#[path = "hostile/campaign.rs"]
mod campaign;
#[path = "hostile/examine.rs"]
mod examine;
#[allow(dead_code, reason = "the truth tests choose in more ways")]
#[path = "truth/rng.rs"]
mod rng;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use campaign::Campaign;
use regex::Regex;
use rng::Rng;
use tokentrail::syntax::Dialect;

/// Enough for a regression to show, and little enough for every run.
const MUTANTS: u64 = 512;
/// As the program's own limit, a file that is larger is not read.
const LARGEST: u64 = 1 << 20;

type Files = Vec<(String, String)>;

#[test]
fn code_with_something_out_of_place_is_survived() {
    let corpus = std::env::var_os("TOKENTRAIL_MUTATION_CORPUS").map(PathBuf::from);
    let (projects, campaign) = match &corpus {
        Some(folder) => (repositories(folder), Campaign::from_environment("mutants", MUTANTS).each_alone()),
        None => (test_data(), Campaign::from_environment("mutants", MUTANTS)),
    };
    assert!(projects.len() > 10, "{} projects were found", projects.len());
    let changed = AtomicUsize::new(0);
    let ran = campaign.run(|rng| {
        let (files, mutants) = mutated_project(&projects[rng.below(projects.len())], rng);
        changed.fetch_add(mutants, Ordering::Relaxed);
        files
    });
    eprintln!("{changed:?} files were changed");
    assert!(ran.findings > 0, "no mutant comes as far as a finding: {ran:?}");
}

/// Every file of the test data is a project of its own.
fn test_data() -> Vec<Files> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let folders = ["cases", "vocabulary"].map(|folder| sources(&data.join(folder)));
    folders.into_iter().flatten().map(|file| vec![file]).collect()
}

fn repositories(folder: &Path) -> Vec<Files> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(folder).expect("the corpus can be listed").map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    folders.iter().map(|folder| sources(folder)).filter(|files| !files.is_empty()).collect()
}

/// The sources below a folder, and the manifests that say what they import.
fn sources(folder: &Path) -> Files {
    let is_own =
        |entry: &walkdir::DirEntry| !matches!(entry.file_name().to_str(), Some("node_modules" | ".git" | "dist"));
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_own);
    let files = entries.filter_map(Result::ok).filter(|entry| {
        let is_small = entry.metadata().is_ok_and(|data| data.is_file() && data.len() <= LARGEST);
        is_small && (Dialect::of_path(entry.path()).is_some() || entry.file_name() == "package.json")
    });
    let read = files.filter_map(|entry| {
        let below = entry.path().strip_prefix(folder).ok()?.to_str()?.to_owned();
        Some((below, fs::read_to_string(entry.path()).ok()?))
    });
    read.collect()
}

/// A project with changes in most of the files that have to do with tokens and in some others, and how many it has them in.
fn mutated_project(project: &Files, rng: &mut Rng) -> (Files, usize) {
    let is_meant = |text: &str| text.contains("jwt") || text.contains("token");
    let mut mutants = 0;
    let files = project.iter().enumerate().map(|(at, (name, text))| {
        let is_changed = if is_meant(text) || project.len() == 1 { at == 0 || rng.percent(70) } else { rng.percent(5) };
        if !is_changed {
            return (name.clone(), text.clone());
        }
        mutants += 1;
        let pieces: &Regex = if rng.percent(60) { &TOKENS } else { &LINES };
        (name.clone(), mutated(text, pieces, rng))
    });
    (files.collect(), mutants)
}

static TOKENS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\w+|\s+|[^\w\s]").expect("it is a pattern"));
static LINES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[^\n]*\n|[^\n]+").expect("it is a pattern"));

/// A text with pieces missing, twice, or in each other's place.
fn mutated(text: &str, pieces: &Regex, rng: &mut Rng) -> String {
    let mut parts: Vec<&str> = pieces.find_iter(text).map(|found| found.as_str()).collect();
    for _ in 0..=rng.below(4) {
        if parts.is_empty() {
            break;
        }
        let (one, other) = (rng.below(parts.len()), rng.below(parts.len()));
        match rng.below(5) {
            0 | 1 => drop(parts.remove(one)),
            2 => {
                let piece = parts[one];
                parts.insert(other, piece);
            }
            3 => parts.swap(one, other),
            // A neighbour's place is where a slip of the hand puts it.
            _ => {
                let next = (one + 1) % parts.len();
                parts.swap(one, next);
            }
        }
    }
    // A save in the middle of a line.
    let mut changed = parts.concat();
    if rng.percent(5) {
        let end = (0..=rng.below(changed.len() + 1)).rev().find(|&at| changed.is_char_boundary(at)).unwrap_or(0);
        changed.truncate(end);
    }
    changed
}
