//! Reading files: each is parsed and lowered by itself, some at once.
//!
//! In: texts and rules. Out: what was understood of each, in the order of the files. Must not know what it is for.
//!
//! Trees and what lowering needs come to many times of what is kept, in small pieces. An allocator gives memory back from its
//! end only, so one piece that is kept behind a tree holds all of the tree's memory. Hence the threads here: each takes files in
//! turn, and drops all that it made, outlines included, so that its memory is whole again. The one that waits for them keeps
//! copies.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use super::counted::{Failure, Outlined};
use super::turns::Turns;
use crate::discover::SourceText;
use crate::outline::{Matcher, Outline, outline};
use crate::rules::RuleSet;
use crate::syntax::{Node, Stack, Tree};

/// How many bytes of text may be read at once for each thread.
const ROOM_FOR_EACH: usize = 640 << 10;
/// After a text of this length a thread waits for its outline, so that the next tree comes where the last one was.
const LONG: usize = 64 << 10;
/// Less text than this is read sooner than a thread begins.
const LITTLE: usize = 4 << 10;

type Outcome = Result<Outline, Failure>;

/// What a thread made of a file.
struct Read {
    file: usize,
    outcome: Outcome,
    /// The number of the thread.
    by: usize,
}

/// Parses and lowers each file by itself. A file that brings the parser or the lowering down is said, and costs no other.
pub(super) fn outlined(files: Vec<SourceText>, rules: &RuleSet) -> Vec<Outlined> {
    let reading = Reading { files: &files, rules: Structures { rules } };
    let threads = rayon::current_num_threads().min(files.len());
    let is_little = files.iter().map(|file| file.text.len()).sum::<usize>() <= LITTLE;
    let outcomes = if is_little { reading.here() } else { reading.by_threads(threads) };
    files.into_iter().zip(outcomes).collect()
}

struct Reading<'r> {
    files: &'r [SourceText],
    rules: Structures<'r>,
}

impl Reading<'_> {
    fn here(&self) -> Vec<Outcome> {
        (0..self.files.len()).map(|file| self.read(file, Stack::USUAL)).collect()
    }

    fn by_threads(&self, threads: usize) -> Vec<Outcome> {
        let lengths = || self.files.iter().map(|file| file.text.len());
        let turns = Turns::new(lengths(), ROOM_FOR_EACH * threads);
        let enough = Stack::for_bytes(lengths().max().unwrap_or_default());
        // Nobody goes on before somebody has taken what was read: else outlines would pile up twice.
        let (sender, receiver) = mpsc::sync_channel(threads);
        thread::scope(|scope| {
            let mut copied = Vec::new();
            for by in 0..threads {
                let (giver, taker) = mpsc::channel();
                let reader = |stack: Stack, taker: Receiver<Outline>| {
                    let (turns, sender) = (&turns, sender.clone());
                    thread::Builder::new()
                        .stack_size(stack.size())
                        .spawn_scoped(scope, move || self.read_in_turn(turns, by, stack, sender, &taker))
                };
                if reader(enough, taker).is_ok() {
                    copied.push(giver);
                    continue;
                }
                // There is no memory for so large a stack. Texts that need it are told of.
                let (giver, taker) = mpsc::channel();
                if reader(Stack::USUAL, taker).is_err() {
                    break;
                }
                copied.push(giver);
            }
            drop(sender);
            if copied.is_empty() {
                return self.here();
            }
            let mut outcomes: Vec<Outcome> = self.files.iter().map(|_| Err(Failure::Panic)).collect();
            for Read { file, outcome, by } in receiver {
                outcomes[file] = outcome.as_ref().map(Outline::clone).map_err(|&failure| failure);
                // Only a thread that is gone does not take it.
                let _ = outcome.map(|outline| copied[by].send(outline));
            }
            outcomes
        })
    }

    /// What one thread does.
    fn read_in_turn(&self, turns: &Turns, by: usize, stack: Stack, done: SyncSender<Read>, copied: &Receiver<Outline>) {
        while let Some(turn) = turns.next() {
            let file = turn.file;
            let outcome = self.read(file, stack);
            drop(turn);
            let is_long = outcome.is_ok() && self.files[file].text.len() >= LONG;
            if done.send(Read { file, outcome, by }).is_err() {
                return;
            }
            if is_long {
                drop(copied.recv());
            }
            copied.try_iter().for_each(drop);
        }
        drop(done);
        copied.iter().for_each(drop);
    }

    fn read(&self, file: usize, stack: Stack) -> Outcome {
        let SourceText { text, dialect, .. } = &self.files[file];
        let attempt = AssertUnwindSafe(|| outline(text, *dialect, &self.rules, stack));
        panic::catch_unwind(attempt).map_or(Err(Failure::Panic), |outline| outline.map_err(Failure::Parsing))
    }
}

/// The rules' structures, as the outline asks for them.
struct Structures<'r> {
    rules: &'r RuleSet,
}

impl Matcher for Structures<'_> {
    fn structures_of(&self, node: Node<'_>) -> Vec<usize> {
        self.rules.structures_of(node).collect()
    }

    fn needs_query(&self) -> bool {
        self.rules.needs_query()
    }

    fn queried<'t>(&self, tree: &'t Tree, text: &str, depth: u32) -> Vec<(usize, Vec<(u32, Node<'t>)>)> {
        // The embedded pages' queries compile in every dialect: the rules' own tests hold that.
        let Ok(found) = self.rules.queried(tree, text, depth) else { return Vec::new() };
        found.into_iter().map(|matched| (matched.pattern, matched.captures)).collect()
    }
}
