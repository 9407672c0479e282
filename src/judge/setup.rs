//! Which code of a program sets something up: what has to be run to know what is registered, and what need not be.
//!
//! In: a program. Out: the functions that may register something or put it into a container, and the files that may. Names
//! alone decide, so that nothing is missed; knows nothing of what is registered.

use rustc_hash::{FxHashMap, FxHashSet};

use super::machine::Machine;
use super::mentions::{Leading, Origin};
use crate::link::FunctionRef;
use crate::outline::Outline;
use crate::outline::code::{Call, Definition, FnId, Op};
use crate::text::FileId;
use crate::vocabulary::{self, Action, Registrar, Surface};

/// `this.services.set(key, service)`: what a container of the project's own does.
fn takes_in(outline: &Outline, site: &Call) -> bool {
    let code = outline.function(site.function).code.get(site.callee_code.0 as usize..site.callee_code.1 as usize);
    site.member.is_some_and(|name| outline.name(name) == "set")
        && site.arguments.len() == 2
        && matches!(code, Some([this, member]) if this.op == Op::This && matches!(member.op, Op::Member(_)))
}

impl Machine<'_> {
    /// The functions that may register something, and those that lead to them.
    pub(super) fn registering(&self) -> Leading {
        let registrars: FxHashMap<&str, Registrar> = vocabulary::registrars().collect();
        let binders: FxHashSet<&str> =
            if self.uses_containers() { vocabulary::binders().collect() } else { FxHashSet::default() };
        let mut found = Vec::new();
        for (file, known) in self.program.files() {
            for site in &known.outline.calls {
                let name = site.member.map(|name| known.outline.name(name));
                // A method of one argument reads a setting, or a map.
                let registers = match name.and_then(|name| registrars.get(name)) {
                    Some(Registrar::Method) => site.arguments.len() > 1,
                    Some(_) => true,
                    None if name.is_some_and(|name| binders.contains(name)) => true,
                    None if takes_in(&known.outline, site) => true,
                    // The process's listeners.
                    None => matches!(name, Some("on" | "once" | "addListener")) && site.arguments.len() > 1,
                };
                let at = FunctionRef { file, function: site.function };
                found.extend(registers.then_some((at, u32::MAX)));
            }
        }
        self.mentions.reaching(self.program, Origin { functions: found }, usize::MAX)
    }

    /// Whether a file imports a framework, or uses its customary names, or listens to the process.
    pub(super) fn sets_up(&self, file: FileId) -> bool {
        let outline = self.program.outline(file);
        let makes = |surface: Surface| {
            let router = ["Router", "Server"].map(|name| surface.member(name).and_then(Surface::called));
            let made = [surface.called(), router[0], router[1]];
            surface.framework().is_some() || made.into_iter().flatten().any(|made| made.framework().is_some())
        };
        let imports = outline.imports.iter().any(|&name| vocabulary::module(outline.name(name)).is_some_and(makes));
        let unbound = || {
            outline.refs.iter().any(|used| {
                used.binding.is_none()
                    && vocabulary::customary(outline.name(used.name))
                        .is_some_and(|surface| surface.framework().is_some())
            })
        };
        imports
            || unbound()
            || ["unhandledRejection", "uncaughtException", "EventEmitter"]
                .iter()
                .any(|text| outline.names.find(text).is_some())
    }

    /// Functions that register something with a parameter which is called like an application.
    pub(super) fn setup_functions(&self, file: FileId) -> Vec<FunctionRef> {
        let outline = self.program.outline(file);
        let registers = |function: FnId| {
            outline.function(function).code.iter().any(|inst| {
                let Op::CallMember(call) = inst.op else { return false };
                let site = outline.call(call);
                let code = &outline.function(site.function).code[site.callee_code.0 as usize..];
                let Some(Op::Load(reference)) = code.first().map(|inst| inst.op) else { return false };
                let used = outline.reference(reference);
                let own = used.binding.is_some_and(|binding| {
                    matches!(outline.binding(binding).definition, Definition::Parameter(of, _) if of == function)
                });
                let surface = vocabulary::customary(outline.name(used.name)).filter(|_| own);
                let member = surface.zip(site.member).and_then(|(surface, name)| surface.member(outline.name(name)));
                matches!(member.and_then(Surface::action), Some(Action::Register(_)))
            })
        };
        (1..)
            .map(FnId)
            .take(outline.functions.len().saturating_sub(1))
            .filter(|&id| registers(id))
            .map(|function| FunctionRef { file, function })
            .collect()
    }
}
