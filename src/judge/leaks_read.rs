//! What a value holds whole: tokens of the request, of a signature, of a check; secrets; what only its name says is one.
//!
//! In: a value and the code that makes it. Out: the [`Leak`]s in it. A part of a token, its hash, its length, what was masked and
//! what it claims are none of it. Values decide as far as their origin is known; a name alone is worth less.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::errors::ErrorKind;
use super::leaks::Leak;
use super::leaks_words::{BEFORE_TOKEN, CUTTING, GIVING, JOINED, KEEPING_FUNCTIONS, KEEPING_METHODS, STRONG};
use super::machine::Machine;
use super::state::Because;
use super::value::{Builtin, Exchange, Promise, Site, Symbol, Value, ValueId};
use crate::finding::Confidence;
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{CallId, Definition, NameId, Op};
use crate::rules::Manner;
use crate::text::FileId;
use crate::vocabulary::{Action, WordList, split_name};

/// How deep a value is looked into.
const DEPTH: u8 = 10;
/// `Bearer ` and its blank.
const PREFIX: i32 = 7;

/// What is found in one argument.
pub(super) struct Reading<'r> {
    file: Option<FileId>,
    redacted: Option<&'r FxHashSet<String>>,
    call: Option<CallRef>,
    leaks: Vec<Leak>,
    /// Values in whole positions of which nothing more is known.
    pub(super) unknown: Vec<ValueId>,
}

impl<'r> Reading<'r> {
    pub(super) fn new(call: CallRef, redacted: &'r FxHashSet<String>) -> Self {
        Self {
            file: Some(call.file),
            redacted: Some(redacted),
            call: Some(call),
            leaks: Vec::new(),
            unknown: Vec::new(),
        }
    }

    pub(super) fn new_for_parameters() -> Self {
        Self { file: None, redacted: None, call: None, leaks: Vec::new(), unknown: Vec::new() }
    }

    pub(super) fn loudest(self) -> Option<Leak> {
        self.leaks.into_iter().max_by_key(|leak| leak.confidence)
    }

    fn find(&mut self, what: Manner, confidence: Confidence) {
        self.leaks.push(Leak { what, confidence, because: None });
    }

    fn find_named(&mut self, what: Manner, name: &str) {
        let because = Some(Because::TokenByName(name.to_owned()));
        self.leaks.push(Leak { what, confidence: Confidence::Medium, because });
    }

    fn leaves_out(&self, name: &str) -> bool {
        self.redacted.is_some_and(|redacted| redacted.contains(&name.to_ascii_lowercase()))
    }
}

/// Whether a name is that of a whole token, by itself.
pub(super) fn is_token_name(name: &str) -> bool {
    token_name(name) == Some(true)
}

/// Whether a name is that of a token: surely, or as far as its file has to do with tokens.
fn token_name(name: &str) -> Option<bool> {
    let words = split_name(name);
    let (last, before) = words.split_last()?;
    let joined = JOINED.contains(&last.as_str());
    let fits = matches!(last.as_str(), "token" | "jwt") || joined;
    let plain = before.iter().all(|word| BEFORE_TOKEN.contains(&word.as_str()));
    let strong = joined || before.iter().any(|word| STRONG.contains(&word.as_str()));
    (fits && plain).then_some(strong)
}

/// Whether a name is that of a secret that signs tokens, or of any secret of the environment.
fn is_secret_name(name: &str, of_tokens: bool) -> bool {
    let words = split_name(name);
    let ends = |end: &[&str]| {
        words.len() >= end.len() && words[words.len() - end.len()..].iter().zip(end).all(|(a, b)| a == b)
    };
    let secret =
        ends(&["secret"]) || ends(&["secret", "key"]) || ends(&["private", "key"]) || ends(&["signing", "key"]);
    let about = words.iter().any(|word| matches!(word.as_str(), "jwt" | "token" | "refresh" | "access" | "jwtsecret"));
    let asks = words.first().is_some_and(|word| matches!(word.as_str(), "has" | "is" | "no" | "missing"));
    !asks
        && ((secret && (about || !of_tokens))
            || (about && ends(&["key"]) && !ends(&["public", "key"]))
            || ends(&["jwtsecret"]))
}

impl Machine<'_> {
    /// Looks for what a value holds whole. `key`: the name that it goes by in an object.
    pub(super) fn read_whole(&mut self, value: ValueId, key: Option<Name>, reading: &mut Reading<'_>, depth: u8) {
        if depth > DEPTH {
            return;
        }
        if let Some(file) = reading.file
            && self.checked_tokens(file).contains(&value)
        {
            return reading.find(Manner::WholeToken, Confidence::High);
        }
        match self.values.get(value).clone() {
            Value::Object { members, .. } => {
                for (name, member) in members {
                    if !reading.leaves_out(self.program.text(name)) {
                        self.read_whole(member, Some(name), reading, depth + 1);
                    }
                }
            }
            Value::Array { items, .. } => {
                for item in items {
                    self.read_whole(item, None, reading, depth + 1);
                }
            }
            Value::Promise(Promise::Fulfilled(inner)) => self.read_whole(inner, key, reading, depth + 1),
            Value::NewError { site, kind, fields } => self.read_error(site, kind, &fields, reading, depth),
            Value::Builtin(Builtin::ProcessEnv) => reading.find(Manner::Secret, Confidence::Medium),
            Value::Symbol(symbol) => self.read_symbol(value, &symbol, key, reading, depth),
            _ => {}
        }
    }

    fn read_symbol(
        &mut self,
        value: ValueId,
        symbol: &Symbol,
        key: Option<Name>,
        reading: &mut Reading<'_>,
        depth: u8,
    ) {
        match symbol {
            Symbol::Derived(site, parts) | Symbol::Joined(site, parts) if self.leaves_part(*site, parts) => {}
            Symbol::Derived(_, parts) | Symbol::Joined(_, parts) => {
                for &part in parts {
                    self.read_whole(part, None, reading, depth + 1);
                }
            }
            Symbol::Member(base, name) => {
                if let Some(names) = self.path_in_request(value) {
                    return self.read_request(value, &names, reading);
                }
                let text = self.program.text(*name).to_owned();
                let of_environment = matches!(self.values.get(*base), Value::Builtin(Builtin::ProcessEnv));
                if of_environment && is_secret_name(&text, false) {
                    return reading.find(Manner::Secret, Confidence::High);
                }
                // What a token claims may be called one.
                if !of_environment && !self.is_of_check(*base) {
                    self.read_name(&text, reading);
                }
            }
            Symbol::Element(base, key) => match (self.path_in_request(value), self.values.get(*key).clone()) {
                (Some(names), _) => self.read_request(value, &names, reading),
                // `Bearer`, of `authorization.split(' ')`.
                (None, Value::Number(0)) if self.is_split(*base) => {}
                (None, Value::Number(_)) => self.read_whole(*base, None, reading, depth + 1),
                (None, Value::Text(name)) => {
                    let text = self.program.text(name).to_owned();
                    self.read_name(&text, reading);
                }
                _ => {}
            },
            Symbol::Rest(of, without) => self.read_rest(*of, without, key, reading, depth),
            Symbol::Parameter(at, index) => {
                reading.unknown.push(value);
                let name = self.parameter_name(*at, *index).map(str::to_owned);
                self.read_names_of(name, key, reading);
            }
            Symbol::Binding(file, binding) => {
                let program = self.program;
                let outline = program.outline(*file);
                let bound = outline.binding(*binding);
                for definition in std::iter::once(&bound.definition).chain(&bound.others) {
                    if let Definition::Value { function, code, path } = definition
                        && path.is_empty()
                    {
                        let at = FunctionRef { file: *file, function: *function };
                        for value in self.evaluate_all(at, *code, None) {
                            if !matches!(self.values.get(value), Value::Symbol(Symbol::Binding(..))) {
                                self.read_whole(value, None, reading, depth + 3);
                            }
                        }
                    }
                }
                // A counter, a flag: what it is given says what it is.
                let is_seen = bound.others.iter().chain([&bound.definition]).any(|one| *one != Definition::Unseen);
                if !is_seen {
                    self.read_name(outline.name(bound.name), reading);
                }
            }
            Symbol::Free(name) => {
                let text = self.program.text(*name).to_owned();
                self.read_names_of(Some(text), key, reading);
            }
            Symbol::Result { call, .. } => self.read_result(value, *call, key, reading, depth),
            _ => {}
        }
    }

    /// What an error tells that the code makes: its message, and what is stored in it.
    fn read_error(
        &mut self,
        site: Site,
        kind: ErrorKind,
        fields: &[(Name, ValueId)],
        reading: &mut Reading<'_>,
        depth: u8,
    ) {
        for &(name, field) in fields {
            if !reading.leaves_out(self.program.text(name)) {
                self.read_whole(field, Some(name), reading, depth + 1);
            }
        }
        // A program that never names the message of an error has none in its fields.
        if kind == ErrorKind::Language
            && fields.is_empty()
            && let Some(call) = self.call_at(site)
            && let Some((at, code)) = self.argument_code(call, 0)
        {
            for value in self.evaluate_all(at, code, None) {
                self.read_whole(value, None, reading, depth + 1);
            }
        }
    }

    /// The call that a value comes from which stands for what it makes.
    pub(super) fn call_at(&self, site: Site) -> Option<CallRef> {
        let calls = &self.program.outline(site.file).calls;
        let found = (0..).map(CallId).zip(calls).find(|(_, call)| call.span == site.span);
        found.map(|(call, _)| CallRef { file: site.file, call })
    }

    /// What a pattern has left of an object.
    fn read_rest(&mut self, of: ValueId, without: &[Name], key: Option<Name>, reading: &mut Reading<'_>, depth: u8) {
        let takes_token = without.iter().any(|&name| {
            let name = self.program.text(name);
            name.eq_ignore_ascii_case("authorization") || token_name(name).is_some()
        });
        // Who takes the token out means the rest to be shown.
        if !takes_token {
            self.read_whole(of, key, reading, depth + 1);
        }
    }

    /// What a call gives.
    fn read_result(&mut self, value: ValueId, call: CallRef, key: Option<Name>, reading: &mut Reading<'_>, depth: u8) {
        match self.check_action(call) {
            Some(Action::Sign) => return reading.find(Manner::WholeToken, Confidence::High),
            Some(Action::Verify(_) | Action::Decode) => return,
            _ => {}
        }
        let Some(name) = self.callee_name(call).map(str::to_owned) else { return };
        let program = self.program;
        let site = program.call(call);
        let at = FunctionRef { file: call.file, function: site.function };
        if site.member.is_some() {
            let receiver = self.evaluate(at, site.callee_code.0, site.callee_code.1);
            if matches!(name.as_str(), "get" | "header") && self.path_in_request(receiver).is_some() {
                let header = self.argument_text(call, 0).unwrap_or_default();
                return self.read_header(&header, reading);
            }
            if self.keeps_whole(call, &name) {
                return self.read_whole(receiver, None, reading, depth + 1);
            }
        }
        if KEEPING_FUNCTIONS.contains(&name.as_str()) {
            let shown = if name == "format" { site.arguments.len() } else { 1 };
            for index in 0..shown {
                let Some((at, code)) = self.argument_code(call, index) else { continue };
                for value in self.evaluate_all(at, code, None) {
                    self.read_whole(value, None, reading, depth + 1);
                }
            }
            return;
        }
        let words = split_name(&name);
        if words.iter().any(|word| CUTTING.contains(&word.as_str())) {
            return;
        }
        reading.unknown.push(value);
        let gives = words.first().is_some_and(|word| GIVING.contains(&word.as_str()));
        let given = words.get(1..).unwrap_or_default().join("_");
        self.read_names_of(gives.then_some(given), key, reading);
    }

    /// Whether what is made of values leaves only a part of them: `Buffer.byteLength(token)`, `{ authorization, ...rest }`.
    fn leaves_part(&self, site: Site, parts: &[ValueId]) -> bool {
        let call = self.program.places(site.file).call_at(site.span);
        match call.and_then(|call| self.callee_name(CallRef { file: site.file, call })) {
            Some(name) => split_name(name).iter().any(|word| CUTTING.contains(&word.as_str())),
            // A pattern takes its other names out first.
            None => matches!(parts, [only] if self.path_in_request(*only).is_some_and(|names| names.len() == 1)),
        }
    }

    /// Whether a value is what `split` gives.
    fn is_split(&self, value: ValueId) -> bool {
        matches!(*self.values.get(value), Value::Symbol(Symbol::Result { call, .. }) if self.callee_name(call) == Some("split"))
    }

    /// Whether a method leaves the token whole.
    fn keeps_whole(&mut self, call: CallRef, name: &str) -> bool {
        let arguments = self.program.call(call).arguments.len();
        match name {
            // The part of a token between two dots.
            "split" => self.argument_text(call, 0).is_none_or(|separator| separator != "."),
            "replace" | "replaceAll" => self.argument_text(call, 1).is_some_and(|text| text.is_empty()),
            "slice" | "substring" | "substr" => {
                let first = self.argument_code(call, 0).map(|(at, (from, to))| self.evaluate(at, from, to));
                let prefix = first.is_some_and(|first| match self.values.get(first) {
                    Value::Number(number) => *number == PREFIX,
                    Value::Symbol(Symbol::Member(_, name)) => self.program.text(*name) == "length",
                    _ => false,
                });
                arguments == 1 && prefix
            }
            _ => KEEPING_METHODS.contains(&name),
        }
    }

    pub(super) fn argument_text(&mut self, call: CallRef, index: usize) -> Option<String> {
        let (at, (from, to)) = self.argument_code(call, index)?;
        let value = self.evaluate(at, from, to);
        match self.values.get(value) {
            Value::Text(name) => Some(self.program.text(*name).to_owned()),
            _ => None,
        }
    }

    /// The names from the request to a value that hangs on it.
    pub(super) fn path_in_request(&self, value: ValueId) -> Option<Vec<Name>> {
        let mut names = Vec::new();
        let mut at = value;
        loop {
            match self.values.get(at) {
                Value::Symbol(Symbol::Member(base, name)) => {
                    names.push(*name);
                    at = *base;
                }
                Value::Symbol(Symbol::Element(base, key)) => {
                    if let Value::Text(name) = self.values.get(*key) {
                        names.push(*name);
                    }
                    at = *base;
                }
                _ => break,
            }
        }
        names.reverse();
        let is_request = match self.values.get(at) {
            Value::Symbol(Symbol::Exchange(exchange)) => *exchange == Exchange::Request,
            _ => {
                self.is_exchange(at)
                    && (!self.is_response(at)
                        || names.first().is_some_and(|&name| self.program.text(name) == "request"))
            }
        };
        is_request.then_some(names)
    }

    /// A member of the request.
    fn read_request(&mut self, value: ValueId, names: &[Name], reading: &mut Reading<'_>) {
        let texts: Vec<String> = names.iter().map(|&name| self.program.text(name).to_owned()).collect();
        let mut path: Vec<&str> = texts.iter().map(String::as_str).collect();
        if matches!(path.first(), Some(&"request" | &"req")) {
            path.remove(0);
        }
        if path.iter().any(|name| reading.leaves_out(name)) {
            return;
        }
        let sure = matches!(self.values.get(self.values.base(value)), Value::Symbol(Symbol::Exchange(_)))
            || matches!(*self.values.get(self.values.base(value)), Value::Symbol(Symbol::Parameter(at, _)) if self.is_handler(at));
        let confidence = if sure { Confidence::High } else { Confidence::Medium };
        match path.as_slice() {
            ["headers" | "rawHeaders"] if !reading.leaves_out("authorization") => {
                reading.find(Manner::Headers, confidence)
            }
            ["cookies" | "signedCookies"] if !reading.leaves_out("token") => {
                reading.find(Manner::Headers, Confidence::Medium);
            }
            ["headers", name] => self.read_header(name, reading),
            ["cookies" | "signedCookies" | "body" | "query" | "handshake", .., name] => {
                if token_name(name).is_some() && !self.is_of_something_else(name, reading) {
                    reading.find(Manner::WholeToken, confidence);
                }
            }
            [.., name] => self.read_name(name, reading),
            [] => {}
        }
    }

    fn read_header(&self, name: &str, reading: &mut Reading<'_>) {
        let name = name.to_ascii_lowercase();
        let words = split_name(&name);
        let is_token = words.last().is_some_and(|last| last == "token" || last == "jwt");
        let other = super::names::said_by(&name).any(&[WordList::OneTime, WordList::Foreign]);
        if !reading.leaves_out(&name) && (name == "authorization" || (is_token && !other)) {
            reading.find(Manner::WholeToken, Confidence::High);
        }
    }

    /// Whether a value is what a check gave: what it holds was signed, and is told by whoever shows claims.
    pub(super) fn is_of_check(&mut self, value: ValueId) -> bool {
        match *self.values.get(self.values.base(value)) {
            Value::Symbol(Symbol::Result { call, .. }) => {
                matches!(self.check_action(call), Some(Action::Verify(_) | Action::Decode))
            }
            _ => false,
        }
    }

    /// Names by which a value of unknown origin goes.
    fn read_names_of(&self, name: Option<String>, key: Option<Name>, reading: &mut Reading<'_>) {
        let key = key.map(|key| self.program.text(key).to_owned());
        for name in [name, key].into_iter().flatten() {
            self.read_name(&name, reading);
        }
    }

    fn read_name(&self, name: &str, reading: &mut Reading<'_>) {
        if reading.leaves_out(name) {
            return;
        }
        if is_secret_name(name, true) {
            return reading.find_named(Manner::Secret, name);
        }
        let Some(strong) = token_name(name) else { return };
        if (strong || self.has_to_do_with_tokens(reading)) && !self.is_of_something_else(name, reading) {
            reading.find_named(Manner::WholeToken, name);
        }
    }

    /// Whether the file of the call checks or signs tokens itself.
    fn has_to_do_with_tokens(&self, reading: &Reading<'_>) -> bool {
        reading.file.is_some_and(|file| self.leaks.checked.get(&file).is_some_and(|checked| !checked.is_empty()))
    }

    /// Whether what stands around the call speaks of tokens that serve another purpose.
    fn is_of_something_else(&self, name: &str, reading: &Reading<'_>) -> bool {
        const OTHERS: [WordList; 3] = [WordList::OneTime, WordList::Foreign, WordList::ThirdParty];
        let Some(call) = reading.call else { return false };
        let program = self.program;
        let outline = program.outline(call.file);
        let site = program.call(call);
        let code = &outline.function(site.function).code;
        let within = program.places(call.file).instructions_within(outline, site.function, site.span);
        let texts = within.filter_map(|pc| match code[pc as usize].op {
            Op::Text(text) => Some(outline.name(text)),
            _ => None,
        });
        let mut function = Some(site.function);
        let mut around = Vec::new();
        while let Some(id) = function {
            let known = outline.function(id);
            let bound = program.binding_of(FunctionRef { file: call.file, function: id });
            around.extend(
                known.name.or(bound.map(|binding| outline.binding(binding).name)).map(|name| outline.name(name)),
            );
            function = known.parent;
        }
        texts.chain(around).chain([name]).any(|text| super::names::said_by(text).any(&OTHERS))
    }

    /// Variables that go by a token's name, and hold something of which nothing more is known.
    pub(super) fn read_names(&mut self, at: FunctionRef, (from, to): (u32, u32), reading: &mut Reading<'_>) {
        let outline = self.program.outline(at.file);
        for inst in outline.function(at.function).code.get(from as usize..to as usize).unwrap_or_default() {
            let Op::Load(reference) = inst.op else { continue };
            let reference = outline.reference(reference);
            let Some(binding) = reference.binding else { continue };
            let value = self.constant(at.file, binding);
            if reading.unknown.contains(&value) {
                self.read_name(outline.name(reference.name), reading);
            }
        }
    }

    /// The last name of what a value comes from.
    pub(super) fn name_of(&self, value: ValueId) -> Option<String> {
        match *self.values.get(value) {
            Value::Symbol(Symbol::Member(_, name) | Symbol::Free(name)) => Some(self.program.text(name).to_owned()),
            Value::Symbol(Symbol::Parameter(at, index)) => self.parameter_name(at, index).map(str::to_owned),
            Value::Symbol(Symbol::Binding(file, binding)) => {
                let outline = self.program.outline(file);
                Some(outline.name(outline.binding(binding).name).to_owned())
            }
            Value::Symbol(Symbol::Module(_, name)) => {
                Some(self.program.text(name).rsplit('/').next().unwrap_or_default().to_owned())
            }
            _ => None,
        }
    }

    /// The tokens that a file's checks are given, and its signatures.
    fn checked_tokens(&mut self, file: FileId) -> Rc<FxHashSet<ValueId>> {
        if let Some(known) = self.leaks.checked.get(&file) {
            return Rc::clone(known);
        }
        let mut tokens = FxHashSet::default();
        self.leaks.checked.insert(file, Rc::default());
        for (id, site) in (0..).map(CallId).zip(&self.program.outline(file).calls) {
            if site.arguments.is_empty() {
                continue;
            }
            let call = CallRef { file, call: id };
            match self.check_action(call) {
                Some(Action::Verify(verify)) => {
                    let token = verify.token.and_then(|index| self.argument_code(call, usize::from(index)));
                    if let Some((at, code)) = token {
                        let given = self.evaluate_all(at, code, None);
                        tokens.extend(
                            given.into_iter().filter(|&given| matches!(self.values.get(given), Value::Symbol(_))),
                        );
                    }
                }
                // What is decoded is whole, too.
                Some(Action::Decode) => {
                    let Some((at, code)) = self.argument_code(call, 0) else { continue };
                    let given = self.evaluate_all(at, code, None);
                    tokens
                        .extend(given.into_iter().filter(|&given| matches!(self.values.get(given), Value::Symbol(_))));
                }
                Some(Action::Sign) => {
                    let signed = self.result(call, false);
                    tokens.insert(signed);
                }
                _ => {}
            }
        }
        let tokens = Rc::new(tokens);
        self.leaks.checked.insert(file, Rc::clone(&tokens));
        tokens
    }

    /// What the project's loggers are told to leave out: the last names of all paths in files that say so.
    pub(super) fn redacted(&mut self) -> Rc<FxHashSet<String>> {
        if let Some(known) = &self.leaks.redacted {
            return Rc::clone(known);
        }
        let program = self.program;
        let mut left_out = FxHashSet::default();
        let options: Vec<Name> =
            ["redact", "redactPaths", "redactKeys"].iter().filter_map(|name| program.find(name)).collect();
        for (id, file) in program.files().filter(|_| !options.is_empty()) {
            let outline = &file.outline;
            let own: Vec<NameId> = options.iter().filter_map(|&name| program.local_name(id, name)).collect();
            let says = |key: &Option<NameId>| key.is_some_and(|key| own.contains(&key));
            if own.is_empty() || !outline.shapes.iter().flatten().any(says) {
                continue;
            }
            for inst in outline.functions.iter().flat_map(|function| &function.code) {
                if let Op::Text(text) = inst.op {
                    let last = outline.name(text).rsplit(['.', '[', '"', '\'']).find(|part| !matches!(*part, "" | "]"));
                    left_out.extend(last.map(str::to_ascii_lowercase));
                }
            }
        }
        let left_out = Rc::new(left_out);
        self.leaks.redacted = Some(Rc::clone(&left_out));
        left_out
    }
}
