//! Runs generated applications, asks a judge about each, and gathers how the two agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tokentrail::finding::Verdict;

use super::emit::{Files, Text, emit};
use super::generate;
use super::node::{Answer, Node};
use super::outcome::{Shown, shown};
use super::parts::listing;
use super::program::Program;
use super::settings::Settings;
use super::shapes::shapes;
use super::shrink::{shrink, without_style};

/// Applications that node is given at once.
const BATCH: usize = 250;
/// Disagreements that are made small in the search for different ones.
const TRIED_AT_MOST: usize = 60;

/// What somebody who only reads an application says of its one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Judged {
    Verdict(Verdict),
    /// The check is not seen, or there are several.
    Checks(usize),
}

impl Judged {
    /// Whether it answers at all: who says that it depends on what cannot be seen says nothing wrong.
    pub(crate) fn contradicts(self, shown: Verdict) -> bool {
        self != Judged::Verdict(shown) && self != Judged::Verdict(Verdict::Unknown)
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Judged::Verdict(verdict) => f.pad(verdict.name()),
            Judged::Checks(count) => f.pad(&format!("{count} checks")),
        }
    }
}

/// A judge of sources.
pub(crate) type Judge<'a> = &'a dyn Fn(&Files) -> Judged;

pub(crate) struct Disagreement {
    pub(crate) index: u64,
    pub(crate) shown: Verdict,
    pub(crate) judged: Judged,
    pub(crate) program: Program,
}

#[derive(Default)]
pub(crate) struct Report {
    /// Applications that were compared.
    pub(crate) compared: usize,
    /// How often each verdict was shown and each said.
    pub(crate) table: BTreeMap<(Verdict, Judged), usize>,
    /// Applications in which no run reaches the check.
    pub(crate) unreached: usize,
    /// Applications whose outcome the rules do not settle.
    pub(crate) ambiguous: usize,
    /// Applications in which a request is never answered.
    pub(crate) hanging: usize,
    /// Runs that reached the check.
    pub(crate) runs: u64,
    /// Applications that node could not run: index and reason.
    pub(crate) faults: Vec<(u64, String)>,
    pub(crate) disagreements: Vec<Disagreement>,
    pub(crate) shapes: BTreeMap<&'static str, usize>,
}

/// A guard in front of a whole path is also met by requests that no route answers. Rules speak of routes: where those
/// requests would change the verdict, nothing is settled.
pub(crate) fn settled(answer: &Answer) -> Shown {
    let routes = shown(answer);
    let everything = Answer { tally: [answer.tally.as_slice(), &answer.strays].concat(), ..answer.clone() };
    match (&routes, shown(&everything)) {
        (Shown::Verdict(narrow), Shown::Verdict(wide)) if *narrow != wide => Shown::Ambiguous,
        _ => routes,
    }
}

pub(crate) fn compare(node: &mut Node, settings: &Settings, judge: Judge<'_>) -> Report {
    let mut report = Report::default();
    let all: Vec<(u64, Program)> = settings
        .indices()
        .map(|index| (index, generate::program(settings.seed, index)))
        .filter(|(_, program)| !shapes(program).any(|shape| settings.without.contains(&shape)))
        .collect();
    for batch in all.chunks(BATCH) {
        let texts: Vec<Text> = batch.iter().map(|(_, program)| emit(program)).collect();
        let answers = node.run(&texts);
        for (((index, program), text), answer) in batch.iter().zip(&texts).zip(&answers) {
            if settings.only.is_some() {
                eprintln!("{}{:?}\n{answer:?}\n{}", listing(&text.sources), text.requests, judge(&text.sources));
            }
            for shape in shapes(program) {
                *report.shapes.entry(shape).or_default() += 1;
            }
            report.runs += answer.tally.iter().chain(&answer.strays).map(|tally| u64::from(tally.2)).sum::<u64>();
            report.hanging += usize::from(answer.hung > 0);
            match settled(answer) {
                Shown::Verdict(shown) => report.add(*index, shown, judge(&text.sources), program),
                Shown::Unreached => report.unreached += 1,
                Shown::Ambiguous => report.ambiguous += 1,
                Shown::Fault(reason) => report.faults.push((*index, reason)),
            }
        }
    }
    report
}

/// A smaller application about which the same two things are said.
pub(crate) fn minimise(node: &mut Node, disagreement: &Disagreement, judge: Judge<'_>) -> Program {
    shrink(disagreement.program.clone(), |candidates| {
        // Lazily and in few steps: most edits are refused by the reader, which is quick.
        for few in candidates.chunks(16) {
            let texts: Vec<(usize, Text)> = few
                .iter()
                .map(|(at, program)| (*at, emit(program)))
                .filter(|(_, text)| judge(&text.sources) == disagreement.judged)
                .collect();
            let (places, texts): (Vec<usize>, Vec<Text>) = texts.into_iter().unzip();
            let same = |answer: &Answer| settled(answer) == Shown::Verdict(disagreement.shown);
            if let Some(position) = node.run(&texts).iter().position(same) {
                return Some(places[position]);
            }
        }
        None
    })
}

impl Report {
    fn add(&mut self, index: u64, shown: Verdict, judged: Judged, program: &Program) {
        self.compared += 1;
        *self.table.entry((shown, judged)).or_default() += 1;
        if judged.contradicts(shown) {
            self.disagreements.push(Disagreement { index, shown, judged, program: program.clone() });
        }
    }

    /// The disagreements, made small, each different; empty when there is none.
    pub(crate) fn disagreements(&self, node: &mut Node, settings: &Settings, judge: Judge<'_>) -> String {
        // By what is left when style is taken away.
        let mut distinct: BTreeMap<String, String> = BTreeMap::new();
        let mut kinds: BTreeSet<(Verdict, Judged)> = BTreeSet::new();
        // One of each kind first: the same mistake hides many times behind one number.
        let firsts = self.disagreements.iter().filter(|one| kinds.insert((one.shown, one.judged)));
        let order: Vec<&Disagreement> = firsts.chain(&self.disagreements).collect();
        for disagreement in order.into_iter().take(TRIED_AT_MOST) {
            if distinct.len() >= settings.shown {
                break;
            }
            let small = minimise(node, disagreement, judge);
            let text = listing(&emit(&small).sources);
            let kind = listing(&emit(&without_style(&small)).sources);
            let Disagreement { index, shown, judged, .. } = disagreement;
            let head = format!(
                "seed {}, program {index}: shown by execution: {}; judged: {judged}",
                settings.seed,
                shown.name()
            );
            distinct.entry(kind).or_insert(format!("--- {head}\n{text}\n"));
        }
        distinct.into_values().collect()
    }

    pub(crate) fn shown(&self, verdict: Verdict) -> usize {
        self.table.iter().filter(|((shown, _), _)| *shown == verdict).map(|(_, count)| count).sum()
    }

    /// How often the judge had no answer.
    pub(crate) fn unknown(&self) -> usize {
        let none = Judged::Verdict(Verdict::Unknown);
        self.table.iter().filter(|((_, said), _)| *said == none).map(|(_, count)| count).sum()
    }

    pub(crate) fn share(&self, count: usize) -> f64 {
        100.0 * count as f64 / self.compared.max(1) as f64
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} applications compared ({} runs; in {} a request hangs); besides, {} never reach the check and {} are not settled by the rules",
            self.compared, self.runs, self.hanging, self.unreached, self.ambiguous
        )?;
        let said: BTreeSet<Judged> = self.table.keys().map(|(_, judged)| *judged).collect();
        write!(f, "  {:<22}", "shown \\ judged")?;
        for judged in &said {
            write!(f, "{judged:>20}")?;
        }
        writeln!(f)?;
        let all: BTreeSet<Verdict> = self.table.keys().map(|(shown, _)| *shown).collect();
        for shown in all {
            write!(f, "  {:<22}", shown.name())?;
            for judged in &said {
                write!(f, "{:>20}", self.table.get(&(shown, *judged)).copied().unwrap_or_default())?;
            }
            writeln!(f, "{:>10}  {:>4.1} %", self.shown(shown), self.share(self.shown(shown)))?;
        }
        let counts: Vec<String> = self.shapes.iter().map(|(shape, count)| format!("{shape} {count}")).collect();
        for line in counts.chunks(8) {
            writeln!(f, "  {}", line.join(", "))?;
        }
        let unknown = self.unknown();
        write!(
            f,
            "no answer: {unknown} ({:.1} %); disagreements: {} ({:.1} %)",
            self.share(unknown),
            self.disagreements.len(),
            self.share(self.disagreements.len())
        )
    }
}
