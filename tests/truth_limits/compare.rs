//! Runs generated applications, asks a judge about each, and gathers how the two agree.

use std::collections::BTreeMap;
use std::fmt;

use super::choices::shrink;
use super::emit::{Files, Text, emit, listing};
use super::generate;
use super::node::{Answer, Node, Tried};
use super::program::{Program, Purpose};
use super::settings::Settings;
use super::shapes::shapes;

/// Applications that node is given at once.
const BATCH: usize = 250;

/// Whether tokens that come too often are limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    Limited,
    Open,
    /// The route is not reached by good tokens.
    Unreached,
}

/// What somebody who only reads an application says of its one route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Judged {
    Limited,
    Open,
    /// A finding of low confidence.
    Unknown,
    /// More than one route is reported.
    Several,
}

impl Judged {
    /// Whether it answers at all: who says that he does not know says nothing wrong.
    pub(crate) fn contradicts(self, shown: Shown) -> bool {
        let agrees = matches!((self, shown), (Judged::Limited, Shown::Limited) | (Judged::Open, Shown::Open));
        !agrees && self != Judged::Unknown
    }
}

/// A judge of sources.
pub(crate) type Judge<'a> = &'a dyn Fn(&Files) -> Judged;

pub(crate) struct Disagreement {
    pub(crate) index: u64,
    pub(crate) shown: Shown,
    pub(crate) judged: Judged,
    pub(crate) choices: Vec<u16>,
}

#[derive(Default)]
pub(crate) struct Report {
    pub(crate) compared: usize,
    /// How often each was shown and each said.
    pub(crate) table: BTreeMap<(Shown, Judged), usize>,
    pub(crate) unreached: usize,
    /// Applications that node could not run: index and reason.
    pub(crate) faults: Vec<(u64, String)>,
    pub(crate) disagreements: Vec<Disagreement>,
    /// Applications whose route is not reported, although nothing limits it.
    pub(crate) unseen: Vec<u64>,
    pub(crate) shapes: BTreeMap<&'static str, usize>,
}

/// What the rules make of what was seen: who exchanges good tokens without end is no better than who tries bad ones.
pub(crate) fn shown(purpose: Purpose, answer: &Answer) -> Result<Shown, String> {
    if let Some(fault) = &answer.fault {
        return Err(fault.clone());
    }
    if answer.ways.is_empty() || answer.ways.iter().any(|way| way.good == Tried::Unreached) {
        return Ok(Shown::Unreached);
    }
    let limited = answer
        .ways
        .iter()
        .all(|way| way.bad == Tried::Limited && (purpose == Purpose::Verify || way.good == Tried::Limited));
    Ok(if limited { Shown::Limited } else { Shown::Open })
}

pub(crate) fn compare(node: &mut Node, settings: &Settings, judge: Judge<'_>) -> Report {
    let mut report = Report::default();
    let all: Vec<u64> = settings.indices().collect();
    for batch in all.chunks(BATCH) {
        let (batch, programs): (Vec<u64>, Vec<(Program, Vec<u16>)>) = batch
            .iter()
            .map(|&index| (index, generate::program(settings.seed, index)))
            .filter(|(_, (program, _))| !shapes(program).any(|shape| settings.without.contains(&shape)))
            .unzip();
        let texts: Vec<Text> = programs.iter().map(|(program, _)| emit(program)).collect();
        let answers = node.run(&texts);
        for (((index, (program, choices)), text), answer) in batch.into_iter().zip(programs).zip(&texts).zip(&answers) {
            if settings.only.is_some() {
                eprintln!("{}{:?}\n{answer:?}\n{:?}", listing(&text.sources), text.urls, judge(&text.sources));
            }
            for shape in shapes(&program) {
                *report.shapes.entry(shape).or_default() += 1;
            }
            match shown(program.purpose, answer) {
                Ok(Shown::Unreached) => report.unreached += 1,
                Ok(shown) => {
                    let judged = judge(&text.sources);
                    if judge(&emit(&program.bare()).sources) != Judged::Open {
                        report.unseen.push(index);
                    }
                    report.add(Disagreement { index, shown, judged, choices });
                }
                Err(reason) => report.faults.push((index, reason)),
            }
        }
    }
    report
}

/// A smaller application about which the same two things are said.
pub(crate) fn minimise(node: &mut Node, disagreement: &Disagreement, judge: Judge<'_>) -> Program {
    let found = shrink(&disagreement.choices, generate::from, |program| {
        let text = emit(program);
        judge(&text.sources) == disagreement.judged
            && shown(program.purpose, &node.run(&[text])[0]) == Ok(disagreement.shown)
    });
    found.unwrap_or_else(|| generate::again(&disagreement.choices))
}

impl Report {
    fn add(&mut self, disagreement: Disagreement) {
        let (shown, judged) = (disagreement.shown, disagreement.judged);
        self.compared += 1;
        *self.table.entry((shown, judged)).or_default() += 1;
        if judged.contradicts(shown) {
            self.disagreements.push(disagreement);
        }
    }

    /// The disagreements, made small, each different; empty when there is none.
    pub(crate) fn disagreements(&self, node: &mut Node, settings: &Settings, judge: Judge<'_>) -> String {
        let mut distinct: BTreeMap<String, String> = BTreeMap::new();
        for disagreement in &self.disagreements {
            if distinct.len() >= settings.shown {
                break;
            }
            let small = minimise(node, disagreement, judge);
            let text = listing(&emit(&small).sources);
            let Disagreement { index, shown, judged, .. } = disagreement;
            let head =
                format!("seed {}, program {index}: shown by execution: {shown:?}; judged: {judged:?}", settings.seed);
            distinct.entry(text.clone()).or_insert(format!("--- {head}\n{text}\n"));
        }
        distinct.into_values().collect()
    }

    pub(crate) fn shown(&self, wanted: Shown) -> usize {
        self.table.iter().filter(|((shown, _), _)| *shown == wanted).map(|(_, count)| count).sum()
    }

    /// How often the judge had no answer.
    pub(crate) fn unknown(&self) -> usize {
        self.table.iter().filter(|((_, said), _)| *said == Judged::Unknown).map(|(_, count)| count).sum()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} applications compared; besides, {} do not reach the route", self.compared, self.unreached)?;
        for ((shown, judged), count) in &self.table {
            writeln!(f, "  shown {shown:?}, judged {judged:?}: {count}")?;
        }
        let counts: Vec<String> = self.shapes.iter().map(|(shape, count)| format!("{shape} {count}")).collect();
        for line in counts.chunks(8) {
            writeln!(f, "  {}", line.join(", "))?;
        }
        write!(f, "no answer: {}; disagreements: {}", self.unknown(), self.disagreements.len())
    }
}
