//! Tokens that are told: calls which hand a whole token, or a secret, to whoever reads the log.
//!
//! In: a call that tells somebody, or that hands its argument to one. Out: a [`CheckVerdict`] with what it is given. What an
//! argument holds is `leaks_read`'s business; nothing is run.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::calls::Calling;
use super::machine::Machine;
use super::state::Because;
use super::value::{Builtin, Symbol, Value, ValueId};
use super::verdict::{CheckVerdict, Evidence};
use crate::finding::Confidence;
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::Op;
use crate::rules::Manner;
use crate::text::FileId;
use crate::vocabulary::Action;

/// Through how many functions of the project an argument is followed to what tells.
const HANDED: u8 = 3;
/// What loggers are called that cannot be seen.
const LOGGERS: [&str; 5] = ["log", "logger", "console", "logging", "winston"];
/// Their methods.
const LEVELS: [&str; 12] =
    ["trace", "debug", "verbose", "silly", "http", "info", "log", "notice", "warn", "warning", "error", "fatal"];

/// What was found out for this question, as far as it was asked.
#[derive(Debug, Default)]
pub(super) struct Leaks {
    /// The parameters that functions hand to what tells.
    pub(super) tellers: FxHashMap<FunctionRef, Rc<[u16]>>,
    /// Tokens that a file's own checks are given.
    pub(super) checked: FxHashMap<FileId, Rc<FxHashSet<ValueId>>>,
    /// What the project's loggers leave out.
    pub(super) redacted: Option<Rc<FxHashSet<String>>>,
}

/// Something that must not be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leak {
    pub(super) what: Manner,
    pub(super) confidence: Confidence,
    pub(super) because: Option<Because>,
}

/// How a call tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    Console,
    Logger,
    /// By what its receiver is called.
    Named,
}

impl Machine<'_> {
    /// Whether a call tells somebody a whole token.
    pub(crate) fn judge_leak(&mut self, call: CallRef) -> Option<CheckVerdict> {
        if self.program.call(call).arguments.is_empty() {
            return None;
        }
        // What is called a token where nothing handles JSON Web Tokens is something else.
        if !self.concern.holds(call.file) && self.program.declared().vocabulary().is_none() {
            return None;
        }
        let mut leaks = Vec::new();
        match self.telling(call) {
            Some(telling) => {
                let redacted = if telling == Telling::Console { Rc::default() } else { self.redacted() };
                for index in 0..self.program.call(call).arguments.len() {
                    leaks.extend(self.leaks_of(call, index, &redacted));
                }
                if telling == Telling::Named {
                    for leak in &mut leaks {
                        leak.confidence = leak.confidence.min(Confidence::Medium);
                    }
                }
            }
            None => {
                let callee = self.callee(call);
                let at = self.values.function(callee)?;
                // What only happens to log what it is given has the finding where it does so, as far as it can be seen there.
                let this = self.values.undefined();
                self.could_tell(&Calling { call, callee, this, arguments: Vec::new() })?;
                for &index in self.told_parameters(at, HANDED).iter() {
                    let leaked = self.leaks_of(call, usize::from(index), &FxHashSet::default());
                    // Where its name says so, the function itself has the finding.
                    let by_itself = self.parameter_name(at, index).is_some_and(super::leaks_read::is_token_name);
                    leaks.extend(leaked.filter(|_| !by_itself));
                }
            }
        }
        let loudest = leaks.into_iter().max_by_key(|leak| (leak.confidence, std::cmp::Reverse(leak.what)))?;
        let place = self.program.call_place(call);
        CheckVerdict::of(vec![Evidence::at(place, loudest.what, loudest.confidence, loudest.because)])
    }

    fn telling(&mut self, call: CallRef) -> Option<Telling> {
        if let Some(surface) = self.callee_surface(call) {
            let tells = matches!(surface.action(), Some(Action::Signal(_)));
            let is_console = surface.describe().starts_with("console");
            return tells.then_some(if is_console { Telling::Console } else { Telling::Logger });
        }
        let callee = self.callee(call);
        match *self.values.get(callee) {
            Value::Builtin(Builtin::Print) => Some(Telling::Console),
            Value::Symbol(Symbol::Member(receiver, method)) if LEVELS.contains(&self.program.text(method)) => {
                let name = self.name_of(receiver)?;
                LOGGERS.contains(&name.to_ascii_lowercase().as_str()).then_some(Telling::Named)
            }
            _ => None,
        }
    }

    /// What an argument of a call holds that must not be told.
    fn leaks_of(&mut self, call: CallRef, index: usize, redacted: &FxHashSet<String>) -> Option<Leak> {
        let (at, code) = self.argument_code(call, index)?;
        let values = self.evaluate_all(at, code, None);
        let mut reading = super::leaks_read::Reading::new(call, redacted);
        for value in values {
            self.read_whole(value, None, &mut reading, 0);
        }
        self.read_names(at, code, &mut reading);
        reading.loudest()
    }

    /// The parameters that a function hands to what tells, whole.
    fn told_parameters(&mut self, at: FunctionRef, depth: u8) -> Rc<[u16]> {
        if let Some(known) = self.leaks.tellers.get(&at) {
            return Rc::clone(known);
        }
        // A function that comes back to itself tells nothing by that.
        self.leaks.tellers.insert(at, Rc::from([]));
        let program = self.program;
        let outline = program.outline(at.file);
        let mut told: Vec<u16> = Vec::new();
        if !outline.function(at.function).params.is_empty() && depth > 0 {
            for id in program.places(at.file).calls_of(at.function) {
                let site = outline.call(id);
                if site.arguments.is_empty() {
                    continue;
                }
                let call = CallRef { file: at.file, call: id };
                let arguments: Vec<usize> = match self.telling(call) {
                    Some(_) => (0..site.arguments.len()).collect(),
                    None => {
                        let callee = self.callee(call);
                        let Some(inner) = self.values.function(callee) else { continue };
                        self.told_parameters(inner, depth - 1).iter().map(|&index| usize::from(index)).collect()
                    }
                };
                for index in arguments {
                    let Some((_, code)) = self.argument_code(call, index) else { continue };
                    for value in self.evaluate_all(at, code, None) {
                        self.parameters_within(value, at, &mut told);
                    }
                }
            }
        }
        told.sort_unstable();
        told.dedup();
        let told: Rc<[u16]> = Rc::from(told);
        self.leaks.tellers.insert(at, Rc::clone(&told));
        told
    }

    /// The parameters that a value holds whole.
    fn parameters_within(&mut self, value: ValueId, at: FunctionRef, out: &mut Vec<u16>) {
        let mut reading = super::leaks_read::Reading::new_for_parameters();
        self.read_whole(value, None, &mut reading, 0);
        for unknown in reading.unknown {
            if let Value::Symbol(Symbol::Parameter(of, index)) = *self.values.get(unknown)
                && of == at
            {
                out.push(index);
            }
        }
    }

    /// The instructions that put an argument of a call on the stack.
    pub(super) fn argument_code(&self, call: CallRef, index: usize) -> Option<(FunctionRef, (u32, u32))> {
        let site = self.program.call(call);
        let at = FunctionRef { file: call.file, function: site.function };
        let code = &self.program.function(at).code;
        let from = site.callee_code.1 as usize;
        let own = |op: Op| matches!(op, Op::Call(id) | Op::CallMember(id) | Op::New(id) if id == call.call);
        let end = from + code.get(from..)?.iter().position(|inst| own(inst.op))?;
        let first = |index: usize| {
            let span = site.arguments.get(index)?;
            code[from..end].iter().position(|inst| span.contains(inst.at)).map(|at| from + at)
        };
        let begin = first(index)?;
        let stop = if index + 1 < site.arguments.len() { first(index + 1)? } else { end };
        let narrow = |at: usize| u32::try_from(at).ok();
        // Behind `...list`, nothing stands at its number.
        if code[from..stop].iter().any(|inst| inst.op == Op::Spread) {
            return None;
        }
        Some((at, (narrow(begin)?, narrow(stop)?))).filter(|_| begin < stop)
    }
}
