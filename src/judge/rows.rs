//! Rows and lists that code holds, changes, and stores back: `user.refreshToken = null; user.save()`, `list = list.filter(…)`.
//!
//! In: the site that stores, or that makes or finds what is stored. Out: what was changed before, and whether it is kept. Nothing is run;
//! whether that revokes a token is `stores`' business.

use super::machine::Machine;
use super::other_tokens::{is_given_away, is_written_away};
use super::sites::{Written, is_empty};
use crate::link::{CallRef, FunctionRef, SiteRef};
use crate::outline::Outline;
use crate::outline::code::{BindingId, Comparison, Definition, FnId, Inst, Op, ResultUse, SiteId};
use crate::text::FileId;
use crate::vocabulary::WordList;

/// Where a list goes that is made of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoredBack {
    /// `list = list.filter(…)`, `this.list = this.list.filter(…)`
    Kept,
    /// `user.tokens = user.tokens.filter(…)`, and `user.save()` behind it.
    Saved,
    /// `fs.writeFileSync(file, JSON.stringify(tokens.filter((known) => known !== token)))`
    Written,
}

impl Machine<'_> {
    /// `row.save()`
    pub(super) fn saves_row(&self, call: CallRef) -> bool {
        let site = self.program.call(call);
        let name = site.member.map(|name| self.program.outline(call.file).name(name));
        name == Some("save") && site.arguments.is_empty()
    }

    /// What is written to members in the function around a call, before it: `user.refreshToken = null; user.save()`.
    pub(super) fn set_before(&mut self, call: CallRef) -> Written {
        let program = self.program;
        let site = program.call(call);
        let code = &program.outline(call.file).function(site.function).code;
        let mut written = Written::default();
        for pair in code[..(site.callee_code.0 as usize).min(code.len())].windows(2) {
            let [value, set] = pair else { continue };
            let Op::SetMember(name) = set.op else { continue };
            let said = self.says(program.name(call.file, name));
            written.arguments |= said;
            written.empties |= is_empty(program.outline(call.file), value.op) || value.op == Op::Array { length: 0 };
            written.unless_revoked |= said.says(WordList::Revoked) && matches!(value.op, Op::Bool(false) | Op::Null);
        }
        written
    }

    /// Whether what a site finds in memory is marked as revoked where it lies: `tokens[jti].revoked = true`,
    /// `const row = tokens.get(jti); row.revoked = true`.
    pub(super) fn marks_in_place(&mut self, site: SiteRef) -> bool {
        let program = self.program;
        let outline = program.outline(site.file);
        let function = program.function_around(site).function;
        let code = &outline.function(function).code;
        let is_site = |op: Op| match (op, site.site) {
            (Op::Index(Some(access)), SiteId::Access(own)) => access == own,
            (Op::CallMember(call), SiteId::Call(own)) => {
                call == own && outline.call(call).member.is_some_and(|name| outline.name(name) == "get")
            }
            _ => false,
        };
        let Some(at) = code.iter().position(|inst| is_site(inst.op)) else { return false };
        if self.is_marked(site.file, &code[at + 1..]) {
            return true;
        }
        let is_here = |(from, to): (u32, u32)| (from as usize..to as usize).contains(&at) && at + 1 == to as usize;
        let held = (0..).map(BindingId).zip(&outline.bindings).find(|(_, binding)| match &binding.definition {
            Definition::Value { function: within, code, path } => {
                *within == function && path.is_empty() && binding.others.is_empty() && is_here(*code)
            }
            _ => false,
        });
        let Some((held, _)) = held else { return false };
        let loads = |op: Op| matches!(op, Op::Load(used) if outline.reference(used).binding == Some(held));
        (at + 1..code.len()).any(|from| loads(code[from].op) && self.is_marked(site.file, &code[from + 1..]))
    }

    /// Whether code begins by marking what lies on the stack as revoked.
    fn is_marked(&mut self, file: FileId, code: &[Inst]) -> bool {
        let program = self.program;
        let outline = program.outline(file);
        let is_date = |op: Op| matches!(op, Op::Load(used) if outline.name(outline.reference(used).name) == "Date");
        let set = match code {
            [Inst { op: Op::Bool(true), .. }, set, ..] => set,
            [date, Inst { op: Op::New(_) | Op::CallMember(_), .. }, set, ..] if is_date(date.op) => set,
            _ => return false,
        };
        let Op::SetMember(name) = set.op else { return false };
        self.says(program.name(file, name)).says(WordList::Revoked)
    }

    /// Whether what a call leaves over of a list takes the list's place: what it leaves out is gone.
    pub(super) fn stored_back(&self, call: CallRef) -> Option<StoredBack> {
        let site = self.program.call(call);
        let outline = self.program.outline(call.file);
        let code = &outline.function(site.function).code;
        let (from, to) = (site.callee_code.0 as usize, site.callee_code.1 as usize);
        let receiver = code.get(from..to)?;
        if site.used != ResultUse::Other {
            return None;
        }
        let end = to + code[to..].iter().position(|inst| inst.op == Op::CallMember(call.call))?;
        let (start, end) = as_text(outline, site.function, (from, end));
        let store = code[end + 1..].iter().find(|inst| !matches!(inst.op, Op::Dup | Op::Land))?;
        match store.op {
            Op::Store(_) if is_same(outline, receiver.first()?.op, store.op) => Some(StoredBack::Kept),
            Op::SetMember(name) => {
                let member = receiver.iter().position(|inst| inst.op == Op::Member(name))?;
                // The object that is written to was put on the stack just before; to read it, it may have been handed to a call.
                let is_written = |holder: &&[Inst]| {
                    let written = start.checked_sub(holder.len()).and_then(|from| code.get(from..start));
                    written.is_some_and(|written| are_same(outline, written, holder))
                };
                let holder = (0..member).map(|first| &receiver[first..member]).find(is_written)?;
                Some(if self.is_saved_after(call, holder) { StoredBack::Saved } else { StoredBack::Kept })
            }
            op => {
                let held = match op {
                    Op::Store(reference) => outline.reference(reference).binding,
                    _ => None,
                };
                let around = FunctionRef { file: call.file, function: site.function };
                let is_written = || {
                    is_given_away(self.program, around, &[site.span])
                        || held.is_some_and(|held| is_written_away(self.program, call.file, held, site.function))
                };
                (self.leaves_one_out(call) && is_written()).then_some(StoredBack::Written)
            }
        }
    }

    /// Whether the condition of a call compares, and keeps what is different: a report leaves out more than one.
    fn leaves_one_out(&self, call: CallRef) -> bool {
        let outline = self.program.outline(call.file);
        let Some(&given) = self.program.call(call).arguments.first() else { return false };
        let differs = |inst: &Inst| matches!(inst.op, Op::Compare(Comparison::Unequal { .. }));
        self.program.places(call.file).functions_at(given).any(|inner| outline.function(inner).code.iter().any(differs))
    }

    /// Whether the function around a call saves a row behind it, which some code puts on the stack.
    fn is_saved_after(&self, call: CallRef, row: &[Inst]) -> bool {
        let own = self.program.call(call);
        let outline = self.program.outline(call.file);
        let code = &outline.function(own.function).code;
        code.iter().skip(own.callee_code.1 as usize).any(|inst| {
            let Op::CallMember(id) = inst.op else { return false };
            let (from, to) = outline.call(id).callee_code;
            let receiver = code.get(from as usize..to as usize).unwrap_or_default();
            self.saves_row(CallRef { call: id, ..call }) && are_same(outline, receiver, row)
        })
    }
}

/// The code around a call that makes a text of what it gives: `list.filter(…).join(',')`, `JSON.stringify(list.filter(…))`; from
/// its first instruction to its last.
fn as_text(outline: &Outline, function: FnId, (mut start, mut end): (usize, usize)) -> (usize, usize) {
    let code = &outline.function(function).code;
    for (at, inst) in code.iter().enumerate().skip(end + 1) {
        let Op::CallMember(id) = inst.op else { continue };
        let site = outline.call(id);
        let (from, to) = (site.callee_code.0 as usize, site.callee_code.1 as usize);
        match site.member.map(|name| outline.name(name)) {
            Some("join" | "toString") if (from, to) == (start, end + 1) => end = at,
            Some("stringify") if to == start => (start, end) = (from, at),
            _ => return (start, end),
        }
    }
    (start, end)
}

/// Whether two pieces of code name the same.
fn are_same(outline: &Outline, one: &[Inst], other: &[Inst]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(outline, one.op, other.op))
}

fn is_same(outline: &Outline, one: Op, other: Op) -> bool {
    let bound = |op: Op| match op {
        Op::Load(reference) | Op::Store(reference) => outline.reference(reference).binding,
        _ => None,
    };
    match (bound(one), bound(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}
