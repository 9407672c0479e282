//! From evidence to findings: each rule's pattern asks its questions of what it matched; the answers become text.
//!
//! In: a program, the rules, the files' texts. Out: a [`Judgement`]. The one place where findings are made.

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::declared::IdlePath;
use super::foundation::Foundation;
use super::machine::Machine;
use super::purpose::Purpose;
use super::state::{Because, Manner as Taken};
use super::verdict::{CheckVerdict, Evidence};
use crate::finding::{
    CheckCounts, Confidence, Finding, Related, Role, Runs, Skipped, SourceFile, Trail, TrailOf, Verdict,
};
use crate::link::{CallRef, FunctionRef, Program, SiteRef};
use crate::outline::code::{Entity, SiteId};
use crate::outline::{Capture, StructureMatch};
use crate::rules::{Manner, Page, Placeholder, Question, RulePattern, RuleSet};
use crate::text::{FileId, Place, Span};

/// How many files one machine judges at the most, and into how many groups the files of a program are parted at the least.
const TOGETHER: usize = 64;
const GROUPS: usize = 32;
/// How many characters of a callee are shown.
const CALLEE: usize = 60;

/// What the judge says of a program.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Every finding, shown or not, unsorted.
    pub findings: Vec<Finding>,
    /// The trail of every check, in order of place.
    pub trails: Vec<Trail>,
    pub counts: CheckCounts,
    /// Files whose checks could not be judged.
    pub skipped: Vec<Skipped>,
    /// Files some of whose checks were given up.
    pub cut_off: Vec<Skipped>,
    /// What the project declares of files that were read, and what leads nowhere there.
    pub idle: Vec<IdlePath>,
    /// The paths that are declared to be limited upstream, by number, which no route has.
    pub idle_upstream: Vec<usize>,
    /// What running the code took.
    pub spent: Runs,
}

/// Judges every check of a program, on its own foundation. `sources` are the files' texts, by number.
pub fn judge(program: &Program, foundation: &Foundation, rules: &RuleSet, sources: &[SourceFile]) -> Judgement {
    let files: Vec<FileId> = program.files().map(|(id, _)| id).collect();
    // Neighbours import the same modules. How many are judged by one machine must not depend on the number of threads.
    let together = (files.len() / GROUPS).clamp(1, TOGETHER);
    let judge = |files: &[FileId]| judge_together(program, foundation, rules, sources, files);
    let judged: Vec<Judgement> = files.par_chunks(together).flat_map_iter(judge).collect();
    let mut all = Judgement {
        idle: foundation.declared.idle.clone(),
        idle_upstream: foundation.idle_upstream(program),
        cut_off: cut_off_setup(foundation, sources),
        ..Judgement::default()
    };
    for mut part in judged {
        all.findings.append(&mut part.findings);
        all.trails.append(&mut part.trails);
        all.counts.understood += part.counts.understood;
        all.counts.unknown += part.counts.unknown;
        all.skipped.append(&mut part.skipped);
        all.cut_off.append(&mut part.cut_off);
        all.spent.join(part.spent);
    }
    all.findings = one_per_place(all.findings);
    all
}

/// Checks of several files may be wrong at one place, such as an error handler.
fn one_per_place(findings: Vec<Finding>) -> Vec<Finding> {
    let mut by_place: BTreeMap<(String, Place), Finding> = BTreeMap::new();
    for finding in findings {
        match by_place.get_mut(&(finding.rule.clone(), finding.place)) {
            Some(known) => merge(known, finding),
            None => drop(by_place.insert((finding.rule.clone(), finding.place), finding)),
        }
    }
    by_place.into_values().collect()
}

/// What is known of the program's registrations in part only, because following them takes too much work.
fn cut_off_setup(foundation: &Foundation, sources: &[SourceFile]) -> Vec<Skipped> {
    let said = |file: &FileId, reason| Skipped { path: sources[file.0 as usize].path.clone(), reason };
    let reason = "what it registers is not followed to its end: too many ways lead through it";
    let cut_off = foundation.routes.cut_off.iter().map(|file| said(file, reason.to_owned()));
    let not_run = &foundation.routes.not_run;
    let others = not_run.iter().next().map(|file| {
        let reason = match not_run.len() - 1 {
            0 => "what it registers is not followed: the files before it take too much work".to_owned(),
            more => {
                format!("what this and {more} other files register is not followed: those before take too much work")
            }
        };
        said(file, reason)
    });
    cut_off.chain(others).collect()
}

/// Judges some files one after the other: what was found out about the modules that they share is kept. A file that brings the
/// machine down is said, and costs no other file its findings.
fn judge_together<'p>(
    program: &'p Program,
    foundation: &Foundation,
    rules: &'p RuleSet,
    sources: &'p [SourceFile],
    files: &[FileId],
) -> Vec<Judgement> {
    let mut known: Option<Machine<'p>> = None;
    let judge = |&file: &FileId| {
        let mut machine = known.take().filter(Machine::is_light).unwrap_or_else(|| Machine::new(program, foundation));
        machine.begin_file();
        let attempt = AssertUnwindSafe(|| FileJudge::new(program, rules, sources, file, machine).judge());
        match panic::catch_unwind(attempt) {
            Ok((judgement, machine)) => {
                known = Some(machine);
                judgement
            }
            Err(_) => {
                let path = sources[file.0 as usize].path.clone();
                let reason = "internal error while it was judged; please report it".to_owned();
                Judgement { skipped: vec![Skipped { path, reason }], ..Judgement::default() }
            }
        }
    };
    files.iter().map(judge).collect()
}

/// Judges the checks of one file. What it finds out about a check is kept: several rules may ask.
struct FileJudge<'p> {
    program: &'p Program,
    rules: &'p RuleSet,
    sources: &'p [SourceFile],
    file: FileId,
    machine: Machine<'p>,
    verdicts: BTreeMap<(SiteId, Question), Option<CheckVerdict>>,
    /// What the file calls its logger, once it was asked for.
    logger: Option<Option<String>>,
}

impl<'p> FileJudge<'p> {
    fn new(
        program: &'p Program,
        rules: &'p RuleSet,
        sources: &'p [SourceFile],
        file: FileId,
        machine: Machine<'p>,
    ) -> Self {
        Self { program, rules, sources, file, machine, verdicts: BTreeMap::new(), logger: None }
    }

    fn judge(mut self) -> (Judgement, Machine<'p>) {
        let program = self.program;
        let rules = self.rules;
        // By rule and place: further checks that are dropped there belong to the same finding.
        let mut found: BTreeMap<(&str, Place), Finding> = BTreeMap::new();
        // Of what may be spent on a file, objects that may be lists get what the calls leave over.
        let (accesses, others): (Vec<&StructureMatch>, Vec<_>) =
            program.outline(self.file).matches.iter().partition(|matched| is_of_access(matched));
        for matched in others.into_iter().chain(accesses) {
            for pattern in rules.patterns_of(matched.structure) {
                for (site, evidence) in self.ask(pattern, matched) {
                    let Some(page) = rules.page(pattern.rule.as_str()) else { continue };
                    let Some(finding) = self.finding(page, site, &evidence) else { continue };
                    let key = (pattern.rule.as_str(), finding.place);
                    match found.get_mut(&key) {
                        Some(known) => merge(known, finding),
                        None => drop(found.insert(key, finding)),
                    }
                }
            }
        }
        let mut findings: Vec<Finding> = found.into_values().collect();
        self.fingerprint(&mut findings);
        let mut counts = CheckCounts::default();
        let mut trails = Vec::new();
        let mut cut_off = 0;
        for ((site, question), verdict) in std::mem::take(&mut self.verdicts) {
            let is_check = matches!(question, Question::SilentOnFailure | Question::SilentOnHit);
            let Some(verdict) = verdict.filter(|_| is_check) else { continue };
            cut_off += u32::from(verdict.drops.iter().any(|drop| drop.because == Some(Because::Budget)));
            match verdict.verdict {
                Verdict::Unknown => counts.unknown += 1,
                _ => counts.understood += 1,
            }
            let of = if question == Question::SilentOnHit { TrailOf::Revoked } else { TrailOf::Failure };
            trails.push(self.trail(of, SiteRef { file: self.file, site }, verdict));
        }
        let cut_off = self.cut_off(cut_off);
        let spent = std::mem::take(&mut self.machine.spent);
        let judgement = Judgement { findings, trails, counts, cut_off, spent, ..Judgement::default() };
        (judgement, self.machine)
    }

    /// Says that some of the file's checks were not followed to the end.
    fn cut_off(&self, checks: u32) -> Vec<Skipped> {
        let path = self.sources[self.file.0 as usize].path.clone();
        let reason =
            format!("{checks} token checks not followed to their end: too many ways lead through the code around them");
        let said = (checks > 0).then(|| Skipped { path: path.clone(), reason });
        let reason = "what its names stand for is not followed to the end: it takes too much work".to_owned();
        said.into_iter().chain(self.machine.has_no_more_constants().then_some(Skipped { path, reason })).collect()
    }

    /// The pattern's questions, one after the other: the first "no" ends it.
    fn ask(&mut self, pattern: &RulePattern, matched: &StructureMatch) -> Vec<(Option<SiteRef>, Evidence)> {
        let text = &self.sources[self.file.0 as usize].text;
        let texts: Vec<(u32, &str)> = matched
            .captures
            .iter()
            .map(|capture| (capture.number, text.get(capture.span.range()).unwrap_or_default()))
            .collect();
        if !pattern.holds(&texts) {
            return Vec::new();
        }
        let mut evidence = Vec::new();
        for asked in &pattern.questions {
            let capture = asked.captures.first();
            let entity = capture.and_then(|&number| entity_of(&matched.captures, number));
            if let Some(Entity::Equality(equality)) = entity {
                let compared = self.machine.judge_equality(self.file, equality);
                evidence.extend(compared.map(|compared| (None, compared)));
                continue;
            }
            let site = match entity {
                Some(Entity::Call(call)) => SiteId::Call(call),
                Some(Entity::Access(access)) => SiteId::Access(access),
                _ => return Vec::new(),
            };
            let site = SiteRef { file: self.file, site };
            let machine = &mut self.machine;
            match asked.question {
                Question::VerifiesToken if site.call().is_some_and(|call| machine.verifies_token(call)) => {}
                Question::LooksUpToken if machine.look_up(site).is_some() => {}
                Question::RevokesToken if machine.revokes(site) => {}
                Question::RefreshRoute if site.call().is_some_and(|call| machine.is_route(call, Purpose::Refresh)) => {}
                Question::VerifyRoute if site.call().is_some_and(|call| machine.is_route(call, Purpose::Verify)) => {}
                Question::LoginRoute if site.call().is_some_and(|call| machine.is_route(call, Purpose::Login)) => {}
                Question::VerifiesToken
                | Question::LooksUpToken
                | Question::RevokesToken
                | Question::RefreshRoute
                | Question::VerifyRoute
                | Question::LoginRoute => return Vec::new(),
                Question::SilentOnFailure
                | Question::SilentOnHit
                | Question::SilentWhenMade
                | Question::Unlimited
                | Question::SilentOnSuccess
                | Question::TellsToken
                | Question::LetsThrough
                | Question::DisclosesFailure
                | Question::ToldWithoutContext
                | Question::ComparesSecret
                | Question::ComparesSecretByCall
                | Question::OnlyLogged
                | Question::SilentWithoutToken
                | Question::UnlimitedGuard
                | Question::SilentLimit => {
                    let drops = self.drops(site, asked.question);
                    evidence.extend(drops.into_iter().map(|drop| (Some(site), drop)));
                }
            }
        }
        evidence
    }

    /// What a question that is judged finds wrong. Several rules may ask the same of a site.
    fn drops(&mut self, site: SiteRef, question: Question) -> Vec<Evidence> {
        // A look-up that refuses nothing lets nothing through either.
        if question == Question::LetsThrough
            && self.machine.look_up(site).is_some()
            && self.verdict(site, Question::SilentOnHit).is_none()
        {
            return Vec::new();
        }
        self.verdict(site, question).map(|verdict| verdict.drops.clone()).unwrap_or_default()
    }

    fn verdict(&mut self, site: SiteRef, question: Question) -> Option<&CheckVerdict> {
        let machine = &mut self.machine;
        let judge = || match question {
            Question::SilentOnHit => machine.judge_look_up(site),
            Question::SilentWhenMade => machine.judge_revocation(site),
            _ => site.call().and_then(|call| judge_call(machine, call, question)),
        };
        self.verdicts.entry((site.site, question)).or_insert_with(judge).as_ref()
    }

    fn finding(&mut self, page: &Page, site: Option<SiteRef>, evidence: &Evidence) -> Option<Finding> {
        let manner = match evidence.verdict {
            _ if evidence.said.is_some() => evidence.said?,
            Verdict::Silent if evidence.manner == Taken::NeverLookedAt => Manner::NeverLookedAt,
            Verdict::Silent if evidence.fails_open => Manner::FailsOpen,
            verdict => Manner::of_verdict(verdict)?,
        };
        let callee = match site {
            Some(site) => self.asked_text(site),
            None => self.shown(evidence.place.span, self.file),
        };
        let logger = match &self.logger {
            Some(known) => known.clone(),
            None => self.logger.insert(self.machine.logger_of(self.file)).clone(),
        };
        let filled = |placeholder| match placeholder {
            Placeholder::Check => callee.clone(),
            Placeholder::Route => evidence.route.clone().unwrap_or_else(|| callee.clone()),
            Placeholder::Logger => logger.as_ref().map(|logger| format!("{logger}.warn")).unwrap_or_default(),
            Placeholder::LoggerInfo => logger.as_ref().map(|logger| format!("{logger}.info")).unwrap_or_default(),
        };
        let message = page.message(manner)?.fill(filled);
        let help = &page.metadata().help;
        let help = match (&help.with_logger, &logger) {
            (Some(help), Some(_)) => help.fill(filled),
            _ => help.without_logger.fill(filled),
        };
        let related = evidence
            .related
            .iter()
            .map(|step| Related {
                role: step.role,
                place: self.headline(step.place),
                // What a signal is worth is said with it; the other roles have the page's words.
                message: page
                    .role_label(step.role)
                    .filter(|_| step.role != Role::Signal)
                    .map_or_else(|| step.message.clone(), |label| label.fill(filled)),
            })
            .collect();
        Some(Finding {
            rule: page.id().as_str().to_owned(),
            severity: page.metadata().severity,
            confidence: evidence.confidence.min(page.metadata().confidence),
            place: self.headline(evidence.place),
            message,
            help: Some(help),
            because: evidence
                .because
                .as_ref()
                .filter(|_| evidence.confidence < Confidence::High)
                .map(super::state::Because::text),
            related,
            fingerprint: String::new(),
        })
    }

    /// A place's first line: a finding points at one line, however long the construct is.
    fn headline(&self, place: Place) -> Place {
        let text = &self.sources[place.file.0 as usize].text;
        let span = place.span;
        let shown = text.get(span.range()).unwrap_or_default();
        let line = shown.lines().next().unwrap_or_default().trim_end();
        Place { span: Span::new(span.start as usize, span.start as usize + line.len()), ..place }
    }

    /// A check's callee, or the whole of an access, as it is written, on one line.
    fn asked_text(&self, site: SiteRef) -> String {
        match site.call() {
            Some(call) => self.shown(self.program.call(call).callee, call.file),
            None => self.shown(self.program.site_place(site).span, site.file),
        }
    }

    /// A piece of code, on one line.
    fn shown(&self, span: Span, file: FileId) -> String {
        let text = self.sources[file.0 as usize].text.get(span.range()).unwrap_or_default();
        on_one_line(text)
    }

    fn trail(&self, of: TrailOf, site: SiteRef, verdict: CheckVerdict) -> Trail {
        let check = self.headline(self.program.site_place(site));
        let mut paths = verdict.paths;
        for step in paths.iter_mut().flat_map(|path| &mut path.places) {
            step.place = self.headline(step.place);
        }
        Trail {
            of,
            check,
            callee: self.asked_text(site),
            verdict: verdict.verdict,
            confidence: verdict.confidence,
            because: verdict.because.filter(|_| verdict.confidence < Confidence::High).map(|because| because.text()),
            paths,
        }
    }

    /// Gives each finding a name that stays when lines move: what, where by name, and the text there.
    fn fingerprint(&self, findings: &mut [Finding]) {
        let mut ordinals: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
        for finding in findings {
            let source = &self.sources[finding.place.file.0 as usize];
            let text = source.text.get(finding.place.span.range()).unwrap_or_default();
            let mut hash = Sha256::new();
            for part in [finding.rule.as_str(), source.from_root.as_str(), &self.enclosing(finding.place)] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
            for word in text.split_whitespace() {
                hash.update(word.as_bytes());
            }
            let digest = hash.clone().finalize().to_vec();
            let ordinal = ordinals.entry(digest).and_modify(|ordinal| *ordinal += 1).or_insert(0);
            hash.update(ordinal.to_le_bytes());
            finding.fingerprint = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        }
    }

    /// The names of the functions around a place, outermost first.
    fn enclosing(&self, place: Place) -> String {
        let outline = self.program.outline(place.file);
        let mut names = Vec::new();
        for id in self.program.places(place.file).around(outline, place.span) {
            let bound = self.program.binding_of(FunctionRef { file: place.file, function: id });
            let bound = bound.map(|binding| outline.binding(binding).name);
            names.push(outline.function(id).name.or(bound).map_or("", |name| outline.name(name)));
        }
        names.join("/")
    }
}

/// What a question finds wrong that is asked of calls only.
fn judge_call(machine: &mut Machine<'_>, call: CallRef, question: Question) -> Option<CheckVerdict> {
    match question {
        Question::Unlimited => machine.judge_limits(call),
        Question::SilentOnSuccess => machine.judge_success(call),
        Question::TellsToken => machine.judge_leak(call),
        Question::LetsThrough => machine.judge_failing_open(call),
        Question::DisclosesFailure => machine.judge_disclosure(call),
        Question::ToldWithoutContext => machine.judge_context(call),
        Question::ComparesSecretByCall => machine.judge_comparing_call(call),
        Question::OnlyLogged => machine.judge_watch(call),
        Question::SilentWithoutToken => machine.judge_absence(call),
        Question::UnlimitedGuard => machine.judge_guard(call),
        Question::SilentLimit => machine.judge_limit_hits(call),
        _ => machine.judge(call),
    }
}

fn is_of_access(matched: &StructureMatch) -> bool {
    matched.captures.iter().any(|capture| matches!(capture.entity, Some(Entity::Access(_))))
}

/// A piece of code without its line breaks; of a long chain, where it begins and what is called in the end. Each call of a
/// chain holds all calls before it, so that no more is read of it than is shown.
fn on_one_line(text: &str) -> String {
    let forwards = text.split_whitespace().flat_map(|word| std::iter::once(' ').chain(word.chars())).skip(1);
    let shown: String = forwards.take(CALLEE + 1).collect();
    if shown.chars().count() <= CALLEE {
        return shown;
    }
    let backwards = text.split_whitespace().rev().flat_map(|word| word.chars().rev().chain([' ']));
    let tail: Vec<char> = backwards.take(CALLEE / 2).collect();
    shown.chars().take(CALLEE / 2).chain(['…']).chain(tail.into_iter().rev()).collect()
}

fn entity_of(captures: &[Capture], number: u32) -> Option<Entity> {
    captures.iter().find(|capture| capture.number == number).and_then(|capture| capture.entity)
}

/// A further check that is dropped at the same place.
fn merge(known: &mut Finding, other: Finding) {
    if other.confidence > known.confidence {
        known.confidence = other.confidence;
        known.because = other.because;
        known.message = other.message;
    }
    for step in other.related {
        if step.role == Role::Check && !known.related.iter().any(|have| have.place == step.place) {
            known.related.push(step);
        }
    }
}
