//! Lists of tokens that no request presents: the parts of a text that is read, and what one call makes for itself.
//!
//! In: a site that does something to a list. Out: whether the list is one of these. What a list of tokens is called after, `stores`
//! and `accesses` know.

use super::concern::handles_tokens;
use super::machine::Machine;
use super::names::{Says, said_by};
use super::rows::StoredBack;
use super::sites::Written;
use crate::link::{FunctionRef, Program, SiteRef};
use crate::outline::Outline;
use crate::outline::code::{BindingId, Call, Definition, FnId, Inst, NameId, Op, SiteId};
use crate::text::{FileId, Span};
use crate::vocabulary::{WordList, split_name};

/// What makes a list that is empty, without arguments.
const EMPTY: [&str; 5] = ["Array", "Map", "Set", "WeakMap", "WeakSet"];
/// What the names of calls begin with that keep what they are given beyond the function: in a file, mostly.
const WRITES: [&str; 7] = ["append", "dump", "output", "persist", "save", "store", "write"];
/// Methods that cut a text.
const CUTS: [&str; 3] = ["match", "matchAll", "split"];

impl Machine<'_> {
    /// Whether a list is one of the tokens of a language: its file speaks of grammars, and checks no tokens itself. Refresh
    /// tokens, sessions, and what is called revoked are none of these, whatever else the file speaks of.
    pub(super) fn is_of_syntax(&mut self, file: FileId, written: &Written) -> bool {
        let own = written.own();
        let is_of_service =
            own.any(&[WordList::Refresh, WordList::Session]) || [own, written.around].into_iter().any(is_revocation);
        !is_of_service && self.reads_syntax(file)
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

    /// Whether a list is made in the very function that changes it, empty or of a text, and not written away there, so that
    /// nobody is checked against it later.
    pub(super) fn is_of_one_call(&self, site: SiteRef) -> bool {
        let outline = self.program.outline(site.file);
        let (function, (from, to)) = match site.site {
            SiteId::Access(access) => (outline.access(access).function, outline.access(access).object),
            SiteId::Call(call) => (outline.call(call).function, outline.call(call).callee_code),
        };
        if site.call().is_some_and(|call| self.stored_back(call) == Some(StoredBack::Written)) {
            return false;
        }
        let is_method = !matches!(site.site, SiteId::Call(call) if outline.call(call).member.is_none());
        let code = outline.function(function).code.get(from as usize..to as usize).unwrap_or_default();
        let [Inst { op: Op::Load(reference), .. }] = code else { return false };
        let binding = outline.reference(*reference).binding;
        is_method
            && function != FnId::MODULE
            && binding.is_some_and(|binding| {
                is_made_in(outline, binding, function) && !is_written_away(self.program, site.file, binding, function)
            })
    }
}

/// Whether a function gives a binding, or a text that is made of it, to a call that keeps what it is given: `writeFileSync(path,
/// tokens.join())`.
pub(super) fn is_written_away(program: &Program, file: FileId, binding: BindingId, function: FnId) -> bool {
    let outline = program.outline(file);
    let loads: Vec<Span> = outline
        .function(function)
        .code
        .iter()
        .filter(|inst| matches!(inst.op, Op::Load(reference) if outline.reference(reference).binding == Some(binding)))
        .map(|inst| inst.at)
        .collect();
    is_given_away(program, FunctionRef { file, function }, &loads)
}

/// Whether a function gives something that stands at one of some places to a call that keeps what it is given.
pub(super) fn is_given_away(program: &Program, at: FunctionRef, places: &[Span]) -> bool {
    let outline = program.outline(at.file);
    let is_given =
        |site: &Call| site.arguments.iter().any(|argument| places.iter().any(|place| argument.contains(*place)));
    let keeps = |site: &Call| {
        let name = site.member.or_else(|| named_callee(outline, site)).map(|name| split_name(outline.name(name)));
        name.and_then(|words| words.into_iter().next()).is_some_and(|verb| WRITES.contains(&verb.as_str()))
    };
    let mut calls = program.places(at.file).calls_of(at.function).map(|call| outline.call(call));
    calls.any(|site| is_given(site) && keeps(site))
}

/// What a call without a receiver calls by name.
fn named_callee(outline: &Outline, site: &Call) -> Option<NameId> {
    let (from, to) = site.callee_code;
    match outline.function(site.function).code.get(from as usize..to as usize)? {
        [Inst { op: Op::Load(reference), .. }] => Some(outline.reference(*reference).name),
        _ => None,
    }
}

/// Whether names speak of revoking in words that nobody has for the tokens of a language.
fn is_revocation(says: Says) -> bool {
    says.says(WordList::Revoked) && !says.says(WordList::AlsoOfSyntax)
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
