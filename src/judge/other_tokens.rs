//! Lists of tokens that no request presents: the parts of a text that is read, and what one call makes for itself.
//!
//! In: a site that does something to a list. Out: whether the list is one of these. What a list of tokens is called after, `stores`
//! and `accesses` know.

use super::concern::handles_tokens;
use super::machine::Machine;
use super::names::said_by;
use super::sites::Written;
use crate::link::SiteRef;
use crate::outline::Outline;
use crate::outline::code::{BindingId, Definition, FnId, Inst, Op, SiteId};
use crate::text::FileId;
use crate::vocabulary::WordList;

/// What makes a list that is empty, without arguments.
const EMPTY: [&str; 5] = ["Array", "Map", "Set", "WeakMap", "WeakSet"];
/// Methods that cut a text.
const CUTS: [&str; 3] = ["match", "matchAll", "split"];

impl Machine<'_> {
    /// Whether a list is one of the tokens of a language: its file speaks of grammars, and checks no tokens itself. Refresh
    /// tokens and sessions are none of these.
    pub(super) fn is_of_syntax(&mut self, file: FileId, written: &Written) -> bool {
        !written.own().any(&[WordList::Refresh, WordList::Session]) && self.reads_syntax(file)
    }

    fn reads_syntax(&mut self, file: FileId) -> bool {
        if let Some(&known) = self.syntax_files.get(&file) {
            return known;
        }
        let known = self.program.file(file);
        let stem = known.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        let speaks = |text: &str| said_by(text).says(WordList::Syntax);
        let found = (speaks(stem) || known.outline.names.iter().any(speaks)) && !handles_tokens(&known.outline);
        self.syntax_files.insert(file, found);
        found
    }

    /// Whether a list is made in the very function that changes it, empty or of a text, so that nobody is checked against it
    /// later.
    pub(super) fn is_of_one_call(&self, site: SiteRef) -> bool {
        let outline = self.program.outline(site.file);
        let (function, (from, to)) = match site.site {
            SiteId::Access(access) => (outline.access(access).function, outline.access(access).object),
            SiteId::Call(call) => (outline.call(call).function, outline.call(call).callee_code),
        };
        let is_method = !matches!(site.site, SiteId::Call(call) if outline.call(call).member.is_none());
        let code = outline.function(function).code.get(from as usize..to as usize).unwrap_or_default();
        let [Inst { op: Op::Load(reference), .. }] = code else { return false };
        let binding = outline.reference(*reference).binding;
        is_method && function != FnId::MODULE && binding.is_some_and(|binding| is_made_in(outline, binding, function))
    }
}

/// Whether whatever a binding is given is made in one function.
fn is_made_in(outline: &Outline, binding: BindingId, wanted: FnId) -> bool {
    let binding = outline.binding(binding);
    std::iter::once(&binding.definition).chain(&binding.others).all(|definition| match definition {
        Definition::Value { function, code: (from, to), path } => {
            let code = outline.function(*function).code.get(*from as usize..*to as usize).unwrap_or_default();
            *function == wanted && path.is_empty() && is_made(outline, code)
        }
        _ => false,
    })
}

/// `[]`, `{}`, `new Set()`, `text.split(',')`, `text.match(parts) || []`
fn is_made(outline: &Outline, code: &[Inst]) -> bool {
    let is_cut = |op: Op| {
        let name = match op {
            Op::CallMember(call) => outline.call(call).member.map(|name| outline.name(name)),
            _ => None,
        };
        name.is_some_and(|name| CUTS.contains(&name))
    };
    let is_empty = |op: Op| match op {
        Op::Array { length } => length == 0,
        Op::Object(shape) => outline.shape(shape).is_empty(),
        _ => false,
    };
    match code {
        [only] => is_empty(only.op),
        [Inst { op: Op::Load(class), .. }, Inst { op: Op::New(call), .. }] => {
            let class = outline.reference(*class);
            outline.call(*call).arguments.is_empty()
                && class.binding.is_none()
                && EMPTY.contains(&outline.name(class.name))
        }
        _ => {
            let last = code.iter().rev().find(|inst| inst.op != Op::Land).map(|inst| inst.op);
            last.is_some_and(is_cut) || (last.is_some_and(is_empty) && code.iter().any(|inst| is_cut(inst.op)))
        }
    }
}
