//! What stands where in one file: whoever asks for each of its calls need not search the whole file each time.
//!
//! In: an outline. Out: functions, calls and instructions by their spans; where a function is made. Knows nothing of
//! values, and of no other file.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::outline::Outline;
use crate::outline::code::{BindingId, CallId, Definition, FnId, Op};
use crate::text::Span;

/// See the module's own words.
#[derive(Debug)]
pub struct Places {
    /// From the outside inwards: what holds another one comes before it.
    functions: Vec<(Span, FnId)>,
    calls: Vec<(Span, CallId)>,
    calls_of: Vec<(FnId, CallId)>,
    /// Calls by the functions among their arguments.
    given: Vec<(Span, CallId)>,
    made: FxHashMap<FnId, (FnId, u32)>,
    /// The first binding that is made of what makes a function.
    held: FxHashMap<FnId, BindingId>,
    instructions: OnceLock<Vec<(FnId, u32, u32)>>,
}

impl Places {
    pub(super) fn of(outline: &Outline) -> Places {
        let mut functions: Vec<(Span, FnId)> =
            (0..).map(FnId).zip(&outline.functions).map(|(id, function)| (function.span, id)).collect();
        functions.sort_unstable_by_key(|&(span, id)| (span.start, Reverse(span.end), id));
        let mut places = Places {
            functions,
            calls: sorted((0..).map(CallId).zip(&outline.calls).map(|(id, call)| (call.span, id))),
            calls_of: sorted((0..).map(CallId).zip(&outline.calls).map(|(id, call)| (call.function, id))),
            given: Vec::new(),
            made: FxHashMap::default(),
            held: FxHashMap::default(),
            instructions: OnceLock::new(),
        };
        let arguments = (0..).map(CallId).zip(&outline.calls).flat_map(|(id, call)| {
            let is_function = |span: &&Span| places.functions_at(**span).next().is_some();
            call.arguments.iter().filter(is_function).map(move |&span| (span, id)).collect::<Vec<_>>()
        });
        places.given = sorted(arguments);
        places.read_code(outline);
        places
    }

    fn read_code(&mut self, outline: &Outline) {
        let mut makings: BTreeSet<(FnId, u32)> = BTreeSet::new();
        for (function, body) in (0..).map(FnId).zip(&outline.functions) {
            for (at, inst) in (0..).zip(&body.code) {
                if let Op::Function(made) = inst.op {
                    self.made.entry(made).or_insert((function, at));
                    makings.insert((function, at));
                }
            }
        }
        for (id, binding) in (0..).map(BindingId).zip(&outline.bindings) {
            let &Definition::Value { function, code: (from, to), .. } = &binding.definition else { continue };
            while let Some(&(_, at)) = makings.range((function, from)..(function, to)).next() {
                makings.remove(&(function, at));
                if let Some(Op::Function(made)) = outline.function(function).code.get(at as usize).map(|inst| inst.op) {
                    self.held.entry(made).or_insert(id);
                }
            }
        }
    }

    /// The functions that stand at a span.
    pub fn functions_at(&self, span: Span) -> impl Iterator<Item = FnId> {
        let from = self
            .functions
            .partition_point(|(known, _)| (known.start, Reverse(known.end)) < (span.start, Reverse(span.end)));
        self.functions[from..].iter().take_while(move |(known, _)| *known == span).map(|&(_, id)| id)
    }

    /// The functions around a span, outermost first.
    pub fn around(&self, outline: &Outline, span: Span) -> Vec<FnId> {
        let after = self.functions.partition_point(|(known, _)| known.start <= span.start);
        // Spans lie in each other or apart: whatever is around it is this one, or is around this one.
        let mut at = after.checked_sub(1).map(|last| self.functions[last].1);
        let mut around = Vec::new();
        while let Some(id) = at {
            let function = outline.function(id);
            if function.span.contains(span) {
                around.push(id);
            }
            at = function.parent;
        }
        around.reverse();
        around
    }

    /// The first call that stands at a span.
    pub fn call_at(&self, span: Span) -> Option<CallId> {
        self.calls_from(span.start).find(|(known, _)| *known == span).map(|(_, id)| id)
    }

    /// The calls that begin at a byte, from the innermost outwards.
    pub fn calls_from(&self, start: u32) -> impl Iterator<Item = (Span, CallId)> {
        let from = self.calls.partition_point(|(known, _)| known.start < start);
        self.calls[from..].iter().copied().take_while(move |(known, _)| known.start == start)
    }

    /// The calls in a function's own code, in order.
    pub fn calls_of(&self, function: FnId) -> impl Iterator<Item = CallId> {
        let from = self.calls_of.partition_point(|(known, _)| *known < function);
        self.calls_of[from..].iter().take_while(move |(known, _)| *known == function).map(|&(_, id)| id)
    }

    /// The calls that are given a function which stands at a span.
    pub fn calls_given(&self, span: Span) -> impl Iterator<Item = CallId> {
        let from = self.given.partition_point(|(known, _)| *known < span);
        self.given[from..].iter().take_while(move |(known, _)| *known == span).map(|&(_, id)| id)
    }

    /// The function that makes another one, and the instruction.
    pub fn maker_of(&self, function: FnId) -> Option<(FnId, u32)> {
        self.made.get(&function).copied()
    }

    /// The first binding whose value is made of what makes a function.
    pub fn holder_of(&self, function: FnId) -> Option<BindingId> {
        self.held.get(&function).copied()
    }

    /// The instructions of a function that stand within a span, in the order of the text.
    pub fn instructions_within(
        &self,
        outline: &Outline,
        function: FnId,
        span: Span,
    ) -> impl Iterator<Item = u32> + use<'_> {
        let all = self.instructions.get_or_init(|| {
            let functions = (0..).map(FnId).zip(&outline.functions);
            sorted(
                functions.flat_map(|(id, body)| (0..).zip(&body.code).map(move |(pc, inst)| (id, inst.at.start, pc))),
            )
        });
        let ends: &[_] = &outline.function(function).code;
        let from = all.partition_point(|&(id, start, _)| (id, start) < (function, span.start));
        let until = all.partition_point(|&(id, start, _)| (id, start) <= (function, span.end));
        let within: Vec<u32> = all[from..until]
            .iter()
            .map(|&(.., pc)| pc)
            .filter(|&pc| ends.get(pc as usize).is_some_and(|inst| span.contains(inst.at)))
            .collect();
        within.into_iter()
    }
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items
}
