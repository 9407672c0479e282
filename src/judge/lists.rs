//! Which objects that are kept as lists lose entries again: the accesses of a program by the name of what they are made on, and
//! which object that is, where the code says it.
//!
//! In: a program. Out: for an access, whether something is taken off its list somewhere. All files are gone through once, when it
//! is first asked. Knows nothing of runs.

use std::rc::Rc;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::machine::Machine;
use crate::link::{AccessRef, Name, Program};
use crate::outline::ExportName;
use crate::outline::Exported;
use crate::outline::code::{AccessId, AccessKind, BindingId, Definition, Imported, Inst, Op, RefId};
use crate::text::FileId;

/// Through how many files an import is followed to the object.
const HANDED_ON: u8 = 4;

/// A binding that is made as an object of its own.
type Object = (FileId, BindingId);

/// The lists of a program.
#[derive(Debug, Default)]
pub(super) struct Lists {
    by_name: OnceLock<FxHashMap<Name, Named>>,
}

/// What goes by one name.
#[derive(Debug, Default)]
struct Named {
    accesses: Vec<AccessRef>,
    /// Bindings that are given another value.
    replaced: Vec<Object>,
    /// A member of that name is stored.
    is_stored: bool,
}

/// What loses entries, of what goes by one name; `None`: something of which the code does not say which object it is.
pub(super) type Losing = FxHashSet<Option<Object>>;

impl Lists {
    fn named(&self, program: &Program, name: Name) -> Option<&Named> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name: FxHashMap<Name, Named> = FxHashMap::default();
            for (file, known) in program.files() {
                let outline = &known.outline;
                for access in (0..).map(AccessId).take(outline.accesses.len()) {
                    let at = AccessRef { file, access };
                    if let Some(name) = list_name(program, at) {
                        by_name.entry(name).or_default().accesses.push(at);
                    }
                }
                for (id, binding) in (0..).map(BindingId).zip(&outline.bindings) {
                    if !binding.others.is_empty() {
                        by_name.entry(program.name(file, binding.name)).or_default().replaced.push((file, id));
                    }
                }
                for inst in outline.functions.iter().flat_map(|body| &body.code) {
                    if let Op::SetMember(name) = inst.op {
                        by_name.entry(program.name(file, name)).or_default().is_stored = true;
                    }
                }
            }
            by_name
        });
        by_name.get(&name)
    }
}

/// What the list is called that an access is made on.
pub(super) fn list_name(program: &Program, at: AccessRef) -> Option<Name> {
    let outline = program.outline(at.file);
    let name = match object_code(program, at).last()?.op {
        Op::Load(reference) => outline.reference(reference).name,
        Op::Member(name) => name,
        _ => return None,
    };
    Some(program.name(at.file, name))
}

fn object_code(program: &Program, at: AccessRef) -> &[Inst] {
    let access = program.access(at);
    let code = &program.outline(at.file).function(access.function).code;
    code.get(access.object.0 as usize..access.object.1 as usize).unwrap_or_default()
}

/// The object that an access is made on, where the code names one that is made as such, also in another file.
fn object_of(program: &Program, at: AccessRef) -> Option<Object> {
    match object_code(program, at) {
        [Inst { op: Op::Load(reference), .. }] => named_object(program, at.file, *reference, HANDED_ON),
        _ => None,
    }
}

fn named_object(program: &Program, file: FileId, reference: RefId, depth: u8) -> Option<Object> {
    let outline = program.outline(file);
    let binding = outline.reference(reference).binding?;
    match &outline.binding(binding).definition {
        Definition::Value { function, code: (from, to), path } if path.is_empty() => {
            let code = outline.function(*function).code.get(*from as usize..*to as usize)?;
            matches!(code.last()?.op, Op::Object(_)).then_some((file, binding))
        }
        Definition::Import { specifier, imported } if depth > 0 => {
            let target = program.imported(file, program.name(file, *specifier))?;
            let exporting = program.outline(target);
            let wanted = match imported {
                Imported::Named(name) => Some(program.name(file, *name)),
                Imported::Default => None,
                Imported::Namespace => return None,
            };
            let mut exports = exporting.exports.iter().filter(|export| match (export.name, wanted) {
                (ExportName::Named(name), Some(wanted)) => program.name(target, name) == wanted,
                (ExportName::Default, None) => true,
                _ => false,
            });
            match (exports.next()?.value, exports.next()) {
                (Exported::Local(reference), None) => named_object(program, target, reference, depth - 1),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Machine<'_> {
    /// Whether something is taken off the list of an access somewhere, or the list put aside for another one.
    pub(super) fn loses_entries(&mut self, at: AccessRef) -> bool {
        let Some(name) = list_name(self.program, at) else { return false };
        let losing = self.losing(name);
        match object_of(self.program, at) {
            // What is not told apart may be this one.
            Some(object) => losing.contains(&Some(object)) || losing.contains(&None),
            None => !losing.is_empty(),
        }
    }

    fn losing(&mut self, name: Name) -> Rc<Losing> {
        if let Some(known) = self.losing_lists.get(&name) {
            return Rc::clone(known);
        }
        let lists = std::sync::Arc::clone(&self.lists);
        let mut losing = Losing::default();
        if let Some(named) = lists.named(self.program, name) {
            losing.extend(named.replaced.iter().copied().map(Some));
            losing.extend(named.is_stored.then_some(None));
            for &access in &named.accesses {
                if self.takes_off(access) {
                    losing.insert(object_of(self.program, access));
                }
            }
        }
        let losing = Rc::new(losing);
        self.losing_lists.insert(name, Rc::clone(&losing));
        losing
    }

    fn takes_off(&mut self, access: AccessRef) -> bool {
        match self.program.access(access).kind {
            AccessKind::Delete => true,
            AccessKind::Set => self.clears(access),
            AccessKind::Get => self.marks_in_place(access.into()),
            AccessKind::Has => false,
        }
    }
}
