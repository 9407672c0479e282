//! Where one run stands: its activations, its variables, what it has decided, and what the failure's path has met so far.
//!
//! A state is plain data that is copied at every fork. Two states that are equal have the same future; the trail, which only
//! tells the story, does not count.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

pub(crate) use super::facts::Facts;
use super::iterate::Turns;
use super::table::Table;
use super::value::{ChainId, Until, ValueId};
use crate::finding::{Confidence, Role};
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{BindingId, Label};
use crate::text::{FileId, Place};

/// How code comes to an end, or goes on elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Completion {
    Return(ValueId),
    Throw(ValueId),
}

/// How a root came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Completed {
    pub(crate) how: Completion,
    pub(crate) when: When,
}

/// Whether what a root gives back may speak of the failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum When {
    BeforeFailure,
    AfterFailure,
    /// It arrives with the promises that are settled next: after a check that was waited for, before one that calls back.
    WithPromises,
}

/// An entry of a frame's stack of `try`s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TryEntry {
    Open {
        catch: Option<Label>,
        finally: Option<Label>,
        height: u16,
    },
    /// Its `finally` runs; this is what goes on afterwards.
    Finishing(Pending),
}

/// What a `finally` interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Pending {
    Complete(Completion),
    Jump { to: Label, tries: u16, height: u16 },
}

/// A function under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Frame {
    pub(crate) at: FunctionRef,
    pub(crate) pc: u32,
    pub(crate) stack: Vec<ValueId>,
    pub(crate) tries: Vec<TryEntry>,
    pub(crate) arguments: Rc<[ValueId]>,
    pub(crate) this: ValueId,
    /// The function as a value, with what it took along; absent in roots and constants.
    pub(crate) closure: Option<ValueId>,
    /// The code that it runs through only because a switch is on.
    pub(crate) switched: Option<Region>,
}

/// A part of a function's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Region {
    pub(crate) from: u32,
    /// The first instruction behind it.
    pub(crate) to: u32,
}

impl Region {
    /// Whether the instruction before a counter stands in it: counters are one ahead.
    pub(crate) fn holds(self, pc: u32) -> bool {
        self.from < pc && pc <= self.to
    }
}

/// What waits for the activation above it to complete.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Activation {
    /// Shared by forks, until one of them goes on in it.
    Code(Rc<Frame>),
    /// The bottom: `completed` once the root itself is done and only jobs are left; `promised` when it gave a promise.
    Root { completed: Option<Completed>, promised: bool },
    /// Drops a callback's result; a throw goes on.
    Discard,
    /// A job of its own: nobody catches what it throws.
    Job,
    /// An async function: its completion becomes a promise.
    Async,
    /// An async function whose caller goes on at its first `await`, with this promise.
    Begun(ValueId),
    /// A function that has called itself: its own variables are what they were.
    Restore(FunctionRef, Rc<[((FileId, BindingId), ValueId)]>),
    /// A constructor: its result is the instance.
    Construct(ValueId),
    /// A promise's executor: what it throws rejects the promise.
    Executor(ValueId),
    /// Remembers how a promise was settled.
    Settle(ValueId),
    /// Waits for the promise that a `then` hangs on.
    Then { promise: ValueId },
    /// Waits for a handler, whose result the promise takes over.
    Adopt,
    /// Waits for the promise that a `finally` hangs on.
    Finally { handler: ValueId, call: CallRef },
    /// Waits for a `finally` handler; then goes on as before.
    AfterFinally(Completion),
    /// Waits for one of several promises.
    All { left: Vec<ValueId>, done: Vec<ValueId>, call: CallRef, until: Until },
    /// An error handler that was given the failure.
    Receiver { chain: ChainId, from: u16 },
    /// A callback that is called for each of several values, in turn.
    Each(Turns),
    /// A handler whose throws go to `next`.
    Forward { next: ValueId, call: CallRef },
    /// Looks at a promise again after a job.
    Retry(ValueId),
    /// Lets a promise that nobody waits for come to its end first.
    Turn { promise: ValueId, awaited: Awaited },
    /// Waits for a promise to be settled, and lets others come to their end then.
    Awaiting,
    /// A decorator: what it gave, or left in a member, is what comes.
    Decorate { holder: ValueId, key: Name },
    /// A method whose decorator cannot be seen.
    Watch(CallRef),
    /// Replaces what comes by a fixed value.
    Replace(ValueId),
}

impl Activation {
    fn frame(&self) -> Option<&Frame> {
        match self {
            Activation::Code(frame) => Some(frame),
            _ => None,
        }
    }

    /// The instance that a constructor under way makes.
    pub(crate) fn constructs(&self) -> Option<ValueId> {
        match *self {
            Activation::Construct(instance) => Some(instance),
            _ => None,
        }
    }

    /// Whether code that is not on the stack yet runs when this goes on.
    pub(crate) fn runs_more(&self) -> bool {
        matches!(
            self,
            Activation::Then { .. }
                | Activation::Finally { .. }
                | Activation::All { .. }
                | Activation::Retry(_)
                | Activation::Turn { .. }
        )
    }
}

/// Why a step is less than sure.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Because {
    /// A name that nothing declares was taken for a package's customary binding.
    Unbound(String),
    /// A condition on the environment was decided as production decides it.
    Production,
    /// The only signals are below the level that production keeps.
    DebugOnly,
    /// Code that could tell cannot be seen.
    Unseen(String),
    /// No strategy is seen; its name was taken for the one that it customarily has.
    StrategyByName(String),
    /// That a store holds tokens, or revoked ones, was read from names.
    StoreByName,
    /// That a value is a token, or a secret, was read from its name.
    TokenByName(String),
    /// What a route is for was read from its path, or from its handler's name.
    RouteByName(String),
    /// No application is seen that the route's router is mounted on.
    Unmounted,
    /// Whether a limiter is passed hangs on a condition that is not understood.
    Undecided,
    /// What comes too often is told of, and not refused.
    OnlyWatched,
    /// A condition on the error could not be decided.
    OpenCondition,
    /// No route is seen that leads to it.
    Unreached,
    /// No caller is seen.
    NoCaller,
    /// That a runtime calls it was read from its name and its parameters.
    EntryByName,
    /// The functions around the check take more paths than were followed.
    Budget,
}

/// How a failure was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Manner {
    Caught,
    Branch,
    Handler,
    /// A callback that never looks at its error.
    NeverLookedAt,
    /// Nothing caught it.
    Uncaught,
}

/// Where a failure was taken in, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Taken {
    pub(crate) place: Place,
    pub(crate) manner: Manner,
}

/// How long a story is at the most: nobody follows a longer one.
const TRAIL_LENGTH: usize = 40;

/// One step of the story, newest first.
#[derive(Debug)]
pub(crate) struct TrailStep {
    pub(crate) role: Role,
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) before: Trail,
}

pub(crate) type Trail = Option<Rc<TrailStep>>;

/// What the failure has met so far.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    /// What the path meets is noted: the check under judgement has failed, or the run notes everything from its start.
    pub(crate) failing: bool,
    /// The call under judgement was made: the event may happen when what it gave is used.
    pub(crate) called: bool,
    /// The event under judgement has happened on this path.
    pub(crate) reached: bool,
    pub(crate) facts: Facts,
    /// It failed in a turn of the event loop of its own.
    pub(crate) deferred: bool,
    /// Which of the check's error kinds are still possible, a bit each.
    pub(crate) kinds: u32,
    /// The token that was refused.
    pub(crate) token: Option<ValueId>,
    /// Where the failure was last taken in.
    pub(crate) taken: Option<Taken>,
    /// Where it was last handed on as another error.
    pub(crate) handed_on: Option<Place>,
    /// The other error.
    pub(crate) handed: Option<ValueId>,
    /// It has come to an error handler: nothing that happens there is where it was dropped.
    pub(crate) received: bool,
    /// A callback that came from outside of the root was told of it.
    pub(crate) called_back: bool,
    /// Where the client is told what went wrong.
    pub(crate) disclosed: Option<Place>,
    /// Where a fixed text is told, and nothing else.
    pub(crate) bare: Option<Place>,
    /// The check.
    pub(crate) checked: Option<Place>,
    /// The answer, or else the way out.
    pub(crate) exit: Option<Place>,
    pub(crate) confidence: Confidence,
    pub(crate) because: Option<Because>,
    pub(crate) trail: Trail,
}

impl Path {
    pub(crate) fn new() -> Path {
        Path {
            failing: false,
            called: false,
            reached: false,
            deferred: false,
            facts: Facts::empty(),
            kinds: 0,
            token: None,
            taken: None,
            handed_on: None,
            handed: None,
            received: false,
            called_back: false,
            disclosed: None,
            bare: None,
            checked: None,
            exit: None,
            confidence: Confidence::High,
            because: None,
            trail: None,
        }
    }

    /// Lowers the confidence, unless it is as low already.
    pub(crate) fn doubt(&mut self, confidence: Confidence, because: Because) {
        if confidence < self.confidence {
            self.confidence = confidence;
            self.because = Some(because);
        }
    }

    /// Adds to the story, unless it was told already: a loop tells it once.
    pub(crate) fn step(&mut self, role: Role, place: Place, message: impl Into<String>) {
        let mut known = self.trail.as_ref();
        let mut length = 0;
        while let Some(step) = known {
            length += 1;
            if length >= TRAIL_LENGTH || (step.role == role && step.place == place) {
                return;
            }
            known = step.before.as_ref();
        }
        let before = self.trail.take();
        self.trail = Some(Rc::new(TrailStep { role, place, message: message.into(), before }));
    }

    fn key(&self) -> impl PartialEq + Hash + '_ {
        (
            (self.failing, self.called, self.reached, self.deferred, self.facts),
            (self.kinds, self.token, self.taken),
            (self.handed_on, self.handed, self.received, self.called_back),
            (self.exit, self.confidence, &self.because),
            (self.disclosed, self.bare),
        )
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Path) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Path {}

impl Hash for Path {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.key().hash(hasher);
    }
}

/// What somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Awaited {
    Pending(ValueId),
    /// It is there, and what is to come before it is not done yet.
    Settled(Completion),
}

/// Something that waits for something else, while whoever called it goes on: an async function, mostly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Suspended {
    /// What its caller was given.
    pub(crate) promise: ValueId,
    /// What it waits for.
    pub(crate) awaited: ValueId,
    /// What goes on with that.
    pub(crate) rest: Rc<[Activation]>,
}

/// A run, ready to go on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct State {
    pub(crate) activations: Vec<Activation>,
    pub(crate) variables: Table<(FileId, BindingId), ValueId>,
    /// Written members.
    pub(crate) members: Table<(ValueId, Name), ValueId>,
    /// Truths that were decided.
    pub(crate) decided: Table<ValueId, bool>,
    /// Promises that are settled.
    pub(crate) settled: Table<ValueId, Completion>,
    /// Promises and jobs that nobody waits for, oldest first.
    pub(crate) waiting: Vec<ValueId>,
    pub(crate) suspended: Vec<Suspended>,
    pub(crate) path: Path,
    pub(crate) moved: Moved,
}

/// What putting things into large tables has cost since it was asked last. It says nothing of the state's future, and does not
/// tell one state from another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moved(u32);

impl Moved {
    /// So many entries are moved at the cost of one instruction.
    const PER_STEP: usize = 512;

    fn note(&mut self, entries: usize) {
        self.0 = self.0.saturating_add(u32::try_from(entries / Self::PER_STEP).unwrap_or(u32::MAX));
    }

    pub(crate) fn take(&mut self) -> u32 {
        std::mem::take(&mut self.0)
    }
}

impl PartialEq for Moved {
    fn eq(&self, _: &Moved) -> bool {
        true
    }
}

impl Eq for Moved {}

impl Hash for Moved {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl State {
    pub(crate) fn new(path: Path) -> State {
        State {
            activations: vec![Activation::Root { completed: None, promised: false }],
            variables: Table::default(),
            members: Table::default(),
            decided: Table::default(),
            settled: Table::default(),
            waiting: Vec::new(),
            suspended: Vec::new(),
            path,
            moved: Moved::default(),
        }
    }

    /// How much it holds.
    pub(crate) fn size(&self) -> usize {
        let tables = self.variables.len() + self.members.len() + self.decided.len() + self.settled.len();
        tables + self.waiting.len() + self.suspended.len() + self.activations.len()
    }

    /// The frame on top, when code runs.
    pub(crate) fn frame(&mut self) -> Option<&mut Frame> {
        match self.activations.last_mut() {
            Some(Activation::Code(frame)) => Some(Rc::make_mut(frame)),
            _ => None,
        }
    }

    pub(crate) fn frames(&self) -> impl DoubleEndedIterator<Item = &Frame> {
        self.activations.iter().filter_map(Activation::frame)
    }

    /// The functions that wait for something, while their callers go on.
    pub(crate) fn suspended_frames(&self) -> impl Iterator<Item = &Frame> {
        self.suspended.iter().flat_map(|suspended| suspended.rest.iter()).filter_map(Activation::frame)
    }

    pub(crate) fn push(&mut self, value: ValueId) {
        if let Some(frame) = self.frame() {
            frame.stack.push(value);
        }
    }

    pub(crate) fn pop(&mut self) -> Option<ValueId> {
        self.frame().and_then(|frame| frame.stack.pop())
    }

    pub(crate) fn variable(&self, key: (FileId, BindingId)) -> Option<ValueId> {
        self.variables.get(&key)
    }

    pub(crate) fn set_variable(&mut self, key: (FileId, BindingId), value: ValueId) {
        let entries = self.variables.put(key, value);
        self.moved.note(entries);
    }

    pub(crate) fn member(&self, key: (ValueId, Name)) -> Option<ValueId> {
        self.members.get(&key)
    }

    pub(crate) fn set_member(&mut self, key: (ValueId, Name), value: ValueId) {
        let entries = self.members.put(key, value);
        self.moved.note(entries);
    }

    pub(crate) fn decision(&self, value: ValueId) -> Option<bool> {
        self.decided.get(&value)
    }

    pub(crate) fn decide(&mut self, value: ValueId, truth: bool) {
        let entries = self.decided.put(value, truth);
        self.moved.note(entries);
    }

    pub(crate) fn settlement(&self, promise: ValueId) -> Option<Completion> {
        self.settled.get(&promise)
    }

    /// A promise is settled once.
    pub(crate) fn settle(&mut self, promise: ValueId, how: Completion) {
        if self.settlement(promise).is_none() {
            let entries = self.settled.put(promise, how);
            self.moved.note(entries);
        }
    }

    /// Nobody waits for it yet. The same job twice is one: it does the same.
    pub(crate) fn leave_waiting(&mut self, promise: ValueId) {
        self.claim(promise);
        self.waiting.push(promise);
    }

    /// A check's callback that runs once for each time the check was made: the last one has the last word. A third time does
    /// what the second one did.
    pub(crate) fn leave_again(&mut self, job: ValueId) {
        if self.waiting.iter().filter(|&&waiting| waiting == job).count() < 2 {
            self.waiting.push(job);
        }
    }

    /// What waits for something else in a promise's place.
    pub(crate) fn suspended_for(&self, promise: ValueId) -> Option<&Suspended> {
        self.suspended.iter().find(|suspended| suspended.promise == promise)
    }

    pub(crate) fn take_suspended(&mut self, promise: ValueId) -> Option<Suspended> {
        let at = self.suspended.iter().position(|suspended| suspended.promise == promise)?;
        Some(self.suspended.remove(at))
    }

    /// Somebody waits for it now.
    pub(crate) fn claim(&mut self, promise: ValueId) {
        self.waiting.retain(|&waiting| waiting != promise);
    }
}
