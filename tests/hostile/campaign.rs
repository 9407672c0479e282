//! Many made-up projects, each examined; the ones that fail are made small and shown with their number.
//!
//! In: a function from a source of choices to files. Out: what was run, or a panic that shows each failure. The same seed makes
//! the same projects, whatever the machine and the number of threads.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::examine::{Depth, examine};
use super::rng::Rng;

/// So many failures are shown; the rest is counted.
const SHOWN: usize = 5;
/// So many of the slowest are named.
const SLOWEST: usize = 5;
/// So many small projects are analysed in one run, as folders that know nothing of each other: what a run costs by itself is
/// shared.
const TOGETHER: u64 = 128;

type Files = Vec<(String, String)>;

/// What to run.
pub(crate) struct Campaign {
    name: &'static str,
    seed: u64,
    projects: u64,
    together: u64,
    /// Only the project of this number, shown in full.
    only: Option<u64>,
    /// Where each run is noted when it begins and when it ends: a stack that overflows, or a run without end, leaves no other
    /// trace.
    diary: Option<PathBuf>,
}

/// What was run.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    pub(crate) projects: u64,
    pub(crate) findings: usize,
    /// Files that were not analysed, and said to be so.
    pub(crate) skipped: usize,
    pub(crate) bytes: usize,
}

/// What one run came to: the projects from a number on.
struct Outcome {
    first: u64,
    projects: u64,
    took: Duration,
    bytes: usize,
    result: Result<(usize, usize), String>,
}

impl Campaign {
    /// `TOKENTRAIL_FUZZ_PROGRAMS`, `_SEED`, `_ONLY` (a number), `_DIARY` (a file).
    pub(crate) fn from_environment(name: &'static str, projects: u64) -> Self {
        let number = |name: &str| {
            let value = std::env::var(format!("TOKENTRAIL_FUZZ_{name}")).ok()?;
            Some(value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
        };
        let (seed, only) = (number("SEED").unwrap_or(20_260), number("ONLY"));
        let diary = std::env::var_os("TOKENTRAIL_FUZZ_DIARY").map(PathBuf::from);
        Self { name, seed, projects: number("PROGRAMS").unwrap_or(projects), together: TOGETHER, only, diary }
    }

    /// For projects that are large already.
    #[allow(dead_code, reason = "not every campaign is of large projects")]
    pub(crate) fn each_alone(self) -> Self {
        Self { together: 1, ..self }
    }

    pub(crate) fn run(&self, make: impl Fn(&mut Rng) -> Files + Sync) -> Ran {
        if let Some(number) = self.only {
            for (name, text) in self.files(&make, number) {
                eprintln!("---- {name}\n{text}");
            }
        }
        let firsts: Vec<u64> = match self.only {
            Some(only) => vec![only],
            None => (0..self.projects).step_by(usize::try_from(self.together).unwrap_or(1)).collect(),
        };
        let outcomes: Vec<Outcome> = firsts.into_par_iter().map(|first| self.outcome(&make, first)).collect();
        let mut ran = Ran::default();
        for Outcome { projects, bytes, result, .. } in &outcomes {
            ran.projects += projects;
            ran.bytes += bytes;
            if let Ok((findings, skipped)) = result {
                ran.findings += findings;
                ran.skipped += skipped;
            }
        }
        eprintln!("{}, seed {}: {ran:?}", self.name, self.seed);
        self.tell_slowest(&outcomes);
        let failed: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.result.is_err()).collect();
        for outcome in failed.iter().take(SHOWN) {
            self.show(&make, outcome);
        }
        assert!(failed.is_empty(), "{}: {} of {} runs fail, shown above", self.name, failed.len(), outcomes.len());
        assert!(ran.projects > 0, "nothing was run");
        ran
    }

    fn outcome(&self, make: &impl Fn(&mut Rng) -> Files, first: u64) -> Outcome {
        let projects = if self.only.is_some() { 1 } else { self.together.min(self.projects - first) };
        let files = self.together(make, first, projects);
        // Most defects show in one run; what depends on the order of things, or on another way in, in every so many.
        let depth = match first / self.together % 8 {
            0 => Depth::Everything,
            1 => Depth::Again,
            _ => Depth::Once,
        };
        let begun = Instant::now();
        self.note("begins", first);
        let result = examined(&files, depth);
        self.note("ends", first);
        let bytes = files.iter().map(|(_, text)| text.len()).sum();
        Outcome { first, projects, took: begun.elapsed(), bytes, result }
    }

    fn note(&self, what: &str, first: u64) {
        if let Some(diary) = &self.diary {
            let file = OpenOptions::new().create(true).append(true).open(diary);
            let line = format!("{} {first} {what}\n", self.name);
            file.expect("the diary can be opened").write_all(line.as_bytes()).expect("it can be written");
        }
    }

    /// Several projects, each in a folder of its own.
    fn together(&self, make: &impl Fn(&mut Rng) -> Files, first: u64, projects: u64) -> Files {
        let numbered = (first..first + projects).map(|number| (number, self.files(make, number)));
        numbered
            .flat_map(|(number, files)| files.into_iter().map(move |(name, text)| (format!("p{number}/{name}"), text)))
            .collect()
    }

    /// Shows the project of a run that fails by itself, made small, or all of them when none does.
    fn show(&self, make: &impl Fn(&mut Rng) -> Files, outcome: &Outcome) {
        let mut numbers = outcome.first..outcome.first + outcome.projects;
        let alone = numbers.find(|number| examined(&self.files(make, *number), Depth::Everything).is_err());
        let files = match alone {
            Some(number) => self.files(make, number),
            None => self.together(make, outcome.first, outcome.projects),
        };
        let files = shrunk(files);
        let number = alone.unwrap_or(outcome.first);
        eprintln!("{} {number} of seed {}: {:?}", self.name, self.seed, outcome.result);
        files.iter().for_each(|(name, text)| eprintln!("---- {name}\n{text}"));
    }

    fn files(&self, make: &impl Fn(&mut Rng) -> Files, number: u64) -> Files {
        make(&mut Rng::for_program(self.seed, number))
    }

    /// For whoever looks for input that costs more than its length: times are told, and never asserted.
    fn tell_slowest(&self, outcomes: &[Outcome]) {
        let mut slowest: Vec<&Outcome> = outcomes.iter().collect();
        slowest.sort_by_key(|outcome| std::cmp::Reverse(outcome.took));
        for Outcome { first, projects, took, bytes, .. } in slowest.into_iter().take(SLOWEST) {
            eprintln!("{} {first} and {} more: {took:?} for {bytes} bytes", self.name, projects - 1);
        }
    }
}

fn examined(files: &Files, depth: Depth) -> Result<(usize, usize), String> {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    examine(&files, depth).map(|scan| (scan.findings.len(), scan.summary.skipped.len()))
}

/// Takes out files and pieces as long as what is left still fails.
fn shrunk(mut files: Files) -> Files {
    let fails = |files: &Files| examined(files, Depth::Everything).is_err();
    if !fails(&files) {
        return files;
    }
    for at in (0..files.len()).rev() {
        let mut fewer = files.clone();
        fewer.remove(at);
        if fails(&fewer) {
            files = fewer;
        }
    }
    for at in 0..files.len() {
        let mut length = files[at].1.chars().count() / 2;
        while length > 0 {
            let mut from = 0;
            while from < files[at].1.chars().count() {
                let mut fewer = files.clone();
                let (before, after) = (fewer[at].1.chars().take(from), fewer[at].1.chars().skip(from + length));
                fewer[at].1 = before.chain(after).collect();
                if fails(&fewer) { files = fewer } else { from += length }
            }
            length /= 2;
        }
    }
    files
}
