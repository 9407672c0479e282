//! Whether a file may ask or change a list of revoked tokens: what its imports lead to need not be read if not.
//!
//! In: an outline. Out: a yes or no, by the names that stand where [`sites`](super::sites) would read them, and more of them:
//! never a no for a file with such a site. Knows no other file, and nothing of values.

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap;

use super::names::{Says, said_by};
use super::sites::{AROUND, is_condition};
use crate::outline::Outline;
use crate::outline::code::{BindingId, Call, Definition, FnId, Inst, NameId, Op};
use crate::vocabulary::{WordList, store_method};

/// A file that is not written to be looked through for long has its sites within so many instructions.
const ENOUGH: usize = 5_000_000;

/// Whether a file's names speak of tokens that are refused, around one call or access.
pub fn may_list_tokens(outline: &Outline) -> bool {
    // Most files do not even say one of the two.
    let says: Vec<Says> = outline.names.iter().map(said_by).collect();
    if !speaks(says.iter().fold(Says::default(), |all, &one| all | one)) {
        return false;
    }
    let names = Names { outline, says, read: Cell::new(0), makings: RefCell::default() };
    let around = names.around();
    (0..).map(FnId).zip(&outline.functions).any(|(id, body)| {
        let mut said_around = Says::default();
        let mut function = Some(id);
        for _ in 0..AROUND {
            let Some(outer) = function else { break };
            said_around |= around.get(&outer).copied().unwrap_or_default();
            function = outline.function(outer).parent;
        }
        let ends = (1..).zip(&body.code).filter_map(|(end, inst)| Some((names.begin(inst.op)?, end)));
        ends.filter_map(|(begin, end)| body.code.get(begin as usize..end)).any(|code| {
            let own = names.of_site(id, code);
            let one_half = own.any(&[WordList::Revoked, WordList::Token]);
            names.has_read_enough() || (one_half && speaks(own | said_around) && names.asks_some_list(code))
        })
    })
}

fn speaks(said: Says) -> bool {
    said.says(WordList::Revoked) && said.says(WordList::Token)
}

/// What the names of a file say.
struct Names<'o> {
    outline: &'o Outline,
    says: Vec<Says>,
    /// Instructions, so far: each call of a chain holds those before it.
    read: Cell<usize>,
    makings: RefCell<FxHashMap<BindingId, Says>>,
}

impl Names<'_> {
    fn says(&self, name: NameId) -> Says {
        self.says[name.index()]
    }

    /// Where the code begins of what an instruction ends: of a call, or of an operator that may ask a list.
    fn begin(&self, op: Op) -> Option<u32> {
        match op {
            Op::Call(call) | Op::CallMember(call) | Op::New(call) => Some(self.outline.call(call).callee_code.0),
            Op::Index(Some(access)) | Op::SetIndex(access) | Op::DeleteIndex(access) | Op::Has(access) => {
                let access = self.outline.access(access);
                Some(access.object.0.min(access.key.0))
            }
            _ => None,
        }
    }

    /// Whether code holds what may be done to a list: by what it is called, or by an operator.
    fn asks_some_list(&self, code: &[Inst]) -> bool {
        code.iter().any(|inst| match inst.op {
            Op::Call(call) | Op::CallMember(call) | Op::New(call) => self.asks_list(self.outline.call(call)),
            Op::Index(access) => access.is_some(),
            Op::SetIndex(_) | Op::DeleteIndex(_) | Op::Has(_) => true,
            _ => false,
        })
    }

    fn asks_list(&self, site: &Call) -> bool {
        let Some(name) = self.outline.callee_name(site) else { return false };
        let text = self.outline.name(name);
        let is_of_store = store_method(text.strip_suffix("Async").unwrap_or(text)).is_some();
        // `Object.prototype.hasOwnProperty.call(list, key)`
        is_of_store || text == "call" || self.says(name).says(WordList::Revoked)
    }

    /// What the code of a site names, with the conditions in it, and the making of the variables that it uses.
    fn of_site(&self, id: FnId, code: &[Inst]) -> Says {
        let conditions = code.iter().filter_map(|inst| match inst.op {
            Op::Function(inner) => Some(self.outline.function(inner)).filter(|body| body.parent == Some(id)),
            _ => None,
        });
        let conditions = conditions.map(|body| &body.code[..]).filter(|code| is_condition(code));
        std::iter::once(code).chain(conditions).fold(Says::default(), |said, code| said | self.with_makings(code))
    }

    fn with_makings(&self, code: &[Inst]) -> Says {
        let used = code.iter().filter_map(|inst| match inst.op {
            Op::Load(reference) => self.outline.reference(reference).binding,
            _ => None,
        });
        used.fold(self.of_code(code), |said, binding| said | self.of_making(binding))
    }

    /// Whether so much was read that the answer is yes without more ado.
    fn has_read_enough(&self) -> bool {
        self.read.get() > ENOUGH
    }

    fn of_making(&self, binding: BindingId) -> Says {
        if let Some(&known) = self.makings.borrow().get(&binding) {
            return known;
        }
        let said = self.find_making(binding);
        self.makings.borrow_mut().insert(binding, said);
        said
    }

    fn find_making(&self, binding: BindingId) -> Says {
        match &self.outline.binding(binding).definition {
            Definition::Value { function, code: (from, to), .. } => {
                let code = self.outline.function(*function).code.get(*from as usize..*to as usize);
                self.of_code(code.unwrap_or_default())
            }
            _ => Says::default(),
        }
    }

    fn of_code(&self, code: &[Inst]) -> Says {
        self.read.set(self.read.get() + code.len());
        code.iter().fold(Says::default(), |said, inst| {
            said | match inst.op {
                Op::Load(reference) => self.says(self.outline.reference(reference).name),
                Op::Member(name) | Op::SetMember(name) | Op::Text(name) => self.says(name),
                Op::CallMember(call) => self.outline.call(call).member.map_or(Says::default(), |name| self.says(name)),
                Op::Object(shape) => {
                    let keys = self.outline.shape(shape).iter().flatten();
                    keys.fold(Says::default(), |said, &key| said | self.says(key))
                }
                _ => Says::default(),
            }
        })
    }

    /// What functions are called: by themselves, after their class, or after what they are handed to.
    fn around(&self) -> FxHashMap<FnId, Says> {
        let outline = self.outline;
        let mut around: FxHashMap<FnId, Says> = FxHashMap::default();
        for (id, body) in (0..).map(FnId).zip(&outline.functions) {
            let class = body.class.and_then(|class| outline.class(class).name);
            for name in body.name.into_iter().chain(class) {
                *around.entry(id).or_default() |= self.says(name);
            }
        }
        for binding in &outline.bindings {
            match &binding.definition {
                Definition::Function(function) => *around.entry(*function).or_default() |= self.says(binding.name),
                Definition::Value { function, code: (from, to), .. } => {
                    let code = outline.function(*function).code.get(*from as usize..*to as usize);
                    for inst in code.unwrap_or_default() {
                        if let Op::Function(made) = inst.op {
                            *around.entry(made).or_default() |= self.says(binding.name);
                        }
                    }
                }
                _ => {}
            }
        }
        around
    }
}
