//! Runs applications in a node process and reads what became of each refused token.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::emit::{Files, Request, Text};
use super::outcome::Tally;
use super::process::Process;

pub(crate) struct Node(Process);

#[derive(Serialize)]
struct Job<'a> {
    files: &'a Files,
    entry: &'a str,
    express: &'a str,
    requests: &'a [Request],
    choices: usize,
}

impl Job<'_> {
    fn of(text: &Text) -> Job<'_> {
        let Text { runnable: files, entry, express, requests, choices, .. } = text;
        Job { files, entry, express, requests, choices: *choices }
    }
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
        let process = Process::start("truth_express/harness.js", &[packages.as_os_str()]);
        Node(process.expect("node was there when the packages were installed"))
    }

    /// Runs the applications; the answers are in their order.
    pub(crate) fn run(&mut self, texts: &[Text]) -> Vec<Answer> {
        self.0.run(&texts.iter().map(Job::of).collect::<Vec<Job<'_>>>())
    }
}
