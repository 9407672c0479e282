//! Conditions: what is true on a path, what stays open, and what a decision says of other decisions.
//!
//! An open condition forks the run; the decision is kept with the state, so that a pure condition which comes again on the
//! same path is decided once. What the failure is like (its class, its name) splits the set of error kinds instead, so that
//! `err instanceof TokenExpiredError` and `err.name === 'TokenExpiredError'` are one and the same question.

use super::event::{Event, Found};
use super::machine::{Flow, Machine};
use super::state::{Because, Facts, Manner, State};
use super::value::{Builtin, FailureText, Promise, Symbol, Value, ValueId};
use crate::finding::Confidence;
use crate::link::SiteRef;
use crate::outline::Outline;
use crate::outline::code::{Comparison, Inst, Op};
use crate::text::Place;
use crate::vocabulary::{Answer, ErrorClass, Messages, Truth};

/// Texts that a condition on the environment compares with.
const OTHER_ENVIRONMENTS: [&str; 7] = ["development", "dev", "local", "test", "testing", "debug", "staging"];
/// Names under which a project's configuration keeps the environment.
const ENVIRONMENT_NAMES: [&str; 5] = ["NODE_ENV", "nodeEnv", "env", "environment", "ENV"];

/// Equality as decisions keep it: they are asked in this form, whichever way the code asks.
const EQUAL: Comparison = Comparison::Equal { strict: true };

/// How a comparison is written: `===` is strict, `!=` is negated.
#[derive(Clone, Copy)]
struct Asked {
    negated: bool,
    strict: bool,
}

impl Machine<'_> {
    /// A condition's truth on this path; `None` when it is open.
    pub(super) fn truth(&self, state: &State, id: ValueId) -> Option<bool> {
        match self.values.get(id) {
            Value::Undefined | Value::Null | Value::NoResult => Some(false),
            Value::Bool { truth, .. } => Some(*truth),
            Value::Number(number) => Some(*number != 0),
            Value::Ratio(ratio) => Some(!ratio.is_zero_or_nan()),
            Value::Text(name) => Some(!self.program.text(*name).is_empty()),
            Value::FailureText(FailureText::Code) => None,
            Value::LookedUp { found, answer } => found.truth(*answer),
            Value::Symbol(Symbol::Not(inner)) => self.truth(state, *inner).map(|truth| !truth),
            Value::Symbol(symbol) => state.decision(id).or_else(|| self.implied(state, id, symbol)),
            // Packages, functions, objects, promises, errors: all there.
            _ => Some(true),
        }
    }

    /// What other decisions say of this one.
    fn implied(&self, state: &State, id: ValueId, symbol: &Symbol) -> Option<bool> {
        if let Symbol::Compare(EQUAL, left, right) = symbol {
            // A thing equals one text only; what is true is neither null nor undefined nor false.
            let other_text = |known: ValueId| match self.values.get(known) {
                Value::Symbol(Symbol::Compare(EQUAL, base, text)) => {
                    base == left && text != right && self.is_literal(*text) && self.is_literal(*right)
                }
                _ => false,
            };
            if state.decided.iter().any(|&(known, truth)| truth && other_text(known)) {
                return Some(false);
            }
            let truth = self.truth_of_literal(*right)?;
            return match self.truth(state, *left) {
                Some(known) if known != truth => Some(false),
                _ => None,
            };
        }
        // `x` itself, after `x === 'text'` or `x === null`.
        state.decided.iter().find_map(|&(known, truth)| match self.values.get(known) {
            Value::Symbol(Symbol::Compare(EQUAL, base, literal)) if truth && *base == id => {
                self.truth_of_literal(*literal)
            }
            _ => None,
        })
    }

    fn is_literal(&self, id: ValueId) -> bool {
        matches!(
            self.values.get(id),
            Value::Text(_) | Value::Number(_) | Value::Bool { .. } | Value::Null | Value::Undefined
        )
    }

    fn truth_of_literal(&self, id: ValueId) -> Option<bool> {
        match self.values.get(id) {
            Value::Text(name) => Some(!self.program.text(*name).is_empty()),
            Value::Number(number) => Some(*number != 0),
            Value::Bool { truth, .. } => Some(*truth),
            Value::Null | Value::Undefined => Some(false),
            _ => None,
        }
    }

    pub(super) fn negate(&mut self, state: &State, id: ValueId) -> ValueId {
        match self.values.get(id) {
            // In a constant, `!!token` is not the token.
            Value::Symbol(Symbol::Not(inner)) if !self.run.is_constant() => *inner,
            Value::Symbol(_) => self.values.symbol(Symbol::Not(id)),
            _ => match self.truth(state, id) {
                Some(truth) => {
                    let of_failure = self.values.carries_failure(id);
                    self.values.bool(!truth, of_failure)
                }
                None => self.values.symbol(Symbol::Not(id)),
            },
        }
    }

    /// Decides an open condition.
    pub(super) fn decide(&mut self, state: &mut State, id: ValueId, truth: bool) {
        let (mut id, mut truth) = (id, truth);
        while let Value::Symbol(Symbol::Not(inner)) = self.values.get(id) {
            (id, truth) = (*inner, !truth);
        }
        state.decide(id, truth);
    }

    pub(super) fn jump_if(&mut self, state: &mut State, when: bool, to: u32, place: Place, keep: bool) -> Flow {
        let Some(condition) = state.frame().and_then(|frame| frame.stack.last().copied()) else { return Flow::Stop };
        // `known || false` keeps what it asks, for whoever asks it next.
        let kept = keep && self.truth(state, condition) == Some(when);
        if self.values.carries_failure(condition) && !kept {
            self.take_in(state, place, Manner::Branch);
            state.path.facts |= Facts::ASKED;
        }
        let go = |machine: &mut Self, state: &mut State, truth: bool| {
            let jumps = truth == when;
            if !(keep && jumps) {
                machine.enter_switched(state, (condition, truth), jumps.then_some(to));
                state.pop();
            }
            if jumps {
                machine.jump(state, to);
            }
        };
        match self.truth(state, condition) {
            Some(truth) => go(self, state, truth),
            None => {
                self.note_undecided(state, condition);
                let absent = self.absence(condition);
                if state.path.received && self.asks_of_error(condition) {
                    state.path.doubt(Confidence::Medium, Because::OpenCondition);
                }
                let mut other = state.clone();
                self.decide(&mut other, condition, false);
                self.note_absence(&mut other, absent == Some(false), place);
                go(self, &mut other, false);
                self.fork(other);
                self.decide(state, condition, true);
                self.note_absence(state, absent == Some(true), place);
                go(self, state, true);
            }
        }
        Flow::Go
    }

    /// Whether a condition is about the error that is handed on.
    fn asks_of_error(&self, condition: ValueId) -> bool {
        let is_error = |part: &ValueId| matches!(self.values.get(*part), Value::Failure | Value::NewError { .. });
        self.values.made_of(condition).iter().any(is_error)
    }

    /// `left ?? right`: an unknown left side is taken to be there.
    pub(super) fn jump_nullish(&mut self, state: &mut State, to: u32) -> Flow {
        let Some(top) = state.frame().and_then(|frame| frame.stack.last().copied()) else { return Flow::Stop };
        if self.is_nullish(state, top) == Some(true) {
            state.pop();
        } else {
            self.jump(state, to);
        }
        Flow::Go
    }

    /// `left?.right`: an unknown left side is taken to be there.
    pub(super) fn end_chain(&mut self, state: &mut State, to: u32) {
        let Some(top) = state.frame().and_then(|frame| frame.stack.last().copied()) else { return };
        if self.is_nullish(state, top) == Some(true) {
            state.pop();
            let nothing = if self.values.carries_failure(top) { Value::NoResult } else { Value::Undefined };
            self.push(state, nothing);
            self.jump(state, to);
        }
    }

    /// A default value: for what is undefined, and for parameters of which nothing is known and what is taken out of them, unless
    /// it only stands for there being nothing: `({ token } = {}) => …` is called with something as a rule.
    pub(super) fn default(&mut self, state: &mut State, to: u32) {
        let Some(frame) = state.frame() else { return };
        let Some(top) = frame.stack.last().copied() else { return };
        let (at, from) = (frame.at, frame.pc);
        let missing = match self.values.get(top) {
            Value::Undefined | Value::NoResult => true,
            Value::Symbol(symbol) if self.is_given(symbol) => {
                let outline = self.program.outline(at.file);
                let code = outline.function(at.function).code.get(from as usize..to as usize).unwrap_or_default();
                !stands_for_nothing(outline, code)
            }
            _ => false,
        };
        if missing {
            state.pop();
        } else {
            self.jump(state, to);
        }
    }

    /// A parameter, or a member of one.
    fn is_given(&self, symbol: &Symbol) -> bool {
        match *symbol {
            Symbol::Parameter(..) => true,
            Symbol::Member(of, _) => matches!(self.values.get(of), Value::Symbol(Symbol::Parameter(..))),
            _ => false,
        }
    }

    fn is_nullish(&self, state: &State, id: ValueId) -> Option<bool> {
        match self.values.get(id) {
            Value::Undefined | Value::Null | Value::NoResult => Some(true),
            Value::LookedUp { found: Found::Nothing, answer: Answer::Row } => Some(true),
            Value::Symbol(_) => match self.truth(state, id) {
                Some(true) => Some(false),
                _ => None,
            },
            _ => Some(false),
        }
    }

    /// A loop's condition: open every turn, unless it is a constant.
    pub(super) fn loop_test(&mut self, state: &mut State, to: u32) -> Flow {
        let Some(condition) = state.pop() else { return Flow::Stop };
        let decided = match self.values.get(condition) {
            Value::Symbol(_) => None,
            _ => self.truth(state, condition),
        };
        match decided {
            Some(true) => {}
            Some(false) => self.jump(state, to),
            None => {
                self.note_undecided(state, condition);
                let mut other = state.clone();
                self.jump(&mut other, to);
                self.fork(other);
            }
        }
        Flow::Go
    }

    /// The next turn of a `for … of`: at least one over a literal that is not empty.
    pub(super) fn next_turn(&mut self, state: &mut State, to: u32) -> Flow {
        let Some(iterated) = state.pop() else { return Flow::Stop };
        if let Some(flow) = self.recorded_turn(state, iterated, to) {
            return flow;
        }
        let turned = |id: ValueId| match *self.values.get(id) {
            Value::Iterated(inner) => Some(inner),
            _ => None,
        };
        // Of a list of several elements two turns are taken for sure, and told apart.
        let (subject, turns) = match turned(iterated).map(|inner| (inner, turned(inner))) {
            Some((_, Some(subject))) => (subject, 2),
            Some((subject, None)) => (subject, 1),
            None => (iterated, 0),
        };
        let first = turns == 0;
        let items = match self.values.get(subject) {
            Value::Array { items, open: false, .. } => Some(items.clone()),
            _ => None,
        };
        // A list that began empty and was pushed to.
        let grown = self.has_grown(state, subject);
        let items = items.filter(|_| !grown);
        let several = items.as_ref().is_some_and(|items| items.len() > 1);
        let may_end = if first { !grown && items.as_ref().is_none_or(Vec::is_empty) } else { !several || turns > 1 };
        let may_go_on = items.as_ref().is_none_or(|items| if first { !items.is_empty() } else { items.len() > 1 });
        if may_end {
            let mut other = state.clone();
            other.push(iterated);
            self.jump(&mut other, to);
            self.fork(other);
        }
        if !may_go_on {
            return Flow::Stop;
        }
        let once = self.values.make(Value::Iterated(subject));
        let again = if several && !first { self.values.make(Value::Iterated(once)) } else { once };
        state.push(again);
        match items.as_deref() {
            Some([only]) => state.push(*only),
            _ => self.push_fresh(state, Symbol::Item(subject)),
        }
        Flow::Go
    }

    // Comparisons.

    pub(super) fn compare(
        &mut self,
        state: &mut State,
        comparison: Comparison,
        left: ValueId,
        right: ValueId,
    ) -> ValueId {
        let of_answer = self.compare_answer(comparison, left, right);
        if let Some(known) = of_answer.or_else(|| self.compare_request(comparison, left, right)) {
            return known;
        }
        match comparison {
            Comparison::Equal { strict } => self.equal(state, left, right, Asked { negated: false, strict }),
            Comparison::Unequal { strict } => self.equal(state, left, right, Asked { negated: true, strict }),
            Comparison::InstanceOf => self.instance_of(state, left, right),
            Comparison::Less | Comparison::LessEqual | Comparison::Greater | Comparison::GreaterEqual => {
                match (self.number(left), self.number(right)) {
                    (Some(known), Some(other)) => {
                        let of_failure = self.values.carries_failure(left) || self.values.carries_failure(right);
                        self.values.bool(known.compare(comparison, other), of_failure)
                    }
                    _ => self.values.symbol(Symbol::Compare(comparison, left, right)),
                }
            }
            Comparison::In => self.values.symbol(Symbol::Compare(comparison, left, right)),
        }
    }

    fn equal(&mut self, state: &mut State, left: ValueId, right: ValueId, asked: Asked) -> ValueId {
        // The literal stands on the right.
        let (left, right) = if self.is_literal(left) { (right, left) } else { (left, right) };
        if let Value::FailureText(text) = *self.values.get(left)
            && let Value::Text(expected) = *self.values.get(right)
        {
            if self.run.event == Event::Breaks {
                return self.values.bool(asked.negated, true);
            }
            let classes = self.failure_classes();
            let expected = self.program.text(expected).to_owned();
            // What one class always says, another does not happen to say.
            let taken = classes.iter().any(|&class| names(text, class, &expected));
            let holds = |class| match text_is(text, class, &expected) {
                Truth::Sometimes if taken && !names(text, class, &expected) => Truth::Never,
                truth => truth,
            };
            return self.split_kinds(state, &classes, holds, (left, right), asked);
        }
        if let Value::FailureClass = self.values.get(left)
            && let Value::Package { surface, .. } = *self.values.get(right)
            && let Some(class) = surface.error_class()
        {
            let classes = self.failure_classes();
            let holds = |kind| if kind == class { Truth::Always } else { Truth::Never };
            return self.split_kinds(state, &classes, holds, (left, right), asked);
        }
        let mut equal = self.plainly_equal(state, left, right, asked.strict);
        // What follows from earlier decisions is settled now: they may be forgotten before it is asked for.
        if let (Value::Symbol(_), Some(truth)) = (self.values.get(equal), self.truth(state, equal)) {
            let of_failure = self.values.carries_failure(equal);
            equal = self.values.bool(truth, of_failure);
        }
        if asked.negated { self.negate(state, equal) } else { equal }
    }

    fn plainly_equal(&mut self, state: &mut State, left: ValueId, right: ValueId, strict: bool) -> ValueId {
        if left == right && !matches!(self.values.get(left), Value::Symbol(Symbol::Opaque(_))) {
            return self.values.bool(true, false);
        }
        if self.is_environment(left)
            && let Value::Text(name) = *self.values.get(right)
        {
            let text = self.program.text(name);
            let known = text == "production" || OTHER_ENVIRONMENTS.contains(&text);
            if known || matches!(self.values.get(left), Value::Environment) {
                let truth = text == "production";
                state.path.doubt(Confidence::Medium, Because::Production);
                return self.values.bool(truth, false);
            }
        }
        let nullish = |value: &Value| matches!(value, Value::Undefined | Value::Null | Value::NoResult);
        let null = |value: &Value| matches!(value, Value::Null);
        let is_ratio = |value: ValueId| matches!(self.values.get(value), Value::Ratio(_));
        if (is_ratio(left) || is_ratio(right))
            && let (Some(left), Some(right)) = (self.number(left), self.number(right))
        {
            return self.values.bool(left.compare(EQUAL, right), false);
        }
        match (self.values.get(left), self.values.get(right)) {
            (left_value, right_value) if nullish(left_value) && nullish(right_value) => {
                let truth = !strict || null(left_value) == null(right_value);
                let of_failure = self.values.carries_failure(left);
                self.values.bool(truth, of_failure)
            }
            (Value::Symbol(_) | Value::FailureText(_) | Value::FailureClass, _)
            | (_, Value::Symbol(_) | Value::FailureText(_) | Value::FailureClass) => {
                self.values.symbol(Symbol::Compare(EQUAL, left, right))
            }
            (Value::Bool { truth, of_failure }, Value::Bool { truth: other, .. }) => {
                let (truth, of_failure) = (truth == other, *of_failure);
                self.values.bool(truth, of_failure)
            }
            // Two different known values.
            _ => {
                let of_failure = self.values.carries_failure(left);
                self.values.bool(false, of_failure)
            }
        }
    }

    fn is_environment(&self, id: ValueId) -> bool {
        match self.values.get(id) {
            Value::Environment => true,
            Value::Symbol(Symbol::Member(base, name)) => {
                ENVIRONMENT_NAMES.contains(&self.program.text(*name))
                    && !matches!(self.values.get(self.values.base(*base)), Value::Symbol(Symbol::Parameter(..)))
            }
            _ => false,
        }
    }

    fn instance_of(&mut self, state: &mut State, left: ValueId, right: ValueId) -> ValueId {
        let class = match self.values.get(right) {
            Value::Package { surface, .. } => surface.error_class(),
            _ => None,
        };
        // A store that does not answer fails with an error of its own.
        if matches!(self.values.get(left), Value::Failure) && self.run.event == Event::Breaks {
            let is_error = matches!(self.values.get(right), Value::Builtin(Builtin::Error));
            return self.values.bool(is_error, true);
        }
        if let Some(class) = class {
            return self.is_error_of(state, left, class, right);
        }
        match self.values.get(left).clone() {
            Value::Failure if matches!(self.values.get(right), Value::Builtin(Builtin::Error)) => {
                self.values.bool(true, true)
            }
            // A package's error is of no class of the project, and of no other package's.
            Value::Failure if matches!(self.values.get(right), Value::Class { .. }) => self.values.bool(false, true),
            Value::Constructed { by, .. } if self.constructed_is_a(by, right) == Some(true) => {
                self.values.bool(true, false)
            }
            Value::NewError { kind, .. } => match self.error_is_a(kind, right) {
                Some(truth) => self.values.bool(truth, true),
                None => self.values.symbol(Symbol::Compare(Comparison::InstanceOf, left, right)),
            },
            Value::Undefined | Value::Null | Value::NoResult | Value::Text(_) | Value::Number(_) => {
                self.values.bool(false, false)
            }
            Value::Promise(_) if matches!(self.values.get(right), Value::Builtin(Builtin::Promise)) => {
                self.values.bool(true, false)
            }
            _ => self.values.symbol(Symbol::Compare(Comparison::InstanceOf, left, right)),
        }
    }

    /// Whether a value is an error of a package's class; `asked` is what it is compared with.
    pub(super) fn is_error_of(
        &mut self,
        state: &mut State,
        value: ValueId,
        class: ErrorClass,
        asked: ValueId,
    ) -> ValueId {
        let known = match *self.values.get(value) {
            Value::Failure => {
                let classes = self.failure_classes();
                let holds = |kind: ErrorClass| if kind.is_a(class) { Truth::Always } else { Truth::Never };
                let plain = Asked { negated: false, strict: true };
                return self.split_kinds(state, &classes, holds, (value, asked), plain);
            }
            Value::NewError { kind, .. } => self.error_is_of(kind, class),
            Value::Undefined | Value::Null | Value::NoResult | Value::Text(_) | Value::Number(_) => Some(false),
            _ => None,
        };
        match known {
            Some(truth) => {
                let of_failure = matches!(self.values.get(value), Value::NewError { .. });
                self.values.bool(truth, of_failure)
            }
            None => self.values.symbol(Symbol::Compare(Comparison::InstanceOf, value, asked)),
        }
    }

    /// A question about what the failure is like: the kinds of which it holds go one way, the others another.
    fn split_kinds(
        &mut self,
        state: &mut State,
        classes: &[ErrorClass],
        holds: impl Fn(ErrorClass) -> Truth,
        (left, right): (ValueId, ValueId),
        asked: Asked,
    ) -> ValueId {
        let question = self.values.symbol(Symbol::Compare(EQUAL, left, right));
        if classes.is_empty() {
            return if asked.negated { self.negate(state, question) } else { question };
        }
        let (mut yes, mut no) = (0_u32, 0_u32);
        for (bit, &class) in classes.iter().enumerate().take(32) {
            let holds = holds(class);
            if holds != Truth::Never {
                yes |= 1 << bit;
            }
            if holds != Truth::Always {
                no |= 1 << bit;
            }
        }
        let (mut with, mut without) = (state.path.kinds & yes, state.path.kinds & no);
        match state.decision(question) {
            Some(true) => without = 0,
            Some(false) => with = 0,
            None => {}
        }
        let answer = |machine: &mut Self, truth: bool| machine.values.bool(truth != asked.negated, true);
        if with != 0 && without != 0 {
            let mut other = state.clone();
            other.path.kinds = without;
            other.decide(question, false);
            let no = answer(self, false);
            other.push(no);
            self.fork(other);
        }
        let truth = with != 0;
        state.path.kinds = if truth { with } else { without };
        state.decide(question, truth);
        answer(self, truth)
    }

    /// What the check under judgement can fail with, in the order of the kinds' bits.
    pub(super) fn failure_classes(&mut self) -> Vec<ErrorClass> {
        let Some(target) = self.run.target.and_then(SiteRef::call) else { return Vec::new() };
        self.verification(target).map(|verify| verify.errors.to_vec()).unwrap_or_default()
    }

    /// A promise value, if it is one.
    pub(super) fn promise(&self, id: ValueId) -> Option<&Promise> {
        match self.values.get(id) {
            Value::Promise(promise) => Some(promise),
            _ => None,
        }
    }
}

pub(super) fn text_is(text: FailureText, class: ErrorClass, expected: &str) -> Truth {
    match text {
        FailureText::Name => class.has_name(expected),
        FailureText::Code => class.has_code(expected),
        FailureText::Message => class.has_message(expected),
    }
}

/// Whether a class is known to say this text, always or sometimes.
fn names(text: FailureText, class: ErrorClass, expected: &str) -> bool {
    let Some(facts) = class.facts() else { return false };
    match text {
        FailureText::Name => facts.name == expected,
        FailureText::Code => facts.codes.iter().any(|code| code == expected),
        FailureText::Message => match &facts.messages {
            Messages::Fixed(texts) | Messages::Open(texts) => texts.iter().any(|text| text == expected),
        },
    }
}

/// Whether a default says nothing of what is given as a rule: `{}`, `[]`, `{ strict: true }`.
fn stands_for_nothing(outline: &Outline, code: &[Inst]) -> bool {
    let is_plain = |op| match op {
        Op::Undefined | Op::Null | Op::Bool(_) | Op::Object(_) | Op::Array { .. } => true,
        Op::Text(text) => outline.name(text).is_empty(),
        _ => false,
    };
    let is_container = matches!(code.last().map(|inst| inst.op), Some(Op::Object(_) | Op::Array { .. }));
    is_container && code.iter().all(|inst| is_plain(inst.op))
}
