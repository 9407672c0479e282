//! The machine: runs flow code on abstract values, forking where a decision is open, until no run is left.
//!
//! In: a program, a function to start from, and the check that is made to fail. Out: the ends of all runs on which it failed.
//! This file is the loop and the plain instructions; calls, promises and conditions stand in files of their own.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::concern::Concern;
use super::declared::DeclaredFunctions;
use super::digest::Digester;
use super::event::{Event, Subject};
use super::fits::Requested;
use super::forget::{Owners, Standing};
use super::foundation::{Ground, Layered};
use super::instances::ClassRef;
use super::leaks::Leaks;
use super::lists::{Lists, Losing};
use super::marks::Marks;
use super::mentions::{Leading, Mentions};
use super::names::Sayings;
use super::prototypes::Prototypes;
use super::purpose::Purposed;
use super::record::Recorder;
use super::roots::Outcomes;
use super::routes::{Chain, Routes};
pub(crate) use super::run::End;
pub(super) use super::run::Run;
use super::serve::Served;
use super::signers::Signers;
use super::state::{Activation, Because, Facts, Frame, Manner, Path, State, Taken};
use super::stores::{LookUp, Stored};
use super::subtypes::Subtypes;
use super::value::{Site, Symbol, Value, ValueId, Values};
use super::wrapped::{Helper, Wrapped};
use crate::finding::{Role, Runs};
use crate::link::{CallRef, FunctionRef, Name, Program, SiteRef};
use crate::outline::code::{BindingId, CallId};
use crate::outline::{Captures, Exported, Uses};
use crate::text::{FileId, Place};

/// How much all checks of one file may cost together, and all modules of a program that are run for what they register.
const STEPS_PER_FILE: u32 = 1_500_000;
/// How much all constants may cost together that the checks of one file ask for.
const STEPS_FOR_CONSTANTS: u32 = 6_000_000;
/// Through how many constants, each made of the next, a value is followed: this recursion is on the machine's stack.
pub(super) const CONSTANT_DEPTH: u32 = 40;
/// How many values a machine may hold when it goes on to another file.
const VALUES_KEPT: usize = 100_000;
/// How much of a state costs as much as one instruction.
const STATE_PER_STEP: usize = 64;
/// Counters beyond this are numbers like any other: loops over them stay finite.
pub(super) const COUNTED: i32 = 8;

/// Whether a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    Go,
    Stop,
}

/// The machine, with what it has found out about the program so far.
pub(crate) struct Machine<'p> {
    pub(super) program: &'p Program,
    pub(super) values: Values,
    pub(super) run: Run,
    /// What names say, as far as it was asked.
    pub(super) sayings: Sayings,
    /// Whether the names of a file speak of what reads a language.
    pub(super) syntax_files: FxHashMap<FileId, bool>,
    /// Calls that are chained, by where their chain begins.
    pub(super) chains_of_calls: FxHashMap<FileId, FxHashMap<u32, Vec<CallId>>>,
    /// What is done to stores, as far as it was asked.
    pub(super) stored: FxHashMap<SiteRef, Option<Rc<Stored>>>,
    /// The callees of calls, as far as they were asked for.
    pub(super) callees: FxHashMap<CallRef, ValueId>,
    /// What the fields and getters of classes give on objects, as far as they were asked for.
    pub(super) on_objects: FxHashMap<(FunctionRef, ValueId), ValueId>,
    /// What is known of the tokens that files tell of.
    pub(super) leaks: Leaks,
    /// From where in the request the tokens come that the handler verifies which is run; none where that is not seen.
    pub(super) presented: Option<BTreeSet<Vec<Name>>>,
    /// What happens in handlers when every token is good.
    pub(super) served: FxHashMap<ValueId, Rc<Served>>,
    /// Handlers of which a first look did not see all.
    pub(super) served_briefly: FxHashMap<ValueId, Rc<Served>>,
    pub(super) served_requests: FxHashMap<(ValueId, Requested), Rc<Served>>,
    /// As [`Self::served`], when the first token is refused.
    pub(super) served_after_refusal: FxHashMap<ValueId, Rc<Served>>,
    /// Where functions are given to a package for a runtime to call, as far as it was asked, and by which helpers.
    pub(super) wrapped_entries: FxHashMap<FunctionRef, Option<Wrapped>>,
    pub(super) entry_helpers: Option<Rc<[Helper]>>,
    /// What helpers make for a runtime, once it was asked for.
    pub(super) made_entries: Option<Rc<[ValueId]>>,
    /// The handler that is run refuses the first token.
    pub(super) refuses_first: bool,
    /// Only a first look is taken at what a root does.
    pub(super) looks_briefly: bool,
    /// What is run would most likely be given up after much work, as others were: it is run briefly or not at all.
    pub(super) is_hurried: bool,
    /// The requests of the route whose limits are judged.
    pub(super) requested: Option<Requested>,
    /// The outcomes that were asked for last.
    pub(super) last_outcomes: Option<(Subject, Outcomes)>,
    /// What registered routes are for, as far as it was asked.
    pub(super) purposes: FxHashMap<CallRef, Option<Purposed>>,
    /// The sites that were asked whether a token is looked up there.
    pub(super) look_ups: FxHashMap<SiteRef, Option<LookUp>>,
    /// Roots that were given up before they came to a site, and the sites.
    pub(super) in_vain: FxHashMap<FunctionRef, Vec<SiteRef>>,
    /// The functions whose running can come to the check.
    pub(super) relevant: Leading,
    pub(super) uses: FxHashMap<FunctionRef, Rc<Uses>>,
    pub(super) captures: FxHashMap<FunctionRef, Rc<Captures>>,
    /// Where functions are under way, while something is forgotten.
    pub(super) standing: Standing,
    /// For each file's bindings the functions that alone read them.
    pub(super) owners: FxHashMap<FileId, Owners>,
    /// How many constants are being evaluated, one for the other.
    pub(super) constants_under_way: u32,
    /// Exports that were evaluated; `None` while one is.
    pub(super) exports: Layered<(FileId, Exported), Option<ValueId>>,
    /// What constants' making stored in the members of instances.
    pub(super) known: Layered<(ValueId, Name), ValueId>,
    /// What the program registers with applications.
    pub(super) routes: Arc<Routes>,
    /// The functions that the project declares.
    pub(super) declared: Arc<DeclaredFunctions>,
    pub(super) mentions: Arc<Mentions>,
    pub(super) prototypes: Arc<Prototypes>,
    pub(super) lists: Arc<Lists>,
    /// What loses entries, of the lists of a name.
    pub(super) losing_lists: FxHashMap<Name, Rc<Losing>>,
    /// Which literals are lists that a function keeps to itself, as far as it was asked.
    pub(super) own_lists: FxHashMap<Site, bool>,
    /// The functions that may sign a token.
    pub(super) signers: Arc<Signers>,
    /// Which files have to do with JSON Web Tokens.
    pub(super) concern: Arc<Concern>,
    pub(super) subtypes: Arc<Subtypes>,
    /// What classes extend that are made by functions; none where that is not one class.
    pub(super) bases: Layered<ClassRef, Option<ClassRef>>,
    /// The chains of receivers that were met, by number.
    pub(super) chains: Vec<Chain>,
    /// Notes what is registered, while the program's modules are run for it.
    pub(super) recorder: Option<Recorder>,
    /// Classes whose constructor was run for what it says of any instance.
    pub(super) constructed_classes: FxHashSet<ClassRef>,
    /// What the decorators of methods make of them, as far as it was asked.
    pub(super) decorated: FxHashMap<FunctionRef, Option<ValueId>>,
    /// The prototype, and the method on it, that a class's decorator is run for.
    pub(super) decorating: Option<(ValueId, Name)>,
    /// The instances that the program makes of a class.
    pub(super) made: FxHashMap<ClassRef, Vec<ValueId>>,
    /// The names that the program hangs on prototypes, once they were asked for.
    pub(super) hung_on_prototypes: Option<Rc<FxHashSet<Name>>>,
    /// Whether files change tables after their making, as far as it was asked.
    pub(super) changing: FxHashMap<FileId, bool>,
    /// Whether the program changes later what is made at a place, as far as it was asked.
    pub(super) changed: FxHashMap<Site, bool>,
    /// What is left for constants.
    constant_steps_left: u32,
    /// What is left for the checks of one file together.
    pub(super) steps_left: u32,
    /// What it has done so far.
    pub(super) spent: Runs,
    /// What the values at hand are made of, while something is forgotten.
    pub(super) held: Marks,
    pub(super) digester: Digester,
    /// Bindings that are written once; `None` while one is being evaluated, so that a circle ends.
    pub(super) constants: Layered<(FileId, BindingId), Option<ValueId>>,
}

impl<'p> Machine<'p> {
    pub(super) fn on(program: &'p Program, ground: Ground) -> Self {
        let Ground {
            values,
            constants,
            exports,
            known,
            routes,
            declared,
            mentions,
            prototypes,
            lists,
            signers,
            concern,
            subtypes,
            bases,
        } = ground;
        Self {
            program,
            values,
            run: Run::default(),
            sayings: Sayings::default(),
            syntax_files: FxHashMap::default(),
            chains_of_calls: FxHashMap::default(),
            stored: FxHashMap::default(),
            callees: FxHashMap::default(),
            on_objects: FxHashMap::default(),
            leaks: Leaks::default(),
            presented: None,
            served: FxHashMap::default(),
            served_briefly: FxHashMap::default(),
            served_requests: FxHashMap::default(),
            served_after_refusal: FxHashMap::default(),
            wrapped_entries: FxHashMap::default(),
            entry_helpers: None,
            made_entries: None,
            refuses_first: false,
            looks_briefly: false,
            is_hurried: false,
            requested: None,
            last_outcomes: None,
            purposes: FxHashMap::default(),
            look_ups: FxHashMap::default(),
            in_vain: FxHashMap::default(),
            relevant: Leading::default(),
            uses: FxHashMap::default(),
            captures: FxHashMap::default(),
            standing: Standing::default(),
            owners: FxHashMap::default(),
            constants_under_way: 0,
            exports,
            known,
            routes,
            declared,
            mentions,
            prototypes,
            lists,
            signers,
            concern,
            subtypes,
            bases,
            chains: Vec::new(),
            recorder: None,
            constructed_classes: FxHashSet::default(),
            decorated: FxHashMap::default(),
            decorating: None,
            made: FxHashMap::default(),
            steps_left: STEPS_PER_FILE,
            spent: Runs::default(),
            losing_lists: FxHashMap::default(),
            own_lists: FxHashMap::default(),
            hung_on_prototypes: None,
            changing: FxHashMap::default(),
            changed: FxHashMap::default(),
            constant_steps_left: STEPS_FOR_CONSTANTS,
            held: Marks::default(),
            digester: Digester::default(),
            constants,
        }
    }

    /// Forgets what was found out about constants: what is known now may make something else of them.
    pub(super) fn begin_again(&mut self) {
        self.constants.forget();
        self.exports.forget();
        self.known.forget();
        self.made.clear();
        self.callees.clear();
        self.on_objects.clear();
        self.decorated.clear();
        self.constructed_classes.clear();
        self.steps_left = STEPS_PER_FILE;
    }

    /// What is spent on a file is its own.
    pub(crate) fn begin_file(&mut self) {
        self.steps_left = STEPS_PER_FILE;
        self.constant_steps_left = STEPS_FOR_CONSTANTS;
    }

    /// Whether it does not hold so much that beginning again costs less.
    pub(crate) fn is_light(&self) -> bool {
        self.values.own_count() <= VALUES_KEPT
    }

    /// Whether nothing is left of what the file's checks, or the program's modules, may cost together.
    pub(super) fn is_spent(&self) -> bool {
        self.steps_left == 0
    }

    /// Whether constants are not evaluated any more: they took all that they may.
    pub(super) fn has_no_more_constants(&self) -> bool {
        self.constant_steps_left == 0
    }

    pub(super) fn spend_on_constants(&mut self, steps: u32) {
        self.spend(steps);
        self.constant_steps_left = self.constant_steps_left.saturating_sub(steps);
    }

    pub(super) fn explore_from(&mut self, run: Run, begin: impl FnOnce(&mut Self, &mut State) -> Flow) -> Run {
        let before = std::mem::replace(&mut self.run, run);
        let mut state = State::new(Path::new());
        state.path.failing = self.run.target.is_some() && self.run.event.notes_all();
        state.path.reached = self.run.target.is_some() && matches!(self.run.event, Event::Served | Event::Absent);
        if begin(self, &mut state) == Flow::Go {
            self.run.work.push(state);
        }
        self.run.exhausted = self.is_spent();
        if !self.run.exhausted {
            self.drain();
        }
        self.spend(self.run.steps);
        std::mem::replace(&mut self.run, before)
    }

    /// Takes what a run has cost from what is left.
    pub(super) fn spend(&mut self, steps: u32) {
        self.steps_left = self.steps_left.saturating_sub(steps);
        self.spent.instructions += u64::from(steps);
    }

    pub(super) fn drain(&mut self) {
        while let Some(state) = self.run.work.pop() {
            self.advance(state);
            if self.run.is_too_much() {
                self.run.exhausted = true;
                self.run.comes_to_event =
                    !self.run.ends.is_empty() || self.run.work.iter().any(|state| state.path.reached);
                self.run.work.clear();
            }
        }
    }

    pub(super) fn fork(&mut self, state: State) {
        self.charge(&state);
        self.run.work.push(state);
    }

    /// What a state holds is copied, looked through and hashed. That is work too, once it is more than the little that code
    /// which somebody wrote comes to.
    pub(super) fn charge(&mut self, state: &State) {
        let more = u32::try_from(state.size() / STATE_PER_STEP).unwrap_or(u32::MAX);
        self.run.steps = self.run.steps.saturating_add(more);
    }

    fn advance(&mut self, mut state: State) {
        loop {
            self.run.steps += 1;
            if self.run.steps > self.run.limit() {
                return;
            }
            if let Some(stop) = self.run.stop
                && state.activations.len() == 2
                && let Some(frame) = state.frame()
                && frame.pc == stop
            {
                let result = frame.stack.last().copied();
                self.run.results.extend(result);
                self.keep_members(&state);
                return;
            }
            let flow = self.step(&mut state);
            self.run.steps = self.run.steps.saturating_add(state.moved.take());
            if flow == Flow::Stop {
                return;
            }
            if self.run.event.ends_when_told() && state.path.facts.contains(Facts::TOLD) {
                return self.end(&state, None);
            }
        }
    }

    pub(super) fn push(&mut self, state: &mut State, value: Value) {
        let id = self.values.make(value);
        state.push(id);
    }

    /// Pushes a value that is another one each time: what was decided about the last one is forgotten.
    pub(super) fn push_fresh(&mut self, state: &mut State, symbol: Symbol) {
        let id = self.values.symbol(symbol);
        self.renew(state, id);
        state.push(id);
    }

    pub(super) fn pop_many(&mut self, state: &mut State, count: usize) -> Vec<ValueId> {
        match state.frame() {
            Some(frame) => frame.stack.split_off(frame.stack.len().saturating_sub(count)),
            None => Vec::new(),
        }
    }

    pub(super) fn jump(&mut self, state: &mut State, to: u32) {
        if let Some(frame) = state.frame() {
            frame.pc = to;
        }
    }

    pub(super) fn root_is_async(&self) -> bool {
        self.run.root.is_some_and(|root| self.program.function(root).is_async)
    }

    /// Puts a closure on top, with its arguments.
    pub(super) fn enter_closure(
        &mut self,
        state: &mut State,
        callee: ValueId,
        arguments: Rc<[ValueId]>,
        this: ValueId,
    ) {
        let (at, this) = match self.values.get(callee) {
            Value::Function(closure) => (closure.at, closure.this.unwrap_or(this)),
            Value::Method { function, this } => (*function, *this),
            _ => return,
        };
        self.enter(state, at, arguments, this);
        if let Some(frame) = state.frame() {
            frame.closure = Some(callee);
        }
    }

    /// Puts a function on top, with its arguments.
    pub(super) fn enter(&mut self, state: &mut State, at: FunctionRef, arguments: Rc<[ValueId]>, this: ValueId) {
        self.run.entered.insert(at);
        state.activations.push(Activation::Code(Rc::new(Frame {
            at,
            pc: 0,
            stack: Vec::new(),
            tries: Vec::new(),
            arguments,
            this,
            closure: None,
            switched: None,
        })));
    }

    pub(super) fn argument(&mut self, state: &mut State, at: FunctionRef, index: u16) -> ValueId {
        let is_root = state.activations.len() == 2;
        let given = state.frame().and_then(|frame| frame.arguments.get(usize::from(index)).copied());
        match given {
            Some(value) => value,
            // Nobody called the root: its arguments are whatever they are.
            None if is_root => self.parameter(at, index),
            None => self.values.undefined(),
        }
    }

    /// The value of a binding that is written once.
    pub(super) fn constant(&mut self, file: FileId, binding: BindingId) -> ValueId {
        if let Some(known) = self.constants.get(&(file, binding)) {
            return known.unwrap_or_else(|| self.values.symbol(Symbol::Binding(file, binding)));
        }
        if self.constants_under_way >= CONSTANT_DEPTH {
            return self.values.symbol(Symbol::Binding(file, binding));
        }
        self.constants.insert((file, binding), None);
        self.constants_under_way += 1;
        let value = self.definition(file, binding);
        self.constants_under_way -= 1;
        self.constants.insert((file, binding), Some(value));
        value
    }

    /// The failure is taken in here, unless it was already and has not been handed on since.
    pub(super) fn take_in(&mut self, state: &mut State, place: Place, manner: Manner) {
        if state.path.failing && state.path.taken.is_none() && !state.path.received {
            state.path.taken = Some(Taken { place, manner });
            let is_answer = matches!(self.run.event, Event::LookUp(_));
            let message = match manner {
                Manner::Branch if is_answer => "the answer is looked at here",
                Manner::Caught => "the failure is caught here",
                Manner::Branch => "the failure is looked at here",
                Manner::Handler => "the failure is handled here",
                Manner::NeverLookedAt => "the error comes in here, and is never looked at",
                Manner::Uncaught => "nothing catches the failure",
            };
            state.path.step(Role::Drop, place, message);
        }
    }

    /// The failure leaves the place where it was taken in, as itself or as another error.
    pub(super) fn hand_on(&mut self, state: &mut State, value: ValueId, place: Place) {
        if state.path.failing {
            state.path.taken = None;
            state.path.exit = None;
            let is_same = matches!(self.values.get(value), Value::Failure) || state.path.handed == Some(value);
            // What an error handler makes of it is the receiver's business.
            if !is_same && !state.path.received {
                state.path.handed_on = Some(place);
                state.path.handed = Some(value);
            }
            state.path.step(
                Role::HandOff,
                place,
                if is_same { "and passed on here" } else { "and handed on here as another error" },
            );
        }
    }

    /// Something that could tell cannot be seen.
    pub(super) fn maybe_told(&mut self, state: &mut State, place: Place, what: String) {
        if state.path.failing {
            state.path.facts |= Facts::MAYBE;
            state.path.step(Role::Signal, place, format!("{what} may tell somebody: it cannot be seen"));
            state.path.because.get_or_insert(Because::Unseen(what));
        }
    }
}
