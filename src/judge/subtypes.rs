//! Which classes implement an interface, or extend a class, by the names that they give it.
//!
//! In: a program. Out: for the name of a type, the classes that say they are of it. Made once for a program; knows nothing of
//! values.

use rustc_hash::FxHashMap;

use super::instances::ClassRef;
use crate::link::{Name, Program};
use crate::outline::code::ClassId;

/// See the file's own words.
#[derive(Debug, Default)]
pub(super) struct Subtypes {
    by_name: FxHashMap<Name, Vec<ClassRef>>,
}

impl Subtypes {
    pub(super) fn of(program: &Program) -> Subtypes {
        let mut subtypes = Subtypes::default();
        for (file, known) in program.files() {
            let outline = &known.outline;
            for (id, class) in (0..).map(ClassId).zip(&outline.classes) {
                let base = class.superclass.map(|base| outline.reference(base).name);
                for name in class.implements.iter().copied().chain(base) {
                    let name = program.name(file, name);
                    subtypes.by_name.entry(name).or_default().push(ClassRef { file, class: id });
                }
            }
        }
        subtypes
    }

    /// The classes that name a type as theirs, in the program's order.
    pub(super) fn named(&self, name: Name) -> &[ClassRef] {
        self.by_name.get(&name).map_or(&[], Vec::as_slice)
    }
}
