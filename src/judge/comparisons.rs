//! Comparisons of tokens, signatures and secrets that end at the first difference.
//!
//! In: an equality, or a call that compares. Out: evidence where what a request presents, or a computed signature, is compared
//! with what it should be. Literals, types, lengths and ids are none of it, and neither are two hashes, nor what stands in files
//! that nothing ties to JSON Web Tokens. Nothing is run.

use super::machine::Machine;
use super::state::Because;
use super::value::{Builtin, Symbol, Value, ValueId};
use super::verdict::{CheckVerdict, Evidence};
use crate::finding::Confidence;
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::{Definition, EqualityId, Op};
use crate::rules::Manner;
use crate::text::{FileId, Span};
use crate::vocabulary::{NameList, is_named, split_name};

/// What names of secrets end with.
const SECRET: [&str; 12] = [
    "token",
    "jwt",
    "signature",
    "sig",
    "secret",
    "hmac",
    "authorization",
    "apikey",
    "refreshtoken",
    "accesstoken",
    "authtoken",
    "digest",
];
/// Words of names whose secret serves another purpose, or is none.
const OTHER: [&str; 17] = [
    "csrf", "xsrf", "has", "is", "no", "type", "prev", "previous", "last", "next", "page", "device", "push", "fcm",
    "typeof", "hashed", "cancel",
];
/// Through how many calls a signature is followed to what computes it.
const COMPUTED: u8 = 6;

/// What one side of a comparison is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The request presents it.
    Presented,
    /// It stands in the environment.
    Kept,
    /// A signature that was just computed.
    Computed,
    /// A member of something that was found, by its name.
    Stored,
    /// A variable, by its name.
    Named,
    Other,
}

impl Machine<'_> {
    /// Whether an equality compares a secret with what was presented.
    pub(crate) fn judge_equality(&mut self, file: FileId, id: EqualityId) -> Option<Evidence> {
        let equality = *self.program.outline(file).equality(id);
        let at = FunctionRef { file, function: equality.function };
        if !self.concern.holds(file) || self.searches_list(at) {
            return None;
        }
        let left = self.code_within(at, equality.left)?;
        let right = self.code_within(at, equality.right)?;
        if !self.names_secret(at, left, true) && !self.names_secret(at, right, true) {
            return None;
        }
        let place = self.program.place(file, equality.span);
        let (left, right) = (self.side_of_code(at, left), self.side_of_code(at, right));
        judged(left, right).map(|surety| evidence(surety, place))
    }

    /// Whether a function is the condition of a search: the time that takes tells more than any comparison in it.
    fn searches_list(&self, at: FunctionRef) -> bool {
        let outline = self.program.outline(at.file);
        let function = outline.function(at.function);
        let mut given = self.program.places(at.file).calls_given(function.span);
        given.any(|call| {
            outline.call(call).member.is_some_and(|name| is_named(NameList::ListSearches, outline.name(name)))
        })
    }

    /// As [`Machine::judge_equality`], of a call that compares.
    pub(crate) fn judge_comparing_call(&mut self, call: CallRef) -> Option<CheckVerdict> {
        if !self.concern.holds(call.file) {
            return None;
        }
        let name = self.callee_name(call)?.to_owned();
        let arguments = self.program.call(call).arguments.len();
        let site = self.program.call(call);
        let at = FunctionRef { file: call.file, function: site.function };
        let (left, right) = match (name.as_str(), arguments) {
            ("localeCompare", 1..) | ("equals", 1) if site.member.is_some() => {
                (site.callee_code, self.argument_code(call, 0)?.1)
            }
            ("compare", 2) if self.is_of_buffer(call) => {
                (self.argument_code(call, 0)?.1, self.argument_code(call, 1)?.1)
            }
            _ => return None,
        };
        if !self.names_secret(at, left, true) && !self.names_secret(at, right, true) {
            return None;
        }
        let place = self.program.call_place(call);
        let (left, right) = (self.side_of_code(at, left), self.side_of_code(at, right));
        CheckVerdict::of(vec![evidence(judged(left, right)?, place)])
    }

    fn is_of_buffer(&self, call: CallRef) -> bool {
        let site = self.program.call(call);
        let outline = self.program.outline(call.file);
        let code = &outline.function(site.function).code;
        match code.get(site.callee_code.0 as usize).map(|inst| inst.op) {
            Some(Op::Load(reference)) => outline.name(outline.reference(reference).name) == "Buffer",
            _ => false,
        }
    }

    /// The instructions that stand within a span.
    fn code_within(&self, at: FunctionRef, span: Span) -> Option<(u32, u32)> {
        let code = &self.program.function(at).code;
        let outline = self.program.outline(at.file);
        let within = self.program.places(at.file).instructions_within(outline, at.function, span);
        let is_written = |&pc: &usize| code[pc].at.start != code[pc].at.end;
        let from = within.map(|pc| pc as usize).filter(is_written).min()?;
        let length = code[from..].iter().take_while(|inst| span.contains(inst.at)).count();
        Some((u32::try_from(from).ok()?, u32::try_from(from + length).ok()?))
    }

    /// Whether code names something that must not be guessed. `follow`: also in the making of the variables that it loads.
    fn names_secret(&self, at: FunctionRef, (from, to): (u32, u32), follow: bool) -> bool {
        let outline = self.program.outline(at.file);
        let code = outline.function(at.function).code.get(from as usize..to as usize).unwrap_or_default();
        code.iter().any(|inst| match inst.op {
            Op::Load(reference) => {
                let reference = outline.reference(reference);
                let made = reference.binding.filter(|_| follow).map(|binding| &outline.binding(binding).definition);
                is_secret(outline.name(reference.name))
                    || match made {
                        Some(Definition::Value { function, code, .. }) => {
                            self.names_secret(FunctionRef { file: at.file, function: *function }, *code, false)
                        }
                        _ => false,
                    }
            }
            Op::Member(name) | Op::Text(name) => is_secret(outline.name(name)),
            _ => false,
        })
    }

    fn side_of_code(&mut self, at: FunctionRef, (from, to): (u32, u32)) -> Side {
        let values = self.evaluate_all(at, (from, to), None);
        let sides: Vec<Side> = values.into_iter().map(|value| self.side(value, 0)).collect();
        let outline = self.program.outline(at.file);
        match sides.iter().find(|&&side| side != Side::Other) {
            Some(&side) => side,
            // A variable of which nothing more is known.
            None if to - from == 1 => match outline.function(at.function).code[from as usize].op {
                Op::Load(reference) if is_secret(outline.name(outline.reference(reference).name)) => Side::Named,
                _ => Side::Other,
            },
            None => Side::Other,
        }
    }

    fn side(&mut self, value: ValueId, depth: u8) -> Side {
        if depth > COMPUTED {
            return Side::Other;
        }
        match self.values.get(value).clone() {
            Value::Symbol(Symbol::Member(base, name)) => {
                let text = self.program.text(name).to_owned();
                if !is_secret(&text) {
                    return Side::Other;
                }
                if matches!(self.values.get(base), Value::Builtin(Builtin::ProcessEnv)) {
                    return Side::Kept;
                }
                self.side_of_member(value)
            }
            Value::Symbol(Symbol::Element(base, key)) => match self.values.get(key) {
                Value::Text(name) if is_secret(self.program.text(*name)) => self.side_of_member(value),
                Value::Number(_) => self.side(base, depth + 1),
                _ => Side::Other,
            },
            Value::Symbol(Symbol::Parameter(at, index)) => match self.parameter_name(at, index) {
                Some(name) if is_secret(name) => Side::Named,
                _ => Side::Other,
            },
            // `'sha256=' + digest`, `Bearer ${secret}`: a text is as secret as what stands in it; of what a call makes, only a
            // signature is known to stay.
            Value::Symbol(Symbol::Derived(site, parts) | Symbol::Joined(site, parts)) => {
                let sides: Vec<Side> = parts.iter().map(|&part| self.side(part, depth + 1)).collect();
                let is_text = self.call_at(site).is_none();
                let kept = [Side::Kept, Side::Presented].into_iter().filter(|_| is_text);
                let mut stays = std::iter::once(Side::Computed).chain(kept);
                stays.find(|side| sides.contains(side)).unwrap_or(Side::Other)
            }
            Value::Symbol(Symbol::Result { call, .. }) => self.side_of_result(call, depth),
            _ => Side::Other,
        }
    }

    fn side_of_member(&mut self, value: ValueId) -> Side {
        let base = self.values.base(value);
        let is_request = self.is_exchange(base) && !self.is_response(base);
        let is_found = matches!(self.values.get(base), Value::LookedUp { .. } | Value::Symbol(Symbol::Result { .. }));
        if is_request {
            Side::Presented
        } else if self.is_of_check(base) {
            Side::Other
        } else if is_found {
            Side::Stored
        } else {
            // A configuration's, or some object's.
            Side::Named
        }
    }

    fn side_of_result(&mut self, call: CallRef, depth: u8) -> Side {
        let Some(name) = self.callee_name(call).map(str::to_owned) else { return Side::Other };
        let site = self.program.call(call);
        let at = FunctionRef { file: call.file, function: site.function };
        match name.as_str() {
            "digest" if self.is_keyed(call, 0) => Side::Computed,
            "split" | "trim" | "toString" | "slice" | "substring" | "replace" if site.member.is_some() => {
                let receiver = self.evaluate(at, site.callee_code.0, site.callee_code.1);
                self.side(receiver, depth + 1)
            }
            "from" | "String" => match self.argument_code(call, 0) {
                Some((at, (from, to))) => {
                    let inner = self.evaluate(at, from, to);
                    self.side(inner, depth + 1)
                }
                None => Side::Other,
            },
            "get" | "header" => {
                let receiver = self.evaluate(at, site.callee_code.0, site.callee_code.1);
                let named = self.argument_text(call, 0).is_some_and(|name| is_secret(&name));
                let of_request = self.is_exchange(self.values.base(receiver)) && !self.is_response(receiver);
                if named && of_request { Side::Presented } else { Side::Other }
            }
            _ => Side::Other,
        }
    }

    /// `createHmac(…).update(…).digest(…)`
    fn is_keyed(&mut self, call: CallRef, depth: u8) -> bool {
        if self.callee_name(call) == Some("createHmac") {
            return true;
        }
        let site = self.program.call(call);
        if depth > COMPUTED || site.member.is_none() {
            return false;
        }
        let at = FunctionRef { file: call.file, function: site.function };
        let receiver = self.evaluate(at, site.callee_code.0, site.callee_code.1);
        match *self.values.get(receiver) {
            Value::Symbol(Symbol::Result { call, .. }) => self.is_keyed(call, depth + 1),
            _ => false,
        }
    }
}

/// Whether a name is that of something which must not be guessed.
fn is_secret(name: &str) -> bool {
    let mut words = split_name(name);
    // `x-hub-signature-256`
    while words.last().is_some_and(|word| word.chars().all(|sign| sign.is_ascii_digit())) {
        words.pop();
    }
    let Some((last, before)) = words.split_last() else { return false };
    let is_key = last == "key" && before.last().is_some_and(|word| matches!(word.as_str(), "api" | "secret"));
    (SECRET.contains(&last.as_str()) || is_key) && !before.iter().any(|word| OTHER.contains(&word.as_str()))
}

/// How sure it is that two sides are a secret and what was presented; `None` when they are not.
fn judged(left: Side, right: Side) -> Option<Confidence> {
    let either = |one: Side, other: Side| (left, right) == (one, other) || (left, right) == (other, one);
    let known = either(Side::Presented, Side::Kept)
        || either(Side::Presented, Side::Computed)
        || either(Side::Presented, Side::Stored);
    let likely = either(Side::Computed, Side::Named)
        || either(Side::Computed, Side::Stored)
        || either(Side::Kept, Side::Named)
        || either(Side::Stored, Side::Named)
        || either(Side::Presented, Side::Named);
    if known { Some(Confidence::High) } else { likely.then_some(Confidence::Medium) }
}

fn evidence(surety: Confidence, place: crate::text::Place) -> Evidence {
    let because = (surety < Confidence::High).then_some(Because::StoreByName);
    Evidence::at(place, Manner::VariableTime, surety, because)
}
