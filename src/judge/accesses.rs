//! Objects that are kept as lists, and asked or changed under a key by an operator: `blacklist[token]`, `token in blacklist`,
//! `blacklist[token] = true`, `delete sessions[token]`.
//!
//! In: an access. Out: what it does to a list, as `stores` says it of a call. A call's method says that there is a store; of an
//! object only its own name can, and every object can be asked by a key, so that more is demanded of the words here.

use super::lists::list_name;
use super::machine::Machine;
use super::sites::is_empty;
use super::stores::Stored;
use super::value::{Symbol, Value};
use crate::link::{AccessRef, FunctionRef, SiteRef};
use crate::outline::Outline;
use crate::outline::code::{AccessKind, BindingId, Definition, Inst, Op, SiteId};
use crate::vocabulary::{self, Answer, Does, WordList, has_word, split_name};

/// What a list of tokens is called after.
const LISTS: [WordList; 5] =
    [WordList::Revoked, WordList::Allowed, WordList::Token, WordList::Refresh, WordList::Session];
/// What the key of one entry is called after.
const KEYS: [WordList; 3] = [WordList::Token, WordList::Refresh, WordList::Session];
/// What a token is told by, itself: the last word of a name whose other words speak of one.
const FORMS: [&str; 4] = ["digest", "hash", "string", "value"];
/// What positions in an array are called.
const POSITIONS: [&str; 8] = ["i", "idx", "index", "j", "k", "n", "pos", "position"];
/// More instructions than that are no way to a list, nor to a key.
const LONGEST: u32 = 64;

impl Machine<'_> {
    /// What an access does to a list.
    pub(super) fn find_keyed(&mut self, at: AccessRef) -> Option<Stored> {
        let mut written = self.written_in(at);
        let is_named = written.callees.any(&LISTS);
        if !(is_named || written.arguments.any(&KEYS)) || written.callees.says(WordList::Carrier) {
            return None;
        }
        let access = self.program.access(at);
        let function = FunctionRef { file: at.file, function: access.function };
        let kind = access.kind;
        (written.around, written.within_revoked) = self.around(function);
        let is_list = is_named || written.within_revoked;
        let is_long = |(from, to): (u32, u32)| to - from > LONGEST;
        if is_long(access.object) || is_long(access.key) {
            return None;
        }
        if !is_list || self.is_by_position(at) || self.is_written_down(at) || !self.may_be_list(at) {
            return None;
        }
        let (does, answer) = match kind {
            AccessKind::Get => (Does::Read, Answer::Row),
            AccessKind::Has => (Does::Read, Answer::Truth),
            AccessKind::Set if self.clears(at) => (Does::Remove, Answer::Row),
            AccessKind::Set => (Does::Add, Answer::Row),
            AccessKind::Delete => (Does::Remove, Answer::Truth),
        };
        // A list that only grows refuses no token that it had: what is not in it was never there, or is from before a restart.
        let says_what_it_is = written.callees.any(&[WordList::Revoked, WordList::Allowed, WordList::Refresh]);
        if does == Does::Read && !(says_what_it_is || written.within_revoked || self.loses_entries(at)) {
            return None;
        }
        // `delete token[claim]` takes something off a token, not a token off a list; and games have sessions, too.
        let is_entry = written.arguments.any(&[WordList::Token, WordList::Refresh])
            || (written.callees.says(WordList::Refresh) && self.is_plural(at));
        (does != Does::Remove || is_entry).then_some(Stored { does, answer, written })
    }

    /// Whether the token itself is what a site looks for, as far as it can be seen: `kinds[token.type]` looks for a kind.
    pub(super) fn asks_for_token_itself(&self, site: SiteRef) -> bool {
        let SiteId::Access(access) = site.site else { return true };
        let at = AccessRef { file: site.file, access };
        let outline = self.program.outline(at.file);
        let last = self.code_in(at, self.program.access(at).key).last().map(|inst| inst.op);
        let name = match last {
            Some(Op::Load(reference)) => outline.name(outline.reference(reference).name),
            Some(Op::Member(name)) => outline.name(name),
            // What is made of it.
            _ => return true,
        };
        // `tokens[ACCESS_TOKEN]` asks for a member that everybody has.
        let is_constant = !name.contains(char::is_lowercase);
        let words = split_name(name);
        let speaks = |words: &[String]| has_word(WordList::Token, words);
        match words.split_last() {
            Some((last, others)) if !is_constant => {
                speaks(std::slice::from_ref(last)) || (FORMS.contains(&last.as_str()) && speaks(others))
            }
            _ => false,
        }
    }

    fn code_in(&self, at: AccessRef, (from, to): (u32, u32)) -> &[Inst] {
        let function = self.program.access(at).function;
        let code = &self.program.outline(at.file).function(function).code;
        code.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Whether nothing is stored in the place of what was there: `sessions[token] = null`.
    pub(super) fn clears(&self, at: AccessRef) -> bool {
        match self.code_in(at, self.stored_value(at)) {
            [only] => is_empty(self.program.outline(at.file), only.op) || only.op == Op::Bool(false),
            _ => false,
        }
    }

    /// Whether the list is called after several things.
    fn is_plural(&mut self, at: AccessRef) -> bool {
        let Some(name) = list_name(self.program, at) else { return false };
        self.program.text(name).ends_with(['s', 'S']) && self.says(name).any(&LISTS)
    }

    /// Whether the key counts places in an array.
    fn is_by_position(&self, at: AccessRef) -> bool {
        let outline = self.program.outline(at.file);
        match self.code_in(at, self.program.access(at).key) {
            [.., Inst { op: Op::Number(_) | Op::Add(_) | Op::Arithmetic(_), .. }] => true,
            [Inst { op: Op::Load(reference), .. }] => {
                let reference = outline.reference(*reference);
                let words = split_name(outline.name(reference.name));
                words.last().is_some_and(|word| POSITIONS.contains(&word.as_str()))
                    || reference.binding.is_some_and(|binding| has_value(outline, binding, is_position))
            }
            _ => false,
        }
    }

    /// Whether the key is a text or a number of the program's own: `'refresh_token' in answer`.
    fn is_written_down(&mut self, at: AccessRef) -> bool {
        let access = self.program.access(at);
        let (from, to) = access.key;
        let function = FunctionRef { file: at.file, function: access.function };
        let key = self.evaluate(function, from, to);
        matches!(self.values.get(key), Value::Text(_) | Value::Number(_))
    }

    /// Whether what is asked may be a plain object that began empty, or comes from somewhere else; not what a request brings, an
    /// array, or a table that is written down.
    fn may_be_list(&mut self, at: AccessRef) -> bool {
        let access = self.program.access(at);
        let (from, to) = access.object;
        let function = FunctionRef { file: at.file, function: access.function };
        match self.code_in(at, (from, to)) {
            [] | [Inst { op: Op::This | Op::Super, .. }] => return false,
            _ => {}
        }
        let object = self.evaluate(function, from, to);
        match *self.values.get(object) {
            Value::Object { ref members, .. } => members.is_empty(),
            Value::Symbol(Symbol::Binding(file, binding)) => {
                let is_array =
                    |_: &Outline, code: &[Inst]| matches!(code.last().map(|inst| inst.op), Some(Op::Array { .. }));
                !has_value(self.program.outline(file), binding, is_array)
            }
            Value::Symbol(_) => {
                let base = self.values.base(object);
                !self.is_exchange(base) && !self.is_client(base)
            }
            Value::Undefined => true,
            _ => false,
        }
    }
}

/// Whether a binding is given a value that is made in a certain way.
fn has_value(outline: &Outline, binding: BindingId, is: impl Fn(&Outline, &[Inst]) -> bool) -> bool {
    let binding = outline.binding(binding);
    std::iter::once(&binding.definition).chain(&binding.others).any(|definition| match definition {
        Definition::Value { function, code: (from, to), path } if path.is_empty() => {
            is(outline, outline.function(*function).code.get(*from as usize..*to as usize).unwrap_or_default())
        }
        _ => false,
    })
}

/// Whether code gives a number, or asks for a position.
fn is_position(outline: &Outline, code: &[Inst]) -> bool {
    match code.last().map(|inst| inst.op) {
        Some(Op::Number(_) | Op::Add(_)) => true,
        Some(Op::CallMember(call)) => {
            let name = outline.call(call).member.map(|name| outline.name(name));
            name.and_then(vocabulary::store_method).is_some_and(|known| known.answer == Some(Answer::Index))
        }
        _ => false,
    }
}
