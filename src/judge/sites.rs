//! What stands written around a call or in an access: the words of the chain that it is part of, and of the functions that
//! hold it.
//!
//! In: a site. Out: what its names say, and the plain facts of its code. Nothing is run; what a call does is `stores`' business.

use super::machine::Machine;
use super::names::Says;
use crate::link::{AccessRef, CallRef, FunctionRef, Name};
use crate::outline::Outline;
use crate::outline::code::{AccessKind, BindingId, Call, CallId, Definition, FnId, Inst, NameId, Op};
use crate::text::{FileId, Span};
use crate::vocabulary::{self, Does, NameList, WordList, is_named, split_name, store_verb};

/// Through how many functions around a call their names are asked.
pub(super) const AROUND: usize = 6;
/// What a name has to say for its other words to matter.
const ABOUT_TOKENS: [WordList; 4] = [WordList::Revoked, WordList::Token, WordList::Refresh, WordList::Session];
/// How many instructions a function may have to be a condition on what is looked for.
const CONDITION: usize = 40;
/// Methods that give what holds rows, by the name that they are given: `mongoose.model('RevokedToken', …)`.
const HOLDERS: [&str; 8] =
    ["collection", "define", "discriminator", "getCollection", "getModel", "getRepository", "model", "table"];

/// What is written in a chain of calls: `knex('tokens').where({ jti }).first()`.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    /// What the callees are called.
    pub(super) callees: Says,
    /// What is named in the arguments.
    pub(super) arguments: Says,
    /// What the store and its keys are called: all of these but the columns that are asked for or compared.
    pub(super) named: Says,
    /// What the functions and the class around it are called.
    pub(super) around: Says,
    /// A function or a class around it is called after a list of revoked tokens, or after asking one; not after revoking.
    pub(super) within_revoked: bool,
    /// Texts among the arguments, as they stand.
    pub(super) texts: Vec<String>,
    /// An argument that names a revocation demands that there was none: `{ revoked: false }`, `whereNull('revoked_at')`.
    pub(super) unless_revoked: bool,
    /// It demands that there was one: `{ revoked: true }`.
    pub(super) if_revoked: bool,
    /// Something among the arguments is emptied: `{ refreshToken: null }`.
    pub(super) empties: bool,
    /// A name that speaks of tokens or their revocation speaks of something else besides: `ipBlacklist`, `deviceTokens`.
    pub(super) foreign: bool,
    /// An argument names when something expires.
    pub(super) by_expiry: bool,
}

impl Written {
    pub(super) fn all(&self) -> Says {
        self.callees | self.arguments | self.around
    }

    /// What the call itself says, whoever holds it.
    pub(super) fn own(&self) -> Says {
        self.callees | self.arguments
    }
}

impl<'p> Machine<'p> {
    /// The calls of the chain that a call is part of, inside out.
    pub(super) fn chain_of(&mut self, call: CallRef) -> Vec<CallId> {
        let outline = self.program.outline(call.file);
        let chains = self.chains_of_calls.entry(call.file).or_insert_with(|| {
            let mut chains: rustc_hash::FxHashMap<u32, Vec<CallId>> = rustc_hash::FxHashMap::default();
            for (id, site) in (0..).map(CallId).zip(&outline.calls) {
                chains.entry(site.span.start).or_default().push(id);
            }
            for chain in chains.values_mut() {
                chain.sort_by_key(|&id| outline.call(id).span.end);
                // What is done with the answer says nothing of the question.
                let name = |id: CallId| outline.call(id).member.map(|name| outline.name(name));
                let handed = chain.iter().position(|&id| matches!(name(id), Some("then" | "catch" | "finally")));
                chain.truncate(handed.unwrap_or(chain.len()));
            }
            chains
        });
        chains.get(&self.program.call(call).span.start).cloned().unwrap_or_default()
    }

    /// What is written in the chain that a call is part of.
    pub(super) fn written_around(&mut self, call: CallRef) -> Written {
        let program = self.program;
        let chain = self.chain_of(call);
        let outline = program.outline(call.file);
        let arguments: Vec<Span> = chain.iter().flat_map(|&id| outline.call(id).arguments.iter().copied()).collect();
        let own = program.call(call);
        let lists_columns = |id: &&CallId| {
            outline.call(**id).member.is_some_and(|name| is_named(NameList::ColumnMethods, outline.name(name)))
        };
        let columns: Vec<Span> =
            chain.iter().filter(lists_columns).flat_map(|&id| outline.call(id).arguments.iter().copied()).collect();
        let at = FunctionRef { file: call.file, function: own.function };
        let (around, within_revoked) = self.around(at);
        let mut written = Written { around, within_revoked, ..Written::default() };
        for &id in &chain {
            let site = outline.call(id);
            if let Some(name) = site.member {
                written.callees |= self.says(program.name(call.file, name));
                let says_null = split_name(outline.name(name)).iter().any(|word| word == "null");
                let at = site.arguments.iter().copied();
                written.unless_revoked |= says_null && at.clone().any(|span| self.revoked_within(call, span));
            }
        }
        let Some(&last) = chain.last() else { return written };
        let code = self.code_of(at, outline.call(last));
        let mut read = Reading { arguments: &arguments, columns: &columns, written: &mut written, follow: true };
        self.read(at, code, &mut read);
        let places = program.places(call.file);
        for function in arguments.iter().flat_map(|&span| places.functions_at(span)) {
            let inner = FunctionRef { function, ..at };
            let code = &program.function(inner).code;
            if program.function(inner).parent == Some(own.function) && is_condition(code) {
                self.read(inner, code, &mut read);
            }
        }
        written
    }

    /// What is written in an access: its object, its key, and what is stored there.
    pub(super) fn written_in(&mut self, at: AccessRef) -> Written {
        let program = self.program;
        let access = program.access(at);
        let function = FunctionRef { file: at.file, function: access.function };
        let code = |(from, to): (u32, u32)| program.function(function).code.get(from as usize..to as usize);
        let everything = Span::new(0, u32::MAX as usize);
        let mut written = Written::default();
        for (range, arguments) in
            [(access.object, &[][..]), (access.key, &[everything]), (self.stored_value(at), &[everything])]
        {
            let mut read = Reading { arguments, columns: &[], written: &mut written, follow: false };
            self.read(function, code(range).unwrap_or_default(), &mut read);
        }
        written
    }

    /// The instructions that make what an access stores; none of one that stores nothing.
    pub(super) fn stored_value(&self, at: AccessRef) -> (u32, u32) {
        let access = self.program.access(at);
        let code = &self.program.outline(at.file).function(access.function).code;
        let from = access.key.1;
        let own = |inst: &Inst| inst.op == Op::SetIndex(at.access);
        let length = code.iter().skip(from as usize).position(own).filter(|_| access.kind == AccessKind::Set);
        (from, from + length.and_then(|length| u32::try_from(length).ok()).unwrap_or_default())
    }

    /// The instructions of a whole call.
    fn code_of(&self, at: FunctionRef, site: &Call) -> &'p [Inst] {
        let code = &self.program.function(at).code;
        let from = site.callee_code.0 as usize;
        let own = |inst: &Inst| match inst.op {
            Op::Call(id) | Op::CallMember(id) | Op::New(id) => {
                std::ptr::eq(self.program.outline(at.file).call(id), site)
            }
            _ => false,
        };
        let to = code.iter().skip(from).position(own).map_or(from, |length| from + length + 1);
        code.get(from..to).unwrap_or_default()
    }

    /// Notes what a range of code names.
    fn read(&mut self, at: FunctionRef, code: &[Inst], reading: &mut Reading<'_>) {
        let program = self.program;
        let outline = program.outline(at.file);
        let mut followed: Vec<BindingId> = Vec::new();
        let mut receivers: Vec<BindingId> = Vec::new();
        for (index, inst) in code.iter().enumerate() {
            let is_argument = reading.arguments.iter().any(|span| span.contains(inst.at));
            if reading.columns.iter().any(|span| span.contains(inst.at)) {
                continue;
            }
            let mut said = Says::default();
            let mut names = true;
            match inst.op {
                Op::Load(reference) => {
                    let reference = outline.reference(reference);
                    said |= self.says(program.name(at.file, reference.name));
                    let binding = reference.binding.filter(|_| reading.follow);
                    if is_argument { &mut followed } else { &mut receivers }.extend(binding);
                }
                Op::Member(name) | Op::SetMember(name) => said |= self.says(program.name(at.file, name)),
                Op::Text(name) => {
                    said |= self.says(program.name(at.file, name));
                    let text = outline.name(name);
                    if is_argument {
                        reading.written.empties |= text.is_empty();
                        reading.written.texts.push(text.to_owned());
                    }
                    if super::stores::sql(text).is_some() {
                        names = false;
                        reading.written.named |= super::stores::tables(text);
                    }
                }
                Op::Object(shape) => {
                    names = false;
                    let keys = outline.shape(shape);
                    for (place, key) in keys.iter().enumerate() {
                        let Some(shape_key) = key else { continue };
                        let key = self.says(program.name(at.file, *shape_key));
                        said |= key;
                        // The values are pushed in the order of the keys; the last ones are found when they are plain.
                        let value = (keys.len() - place <= index).then(|| code[index - (keys.len() - place)].op);
                        reading.written.by_expiry |= is_argument && is_of_expiry(outline.name(*shape_key));
                        reading.written.empties |= is_argument && value == Some(Op::Array { length: 0 });
                        if key.says(WordList::Revoked) && matches!(value, Some(Op::Bool(false) | Op::Null)) {
                            reading.written.unless_revoked = true;
                        }
                        reading.written.if_revoked |=
                            key.says(WordList::Revoked) && matches!(value, Some(Op::Bool(true)));
                    }
                }
                op if is_argument && is_empty(outline, op) => reading.written.empties = true,
                _ => {}
            }
            if names {
                reading.written.named |= said;
            }
            reading.written.foreign |= said.any(&ABOUT_TOKENS) && said.says(WordList::Foreign);
            if is_argument {
                reading.written.by_expiry |= named(outline, inst.op).is_some_and(is_of_expiry);
                reading.written.arguments |= said;
            } else {
                reading.written.callees |= said;
            }
        }
        for binding in receivers {
            for name in self.held_by(at.file, binding) {
                let said = self.says(name);
                reading.written.foreign |= said.any(&ABOUT_TOKENS) && said.says(WordList::Foreign);
                reading.written.callees |= said;
                reading.written.named |= said;
            }
        }
        for binding in followed {
            let Definition::Value { function, code, path } = &outline.binding(binding).definition else { continue };
            let from = FunctionRef { file: at.file, function: *function };
            let code = program.function(from).code.get(code.0 as usize..code.1 as usize).unwrap_or_default();
            // A key that is put together of texts; what else it came from says nothing of the store.
            let has = |test: fn(Op) -> bool| code.iter().any(|inst| test(inst.op));
            let put_together = has(|op| matches!(op, Op::Concat(_) | Op::Derive(_))) || code.len() == 1;
            let is_key = path.is_empty() && put_together && has(|op| matches!(op, Op::Text(_)));
            if !is_key || code.len() > CONDITION {
                continue;
            }
            let everything = Span::new(0, u32::MAX as usize);
            let mut reading =
                Reading { arguments: &[everything], columns: &[], written: &mut *reading.written, follow: false };
            self.read(from, code, &mut reading);
        }
    }

    /// What a variable holds, by the names in its making: the collection's own name, or that of the collection that a row comes
    /// from.
    fn held_by(&self, file: FileId, binding: BindingId) -> Vec<Name> {
        let outline = self.program.outline(file);
        let Definition::Value { function, code: (from, to), path } = &outline.binding(binding).definition else {
            return Vec::new();
        };
        let code = outline.function(*function).code.get(*from as usize..*to as usize).unwrap_or_default();
        let made = code.iter().rev().find_map(|inst| match inst.op {
            Op::Call(call) | Op::CallMember(call) | Op::New(call) => Some((inst.op, call)),
            _ => None,
        });
        let Some((op, call)) = made.filter(|_| path.is_empty()) else { return Vec::new() };
        let member = outline.call(call).member.map(|name| outline.name(name)).unwrap_or_default();
        let first = |wanted: fn(Op, &Outline) -> Option<NameId>| {
            let found = code.iter().find_map(|inst| wanted(inst.op, outline));
            found.map(|name| self.program.name(file, name)).into_iter().collect()
        };
        let loaded = |op: Op, outline: &Outline| match op {
            Op::Load(reference) => Some(outline.reference(reference).name),
            _ => None,
        };
        if HOLDERS.contains(&member) {
            first(|op, _| match op {
                Op::Text(name) => Some(name),
                _ => None,
            })
        } else if matches!(op, Op::New(_)) || vocabulary::store_method(member).is_some() {
            first(loaded)
        } else {
            Vec::new()
        }
    }

    /// Whether a name within an argument speaks of a revocation.
    fn revoked_within(&mut self, call: CallRef, span: Span) -> bool {
        let program = self.program;
        let at = FunctionRef { file: call.file, function: program.call(call).function };
        let code = &program.function(at).code;
        let within = program.places(at.file).instructions_within(program.outline(at.file), at.function, span);
        let names: Vec<_> = within
            .filter_map(|pc| match code[pc as usize].op {
                Op::Text(name) | Op::Member(name) => Some(program.name(at.file, name)),
                _ => None,
            })
            .collect();
        names.into_iter().any(|name| self.says(name).says(WordList::Revoked))
    }

    /// The binding of what a function is handed to: `const logout = asyncHandler(async (req, res) => …)`.
    pub(super) fn handed_to(&self, at: FunctionRef) -> Option<BindingId> {
        self.program.places(at.file).holder_of(at.function)
    }

    /// What a function, those around it and their class are called.
    pub(super) fn around(&mut self, at: FunctionRef) -> (Says, bool) {
        let program = self.program;
        let file = at.file;
        let outline = program.outline(file);
        let mut said = Says::default();
        let mut within_revoked = false;
        let mut function = Some(at.function);
        for _ in 0..AROUND {
            let Some(id) = function.filter(|&id| id != FnId::MODULE) else { break };
            let known = outline.function(id);
            let at = FunctionRef { file, function: id };
            let bound = program.binding_of(at).or_else(|| self.handed_to(at));
            let bound = bound.map(|binding| outline.binding(binding).name);
            let class = known.class.and_then(|class| outline.class(class).name);
            for name in [known.name.or(bound), class].into_iter().flatten() {
                let own = self.says(program.name(file, name));
                let begins = split_name(outline.name(name)).into_iter().next();
                within_revoked |= own.says(WordList::Revoked) && begins.is_some_and(|word| !is_of_changing(&word));
                said |= own;
            }
            function = known.parent;
        }
        (said, within_revoked)
    }
}

/// Whether a function whose name begins with a word changes what is stored.
fn is_of_changing(word: &str) -> bool {
    let revokes =
        ["revoke", "revokes", "invalidate", "invalidates", "blacklist", "denylist", "blocklist", "block", "ban"];
    let changes = store_verb(&[word]).is_some_and(|operation| operation.does != Does::Read);
    revokes.contains(&word) || changes
}

/// Whether a function only compares: `row => row.jti === jti`.
pub(super) fn is_condition(code: &[Inst]) -> bool {
    let has = |test: fn(Op) -> bool| code.iter().any(|inst| test(inst.op));
    code.len() <= CONDITION && has(|op| matches!(op, Op::Compare(_))) && !has(|op| matches!(op, Op::Try { .. }))
}

/// Whether a value is nothing, or an empty text.
pub(super) fn is_empty(outline: &Outline, op: Op) -> bool {
    match op {
        Op::Null | Op::Undefined => true,
        Op::Text(name) => outline.name(name).is_empty(),
        _ => false,
    }
}

/// Whether a name says when something expires.
pub(super) fn is_of_expiry(name: &str) -> bool {
    split_name(name).iter().any(|word| word.starts_with("expir") || word == "exp")
}

fn named(outline: &Outline, op: Op) -> Option<&str> {
    match op {
        Op::Member(name) | Op::Text(name) => Some(outline.name(name)),
        _ => None,
    }
}

/// A range of code that is read.
struct Reading<'r> {
    /// Where arguments stand.
    arguments: &'r [Span],
    /// Where columns are named that are asked for.
    columns: &'r [Span],
    written: &'r mut Written,
    /// Variables are followed to what they are made of.
    follow: bool,
}
