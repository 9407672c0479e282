//! Runs applications in a node process and reads whether tokens can be tried there without end.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde::Deserialize;

use super::emit::Text;

/// Longer than any application may take: one that does not answer is a fault of the harness.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Node {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<std::io::Result<String>>,
}

/// What becomes of tokens that come too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tried {
    Limited,
    Open,
    Unreached,
}

/// One way into the route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Way {
    /// Tokens that are refused.
    pub(crate) bad: Tried,
    pub(crate) good: Tried,
}

/// What node says of one application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Answer {
    pub(crate) ways: Vec<Way>,
    /// The application could not be run as it was meant.
    pub(crate) fault: Option<String>,
}

impl Node {
    /// A node process with the packages of a folder.
    pub(crate) fn start(packages: &Path) -> Node {
        let harness = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/truth_limits/harness.js");
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
                    let line = serde_json::to_string(text).expect("a job is plain data");
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
        let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
            // The writing thread may hang on a full pipe; it ends with the child.
            self.child.kill().ok();
            panic!("node does not come back from {:#?}", text.runnable);
        };
        let line = line.expect("node writes UTF-8");
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
