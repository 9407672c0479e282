//! Runs programs under node, many in one process, and reads what became of each run.

use std::io::ErrorKind;

use serde::{Deserialize, Serialize};

use super::emit::{Dimension, File, Text};
use super::outcome::Tally;
use super::process::Process;

pub(crate) struct Node(Process);

#[derive(Serialize)]
struct Job<'a> {
    files: &'a [File],
    dimensions: &'a [Dimension],
}

impl Job<'_> {
    fn of(text: &Text) -> Job<'_> {
        let Text { files, dimensions, .. } = text;
        Job { files, dimensions }
    }
}

/// What node says of one program.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Answer {
    pub(crate) tally: Vec<Tally>,
    /// A signal that was put off before the failure and came after it decides the outcome.
    pub(crate) ambiguous: bool,
    /// The program could not be run as it was meant.
    pub(crate) fault: Option<String>,
}

impl Node {
    /// A node process that waits for programs; `None` when there is no node on the PATH.
    pub(crate) fn start() -> Option<Node> {
        match Process::start("truth/harness.js", &[]) {
            Ok(process) => Some(Node(process)),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => panic!("node does not start: {error}"),
        }
    }

    /// Runs the programs; the answers are in their order.
    pub(crate) fn run(&mut self, texts: &[Text]) -> Vec<Answer> {
        self.0.run(&texts.iter().map(Job::of).collect::<Vec<Job<'_>>>())
    }
}
