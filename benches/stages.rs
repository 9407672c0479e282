//! What each stage costs by itself, in one thread and in order: prefilter, parse, outline, link, set-up, judge.
//!
//! ```text
//! cargo bench --bench stages            # all of them
//! cargo bench --bench stages -- outline # one of them
//! ```
//!
//! The prefilter reads files without code for tokens; the other stages have the dense service of the bench beside this one.
//! `tokentrail check --timings` says how the stages share a whole run.

#![allow(clippy::expect_used)] // A tool for the terminal.

#[path = "dense_service/service.rs"]
mod service;

use std::collections::BTreeMap;
use std::fs;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use tempfile::TempDir;
use tokentrail::discover::{NoProgress, Pairs, Request, discover};
use tokentrail::finding::SourceFile;
use tokentrail::judge::{self, Foundation};
use tokentrail::link::Program;
use tokentrail::outline::{Matcher, Outline, outline};
use tokentrail::rules::RuleSet;
use tokentrail::syntax::{Dialect, Node, Tree, WorkBudget, parse};
use tokentrail::text::FileId;
use tokentrail::vocabulary::{self, WordList};

const ROUTES: usize = 250;
const FILES: usize = 1_000;
const LINES_PER_FILE: usize = 400;

fn main() {
    // Rayon's threads would measure the machine; how well the stages share it, the whole run shows.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("the threads can be made");
    divan::main();
}

/// Files that check no token.
fn noise() -> (TempDir, u64) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = "export const total = (items) => items.reduce((sum, item) => sum + item.price * item.count, 0);\n";
    let text = line.repeat(LINES_PER_FILE);
    for at in 0..FILES {
        fs::write(folder.path().join(format!("noise{at}.js")), &text).expect("a file can be written");
    }
    (folder, (FILES * text.len()) as u64)
}

#[divan::bench(sample_count = 20)]
fn prefilter(bencher: Bencher<'_, '_>) {
    let (folder, bytes) = noise();
    let paths = [folder.path().to_path_buf()];
    let words: Vec<&str> = vocabulary::prefilter_words().to_vec();
    let (revoked, token) = (vocabulary::spellings(WordList::Revoked), vocabulary::spellings(WordList::Token));
    let request = Request {
        paths: &paths,
        no_ignore: true,
        exclude: &[],
        max_file_size: 1 << 20,
        overlay: None,
        force_exclude: false,
        words: Some(&words),
        pairs: Some(Pairs { one: &revoked, other: &token }),
    };
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let discovery = discover(&request, &NoProgress).expect("the files can be read");
        assert!(discovery.kept.is_empty());
        discovery
    });
}

fn dense() -> (Vec<(String, String)>, u64) {
    let files = service::service(ROUTES);
    let bytes = files.iter().map(|(_, text)| text.len() as u64).sum();
    (files, bytes)
}

#[divan::bench]
fn parsing(bencher: Bencher<'_, '_>) {
    let (files, bytes) = dense();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for (_, text) in &files {
            let tree = parse(text, Dialect::JavaScript, WorkBudget::for_bytes(text.len()));
            drop(black_box(tree.expect("it is JavaScript")));
        }
    });
}

/// The rules' structures, as the engine has them found.
struct Structures(RuleSet);

impl Matcher for Structures {
    fn structures_of(&self, node: Node<'_>) -> Vec<usize> {
        self.0.structures_of(node).collect()
    }

    fn needs_query(&self) -> bool {
        self.0.needs_query()
    }

    fn queried<'t>(&self, tree: &'t Tree, text: &str, depth: u32) -> Vec<(usize, Vec<(u32, Node<'t>)>)> {
        let found = self.0.queried(tree, text, depth).expect("the rules' queries compile");
        found.into_iter().map(|matched| (matched.pattern, matched.captures)).collect()
    }
}

fn rules() -> RuleSet {
    RuleSet::embedded().expect("the rules load")
}

fn outlines(files: &[(String, String)], matcher: &Structures) -> Vec<(String, Outline)> {
    let outline = |text: &str| outline(text, Dialect::JavaScript, matcher).expect("it is JavaScript");
    files.iter().map(|(name, text)| (name.clone(), outline(text))).collect()
}

/// Parsing is part of it.
#[divan::bench]
fn outlining(bencher: Bencher<'_, '_>) {
    let (files, bytes) = dense();
    let matcher = Structures(rules());
    bencher.counter(BytesCount::new(bytes)).bench(|| outlines(&files, &matcher));
}

fn linked(outlines: Vec<(String, Outline)>) -> Program {
    let numbers: BTreeMap<String, FileId> =
        outlines.iter().map(|(name, _)| name.trim_end_matches(".js").to_owned()).zip((0..).map(FileId)).collect();
    let target = |_, specifier: &str| numbers.get(specifier.trim_start_matches("./")).copied();
    Program::link(outlines, target, |_| Vec::new())
}

#[divan::bench]
fn linking(bencher: Bencher<'_, '_>) {
    let (files, bytes) = dense();
    let outlines = outlines(&files, &Structures(rules()));
    bencher.counter(BytesCount::new(bytes)).with_inputs(|| outlines.clone()).bench_values(linked);
}

fn program() -> (Program, Vec<SourceFile>, RuleSet, u64) {
    let (files, bytes) = dense();
    let structures = Structures(rules());
    let program = linked(outlines(&files, &structures));
    let sources = files.into_iter().map(|(path, text)| SourceFile::new(path, text.into())).collect();
    (program, sources, structures.0, bytes)
}

#[divan::bench(sample_count = 20)]
fn setting_up(bencher: Bencher<'_, '_>) {
    let (program, _, _, bytes) = program();
    bencher.counter(BytesCount::new(bytes)).bench(|| Foundation::of(&program));
}

#[divan::bench(sample_count = 10)]
fn judging(bencher: Bencher<'_, '_>) {
    let (program, sources, rules, bytes) = program();
    let foundation = Foundation::of(&program);
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let judgement = judge::judge(&program, &foundation, &rules, &sources);
        assert!(!judgement.findings.is_empty());
        judgement
    });
}
