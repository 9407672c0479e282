//! Runs applications in a node process and reads what became of each refused token.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::emit::{Files, Request, Text};
use super::outcome::Tally;

/// Longer than any application may take: one that does not answer is a fault of the harness.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Node {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<std::io::Result<String>>,
}

#[derive(Serialize)]
struct Job<'a> {
    files: &'a Files,
    entry: &'a str,
    express: &'a str,
    requests: &'a [Request],
    choices: usize,
}

/// What node says of one application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Answer {
    /// The runs of requests to routes.
    pub(crate) tally: Vec<Tally>,
    /// The runs of requests to guarded paths without a route.
    pub(crate) strays: Vec<Tally>,
    /// A token was refused twice in one request.
    pub(crate) ambiguous: bool,
    /// Runs that were never answered.
    pub(crate) hung: u32,
    /// The application could not be run as it was meant.
    pub(crate) fault: Option<String>,
}

impl Node {
    /// A node process with the packages of a folder.
    pub(crate) fn start(packages: &Path) -> Node {
        let harness = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/truth_express/harness.js");
        let mut child = Command::new("node")
            .arg(harness)
            .arg(packages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node was there when the packages were installed");
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
        Node { child, stdin, lines }
    }

    /// Runs the applications; the answers are in their order.
    pub(crate) fn run(&mut self, texts: &[Text]) -> Vec<Answer> {
        let mut stdin = self.stdin.take().expect("one run at a time");
        let answers = std::thread::scope(|scope| {
            // Written beside the reading: neither pipe holds a whole batch.
            scope.spawn(|| {
                for text in texts {
                    let Text { runnable: files, entry, express, requests, choices, .. } = text;
                    let job = Job { files, entry, express, requests, choices: *choices };
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
                panic!("node does not come back from {:#?}", text.runnable);
            }
            Err(RecvTimeoutError::Disconnected) => panic!("node ended at {:#?}", text.runnable),
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
