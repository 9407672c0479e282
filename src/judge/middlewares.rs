//! Middlewares around a function that a package is given for the runtime: whether one of them may tell of what it answers.
//!
//! In: the calls by which a function comes to the package. Out: a yes or no. A middleware is read, not run: the answer is no only
//! where all that it does is seen, and none of it tells. Knows nothing of what the answer says.

use super::machine::Machine;
use super::signals::is_telling;
use super::value::{Builtin, Symbol, Value, ValueId};
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::{CallId, Definition, FnId, Inst, Op};
use crate::text::Span;
use crate::vocabulary::{Action, NameList, is_named};

/// What adds a middleware that gets the answer; one that `before` or `onError` adds gets none.
const ADDS: [&str; 2] = ["after", "use"];
/// What takes a function on an entry that was made before.
const ON_ENTRY: &str = "handler";
/// How many functions of a middleware are read before it counts as unseen.
const FUNCTIONS: usize = 32;
/// How many lists lie in each other.
const NESTED: u8 = 3;

/// What a chain of calls is made on that wraps a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    /// The package, on the spot: `middy()`, or a helper that gives what it makes.
    Made,
    /// A variable that holds what is made at a place, and nothing else.
    Kept(Span),
    /// What comes from elsewhere, with all that was added to it there.
    Unseen,
}

impl Machine<'_> {
    /// Whether something that is added to what a call wraps may tell of the answer.
    pub(super) fn may_tell_of_answer(&mut self, wrapping: CallRef) -> bool {
        let outline = self.program.outline(wrapping.file);
        let base = self.base_of_chain(wrapping);
        if base == Base::Unseen {
            return true;
        }
        let adds = |&(_, name): &(CallRef, &str)| ADDS.contains(&name);
        let named = (0..).map(CallId).zip(&outline.calls).filter(|(_, site)| !site.arguments.is_empty());
        let named = named.filter_map(|(call, site)| {
            site.member.map(|name| (CallRef { file: wrapping.file, call }, outline.name(name)))
        });
        let adding: Vec<(CallRef, &str)> = named.filter(adds).collect();
        adding.into_iter().any(|(call, name)| {
            let is_other = self.callee_surface(call).is_some_and(|surface| surface.action().is_some());
            if is_other || self.is_of_other_entry(call, wrapping, base) {
                return false;
            }
            match self.argument_of(call, 0) {
                Some(added) if name == "after" => self.hook_may_tell(added),
                Some(added) => self.middleware_may_tell(added, NESTED),
                None => true,
            }
        })
    }

    /// What stands before the chain that a call is part of.
    fn base_of_chain(&mut self, call: CallRef) -> Base {
        let outline = self.program.outline(call.file);
        let Some(&first) = self.chain_of(call).first() else { return Base::Unseen };
        let site = outline.call(first);
        let is_method = site.member.is_some_and(|name| outline.name(name) == ON_ENTRY);
        if !is_method && self.takes_entry_at(CallRef { call: first, ..call }) {
            return Base::Made;
        }
        let (from, to) = site.callee_code;
        let code = outline.function(site.function).code.get(from as usize..to as usize);
        let binding = match code.and_then(<[Inst]>::first).map(|inst| inst.op) {
            Some(Op::Load(reference)) => outline.reference(reference).binding,
            _ => None,
        };
        let Some(binding) = binding.map(|binding| outline.binding(binding)) else { return Base::Unseen };
        match &binding.definition {
            Definition::Value { function, code: (from, to), path } if path.is_empty() && binding.others.is_empty() => {
                let code = outline.function(*function).code.get(*from as usize..*to as usize).unwrap_or_default();
                match code.last() {
                    // Another name for something is no other thing.
                    Some(made) if matches!(made.op, Op::Call(_) | Op::CallMember(_)) => Base::Kept(made.at),
                    _ => Base::Unseen,
                }
            }
            _ => Base::Unseen,
        }
    }

    /// Whether a call is made on something else than what wraps a function.
    fn is_of_other_entry(&mut self, call: CallRef, wrapping: CallRef, base: Base) -> bool {
        let span = self.program.call(call).span;
        let is_in_chain = span.start == self.program.call(wrapping).span.start;
        match base {
            _ if is_in_chain => false,
            Base::Kept(made) if made.contains(span) => false,
            Base::Kept(_) | Base::Made => match self.base_of_chain(call) {
                Base::Made => true,
                Base::Kept(made) => base != Base::Kept(made) && !made.contains(self.program.call(wrapping).span),
                Base::Unseen => false,
            },
            Base::Unseen => false,
        }
    }

    fn middleware_may_tell(&mut self, added: ValueId, depth: u8) -> bool {
        match self.values.get(added) {
            Value::Array { items, open: false, .. } if depth > 0 => {
                let items = items.clone();
                items.into_iter().any(|item| self.middleware_may_tell(item, depth - 1))
            }
            Value::Object { members, open: false, .. } => {
                let after = members.iter().find(|&&(name, _)| self.program.text(name) == "after");
                after.map(|&(_, hook)| hook).is_some_and(|hook| self.hook_may_tell(hook))
            }
            Value::Symbol(Symbol::Result { call, .. }) => {
                let callee = self.callee(*call);
                !self.is_of_quiet_package(callee)
            }
            _ => true,
        }
    }

    /// Whether what is called comes from a package whose middlewares tell nobody of an answer.
    fn is_of_quiet_package(&self, callee: ValueId) -> bool {
        match self.values.get(self.values.base(callee)) {
            Value::Symbol(Symbol::Module(_, name)) => is_named(NameList::QuietMiddlewares, self.program.text(*name)),
            _ => false,
        }
    }

    fn hook_may_tell(&mut self, hook: ValueId) -> bool {
        match self.values.get(hook) {
            Value::Undefined | Value::Null => return false,
            _ => {}
        }
        let Some(at) = self.values.function(hook) else { return true };
        let mut read = vec![at];
        let mut next = 0;
        while let Some(&at) = read.get(next) {
            next += 1;
            if read.len() > FUNCTIONS || self.function_may_tell(at, &mut read) {
                return true;
            }
        }
        false
    }

    /// Whether something in a function may tell. The functions of the project's that it calls are noted.
    fn function_may_tell(&mut self, at: FunctionRef, called: &mut Vec<FunctionRef>) -> bool {
        let outline = self.program.outline(at.file);
        let own: Vec<FnId> =
            (0..).map(FnId).take(outline.functions.len()).filter(|&id| outline.encloses(at.function, id)).collect();
        // What it throws takes the answer's place, and is the runtime's to print.
        if own.iter().any(|&id| outline.function(id).code.iter().any(|inst| inst.op == Op::Throw)) {
            return true;
        }
        let calls = (0..).map(CallId).zip(&outline.calls).filter(|(_, site)| own.contains(&site.function));
        let calls: Vec<CallRef> = calls.map(|(call, _)| CallRef { file: at.file, call }).collect();
        calls.into_iter().any(|call| self.call_may_tell(call, &own, called))
    }

    fn call_may_tell(&mut self, call: CallRef, own: &[FnId], called: &mut Vec<FunctionRef>) -> bool {
        let callee = self.callee(call);
        if let Some(surface) = self.callee_surface(call) {
            return !matches!(
                surface.action(),
                None | Some(Action::Decode | Action::IsError(_) | Action::MakeError(_) | Action::Sign)
            );
        }
        // What is handed on may be called.
        for index in 0..self.program.call(call).arguments.len() {
            let given = u16::try_from(index).ok().and_then(|index| self.argument_of(call, index));
            let given = given.map(|given| (self.values.function(given), self.values.get(given)));
            match given {
                Some((Some(function), _)) => note(called, function),
                Some((None, Value::Package { .. } | Value::Builtin(Builtin::Print))) => return true,
                _ => {}
            }
        }
        if let Some(function) = self.values.function(callee) {
            note(called, function);
            return false;
        }
        self.is_called_like_telling(call) || !self.is_quiet(callee, call, own)
    }

    fn is_called_like_telling(&self, call: CallRef) -> bool {
        let outline = self.program.outline(call.file);
        let site = self.program.call(call);
        let (from, to) = site.callee_code;
        let code = outline.function(site.function).code.get(from as usize..to as usize).unwrap_or_default();
        let names = code.iter().filter_map(|inst| match inst.op {
            Op::Load(reference) => Some(outline.reference(reference).name),
            Op::Member(name) => Some(name),
            _ => None,
        });
        names.chain(site.member).any(|name| is_telling(outline.name(name)))
    }

    /// Whether what is called belongs to the language, or hangs on what the middleware is given itself.
    fn is_quiet(&self, callee: ValueId, call: CallRef, own: &[FnId]) -> bool {
        match self.values.get(self.values.base(callee)) {
            Value::Builtin(builtin) => !matches!(builtin, Builtin::Print | Builtin::Stream | Builtin::ProcessOn),
            Value::Symbol(Symbol::Parameter(at, _)) => at.file == call.file && own.contains(&at.function),
            // What made it is asked for itself.
            Value::Symbol(Symbol::Result { .. } | Symbol::Derived(..) | Symbol::Joined(..)) => {
                self.program.call(call).member.is_some()
            }
            Value::Text(_) | Value::UnwrittenText | Value::Number(_) | Value::Array { .. } | Value::Object { .. } => {
                true
            }
            _ => false,
        }
    }
}

fn note(called: &mut Vec<FunctionRef>, function: FunctionRef) {
    if !called.contains(&function) {
        called.push(function);
    }
}
