//! What a project declares of its own functions: found in its files, and put before their code.
//!
//! In: a program with its declarations. Out: which functions are declared, and what comes of a declared export that cannot be
//! followed to a function. A declared call does what the vocabulary says of a package's: the function's body is not entered.

use rustc_hash::FxHashMap;

use super::foundation::Foundation;
use super::machine::Machine;
use super::members::REEXPORTS;
use super::state::{Path, State};
use super::value::{Closure, Value, ValueId};
use crate::link::{CallRef, FunctionRef, Name, Program};
use crate::outline::code::FnId;
use crate::outline::{ExportName, Exported};
use crate::text::FileId;
use crate::vocabulary::{Action, DeclaredPath, Step, Surface};

/// The functions of a program that are declared, and the declarations that lead nowhere.
#[derive(Debug, Default)]
pub(crate) struct DeclaredFunctions {
    functions: FxHashMap<FunctionRef, Surface>,
    pub(crate) idle: Vec<IdlePath>,
}

/// A declared path of a file that leads to nothing which a call could be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdlePath {
    /// In the order of the vocabulary's paths.
    pub path: usize,
    pub why: Idle,
}

/// Why a declared path has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// The file exports nothing of the name, as far as is seen.
    NotExported,
    /// What is there is no function that is followed.
    NoFunction,
    /// The same function is declared otherwise before.
    DeclaredBefore,
}

impl DeclaredFunctions {
    /// Follows every declared path of the program's files, from the file's exports on.
    pub(crate) fn of(program: &Program) -> DeclaredFunctions {
        let mut found = DeclaredFunctions::default();
        let Some(vocabulary) = program.declared().vocabulary() else { return found };
        let mut machine = Machine::new(program, &Foundation::default());
        for (number, path) in vocabulary.paths().iter().enumerate() {
            let Some(file) = program.declared().file_of(&path.way_in) else { continue };
            if let Err(why) = found.follow(&mut machine, file, path) {
                found.idle.push(IdlePath { path: number, why });
            }
        }
        found
    }

    fn follow(&mut self, machine: &mut Machine<'_>, file: FileId, path: &DeclaredPath) -> Result<(), Idle> {
        let mut value = machine.values.make(Value::Module(file));
        let mut steps = path.steps.iter();
        let vocabulary = machine.program.declared().vocabulary();
        let mut walked = vocabulary.and_then(|vocabulary| vocabulary.root(path));
        loop {
            // What is declared stands there already, in the place of something that cannot be followed.
            if matches!(*machine.values.get(value), Value::Package { surface, .. } if Some(surface) == walked) {
                return Ok(());
            }
            let Some(step) = steps.next() else { break };
            if *step == Step::Call {
                value = machine.whole(value);
            }
            value = match (step, machine.values.get(value).clone()) {
                (Step::Member(name), Value::Module(of)) => {
                    machine.declared_export(of, name).ok_or(Idle::NotExported)?
                }
                (Step::Member(name), _) => machine.declared_member(value, name),
                (Step::Call, Value::Class { file, class }) => {
                    machine.values.make(Value::Instance { file, class, site: None })
                }
                // What a function gives, and what it hands to its callback, is declared with the function.
                (Step::Call | Step::Parameter(_), Value::Function(_) | Value::Method { .. }) => break,
                (Step::Call | Step::Parameter(_), _) => return Err(Idle::NoFunction),
            };
            walked = walked.and_then(|surface| surface.follow(step));
        }
        let value = machine.whole(value);
        let at = match machine.values.get(value) {
            Value::Function(Closure { at, .. }) | Value::Method { function: at, .. } => *at,
            Value::Undefined => return Err(Idle::NotExported),
            _ => return Err(Idle::NoFunction),
        };
        // Nothing is said of what stands at the path's end.
        let Some(surface) = walked else { return Ok(()) };
        match *self.functions.entry(at).or_insert(surface) {
            known if known == surface || known.action() == surface.action() => Ok(()),
            _ => Err(Idle::DeclaredBefore),
        }
    }
}

impl Machine<'_> {
    /// What a value is declared to be, when it is a function of the project.
    pub(super) fn declared_surface(&self, callee: ValueId) -> Option<Surface> {
        if self.declared.functions.is_empty() {
            return None;
        }
        self.declared.functions.get(&self.values.function(callee)?).copied()
    }

    /// Whether a call stands in the code of a declared check: what fails there is what the check is declared to do.
    pub(super) fn is_inside_declared_check(&self, call: CallRef) -> bool {
        if self.declared.functions.is_empty() {
            return false;
        }
        let mut at = Some(self.program.call(call).function);
        while let Some(function) = at.filter(|&function| function != FnId::MODULE) {
            let own = FunctionRef { file: call.file, function };
            let declared = self.declared.functions.get(&own).and_then(|surface| surface.action());
            if matches!(declared, Some(Action::Verify(_))) {
                return true;
            }
            at = self.program.function(own).parent;
        }
        false
    }

    /// The value of an export, with what is declared of it in the place of what cannot be followed.
    pub(super) fn with_declared(&mut self, file: FileId, exported: Exported, value: ValueId) -> ValueId {
        let program = self.program;
        let mut value = value;
        for surface in program.declared().file(file) {
            for export in program.outline(file).exports.iter().filter(|export| export.value == exported) {
                let declared = match export.name {
                    ExportName::Module => Some(*surface),
                    // A module without a default export of its own is its own: not this one.
                    ExportName::Default => surface.member("default").filter(|own| own != surface),
                    ExportName::Named(name) => surface.member(program.text(program.name(file, name))),
                    ExportName::All => None,
                };
                value = declared.map_or(value, |declared| self.declared_over(value, declared));
            }
        }
        value
    }

    /// Functions, classes and files stay what they are: their calls are looked up. Of an object, so do the members.
    fn declared_over(&mut self, value: ValueId, surface: Surface) -> ValueId {
        if surface.is_bare() {
            return value;
        }
        match self.values.get(value).clone() {
            Value::Object { site, members, open } => {
                let member = |machine: &mut Self, (name, value): (Name, ValueId)| {
                    let declared = surface.member(machine.program.text(name));
                    (name, declared.map_or(value, |declared| machine.declared_over(value, declared)))
                };
                let members = members.into_iter().map(|entry| member(self, entry)).collect();
                self.values.make(Value::Object { site, members, open })
            }
            Value::Package { .. } if surface.action().is_none() => value,
            Value::Package { .. } | Value::Symbol(_) | Value::Built { .. } | Value::Promisified(_) => {
                self.values.make(Value::Package { surface, threshold: None, muted: false })
            }
            _ => value,
        }
    }

    /// A module that is one value is that value.
    fn whole(&mut self, value: ValueId) -> ValueId {
        match *self.values.get(value) {
            Value::Module(file) => self.whole_export(file).unwrap_or(value),
            _ => value,
        }
    }

    fn declared_export(&mut self, file: FileId, name: &str) -> Option<ValueId> {
        let is_default = |name: &ExportName| *name == ExportName::Default;
        // The default export of a CommonJS module is the module.
        if name == "default" && !self.program.outline(file).exports.iter().any(|export| is_default(&export.name)) {
            return self.whole_export(file);
        }
        let name = self.program.find(name)?;
        self.export_named(file, name, REEXPORTS)
    }

    fn declared_member(&mut self, object: ValueId, name: &str) -> ValueId {
        match self.program.find(name) {
            Some(name) => self.member(&mut State::new(Path::new()), object, name),
            None => self.values.undefined(),
        }
    }
}
