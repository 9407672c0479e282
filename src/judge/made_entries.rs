//! Functions for a runtime that a helper of the project makes: `exports.handler = withAuth(handler)`.
//!
//! In: a program. Out: what such exports are, with what the helper closed over; and runs that begin there. Which names and
//! parameters a runtime's functions have, `entries` knows.

use std::rc::Rc;

use super::entries::is_entry_name;
use super::event::Subject;
use super::explore::Explored;
use super::machine::{Flow, Machine};
use super::run::Run;
use super::value::{Value, ValueId};
use crate::link::FunctionRef;
use crate::outline::ExportName;
use crate::outline::code::{FnId, Function};
use crate::text::FileId;

impl Machine<'_> {
    /// Every export for a runtime that a helper makes.
    pub(super) fn made_entries(&mut self) -> Rc<[ValueId]> {
        if let Some(known) = &self.made_entries {
            return Rc::clone(known);
        }
        // Finding them takes functions of the program, which ask whether they are entries.
        self.made_entries = Some(Rc::from([]));
        let found: Rc<[ValueId]> = self.find_made_entries().into();
        self.made_entries = Some(Rc::clone(&found));
        found
    }

    fn find_made_entries(&mut self) -> Vec<ValueId> {
        let program = self.program;
        let is_made = |body: &Function| body.parent.is_some_and(|parent| parent != FnId::MODULE);
        let functions = program.files().flat_map(|(file, known)| {
            let numbered = (0..).map(FnId).zip(&known.outline.functions);
            numbered.map(move |(function, body)| (FunctionRef { file, function }, body))
        });
        let mut made = functions.filter(|&(at, body)| is_made(body) && self.takes_event(at)).peekable();
        if made.peek().is_none() {
            return Vec::new();
        }
        // Where no such function takes a context, only a name can tell that a runtime calls it.
        let any_name = made.any(|(at, _)| self.takes_invocation(at));
        let files: Vec<FileId> = program.files().map(|(file, _)| file).collect();
        let mut found = Vec::new();
        for file in files {
            if program.importers(file).next().is_some() {
                continue;
            }
            for (name, value) in self.exports_asked_for(file, |name| any_name || is_entry_name(name)) {
                let Value::Function(closure) = self.values.get(value) else { continue };
                let at = closure.at;
                if is_made(program.function(at)) && self.is_called_by_runtime(at, name.as_deref()) {
                    found.push(value);
                }
            }
        }
        found.dedup();
        found
    }

    /// What a file exports, with the names that it goes by there: at least what goes by a name that is asked for.
    fn exports_asked_for(
        &mut self,
        file: FileId,
        is_asked_for: impl Fn(&str) -> bool,
    ) -> Vec<(Option<String>, ValueId)> {
        let program = self.program;
        let mut exports = Vec::new();
        for export in &program.outline(file).exports {
            if let ExportName::Named(name) = export.name
                && is_asked_for(program.outline(file).name(name))
            {
                exports.push((program.name(file, name), self.exported(file, export.value)));
            }
        }
        if let Some(default) = self.program.find("default").filter(|_| is_asked_for("default")) {
            exports.extend(self.export_named(file, default, 0).map(|value| (default, value)));
        }
        // Which names are in it, its value tells.
        if let Some(whole) = self.whole_export(file) {
            match self.values.get(whole) {
                Value::Object { members, .. } => exports.extend(members),
                _ => return vec![(None, whole)],
            }
        }
        exports.into_iter().map(|(name, value)| (Some(self.program.text(name).to_owned()), value)).collect()
    }

    /// Whether a runtime is given what a function becomes when a helper is called.
    pub(super) fn is_made_entry(&mut self, at: FunctionRef) -> bool {
        let entries = self.made_entries();
        entries.iter().any(|&entry| self.values.function(entry) == Some(at))
    }

    /// The entries that lead to what is under judgement: all that they close over may be called by them.
    pub(super) fn made_entries_reaching(&mut self) -> Vec<ValueId> {
        let entries = self.made_entries();
        let leads = |machine: &Self, entry: ValueId| {
            machine.functions_in(entry).iter().any(|&at| machine.relevant.contains(at))
        };
        let reaching: Vec<ValueId> = entries.iter().copied().filter(|&entry| leads(self, entry)).collect();
        for &entry in &reaching {
            let functions = self.functions_in(entry);
            self.relevant.add(functions);
        }
        reaching
    }

    /// Runs such a function as the runtime does.
    pub(super) fn explore_made_entry(&mut self, entry: ValueId, subject: Subject) -> Explored {
        let Subject { site, event } = subject;
        self.explore_with(|machine, effort| {
            let root = machine.values.function(entry);
            let run = Run { target: Some(site), event, root, effort, ..Run::default() };
            machine.explore_from(run, |machine, state| {
                let this = machine.values.undefined();
                machine.enter_closure(state, entry, Rc::from([]), this);
                Flow::Go
            })
        })
    }
}
