//! Runs programs under node, many in one process, and reads what became of each run.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::emit::{Dimension, File, Text};
use super::outcome::Tally;

/// Longer than any program may take: one that does not answer has a loop without an end, which is a fault of ours.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Node {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<std::io::Result<String>>,
}

#[derive(Serialize)]
struct Job<'a> {
    files: &'a [File],
    dimensions: &'a [Dimension],
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
        let harness = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/truth/harness.js");
        let spawned = Command::new("node").arg(harness).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = match spawned {
            Ok(child) => child,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            Err(error) => panic!("node does not start: {error}"),
        };
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().expect("stdout is piped");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Some(Node { child, stdin, lines })
    }

    /// Runs the programs; the answers are in their order.
    pub(crate) fn run(&mut self, texts: &[Text]) -> Vec<Answer> {
        let mut stdin = self.stdin.take().expect("one run at a time");
        let answers = std::thread::scope(|scope| {
            // Written beside the reading: neither pipe holds a whole batch.
            scope.spawn(|| {
                for text in texts {
                    let job = Job { files: &text.files, dimensions: &text.dimensions };
                    let line = serde_json::to_string(&job).expect("a job is plain data");
                    if writeln!(stdin, "{line}").and_then(|()| stdin.flush()).is_err() {
                        return;
                    }
                }
            });
            texts.iter().map(|text| self.answer(text)).collect()
        });
        self.stdin = Some(stdin);
        answers
    }

    fn answer(&mut self, text: &Text) -> Answer {
        let line = match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => line.expect("node writes UTF-8"),
            Err(RecvTimeoutError::Timeout) => {
                // The writing thread may hang on a full pipe; it ends with the child.
                self.child.kill().ok();
                panic!("node does not come back from\n{}", text.shown());
            }
            Err(RecvTimeoutError::Disconnected) => panic!("node ended at\n{}", text.shown()),
        };
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line}"))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.stdin.take());
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
