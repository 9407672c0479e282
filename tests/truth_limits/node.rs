//! Runs applications in a node process and reads whether tokens can be tried there without end.

use std::path::Path;

use serde::Deserialize;

use super::emit::Text;
use super::process::Process;

pub(crate) struct Node(Process);

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
        let process = Process::start("truth_limits/harness.js", &[packages.as_os_str()]);
        Node(process.expect("node was there when the packages were installed"))
    }

    /// Runs the applications; the answers are in their order.
    pub(crate) fn run(&mut self, texts: &[Text]) -> Vec<Answer> {
        self.0.run(texts)
    }
}
