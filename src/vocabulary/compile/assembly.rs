//! What the files of the vocabulary come to, while they are read one after the other.
//!
//! In: names, places and problems from each file. Out: [`Compiled`], or every [`Problem`].
//! Compiled twice, by the crate's tests and by its build script.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use super::super::facts::{ErrorClass, ErrorFacts, Package, Tables};
use super::graph::{Graph, Place};

/// Something that a vocabulary file must not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) file: String,
    pub(super) line: usize,
    /// In bytes.
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// What the files come to.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) tables: Tables,
    /// The shortest words of which a file must hold one to come to a check by a module's or a customary name.
    pub(super) prefilter: Vec<String>,
}

/// Everything that was read so far.
pub(super) struct Assembly {
    pub(super) graph: Graph,
    /// The place whose members are the global names.
    pub(super) globals: u32,
    pub(super) packages: Vec<Package>,
    pub(super) errors: Vec<ErrorFacts>,
    /// The classes of errors by module and path, for the packages that hand out another one's.
    pub(super) classes: BTreeMap<(String, String), ErrorClass>,
    pub(super) modules: BTreeMap<String, u32>,
    pub(super) customary: BTreeMap<String, u32>,
    pub(super) problems: Vec<Problem>,
}

impl Assembly {
    pub(super) fn new() -> Assembly {
        let mut graph = Graph::default();
        let globals = graph.add(Place { label: "globalThis".to_owned(), ..Place::default() });
        Assembly {
            graph,
            globals,
            packages: Vec::new(),
            errors: Vec::new(),
            classes: BTreeMap::new(),
            modules: BTreeMap::new(),
            customary: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Result<Compiled, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let prefilter = self.prefilter();
        let by_name =
            |names: BTreeMap<String, u32>| names.into_iter().map(|(name, to)| (Cow::Owned(name), to)).collect();
        let tables = Tables {
            packages: Cow::Owned(self.packages),
            modules: by_name(self.modules),
            customary: by_name(self.customary),
            nodes: Cow::Owned(self.graph.into_nodes()),
            errors: Cow::Owned(self.errors),
            globals: self.globals,
        };
        Ok(Compiled { tables, prefilter })
    }

    fn prefilter(&self) -> Vec<String> {
        let ways_in = self.modules.iter().chain(&self.customary);
        let to_checks = ways_in.filter(|(_, place)| self.graph.reaches_check(**place));
        let words: BTreeSet<&str> = to_checks.map(|(name, _)| name.as_str()).collect();
        // A word that holds another one is found with it.
        let holds_another = |word: &str| words.iter().any(|other| *other != word && word.contains(other));
        words.iter().filter(|word| !holds_another(word)).map(|word| (*word).to_owned()).collect()
    }
}
