//! What files store in the prototypes of their functions, and which of these inherit from `Error`.
//!
//! In: a program. Out: for a function, the code that gives a member of its prototype. A file is read when it is first asked for,
//! once for all that judge the program. Knows nothing of values or runs.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::link::{FunctionRef, Name, Program};
use crate::outline::Outline;
use crate::outline::code::{CallId, FnId, NameId, Op};
use crate::text::FileId;

/// How far a function and `Error` may stand from each other in what makes the one inherit from the other:
/// `util.inherits(AppError, Error)`.
const INHERITS: usize = 8;

/// Where a value is computed: a function, and the instructions from which to which.
pub(super) type Computed = (FnId, (usize, usize));

/// The prototypes of a program.
#[derive(Debug, Default)]
pub(super) struct Prototypes {
    files: Vec<OnceLock<FilePrototypes>>,
}

/// The prototypes of one file.
#[derive(Debug, Default)]
struct FilePrototypes {
    by_function: FxHashMap<FnId, Prototype>,
    errors: FxHashSet<FnId>,
}

/// What is stored for a function; of several stores, the last.
#[derive(Debug, Default)]
struct Prototype {
    /// `Service.prototype.read = …`
    own: FxHashMap<NameId, Computed>,
    /// `Service.prototype = …`, `Object.assign(Service.prototype, …)`
    whole: Option<Computed>,
}

impl Prototypes {
    pub(super) fn new(program: &Program) -> Prototypes {
        Prototypes { files: program.files().map(|_| OnceLock::new()).collect() }
    }

    /// Whether a function mentions `Error`, or stands beside it in its file.
    pub(super) fn inherits_error(&self, program: &Program, by: FunctionRef) -> bool {
        self.file(program, by.file).is_some_and(|file| file.errors.contains(&by.function))
    }

    /// What gives a member of a function's prototype, when it is stored by itself.
    pub(super) fn own(&self, program: &Program, by: FunctionRef, name: Name) -> Option<Computed> {
        let local = program.local_name(by.file, name)?;
        self.of(program, by)?.own.get(&local).copied()
    }

    /// What gives a function's prototype, when it is stored as a whole.
    pub(super) fn whole(&self, program: &Program, by: FunctionRef) -> Option<Computed> {
        self.of(program, by)?.whole
    }

    fn of(&self, program: &Program, by: FunctionRef) -> Option<&Prototype> {
        self.file(program, by.file)?.by_function.get(&by.function)
    }

    fn file(&self, program: &Program, file: FileId) -> Option<&FilePrototypes> {
        let known = self.files.get(file.0 as usize)?;
        Some(known.get_or_init(|| FilePrototypes::of(program.outline(file))))
    }
}

impl FilePrototypes {
    fn of(outline: &Outline) -> FilePrototypes {
        let mut file = FilePrototypes::default();
        let prototype = outline.names.find("prototype");
        for (function, body) in (0..).map(FnId).zip(&outline.functions) {
            // What is stored may name the function too: up to where that goes.
            let mut stored_to: FxHashMap<FnId, usize> = FxHashMap::default();
            for (at, inst) in body.code.iter().enumerate() {
                if is_error(outline, inst.op) {
                    file.errors.insert(function);
                }
                let Some(by) = named_function(outline, inst.op) else { continue };
                if body.code[at..].iter().take(INHERITS).any(|inst| is_error(outline, inst.op)) {
                    file.errors.insert(by);
                }
                let Some(prototype) = prototype.filter(|_| stored_to.get(&by).is_none_or(|&to| at >= to)) else {
                    continue;
                };
                let rest = &body.code[at + 1..];
                let is_member = rest.first().is_some_and(|next| next.op == Op::Member(prototype));
                let begin = usize::from(is_member);
                // The statement ends where its value is dropped.
                let end = rest.iter().position(|inst| inst.op == Op::Pop);
                let Some(stored) = end.and_then(|end| end.checked_sub(1)).filter(|&stored| stored > begin) else {
                    continue;
                };
                let range = (at + 1 + begin, at + 1 + stored);
                stored_to.insert(by, range.1);
                let known = file.by_function.entry(by).or_default();
                match rest[stored].op {
                    Op::SetMember(member) if is_member => drop(known.own.insert(member, (function, range))),
                    Op::SetMember(member) if member == prototype => known.whole = Some((function, range)),
                    _ => {}
                }
            }
        }
        if let Some(prototype) = prototype {
            file.note_assigned(outline, prototype);
        }
        file
    }

    /// `Object.assign(Service.prototype, { … })`; what is stored as a whole, or was assigned first, stays.
    fn note_assigned(&mut self, outline: &Outline, prototype: NameId) {
        for (id, site) in (0..).map(CallId).zip(&outline.calls) {
            let is_assign = site.member.is_some_and(|name| outline.name(name) == "assign");
            if !is_assign || site.arguments.len() != 2 {
                continue;
            }
            let code = &outline.function(site.function).code;
            let (begin, from) = (site.callee_code.0 as usize, site.callee_code.1 as usize);
            let Some([object]) = code.get(begin..from) else { continue };
            let Some([holder, member, rest @ ..]) = code.get(from..) else { continue };
            if !is_free(outline, object.op, "Object") || member.op != Op::Member(prototype) {
                continue;
            }
            let end = rest.iter().position(|inst| inst.op == Op::CallMember(id));
            let is_literal = |end: usize| matches!(rest[..end].last().map(|inst| inst.op), Some(Op::Object(_)));
            if let (Some(by), Some(end)) = (named_function(outline, holder.op), end.filter(|&end| is_literal(end))) {
                let known = self.by_function.entry(by).or_default();
                known.whole.get_or_insert((site.function, (from + 2, from + 2 + end)));
            }
        }
    }
}

/// The function that an instruction names.
fn named_function(outline: &Outline, op: Op) -> Option<FnId> {
    let Op::Load(reference) = op else { return None };
    outline.reference(reference).binding.and_then(|binding| outline.function_of(binding))
}

fn is_error(outline: &Outline, op: Op) -> bool {
    is_free(outline, op, "Error")
}

/// Whether an instruction loads a name that nothing declares.
fn is_free(outline: &Outline, op: Op, name: &str) -> bool {
    let Op::Load(reference) = op else { return false };
    let used = outline.reference(reference);
    used.binding.is_none() && outline.name(used.name) == name
}
