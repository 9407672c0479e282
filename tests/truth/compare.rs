//! Runs generated programs, asks a judge about each, and gathers the disagreements and what was covered.

use std::collections::BTreeMap;
use std::fmt;

use tokentrail::finding::Verdict;

use super::construct::{Construct, constructs};
use super::emit::{Text, emit};
use super::generate;
use super::node::Node;
use super::outcome::{Shown, shown};
use super::program::Program;
use super::settings::Settings;
use super::shrink::shrink;

/// Programs that node is given at once.
const BATCH: usize = 500;
/// Disagreements that are shown, each different once it is small.
const SHOWN_AT_MOST: usize = 10;
/// Disagreements that are made small in the search for different ones.
const TRIED_AT_MOST: usize = 60;

/// What somebody who only reads a program says of its one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judged {
    Verdict(Verdict),
    /// Another number of checks than the one that is there.
    Checks(usize),
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Judged::Verdict(verdict) => f.write_str(verdict.name()),
            Judged::Checks(count) => write!(f, "{count} checks"),
        }
    }
}

/// A judge of sources.
pub(crate) type Judge<'a> = &'a dyn Fn(&str) -> Judged;

pub(crate) struct Disagreement {
    pub(crate) index: u64,
    pub(crate) shown: Verdict,
    pub(crate) judged: Judged,
    pub(crate) program: Program,
}

#[derive(Default)]
pub(crate) struct Report {
    /// Programs that were compared.
    pub(crate) compared: usize,
    pub(crate) verdicts: BTreeMap<Verdict, usize>,
    pub(crate) constructs: BTreeMap<Construct, usize>,
    /// Programs in which no run reaches the check.
    pub(crate) unreached: usize,
    /// Programs whose outcome the rules do not settle.
    pub(crate) ambiguous: usize,
    /// Programs that node could not run: index and reason.
    pub(crate) faults: Vec<(u64, String)>,
    pub(crate) disagreements: Vec<Disagreement>,
}

pub(crate) fn compare(node: &mut Node, settings: &Settings, judge: Judge<'_>) -> Report {
    let mut report = Report::default();
    let programs: Vec<(u64, Program)> = settings
        .indices()
        .map(|index| (index, generate::program(settings.seed, index)))
        .filter(|(_, program)| {
            let present = constructs(program);
            !settings.without.iter().any(|construct| present.contains(construct))
        })
        .collect();
    for batch in programs.chunks(BATCH) {
        let texts: Vec<Text> = batch.iter().map(|(_, program)| emit(program)).collect();
        let answers = node.run(&texts);
        for (((index, program), text), answer) in batch.iter().zip(&texts).zip(&answers) {
            if settings.only.is_some() {
                eprintln!("{}\n{answer:?}\n{}", text.source, judge(&text.source));
            }
            let shown = match shown(answer) {
                Shown::Verdict(verdict) => verdict,
                Shown::Unreached => {
                    report.unreached += 1;
                    continue;
                }
                Shown::Ambiguous => {
                    report.ambiguous += 1;
                    continue;
                }
                Shown::Fault(reason) => {
                    report.faults.push((*index, reason));
                    continue;
                }
            };
            report.compared += 1;
            *report.verdicts.entry(shown).or_default() += 1;
            for construct in constructs(program) {
                *report.constructs.entry(construct).or_default() += 1;
            }
            let judged = judge(&text.source);
            if judged != Judged::Verdict(shown) {
                report.disagreements.push(Disagreement { index: *index, shown, judged, program: program.clone() });
            }
        }
    }
    report
}

/// A smaller program about which the same two things are said.
pub(crate) fn minimise(node: &mut Node, disagreement: &Disagreement, judge: Judge<'_>) -> Program {
    shrink(disagreement.program.clone(), |candidates| {
        let texts: Vec<Text> = candidates.iter().map(emit).collect();
        // The reader is asked first: it is quick, and most candidates end there.
        let alike: Vec<usize> =
            (0..texts.len()).filter(|&index| judge(&texts[index].source) == disagreement.judged).collect();
        for few in alike.chunks(24) {
            let texts: Vec<Text> = few.iter().map(|&index| texts[index].clone()).collect();
            let same = |answer| shown(answer) == Shown::Verdict(disagreement.shown);
            if let Some(position) = node.run(&texts).iter().position(same) {
                return Some(few[position]);
            }
        }
        None
    })
}

impl Report {
    /// The disagreements, made small, one of each kind; empty when there is none.
    pub(crate) fn disagreements(&self, node: &mut Node, seed: u64, judge: Judge<'_>) -> String {
        let mut distinct: BTreeMap<String, String> = BTreeMap::new();
        for disagreement in self.disagreements.iter().take(TRIED_AT_MOST) {
            let source = emit(&minimise(node, disagreement, judge)).source;
            let Disagreement { index, shown, judged, .. } = disagreement;
            let head = format!("seed {seed}, program {index}: shown by execution: {}; judged: {judged}", shown.name());
            distinct.entry(source).or_insert(head);
            if distinct.len() == SHOWN_AT_MOST {
                break;
            }
        }
        distinct.iter().map(|(source, head)| format!("--- {head}\n{source}\n")).collect()
    }

    pub(crate) fn share(&self, verdict: Verdict) -> f64 {
        let count = self.verdicts.get(&verdict).copied().unwrap_or_default();
        100.0 * count as f64 / self.compared.max(1) as f64
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} programs compared; besides, {} never reach the check and {} are not settled by the rules",
            self.compared, self.unreached, self.ambiguous
        )?;
        for (verdict, count) in &self.verdicts {
            writeln!(f, "  {:<22} {count:>6}  {:>4.1} %", verdict.name(), self.share(*verdict))?;
        }
        let counts: Vec<String> =
            self.constructs.iter().map(|(construct, count)| format!("{} {count}", construct.name())).collect();
        for line in counts.chunks(5) {
            writeln!(f, "  {}", line.join(", "))?;
        }
        write!(f, "{} disagreements", self.disagreements.len())
    }
}
