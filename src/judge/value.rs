//! Abstract values: what is known of a value on a path, each different one kept once.
//!
//! Knows the shapes of values and which of them stand for the failure; not how they come about.

use std::hash::BuildHasher;
use std::sync::Arc;

use indexmap::IndexMap;
use indexmap::map::raw_entry_v1::{RawEntryApiV1, RawEntryMut};
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::arithmetic::Ratio;
use super::errors::ErrorKind;
use super::event::Found;
use super::made::Via;
use super::marks::{Looked, Marks};
use super::parts::parts_of;
pub(crate) use super::platform::{Builtin, Listed};
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{BindingId, ClassId, Comparison};
use crate::text::{FileId, Span};
use crate::vocabulary::{Answer, Level, Provides, Surface};

/// How deep a value may be made of others.
const DEPTH: u8 = 12;

/// A value, by its number in [`Values`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ValueId(u32);

impl ValueId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where in the source a value is made: gives otherwise equal values an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Site {
    pub(crate) file: FileId,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    Undefined,
    Null,
    /// `of_failure`: the answer tells whether the check has failed.
    Bool {
        truth: bool,
        of_failure: bool,
    },
    Number(i32),
    Ratio(Ratio),
    Text(Name),
    /// A text that stands nowhere in the program.
    UnwrittenText,
    /// Something that a known package hands out; `threshold` when its making names a level, `muted` when its making
    /// keeps it from telling anybody.
    Package {
        surface: Surface,
        threshold: Option<Level>,
        muted: bool,
    },
    /// Something of a package that each call which makes it makes anew: an application, a middleware, a strategy.
    Made {
        surface: Surface,
        call: CallRef,
        /// How the call was come to, where that matters.
        via: Vec<Via>,
    },
    /// Something of a package, with the options that it was made with.
    Configured {
        surface: Surface,
        call: CallRef,
        options: ValueId,
    },
    /// `passport.authenticate(…)`: a middleware that asks a strategy.
    Authenticate(Authenticate),
    /// What Express gives its handlers as `next`: the chain that takes an error over, from one of its receivers on.
    Next {
        chain: ChainId,
        from: u16,
    },
    /// A handler whose rejections and throws go to `next`.
    Forwarding(ValueId),
    /// How a container is to make something of a class, a function or a value.
    Described {
        how: Provides,
        of: ValueId,
        call: CallRef,
    },
    /// All that a container holds, by name.
    Cradle,
    /// A file of the program, as what it exports.
    Module(FileId),
    Builtin(Builtin),
    Function(Closure),
    Method {
        function: FunctionRef,
        this: ValueId,
    },
    Class {
        file: FileId,
        class: ClassId,
    },
    Instance {
        file: FileId,
        class: ClassId,
        site: Option<CallRef>,
    },
    /// `super` in a method: what the method is called on, as a class that its own class extends has it.
    Super {
        this: ValueId,
        file: FileId,
        class: ClassId,
    },
    /// What a function made that was called with `new`.
    Constructed {
        by: FunctionRef,
        call: CallRef,
    },
    /// `open`: it may have members that are not listed.
    Object {
        site: Site,
        members: Vec<(Name, ValueId)>,
        open: bool,
    },
    Array {
        site: Site,
        items: Vec<ValueId>,
        open: bool,
    },
    /// The elements of a list, where they are put in place one by one.
    Spread(ValueId),
    /// A map or a set whose entries are known; a set's values are its keys.
    Table {
        site: Site,
        entries: Vec<(ValueId, ValueId)>,
    },
    /// What `new` makes of a class that cannot be seen, on these options.
    Built {
        call: CallRef,
        options: ValueId,
    },
    /// What a loop over a list iterates, when its turns are told apart: the next one.
    Turn {
        of: ValueId,
        index: u16,
    },
    /// What a loop iterates, after its first turn.
    Iterated(ValueId),
    Promise(Promise),
    /// Settles a promise when it is called.
    Settler {
        promise: ValueId,
        how: Settle,
    },
    Promisified(ValueId),
    /// A method with a decorator that cannot be seen, and could tell of what the method throws.
    Watched {
        inner: ValueId,
        by: CallRef,
    },
    /// A function with its `this` and its first arguments.
    Bound {
        function: ValueId,
        this: ValueId,
        arguments: Vec<ValueId>,
    },
    /// An object with a promise-giving twin of each method, under its name and a suffix.
    Twins {
        of: ValueId,
        suffix: &'static str,
    },
    /// The error of the failed check.
    Failure,
    /// Its constructor.
    FailureClass,
    /// A text of it.
    FailureText(FailureText),
    /// What the failed check gives instead of a result.
    NoResult,
    /// What a look-up of a token gave.
    LookedUp {
        found: Found,
        answer: Answer,
    },
    /// An error that the code makes, with what its making stored in it, in order of names.
    NewError {
        site: Site,
        kind: ErrorKind,
        fields: Vec<(Name, ValueId)>,
    },
    /// `process.env.NODE_ENV`, which is taken for `production`.
    Environment,
    Symbol(Symbol),
}

/// A function, and what it keeps of the functions around it: values that never change, so that two closures of one function
/// stay apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Closure {
    pub(crate) at: FunctionRef,
    /// Sorted.
    pub(crate) captured: Vec<((FileId, BindingId), ValueId)>,
    /// What `this` is in an arrow function.
    pub(crate) this: Option<ValueId>,
}

impl Closure {
    /// A function that keeps nothing.
    pub(crate) fn plain(at: FunctionRef) -> Closure {
        Closure { at, captured: Vec::new(), this: None }
    }
}

/// A value of which nothing is known but where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Symbol {
    Parameter(FunctionRef, u16),
    This(FunctionRef),
    Exchange(Exchange),
    /// A name that nothing declares.
    Free(Name),
    Binding(FileId, BindingId),
    /// A module that is not in the vocabulary, or one of the project that is not followed.
    Module(FileId, Name),
    Member(ValueId, Name),
    Element(ValueId, ValueId),
    /// What a pattern leaves of an object: all of it but the members of these names, which are sorted.
    Rest(ValueId, Vec<Name>),
    /// A call's result; `carries` when it was given the failure.
    Result {
        call: CallRef,
        carries: bool,
    },
    /// An element of what is iterated.
    Item(ValueId),
    Opaque(Site),
    Not(ValueId),
    TypeOf(ValueId),
    Compare(Comparison, ValueId, ValueId),
    Derived(Site, Vec<ValueId>),
    /// A text, or a sum, of parts in their order: a template, `left + right`.
    Joined(Site, Vec<ValueId>),
    /// Whatever the outside sets, and this when it sets nothing.
    Default(ValueId),
    /// Made of so many steps that they are not told apart any more: what a loop builds up stays finite.
    Deep {
        carries: bool,
    },
}

/// A middleware of passport's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Authenticate {
    pub(crate) call: CallRef,
    /// The strategies that it asks, by name; empty when they are not seen.
    pub(crate) strategies: Vec<Name>,
    pub(crate) callback: Option<ValueId>,
    /// A refusal is handed to `next` instead of being answered.
    pub(crate) fails_with_error: bool,
}

/// One of the chains of receivers that the machine knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ChainId(pub(crate) u32);

/// The two objects that a framework gives its handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Exchange {
    Request,
    Response,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Promise {
    Fulfilled(ValueId),
    Rejected(ValueId),
    /// A check that has not answered yet.
    Check {
        call: CallRef,
        token: Option<ValueId>,
    },
    /// What a project's function gives whose caller does not wait for it: it goes on when somebody does, or at the end.
    Async {
        call: CallRef,
        callee: ValueId,
        this: ValueId,
        arguments: Vec<ValueId>,
    },
    Then {
        call: CallRef,
        base: ValueId,
        fulfilled: Option<ValueId>,
        rejected: Option<ValueId>,
    },
    Finally {
        call: CallRef,
        base: ValueId,
        handler: ValueId,
    },
    All {
        call: CallRef,
        items: Vec<ValueId>,
        until: Until,
    },
    /// `new Promise(…)`: settled by its settlers.
    New(CallRef),
    /// A function that runs later by itself: not a promise that the code sees.
    Job {
        call: CallRef,
        callee: ValueId,
        arguments: Vec<ValueId>,
    },
    /// A check's callback that runs later.
    CheckJob {
        call: CallRef,
        callee: ValueId,
        error: u8,
    },
}

/// Until when several promises are waited for together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Until {
    /// One fails, or all are kept.
    Failed,
    /// One is kept, or all fail.
    Kept,
    Settled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Settle {
    Resolve,
    Reject,
    /// An error-first callback.
    Node,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FailureText {
    Name,
    Code,
    Message,
}

/// What is known of one value of the table.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// It stands for the failure, or is made of what does.
    carries: bool,
    /// Of how many values, one in the other, it is made.
    depth: u8,
}

/// What stands where no value has a number: nobody has such a number.
static NOTHING: (Value, Known) = (Value::Undefined, Known { carries: false, depth: 0 });

/// The table of values. Those of the program's applications are shared by all that judge it; each adds its own.
#[derive(Debug, Default)]
pub(crate) struct Values {
    shared: Option<Arc<Values>>,
    /// How many values are shared.
    first: usize,
    /// By number, from the first one on that is not shared.
    own: IndexMap<Value, Known, FxBuildHasher>,
}

impl Values {
    /// A table that begins with the values of another one, under the same numbers.
    pub(crate) fn on(shared: Arc<Values>) -> Values {
        let first = shared.first + shared.own.len();
        // What adds nothing need not be asked.
        let shared = if shared.own.is_empty() { shared.shared.clone() } else { Some(shared) };
        Values { shared, first, own: IndexMap::default() }
    }

    /// How many values it holds beside those that are shared.
    pub(crate) fn own_count(&self) -> usize {
        self.own.len()
    }

    /// A value's number, by its hash, which is one in all tables.
    fn find(&self, hash: u64, value: &Value) -> Option<ValueId> {
        let mut asked = Some(self);
        while let Some(table) = asked {
            if let Some(at) = table.own.raw_entry_v1().index_from_hash(hash, |known| known == value) {
                return Some(table.number(at));
            }
            asked = table.shared.as_deref();
        }
        None
    }

    fn number(&self, at: usize) -> ValueId {
        ValueId(u32::try_from(self.first + at).unwrap_or(u32::MAX))
    }

    fn kept(&self, id: ValueId) -> (&Value, &Known) {
        let mut asked = self;
        while id.index() < asked.first
            && let Some(shared) = &asked.shared
        {
            asked = shared;
        }
        let at = id.index().checked_sub(asked.first);
        at.and_then(|at| asked.own.get_index(at)).unwrap_or((&NOTHING.0, &NOTHING.1))
    }

    pub(crate) fn make(&mut self, value: Value) -> ValueId {
        let hash = FxBuildHasher.hash_one(&value);
        if let Some(id) = self.find(hash, &value) {
            return id;
        }
        let carries = self.would_carry(&value);
        let mut parts = Vec::new();
        parts_of(&value, &mut parts);
        let depth = parts.iter().map(|&part| self.kept(part).1.depth).max().map_or(0, |deepest| deepest + 1);
        if depth > DEPTH {
            return self.make(Value::Symbol(Symbol::Deep { carries }));
        }
        let id = self.number(self.own.len());
        // It was looked for: no entry is equal.
        if let RawEntryMut::Vacant(free) = self.own.raw_entry_mut_v1().from_hash(hash, |_| false) {
            free.insert_hashed_nocheck(hash, value, Known { carries, depth });
        }
        id
    }

    pub(crate) fn symbol(&mut self, symbol: Symbol) -> ValueId {
        self.make(Value::Symbol(symbol))
    }

    pub(crate) fn bool(&mut self, truth: bool, of_failure: bool) -> ValueId {
        self.make(Value::Bool { truth, of_failure })
    }

    pub(crate) fn undefined(&mut self) -> ValueId {
        self.make(Value::Undefined)
    }

    pub(crate) fn get(&self, id: ValueId) -> &Value {
        self.kept(id).0
    }

    /// Whether a value is the failure, or is made of it.
    pub(crate) fn carries_failure(&self, id: ValueId) -> bool {
        self.kept(id).1.carries
    }

    fn would_carry(&self, value: &Value) -> bool {
        match value {
            Value::Failure | Value::FailureClass | Value::FailureText(_) | Value::NoResult => true,
            Value::LookedUp { found, .. } => *found != Found::RevokedRow,
            Value::Bool { of_failure, .. } => *of_failure,
            Value::NewError { kind, fields, .. } => {
                matches!(kind, ErrorKind::Aggregate(errors) if self.carries_failure(*errors))
                    || fields.iter().any(|&(_, value)| self.carries_failure(value))
            }
            Value::Object { members, .. } => members.iter().any(|&(_, value)| self.carries_failure(value)),
            Value::Array { items, .. } => items.iter().any(|&item| self.carries_failure(item)),
            Value::Iterated(inner) | Value::Spread(inner) | Value::Built { options: inner, .. } => {
                self.carries_failure(*inner)
            }
            Value::Promise(Promise::Rejected(inner) | Promise::Fulfilled(inner)) => self.carries_failure(*inner),
            Value::Symbol(symbol) => match symbol {
                // A column of a row says nothing of whether the row was found.
                Symbol::Member(base, _) | Symbol::Element(base, _) | Symbol::Item(base)
                    if matches!(self.get(*base), Value::LookedUp { .. }) =>
                {
                    false
                }
                Symbol::Member(base, _)
                | Symbol::Not(base)
                | Symbol::TypeOf(base)
                | Symbol::Default(base)
                | Symbol::Rest(base, _)
                | Symbol::Item(base) => self.carries_failure(*base),
                Symbol::Element(base, key) => self.carries_failure(*base) || self.carries_failure(*key),
                Symbol::Result { carries, .. } | Symbol::Deep { carries } => *carries,
                Symbol::Compare(_, left, right) => self.carries_failure(*left) || self.carries_failure(*right),
                Symbol::Derived(_, parts) | Symbol::Joined(_, parts) => {
                    parts.iter().any(|&part| self.carries_failure(part))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The value that something has when the outside sets nothing else.
    pub(crate) fn by_default(&self, id: ValueId) -> ValueId {
        match self.get(id) {
            Value::Symbol(Symbol::Default(value)) => *value,
            _ => id,
        }
    }

    /// The project's function that a value is, alone or as a method.
    pub(crate) fn function(&self, id: ValueId) -> Option<FunctionRef> {
        match self.get(id) {
            Value::Function(closure) => Some(closure.at),
            Value::Method { function, .. } => Some(*function),
            Value::Watched { inner, .. } => self.function(*inner),
            _ => None,
        }
    }

    /// The value that a chain of members hangs on: `req` of `req.headers.authorization`.
    pub(crate) fn base(&self, mut id: ValueId) -> ValueId {
        loop {
            match self.get(id) {
                Value::Symbol(
                    Symbol::Member(base, _) | Symbol::Element(base, _) | Symbol::Item(base) | Symbol::Rest(base, _),
                ) => id = *base,
                _ => return id,
            }
        }
    }
}

impl Values {
    /// Whether a value is `part`, or is made of it.
    pub(crate) fn mentions(&self, id: ValueId, part: ValueId) -> bool {
        let mut waiting = vec![id];
        let mut looked = Looked::default();
        // Values are made of older ones, so that what is older than `part` need not be looked into.
        while let Some(id) = waiting.pop() {
            if id == part {
                return true;
            }
            if id > part && looked.is_first(id) {
                self.parts(id, &mut waiting);
            }
        }
        false
    }

    /// Marks everything that some values are made of, themselves included, as far as it is not older than `oldest`.
    pub(crate) fn mark_parts(&self, values: impl Iterator<Item = ValueId>, oldest: ValueId, marks: &mut Marks) {
        marks.begin(self.first + self.own.len());
        let mut waiting = Vec::new();
        for value in values {
            waiting.push(value);
            while let Some(id) = waiting.pop() {
                if id >= oldest && marks.set(id) {
                    self.parts(id, &mut waiting);
                }
            }
        }
    }

    /// Whether every symbol in a value satisfies a condition.
    pub(crate) fn all_parts(&self, id: ValueId, holds: &mut dyn FnMut(&Symbol) -> bool) -> bool {
        let mut waiting = vec![id];
        let mut looked = Looked::default();
        while let Some(id) = waiting.pop() {
            if !looked.is_first(id) {
                continue;
            }
            if let Value::Symbol(symbol) = self.get(id)
                && !holds(symbol)
            {
                return false;
            }
            self.parts(id, &mut waiting);
        }
        true
    }

    /// Everything that a value is made of, itself included, each once.
    pub(crate) fn made_of(&self, id: ValueId) -> Vec<ValueId> {
        let mut seen = FxHashSet::default();
        let mut found = Vec::new();
        let mut waiting = vec![id];
        while let Some(part) = waiting.pop() {
            if seen.insert(part) {
                found.push(part);
                self.parts(part, &mut waiting);
            }
        }
        found
    }

    fn parts(&self, id: ValueId, out: &mut Vec<ValueId>) {
        parts_of(self.get(id), out);
    }
}
