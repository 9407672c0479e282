//! A node process that is given one job a line and answers each with one line.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longer than any program may take: one that does not answer has a loop without an end, which is a fault of ours.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<io::Result<String>>,
}

impl Process {
    /// Runs a script, given by its path below the tests.
    pub(crate) fn start(script: &str, arguments: &[&OsStr]) -> io::Result<Process> {
        let mut command = Command::new("node");
        command.arg(format!("{}/tests/{script}", env!("CARGO_MANIFEST_DIR"))).args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
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
        Ok(Process { child, stdin, lines })
    }

    /// Has the jobs done; the answers are in their order.
    pub(crate) fn run<A: DeserializeOwned>(&mut self, jobs: &[impl Serialize]) -> Vec<A> {
        let jobs: Vec<String> =
            jobs.iter().map(|job| serde_json::to_string(job).expect("a job is plain data")).collect();
        let mut stdin = self.stdin.take().expect("one run at a time");
        let answers = std::thread::scope(|scope| {
            // Written beside the reading: neither pipe holds a whole batch.
            scope.spawn(|| {
                for job in &jobs {
                    if writeln!(stdin, "{job}").and_then(|()| stdin.flush()).is_err() {
                        return;
                    }
                }
            });
            jobs.iter().map(|job| self.answer(job)).collect()
        });
        self.stdin = Some(stdin);
        answers
    }

    fn answer<A: DeserializeOwned>(&mut self, job: &str) -> A {
        let line = match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => line.expect("node writes UTF-8"),
            Err(RecvTimeoutError::Timeout) => {
                // The writing thread may hang on a full pipe; it ends with the child.
                self.child.kill().ok();
                panic!("node does not come back from {}", shown(job));
            }
            Err(RecvTimeoutError::Disconnected) => panic!("node ended at {}", shown(job)),
        };
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line}"))
    }
}

/// A job with the lines of its programs.
fn shown(job: &str) -> String {
    job.replace("\\n", "\n")
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.stdin.take());
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
