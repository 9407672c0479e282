//! The flow form as text, for tests and for whoever works on the judge.

use std::fmt;

use super::Outline;
use super::code::Op;

impl fmt::Display for Outline {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, function) in self.functions.iter().enumerate() {
            let name = function.name.map_or("", |name| self.name(name));
            let asynchronous = if function.is_async { "async " } else { "" };
            writeln!(out, "{asynchronous}fn{number} {name}")?;
            for (at, inst) in function.code.iter().enumerate() {
                writeln!(out, "  {at:3} {}", Shown { outline: self, op: inst.op })?;
            }
        }
        Ok(())
    }
}

/// An instruction with its names instead of their numbers.
struct Shown<'o> {
    outline: &'o Outline,
    op: Op,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outline = self.outline;
        match self.op {
            Op::Text(name) => write!(out, "text {:?}", outline.name(name)),
            Op::Member(name) => write!(out, "member {}", outline.name(name)),
            Op::SetMember(name) => write!(out, "set-member {}", outline.name(name)),
            Op::Load(reference) => write!(out, "load {}", outline.name(outline.reference(reference).name)),
            Op::Store(reference) => write!(out, "store {}", outline.name(outline.reference(reference).name)),
            Op::Function(function) => write!(out, "function fn{}", function.0),
            Op::Call(call) => write!(out, "call {}", outline.call(call).arguments.len()),
            Op::New(call) => write!(out, "new {}", outline.call(call).arguments.len()),
            Op::CallMember(call) => {
                let call = outline.call(call);
                let name = call.member.map_or("", |name| outline.name(name));
                write!(out, "call-member {name} {}", call.arguments.len())
            }
            Op::Index(_) => write!(out, "index"),
            Op::SetIndex(_) => write!(out, "set-index"),
            Op::DeleteIndex(_) => write!(out, "delete-index"),
            Op::Has(_) => write!(out, "has"),
            Op::Jump(to) => write!(out, "jump {}", to.0),
            Op::JumpIf { when, to, .. } => write!(out, "jump-if {when} {}", to.0),
            Op::JumpKeep { when, to, .. } => write!(out, "jump-keep {when} {}", to.0),
            Op::Try { catch, finally } => {
                write!(out, "try catch {:?} finally {:?}", catch.map(|at| at.0), finally.map(|at| at.0))
            }
            Op::Leave { to, tries, height } => write!(out, "leave {} tries {tries} height {height}", to.0),
            other => write!(out, "{}", format!("{other:?}").to_lowercase()),
        }
    }
}
