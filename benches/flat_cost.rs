//! Whether analysis time per line stays flat while a project grows: an application is copied beside itself, up to sixteen times,
//! as folders that know nothing of each other and as one program that imports them all.
//!
//! ```text
//! cargo bench --bench flat_cost -- path/to/application src/index.js
//! ```
//!
//! The second argument is the module that the one program imports from each copy. Prints milliseconds of processor time per
//! thousand lines; nothing is asserted, since a machine's load is nobody's regression.

#![allow(clippy::expect_used, clippy::print_stdout)] // A tool for the terminal.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokentrail::engine::{Options, Progress, Selection, check};
use walkdir::{DirEntry, WalkDir};

const COPIES: [usize; 5] = [1, 2, 4, 8, 16];
/// One measurement takes at least this long: the system counts in hundredths of a second.
const MEASURED: Duration = Duration::from_millis(600);

fn main() {
    let mut given = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(application), Some(entry)) = (given.next(), given.next()) else {
        println!("usage: cargo bench --bench flat_cost -- APPLICATION ENTRY");
        return;
    };
    let application = PathBuf::from(application);
    let files = sources(&application);
    let lines: usize = files.iter().map(|file| fs::read_to_string(file).map_or(0, |text| text.lines().count())).sum();
    println!("{}: {} files, {lines} lines", application.display(), files.len());
    println!("{:>6} {:>22} {:>22}", "copies", "siblings, ms/KLOC", "one program, ms/KLOC");
    for copies in COPIES {
        let [siblings, one] = [false, true].map(|imported| {
            let folder = tempfile::tempdir().expect("a folder for the copies");
            for copy in 0..copies {
                copy_all(&application, &files, &folder.path().join(format!("copy{copy}")));
            }
            if imported {
                let imports = (0..copies).map(|copy| format!("require('./copy{copy}/{entry}');\n"));
                fs::write(folder.path().join("all.js"), imports.collect::<String>()).expect("the one program");
            }
            milliseconds(folder.path()) * 1_000.0 / (lines * copies).max(1) as f64
        });
        println!("{copies:>6} {siblings:>22.2} {one:>22.2}");
    }
}

/// What is analysed of an application, and what says which packages it uses.
fn sources(application: &Path) -> Vec<PathBuf> {
    let is_own = |entry: &DirEntry| !matches!(entry.file_name().to_str(), Some("node_modules" | ".git"));
    let known = ["js", "cjs", "mjs", "jsx", "ts", "cts", "mts", "tsx"];
    let is_source = |path: &Path| path.extension().and_then(|end| end.to_str()).is_some_and(|end| known.contains(&end));
    let entries = WalkDir::new(application).sort_by_file_name().into_iter().filter_entry(is_own);
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).map(DirEntry::into_path);
    files.filter(|path| is_source(path)).collect()
}

fn copy_all(application: &Path, files: &[PathBuf], to: &Path) {
    let manifests = ["package.json", "tsconfig.json"].map(|name| application.join(name));
    for file in files.iter().chain(manifests.iter().filter(|path| path.is_file())) {
        let target = to.join(file.strip_prefix(application).expect("a file of the application"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("the copy's folder");
        fs::copy(file, target).expect("the copy");
    }
}

/// How much processor time one analysis takes.
fn milliseconds(folder: &Path) -> f64 {
    let options = Options {
        paths: vec![folder.to_owned()],
        prefilter: true,
        jobs: Some(2),
        no_ignore: false,
        exclude: Vec::new(),
        max_file_size: 1 << 20,
        overlay: None,
        force_exclude: false,
        project: None,
        selection: Selection::default(),
    };
    let (begun, before) = (Instant::now(), processor_time());
    let mut runs = 0;
    while begun.elapsed() < MEASURED {
        check(&options, &Unwatched).expect("an analysis");
        runs += 1;
    }
    let spent = match (before, processor_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => begun.elapsed(),
    };
    spent.as_secs_f64() * 1_000.0 / f64::from(runs)
}

/// What this process has used so far, where the system says it; elsewhere the clock on the wall has to do.
fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name, in parentheses, may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let ticks = |at: usize| rest.split_whitespace().nth(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

/// Nobody watches.
struct Unwatched;

impl Progress for Unwatched {
    fn found(&self, _: usize) {}

    fn read(&self) {}
}
