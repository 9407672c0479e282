//! Runs generated programs, asks a judge about each, and gathers the disagreements and what was covered.

use std::collections::BTreeMap;
use std::fmt;

use tokentrail::finding::Verdict;

use super::construct::Construct;
use super::construct_find::constructs;
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

/// Programs with one of these may be given up as unknown; all others have to be understood.
const UNSEEN: [Construct; 8] = [
    Construct::RecursiveHelper,
    Construct::RecursionByCause,
    Construct::MutualRecursion,
    Construct::OtherFiles,
    Construct::Wrapper,
    Construct::ControllerCalled,
    Construct::ControllerBound,
    Construct::ControllerField,
];

/// What somebody who only reads a program says of its one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// A judge of programs.
pub(crate) type Judge<'a> = &'a dyn Fn(&Text) -> Judged;

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
    /// As `constructs`, with the programs of known gaps.
    pub(crate) made: BTreeMap<Construct, usize>,
    /// Programs in which no run reaches the check.
    pub(crate) unreached: usize,
    /// Programs whose outcome the rules do not settle.
    pub(crate) ambiguous: usize,
    /// Programs that node could not run: index and reason.
    pub(crate) faults: Vec<(u64, String)>,
    pub(crate) disagreements: Vec<Disagreement>,
    /// What execution shows and what is judged: how often.
    pub(crate) table: BTreeMap<(Verdict, Judged), usize>,
    /// Programs of which the judge says that it cannot know, by what they contain.
    pub(crate) unknown: BTreeMap<Construct, usize>,
    pub(crate) unknowns: usize,
    /// Programs of the known gaps, how many of them are unknown, and how many are judged wrongly.
    pub(crate) gaps: BTreeMap<&'static str, (usize, usize, usize)>,
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
                eprintln!("{}\n{answer:?}\n{}", text.shown(), judge(text));
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
            let present = constructs(program);
            let judged = judge(text);
            for construct in &present {
                *report.made.entry(*construct).or_default() += 1;
            }
            let agrees = judged == Judged::Verdict(shown);
            if let Some(gap) = settings.gap(&present) {
                let (programs, unknown, wrong) = report.gaps.entry(gap.name).or_default();
                *programs += 1;
                match judged {
                    Judged::Verdict(Verdict::Unknown) => *unknown += 1,
                    _ => *wrong += usize::from(!agrees),
                }
                continue;
            }
            report.compared += 1;
            *report.verdicts.entry(shown).or_default() += 1;
            *report.table.entry((shown, judged)).or_default() += 1;
            for construct in &present {
                *report.constructs.entry(*construct).or_default() += 1;
            }
            // One file and no function around the check: nothing is there that could not be seen.
            let whole = !UNSEEN.iter().any(|construct| present.contains(construct));
            if judged == Judged::Verdict(Verdict::Unknown) && !whole {
                report.unknowns += 1;
                for construct in present {
                    *report.unknown.entry(construct).or_default() += 1;
                }
            } else if !agrees {
                report.disagreements.push(Disagreement { index: *index, shown, judged, program: program.clone() });
            }
        }
    }
    report
}

/// A smaller program about which the same two things are said.
pub(crate) fn minimise(node: &mut Node, settings: &Settings, disagreement: &Disagreement, judge: Judge<'_>) -> Program {
    shrink(disagreement.program.clone(), |candidates| {
        let texts: Vec<Text> = candidates.iter().map(emit).collect();
        // The reader is asked first: it is quick, and most candidates end there. What is small must not be a known gap.
        let alike: Vec<usize> = (0..texts.len())
            .filter(|&index| settings.gap(&constructs(&candidates[index])).is_none())
            .filter(|&index| judge(&texts[index]) == disagreement.judged)
            .collect();
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
    pub(crate) fn disagreements(&self, node: &mut Node, settings: &Settings, judge: Judge<'_>) -> String {
        let mut distinct: BTreeMap<String, String> = BTreeMap::new();
        for disagreement in self.disagreements.iter().take(TRIED_AT_MOST) {
            let source = emit(&minimise(node, settings, disagreement, judge)).shown();
            let Disagreement { index, shown, judged, .. } = disagreement;
            let head = format!(
                "seed {}, program {index}: shown by execution: {}; judged: {judged}",
                settings.seed,
                shown.name()
            );
            distinct.entry(source).or_insert(head);
            if distinct.len() == SHOWN_AT_MOST {
                break;
            }
        }
        distinct.iter().map(|(source, head)| format!("--- {head}\n{source}\n")).collect()
    }

    pub(crate) fn unknown_share(&self) -> f64 {
        100.0 * self.unknowns as f64 / self.compared.max(1) as f64
    }

    fn share_of(&self, construct: Construct, unknown: usize) -> String {
        let all = self.constructs.get(&construct).copied().unwrap_or_default().max(1);
        format!("{} {:.0} %", construct.name(), 100.0 * unknown as f64 / all as f64)
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
            self.made.iter().map(|(construct, count)| format!("{} {count}", construct.name())).collect();
        for line in counts.chunks(5) {
            writeln!(f, "  {}", line.join(", "))?;
        }
        for ((shown, judged), count) in &self.table {
            writeln!(f, "  {:<22} judged {:<22} {count:>6}", shown.name(), judged.to_string())?;
        }
        writeln!(f, "  unknown: {} ({:.1} %)", self.unknowns, self.unknown_share())?;
        let shares: Vec<String> =
            self.unknown.iter().map(|(construct, count)| self.share_of(*construct, *count)).collect();
        for line in shares.chunks(5) {
            writeln!(f, "    {}", line.join(", "))?;
        }
        for (gap, (programs, unknown, wrong)) in &self.gaps {
            writeln!(f, "  gap: {gap}: {programs} programs, {unknown} unknown, {wrong} judged wrongly")?;
        }
        write!(f, "{} disagreements", self.disagreements.len())
    }
}
