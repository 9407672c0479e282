//! What a run had to do, and how long its stages took.
//!
//! Plain values. [`Work`] is counted in units that no machine's speed changes, and is the same for any number of threads;
//! [`Timings`] are what a clock says, and are shown only to who asks for them. Knows nothing of how either is shown.

use std::collections::BTreeMap;
use std::time::Duration;

/// Files, and their bytes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    pub files: u64,
    pub bytes: u64,
}

impl Volume {
    /// One more file.
    pub fn add(&mut self, bytes: usize) {
        self.files += 1;
        self.bytes += bytes as u64;
    }

    pub fn join(&mut self, other: Volume) {
        self.files += other.files;
        self.bytes += other.bytes;
    }
}

/// Runs of the abstract machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Runs {
    /// Functions that were run, once for each event and each chain of receivers. A further run of the same is the same root.
    pub roots: u64,
    /// Of all runs, those for constants on the way among them.
    pub instructions: u64,
    /// Roots that were not followed to their end.
    pub given_up: u64,
}

impl Runs {
    pub fn join(&mut self, other: Runs) {
        self.roots += other.roots;
        self.instructions += other.instructions;
        self.given_up += other.given_up;
    }
}

/// What a run had to do. Also of files that are only read to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// What the prefilter looked at. A file that is too large, or cannot be read, has no bytes.
    pub read: Volume,
    /// Imports that were followed to find out which other files are needed.
    pub imports_followed: u64,
    /// What the prefilter left out, and was needed all the same.
    pub read_again: Volume,
    /// Each file once, whether or not its tree was of use.
    pub parsed: Volume,
    /// Files of these that two grammars have read.
    pub parsed_twice: Volume,
    /// Queries that were compiled: one for each grammar whose trees were searched.
    pub queries: u64,
    /// Grammars that trees were kept of.
    pub grammars: u64,
    /// Files that became part of the program.
    pub files_linked: u64,
    /// Imports for which the linked file was looked up.
    pub imports_linked: u64,
    /// Modules that were run for what they register.
    pub set_up: Runs,
    pub judged: Runs,
}

/// A part of a run, as time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Folders are looked through.
    Walk,
    /// Files are read, and searched for the prefilter's words.
    Read,
    /// The rules' pages are loaded.
    Rules,
    /// Imports are followed to further files, and these are read.
    Closure,
    /// Files are parsed and lowered.
    Outline,
    Link,
    /// Modules are run for what they register.
    SetUp,
    Judge,
    /// What was found is written.
    Report,
}

impl Stage {
    pub const ALL: [Stage; 9] = [
        Stage::Walk,
        Stage::Read,
        Stage::Rules,
        Stage::Closure,
        Stage::Outline,
        Stage::Link,
        Stage::SetUp,
        Stage::Judge,
        Stage::Report,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Stage::Walk => "walk",
            Stage::Read => "read",
            Stage::Rules => "rules",
            Stage::Closure => "closure",
            Stage::Outline => "outline",
            Stage::Link => "link",
            Stage::SetUp => "set-up",
            Stage::Judge => "judge",
            Stage::Report => "report",
        }
    }
}

/// Wall time by stage; a stage that a run did not come to is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timings {
    pub stages: BTreeMap<Stage, Duration>,
}

impl Timings {
    /// A stage that is entered again goes on.
    pub fn add(&mut self, stage: Stage, took: Duration) {
        *self.stages.entry(stage).or_default() += took;
    }

    pub fn total(&self) -> Duration {
        self.stages.values().sum()
    }
}
