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
use crate::finding::{CheckCounts, Confidence, Finding, Related, Role, Skipped, SourceFile, Trail, Verdict};
use crate::link::{CallRef, FunctionRef, Program};
use crate::outline::code::{CallId, Entity};
use crate::outline::{Capture, StructureMatch};
use crate::rules::{Manner, Page, Placeholder, Question, RulePattern, RuleSet};
use crate::text::{FileId, Place, Span};

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
}

/// Judges every check of a program. `sources` are the files' texts, by number.
pub fn judge(program: &Program, rules: &RuleSet, sources: &[SourceFile]) -> Judgement {
    let files: Vec<FileId> = program.files().map(|(id, _)| id).collect();
    let foundation = Foundation::of(program);
    let judge = |file| judge_file(program, &foundation, rules, sources, file);
    let judged: Vec<Judgement> = files.into_par_iter().map(judge).collect();
    let mut all = Judgement {
        idle: foundation.declared.idle.clone(),
        cut_off: cut_off_setup(&foundation, sources),
        ..Judgement::default()
    };
    for mut part in judged {
        all.findings.append(&mut part.findings);
        all.trails.append(&mut part.trails);
        all.counts.understood += part.counts.understood;
        all.counts.unknown += part.counts.unknown;
        all.skipped.append(&mut part.skipped);
        all.cut_off.append(&mut part.cut_off);
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

/// A file that brings the machine down is said, and costs no other file its findings.
fn judge_file(
    program: &Program,
    foundation: &Foundation,
    rules: &RuleSet,
    sources: &[SourceFile],
    file: FileId,
) -> Judgement {
    let attempt = AssertUnwindSafe(|| FileJudge::new(program, foundation, rules, sources, file).judge());
    panic::catch_unwind(attempt).unwrap_or_else(|_| {
        let path = sources[file.0 as usize].path.clone();
        let reason = "internal error while it was judged; please report it".to_owned();
        Judgement { skipped: vec![Skipped { path, reason }], ..Judgement::default() }
    })
}

/// Judges the checks of one file. What it finds out about a check is kept: several rules may ask.
struct FileJudge<'p> {
    program: &'p Program,
    rules: &'p RuleSet,
    sources: &'p [SourceFile],
    file: FileId,
    machine: Machine<'p>,
    verdicts: BTreeMap<(CallId, Question), Option<CheckVerdict>>,
    /// What the file calls its logger, once it was asked for.
    logger: Option<Option<String>>,
}

impl<'p> FileJudge<'p> {
    fn new(
        program: &'p Program,
        foundation: &Foundation,
        rules: &'p RuleSet,
        sources: &'p [SourceFile],
        file: FileId,
    ) -> Self {
        let machine = Machine::new(program, foundation);
        Self { program, rules, sources, file, machine, verdicts: BTreeMap::new(), logger: None }
    }

    fn judge(mut self) -> Judgement {
        let program = self.program;
        let rules = self.rules;
        // By rule and place: further checks that are dropped there belong to the same finding.
        let mut found: BTreeMap<(&str, Place), Finding> = BTreeMap::new();
        for matched in &program.outline(self.file).matches {
            for pattern in rules.patterns_of(matched.structure) {
                for (call, evidence) in self.ask(pattern, matched) {
                    let Some(page) = rules.page(pattern.rule.as_str()) else { continue };
                    let Some(finding) = self.finding(page, call, &evidence) else { continue };
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
        for ((call, question), verdict) in std::mem::take(&mut self.verdicts) {
            let is_check = matches!(question, Question::SilentOnFailure | Question::SilentOnHit);
            let Some(verdict) = verdict.filter(|_| is_check) else { continue };
            cut_off += u32::from(verdict.drops.iter().any(|drop| drop.because == Some(Because::Budget)));
            match verdict.verdict {
                Verdict::Unknown => counts.unknown += 1,
                _ => counts.understood += 1,
            }
            trails.push(self.trail(call, verdict));
        }
        Judgement { findings, trails, counts, skipped: Vec::new(), cut_off: self.cut_off(cut_off), idle: Vec::new() }
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
    fn ask(&mut self, pattern: &RulePattern, matched: &StructureMatch) -> Vec<(Option<CallRef>, Evidence)> {
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
            let Some(Entity::Call(call)) = entity else { return Vec::new() };
            let call = CallRef { file: self.file, call };
            match asked.question {
                Question::VerifiesToken if self.machine.verifies_token(call) => {}
                Question::LooksUpToken if self.machine.look_up(call).is_some() => {}
                Question::RevokesToken if self.machine.revokes(call) => {}
                Question::RefreshRoute if self.machine.is_route(call, Purpose::Refresh) => {}
                Question::VerifyRoute if self.machine.is_route(call, Purpose::Verify) => {}
                Question::LoginRoute if self.machine.is_route(call, Purpose::Login) => {}
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
                    let drops = self.drops(call, asked.question);
                    evidence.extend(drops.into_iter().map(|drop| (Some(call), drop)));
                }
            }
        }
        evidence
    }

    /// What a question that is judged finds wrong. Several rules may ask the same of a call.
    fn drops(&mut self, call: CallRef, question: Question) -> Vec<Evidence> {
        // A look-up that refuses nothing lets nothing through either.
        if question == Question::LetsThrough
            && self.machine.look_up(call).is_some()
            && self.verdict(call, Question::SilentOnHit).is_none()
        {
            return Vec::new();
        }
        self.verdict(call, question).map(|verdict| verdict.drops.clone()).unwrap_or_default()
    }

    fn verdict(&mut self, call: CallRef, question: Question) -> Option<&CheckVerdict> {
        let machine = &mut self.machine;
        let judge = || match question {
            Question::SilentOnHit => machine.judge_look_up(call),
            Question::SilentWhenMade => machine.judge_revocation(call),
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
        };
        self.verdicts.entry((call.call, question)).or_insert_with(judge).as_ref()
    }

    fn finding(&mut self, page: &Page, call: Option<CallRef>, evidence: &Evidence) -> Option<Finding> {
        let manner = match evidence.verdict {
            _ if evidence.said.is_some() => evidence.said?,
            Verdict::Silent if evidence.manner == Taken::NeverLookedAt => Manner::NeverLookedAt,
            Verdict::Silent if evidence.fails_open => Manner::FailsOpen,
            verdict => Manner::of_verdict(verdict)?,
        };
        let callee = match call {
            Some(call) => self.callee_text(call),
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

    /// A check's callee as it is written, on one line.
    fn callee_text(&self, call: CallRef) -> String {
        self.shown(self.program.call(call).callee, call.file)
    }

    /// A piece of code, on one line.
    fn shown(&self, span: Span, file: FileId) -> String {
        let text = self.sources[file.0 as usize].text.get(span.range()).unwrap_or_default();
        on_one_line(text)
    }

    fn trail(&self, call: CallId, verdict: CheckVerdict) -> Trail {
        let call = CallRef { file: self.file, call };
        let check = self.headline(self.program.place(self.file, self.program.call(call).span));
        let mut paths = verdict.paths;
        for step in paths.iter_mut().flat_map(|path| &mut path.places) {
            step.place = self.headline(step.place);
        }
        Trail {
            check,
            callee: self.callee_text(call),
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
            for part in [finding.rule.as_str(), source.path.as_str(), &self.enclosing(finding.place)] {
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
