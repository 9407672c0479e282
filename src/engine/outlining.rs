//! Reading files: each is parsed and lowered by itself, some at once.
//!
//! In: texts and rules. Out: what was understood of each, in the order of the files. Must not know what it is for.
//!
//! A tree, and what lowering needs, comes to many times of what is kept, in small pieces. Memory goes back to the system from the
//! end of what a thread has: one piece that is kept behind a tree holds all of the tree's. Hence threads that keep nothing: they
//! make outlines, whoever waits for them copies those, and they drop what they made themselves.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Sender, SyncSender};
use std::thread;

use super::counted::{Failure, Outlined};
use super::turns::Turns;
use crate::discover::SourceText;
use crate::outline::{Matcher, Outline, outline};
use crate::rules::RuleSet;
use crate::syntax::{Node, Tree};

/// How many bytes of text may be read at once for each thread.
const ROOM_FOR_EACH: usize = 256 << 10;
/// So much text is read sooner than a thread begins.
const LITTLE: usize = 4 << 10;

type Outcome = Result<Outline, Failure>;

/// What a thread made of a file.
struct Read {
    file: usize,
    outcome: Outcome,
    /// Where it is dropped once it is copied.
    back: Sender<Outcome>,
}

/// Parses and lowers each file by itself. A file that brings the parser or the lowering down is said, and costs no other.
pub(super) fn outlined(files: Vec<SourceText>, rules: &RuleSet) -> Vec<Outlined> {
    let reading = Reading { files: &files, rules: Structures { rules } };
    let is_little = files.iter().map(|file| file.text.len()).sum::<usize>() <= LITTLE;
    let outcomes = if is_little { reading.here() } else { reading.by_threads(rayon::current_num_threads()) };
    files.into_iter().zip(outcomes).collect()
}

struct Reading<'r> {
    files: &'r [SourceText],
    rules: Structures<'r>,
}

impl Reading<'_> {
    fn here(&self) -> Vec<Outcome> {
        (0..self.files.len()).map(|file| self.read(file)).collect()
    }

    fn by_threads(&self, threads: usize) -> Vec<Outcome> {
        let turns = Turns::new(self.files.iter().map(|file| file.text.len()), ROOM_FOR_EACH * threads);
        // Nobody goes on before somebody has taken what was read: else outlines would pile up.
        let (done, read) = mpsc::sync_channel(threads);
        thread::scope(|scope| {
            let begun = (0..threads.min(self.files.len())).map_while(|_| {
                let (turns, done) = (&turns, done.clone());
                thread::Builder::new().spawn_scoped(scope, move || self.read_in_turn(turns, done)).ok()
            });
            if begun.count() == 0 {
                return self.here();
            }
            drop(done);
            let mut outcomes: Vec<Outcome> = self.files.iter().map(|_| Err(Failure::Panic)).collect();
            for Read { file, outcome, back } in read {
                outcomes[file] = outcome.clone();
                // A thread that is gone need not have it back.
                let _ = back.send(outcome);
            }
            outcomes
        })
    }

    /// What one thread does.
    fn read_in_turn(&self, turns: &Turns, done: SyncSender<Read>) {
        let (back, copied) = mpsc::channel();
        while let Some(turn) = turns.next() {
            let (file, outcome) = (turn.file, self.read(turn.file));
            drop(turn);
            // Who does not listen any more has no use for the rest either.
            if done.send(Read { file, outcome, back: back.clone() }).is_err() {
                return;
            }
            copied.try_iter().for_each(drop);
        }
        drop((done, back));
        copied.iter().for_each(drop);
    }

    fn read(&self, file: usize) -> Outcome {
        let SourceText { text, dialect, .. } = &self.files[file];
        let attempt = AssertUnwindSafe(|| outline(text, *dialect, &self.rules));
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
