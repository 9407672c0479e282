//! What an application keeps for its handlers: `app.set('issue', issue)`, `app.locals.issue = issue`.
//!
//! In: a program, and which of its functions may sign. Out: the keys under which these keep something, and the functions that ask
//! an application for one of them, by names. What is kept there is found by running the modules; here it is only said who must be
//! run to see it asked for. Knows nothing of values or runs.

use rustc_hash::FxHashSet;

use super::mentions::Leading;
use crate::link::{FunctionRef, Name, Program};
use crate::outline::Outline;
use crate::outline::code::{CallId, Definition, FnId, Function, Inst, NameId, Op, Step};
use crate::text::FileId;

/// The method of an application that keeps something, and the one that gives it.
const SET: &str = "set";
const GET: &str = "get";
/// The member that holds what is kept otherwise.
const LOCALS: &str = "locals";

/// The keys under which something is kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    settings: FxHashSet<Name>,
    locals: FxHashSet<Name>,
}

/// What functions that may sign keep.
pub(super) fn kept(program: &Program, signing: &Leading) -> Kept {
    let mut kept = Kept::default();
    for at in signing.functions() {
        let outline = program.outline(at.file);
        let code = &program.function(at).code;
        let called = |call: CallId, method: &str| is_called(outline, call, method);
        for (index, inst) in code.iter().enumerate() {
            match inst.op {
                Op::CallMember(call) if called(call, SET) => {
                    let site = outline.call(call);
                    let key = code.get(site.callee_code.1 as usize).map(|inst| inst.op);
                    if let (Some(Op::Text(key)), 2) = (key, site.arguments.len()) {
                        kept.settings.insert(program.name(at.file, key));
                    }
                }
                Op::SetMember(name) if is_of_locals(outline, &code[..index]) => {
                    kept.locals.insert(program.name(at.file, name));
                }
                _ => {}
            }
        }
    }
    kept
}

/// Whether what is stored last is stored in what an application holds. Its value is an expression without statements: the object
/// stands before it, in the same line of code.
fn is_of_locals(outline: &Outline, code: &[Inst]) -> bool {
    let is_end = |op: Op| matches!(op, Op::Pop | Op::Store(_) | Op::SetMember(_) | Op::Return | Op::Land);
    let mut own = code.iter().rev().take_while(|inst| !is_end(inst.op));
    own.any(|inst| matches!(inst.op, Op::Member(name) if outline.name(name) == LOCALS))
}

fn is_called(outline: &Outline, call: CallId, method: &str) -> bool {
    outline.call(call).member.is_some_and(|name| outline.name(name) == method)
}

/// The functions that ask for one of the keys.
pub(super) fn asking(program: &Program, kept: &Kept) -> Vec<(FunctionRef, u32)> {
    let mut found = Vec::new();
    if kept.settings.is_empty() && kept.locals.is_empty() {
        return found;
    }
    for (file, of) in program.files() {
        let asking = Asking { program, kept, file, outline: &of.outline };
        let functions = (0..).map(FnId).zip(&of.outline.functions).filter(|(function, _)| *function != FnId::MODULE);
        let functions = functions.filter(|(_, body)| asking.asks(body));
        found.extend(functions.map(|(function, _)| (FunctionRef { file, function }, u32::MAX)));
    }
    found
}

struct Asking<'p> {
    program: &'p Program,
    kept: &'p Kept,
    file: FileId,
    outline: &'p Outline,
}

impl Asking<'_> {
    fn asks(&self, body: &Function) -> bool {
        let names = || body.code.iter().flat_map(|inst| self.names(inst.op));
        let (mut of_locals, mut asks_locals) = (false, false);
        for name in names() {
            of_locals |= self.outline.name(name) == LOCALS;
            asks_locals |= self.kept.locals.contains(&self.program.name(self.file, name));
        }
        (of_locals && asks_locals) || body.code.iter().any(|inst| self.gets(body, inst.op))
    }

    /// `app.get('issue')`
    fn gets(&self, body: &Function, op: Op) -> bool {
        let Op::CallMember(call) = op else { return false };
        let key = body.code.get(self.outline.call(call).callee_code.1 as usize).map(|inst| inst.op);
        let is_kept = |key: NameId| self.kept.settings.contains(&self.program.name(self.file, key));
        is_called(self.outline, call, GET) && matches!(key, Some(Op::Text(key)) if is_kept(key))
    }

    /// The names of members that an instruction mentions: its own, or those by which a variable was taken out of an object.
    fn names(&self, op: Op) -> Vec<NameId> {
        match op {
            Op::Member(name) => vec![name],
            Op::CallMember(call) => self.outline.call(call).member.into_iter().collect(),
            Op::Load(reference) => {
                let binding = self.outline.reference(reference).binding;
                match binding.map(|binding| &self.outline.binding(binding).definition) {
                    Some(Definition::Value { path, .. }) => {
                        let members = path.iter().filter_map(|step| match step {
                            Step::Member(name) => Some(*name),
                            _ => None,
                        });
                        members.collect()
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }
}
