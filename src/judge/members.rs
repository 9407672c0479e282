//! What names and members stand for: variables, imports, packages, objects, instances, and the language's own library.

use super::instances::ClassRef;
use super::machine::{CONSTANT_DEPTH, Machine};
use super::state::{Because, Facts, State};
use super::value::{Builtin, Closure, FailureText, Listed, Promise, Site, Symbol, Value, ValueId};
use crate::finding::Confidence;
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{BindingId, Definition, FnId, Imported, RefId, Step};
use crate::outline::{ExportName, Exported};
use crate::text::{FileId, Place};
use crate::vocabulary::{self, Answer, Surface};

/// Through how many `export * from` a name is looked for.
pub(super) const REEXPORTS: u8 = 8;

impl Machine<'_> {
    pub(super) fn load(&mut self, state: &mut State, file: FileId, reference: RefId) -> ValueId {
        let outline = self.program.outline(file);
        let used = *outline.reference(reference);
        let Some(binding) = used.binding else {
            return self.free(state, file, used.name, outline.name(used.name));
        };
        let key = (file, binding);
        if let Some(known) = self.captured(state, key).or_else(|| state.variable(key)) {
            return known;
        }
        let constant = self.constant(file, binding);
        match self.declared_inside(constant) {
            Some(at) => self.closure(state, at),
            None => constant,
        }
    }

    /// A name that nothing in the file declares.
    pub(super) fn free(
        &mut self,
        state: &mut State,
        file: FileId,
        name: crate::outline::code::NameId,
        text: &str,
    ) -> ValueId {
        if text == "arguments" {
            let is_root = state.activations.len() == 2;
            let given = state.frame().map(|frame| (frame.at, frame.arguments.to_vec())).filter(|_| !is_root);
            if let Some((at, items)) = given {
                let site = Site { file, span: self.program.function(at).header };
                return self.values.make(Value::Array { site, items, open: false });
            }
        }
        // What a CommonJS module has exported so far, under either name.
        if text == "exports" || text == "module" {
            let exports = self.values.make(Value::Module(file));
            let name = self.program.find("exports").filter(|_| text == "module");
            return match name {
                Some(name) => {
                    let site = Site { file, span: crate::text::Span::default() };
                    self.values.make(Value::Object { site, members: vec![(name, exports)], open: true })
                }
                None => exports,
            };
        }
        if let Some(surface) = self.program.declared().global(text).or_else(|| vocabulary::global(text)) {
            return self.values.make(Value::Package { surface, threshold: None, muted: false });
        }
        if let Some(builtin) = Builtin::global(text) {
            return self.values.make(Value::Builtin(builtin));
        }
        if let Some(surface) = vocabulary::customary(text) {
            state.path.doubt(Confidence::Medium, Because::Unbound(text.to_owned()));
            return self.values.make(Value::Package { surface, threshold: None, muted: false });
        }
        let name = self.program.name(file, name);
        self.values.symbol(Symbol::Free(name))
    }

    /// The value that a binding's definition gives, when it is the only one.
    pub(super) fn definition(&mut self, file: FileId, binding: BindingId) -> ValueId {
        let outline = self.program.outline(file);
        let declared = outline.binding(binding);
        let unseen = Symbol::Binding(file, binding);
        match &declared.definition {
            Definition::Function(function) if declared.writes == 0 => {
                self.values.make(Value::Function(Closure::plain(FunctionRef { file, function: *function })))
            }
            Definition::Class(class) if declared.writes == 0 => self.values.make(Value::Class { file, class: *class }),
            Definition::Import { specifier, imported } if declared.writes == 0 => {
                let module = self.module(file, self.program.name(file, *specifier));
                self.imported(file, module, *imported)
            }
            Definition::Value { function, code, path } if declared.writes == 1 => {
                let function = FunctionRef { file, function: *function };
                let value = self.evaluate(function, code.0, code.1);
                self.follow(file, value, path)
            }
            // `let jwt; try { jwt = require('jsonwebtoken'); } catch {}`, or the same package required twice.
            Definition::Value { .. } if outline.owner(binding) == FnId::MODULE => {
                let mut values = Vec::new();
                for definition in std::iter::once(&declared.definition).chain(&declared.others) {
                    let Definition::Value { function, code, path } = definition else {
                        return self.values.symbol(unseen);
                    };
                    let value = self.evaluate(FunctionRef { file, function: *function }, code.0, code.1);
                    values.push(self.follow(file, value, path));
                }
                let all_seen = declared.writes as usize <= values.len() + 1;
                let same = values.iter().all(|value| matches!(self.values.get(*value), Value::Package { .. }));
                match values.first() {
                    Some(&first) if all_seen && same && values.iter().all(|&value| value == first) => first,
                    _ => self.values.symbol(unseen),
                }
            }
            Definition::Parameter(function, index) if declared.writes == 1 => {
                self.parameter(FunctionRef { file, function: *function }, *index)
            }
            _ => self.values.symbol(unseen),
        }
    }

    fn follow(&mut self, file: FileId, mut value: ValueId, path: &[Step]) -> ValueId {
        let mut state = State::new(super::state::Path::new());
        for step in path {
            value = match step {
                Step::Member(name) => self.member(&mut state, value, self.program.name(file, *name)),
                Step::Element(index) => {
                    let key = self.values.make(Value::Number(i32::from(*index)));
                    self.element(&mut state, value, key)
                }
                Step::Rest { without } => {
                    let mut without: Vec<Name> = without.iter().map(|&name| self.program.name(file, name)).collect();
                    without.sort_unstable();
                    self.rest_of(value, without)
                }
            };
        }
        value
    }

    /// An object without some of its members, as far as it is one of which members are known by name.
    fn rest_of(&mut self, value: ValueId, without: Vec<Name>) -> ValueId {
        match self.values.get(value).clone() {
            Value::Object { site, mut members, open } => {
                members.retain(|(name, _)| without.binary_search(name).is_err());
                self.values.make(Value::Object { site, members, open })
            }
            Value::Symbol(_) if !without.is_empty() => self.values.symbol(Symbol::Rest(value, without)),
            _ => value,
        }
    }

    /// What `require('specifier')` gives.
    pub(super) fn module(&mut self, file: FileId, specifier: Name) -> ValueId {
        if let Some(target) = self.program.imported(file, specifier) {
            return self.project_module(target);
        }
        let text = self.program.text(specifier);
        match self.program.declared().import(file, specifier, text).or_else(|| vocabulary::module(text)) {
            Some(surface) => self.values.make(Value::Package { surface, threshold: None, muted: false }),
            None => self.values.symbol(Symbol::Module(file, specifier)),
        }
    }

    /// A file's exports: what it assigns to `module.exports`, when that is all.
    fn project_module(&mut self, file: FileId) -> ValueId {
        let exports = &self.program.outline(file).exports;
        let (whole, parts): (Vec<_>, Vec<_>) = exports.iter().partition(|export| export.name == ExportName::Module);
        match (whole.as_slice(), parts.as_slice()) {
            ([only], []) => {
                let value = only.value;
                self.exported(file, value)
            }
            _ => self.values.make(Value::Module(file)),
        }
    }

    /// What a file assigns to `module.exports`, when it is something of its own.
    pub(super) fn whole_export(&mut self, file: FileId) -> Option<ValueId> {
        let exports = &self.program.outline(file).exports;
        let whole = exports.iter().rev().find(|export| export.name == ExportName::Module)?.value;
        let value = self.exported(file, whole);
        (!matches!(self.values.get(value), Value::Module(_))).then_some(value)
    }

    /// The value of an export, evaluated once. Modules that export each other's exports come to an end.
    pub(super) fn exported(&mut self, file: FileId, value: Exported) -> ValueId {
        if let Some(known) = self.exports.get(&(file, value)) {
            return known.unwrap_or_else(|| self.values.make(Value::Module(file)));
        }
        if self.constants_under_way >= CONSTANT_DEPTH {
            return self.values.make(Value::Module(file));
        }
        self.exports.insert((file, value), None);
        self.constants_under_way += 1;
        let made = self.make_exported(file, value);
        let made = self.with_declared(file, value, made);
        self.constants_under_way -= 1;
        self.exports.insert((file, value), Some(made));
        made
    }

    fn make_exported(&mut self, file: FileId, value: Exported) -> ValueId {
        match value {
            Exported::Local(reference) => match self.program.outline(file).reference(reference).binding {
                Some(binding) => self.constant(file, binding),
                None => self.values.make(Value::Module(file)),
            },
            Exported::Value { function, code } => self.evaluate(FunctionRef { file, function }, code.0, code.1),
            Exported::From { specifier, imported } => {
                let module = self.module(file, self.program.name(file, specifier));
                self.imported(file, module, imported)
            }
        }
    }

    fn imported(&mut self, file: FileId, module: ValueId, imported: Imported) -> ValueId {
        match imported {
            Imported::Namespace => module,
            Imported::Default => self.default_export(module),
            Imported::Named(name) => {
                let mut state = State::new(super::state::Path::new());
                self.member(&mut state, module, self.program.name(file, name))
            }
        }
    }

    /// What a file exports under a name; `None` when it does not, as far as is seen.
    pub(super) fn export_named(&mut self, file: FileId, name: Name, depth: u8) -> Option<ValueId> {
        let program = self.program;
        let exports = &program.outline(file).exports;
        let is_default = program.text(name) == "default";
        let found = exports.iter().rev().find(|export| match export.name {
            ExportName::Named(local) => program.name(file, local) == name,
            ExportName::Default => is_default,
            ExportName::All | ExportName::Module => false,
        });
        if let Some(export) = found {
            return Some(self.exported(file, export.value));
        }
        for export in exports {
            match (export.name, export.value) {
                (ExportName::Module, value) => {
                    let whole = self.exported(file, value);
                    if !matches!(self.values.get(whole), Value::Module(_)) {
                        let mut state = State::new(super::state::Path::new());
                        return Some(self.member(&mut state, whole, name));
                    }
                }
                (ExportName::All, Exported::From { specifier, .. }) if depth > 0 => {
                    let specifier = program.name(file, specifier);
                    if let Some(target) = program.imported(file, specifier)
                        && let Some(value) = self.export_named(target, name, depth - 1)
                    {
                        return Some(value);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Everything that a file exports under a name of its own.
    pub(super) fn exports_of(&mut self, file: FileId) -> Vec<(Name, ValueId)> {
        let program = self.program;
        let mut found = Vec::new();
        for export in &program.outline(file).exports {
            if let ExportName::Named(local) = export.name {
                found.push((program.name(file, local), self.exported(file, export.value)));
            }
        }
        found
    }

    /// `import x from`: the default export, which CommonJS modules do not tell from themselves.
    fn default_export(&mut self, module: ValueId) -> ValueId {
        match *self.values.get(module) {
            Value::Package { surface, .. } => match surface.member("default") {
                Some(surface) => self.values.make(Value::Package { surface, threshold: None, muted: false }),
                None => module,
            },
            Value::Module(file) => {
                let default = self.program.find("default");
                default.and_then(|name| self.export_named(file, name, REEXPORTS)).unwrap_or(module)
            }
            _ => module,
        }
    }

    pub(super) fn member(&mut self, state: &mut State, object: ValueId, name: Name) -> ValueId {
        if let Some(written) = state.member((object, name)) {
            return written;
        }
        if let Some(laid) = self.laid(object, name) {
            return laid;
        }
        let text = self.program.text(name);
        let value = match self.values.get(object) {
            // A response that is already sent needs no second one: no branch.
            _ if text == "headersSent" => Some(Value::Bool { truth: false, of_failure: false }),
            // What compilers ask of a module before they wrap it: ours can be read either way, so it needs no wrapping.
            Value::Package { .. } if text == "__esModule" => Some(Value::Bool { truth: true, of_failure: false }),
            Value::Package { surface, .. }
                if surface.member(text).is_some_and(|member| member.constant().is_some()) =>
            {
                surface.member(text).and_then(Surface::constant).map(Value::Number)
            }
            Value::Made { surface, .. } | Value::Configured { surface, .. } => {
                let member = surface.member(text);
                member.map(|surface| Value::Package { surface, threshold: None, muted: false })
            }
            Value::Package { surface, .. }
                if surface.member(text).is_some_and(|member| member.action() == Some(&vocabulary::Action::Cradle)) =>
            {
                Some(Value::Cradle)
            }
            Value::Cradle => {
                return self.of_cradle(name).unwrap_or_else(|| self.values.symbol(Symbol::Member(object, name)));
            }
            Value::Symbol(Symbol::Exchange(_)) if text == "app" && self.routes.serving.is_some() => {
                return self.routes.serving.unwrap_or(object);
            }
            Value::Symbol(Symbol::Rest(_, without)) if without.binary_search(&name).is_ok() => Some(Value::Undefined),
            Value::Symbol(Symbol::Rest(of, _)) => {
                let of = *of;
                return self.member(state, of, name);
            }
            Value::Symbol(Symbol::Parameter(..)) if self.registrar_of(object, text).is_some() => {
                self.registrar_of(object, text).map(|surface| Value::Package { surface, threshold: None, muted: false })
            }
            Value::Package { surface, threshold, muted } => {
                surface.member(text).map(|surface| Value::Package { surface, threshold: *threshold, muted: *muted })
            }
            Value::Twins { of, suffix } => {
                let of = *of;
                return match text.strip_suffix(suffix).and_then(|plain| self.program.find(plain)) {
                    Some(plain) => {
                        let method = self.member(state, of, plain);
                        self.values.make(Value::Promisified(method))
                    }
                    None => self.member(state, of, name),
                };
            }
            Value::Module(_) if text == "__esModule" => Some(Value::Bool { truth: true, of_failure: false }),
            Value::Module(file) => {
                let file = *file;
                return self.export_named(file, name, REEXPORTS).unwrap_or_else(|| {
                    // `require('./x').default` of a module that has no such export: the module.
                    if text == "default" { object } else { self.values.symbol(Symbol::Member(object, name)) }
                });
            }
            Value::Builtin(builtin) => builtin.member(text),
            Value::Failure => match text {
                "name" => Some(Value::FailureText(FailureText::Name)),
                "code" => Some(Value::FailureText(FailureText::Code)),
                "message" => Some(Value::FailureText(FailureText::Message)),
                "constructor" => Some(Value::FailureClass),
                _ if self.failure_lacks(text) => Some(Value::Undefined),
                _ => None,
            },
            Value::NewError { kind, fields, .. } => {
                let kind = *kind;
                let stored = fields.binary_search_by(|(known, _)| known.cmp(&name)).ok().map(|at| fields[at].1);
                let known = self.error_member(object, kind, stored, name);
                return known.unwrap_or_else(|| self.values.symbol(Symbol::Member(object, name)));
            }
            Value::FailureClass if text == "name" => Some(Value::FailureText(FailureText::Name)),
            Value::NoResult => Some(Value::NoResult),
            Value::LookedUp { found, answer } => {
                let (found, answer) = (*found, *answer);
                return self.member_of_answer(object, found, answer, name);
            }
            Value::Array { .. } if text == "length" => self.length_of(state, object).map(Value::Number),
            Value::Bool { .. } | Value::Number(_) | Value::Ratio(_) => Some(Value::Undefined),
            Value::Object { members, open, .. } => match members.iter().rev().find(|&&(known, _)| known == name) {
                Some(&(_, value)) => return value,
                None if *open => None,
                None => Some(Value::Undefined),
            },
            Value::Constructed { by, .. } => {
                let by = *by;
                let known = self.constructed_member(object, by, name);
                return known.unwrap_or_else(|| self.values.symbol(Symbol::Member(object, name)));
            }
            Value::Instance { file, class, .. } => {
                let (file, class) = (*file, *class);
                return self.instance_member(object, ClassRef { file, class }, name, false);
            }
            Value::Super { this, file, class } => {
                let (this, of) = (*this, ClassRef { file: *file, class: *class });
                return self.super_member(this, of, name);
            }
            Value::Class { file, class } => {
                let (file, class) = (*file, *class);
                return self.instance_member(object, ClassRef { file, class }, name, true);
            }
            _ => None,
        };
        match value {
            Some(value) => self.values.make(value),
            None => self.values.symbol(Symbol::Member(object, name)),
        }
    }

    /// `typeof value`, where what is known of the value settles it.
    pub(super) fn type_of(&mut self, value: ValueId) -> ValueId {
        let name = match self.values.get(value) {
            Value::Undefined | Value::NoResult => "undefined",
            Value::Bool { .. } => "boolean",
            Value::Number(_) | Value::Ratio(_) => "number",
            Value::Text(_) | Value::UnwrittenText | Value::FailureText(FailureText::Name | FailureText::Message) => {
                "string"
            }
            Value::Function(_) | Value::Method { .. } | Value::Class { .. } | Value::Settler { .. } => "function",
            Value::Null
            | Value::Failure
            | Value::LookedUp { .. }
            | Value::NewError { .. }
            | Value::Object { .. }
            | Value::Array { .. }
            | Value::Promise(_)
            | Value::Constructed { .. }
            | Value::Instance { .. } => "object",
            _ => return self.values.symbol(Symbol::TypeOf(value)),
        };
        // A name that the program never writes is compared with nothing.
        match self.program.find(name) {
            Some(name) => self.values.make(Value::Text(name)),
            None => self.values.symbol(Symbol::TypeOf(value)),
        }
    }

    /// The member that an element is, where its key is known.
    pub(super) fn element_name(&self, object: ValueId, key: ValueId) -> Option<Name> {
        match (self.values.get(key), self.decorating) {
            // Whichever method it is, it is the one that the decorator is run for.
            (_, Some((holder, method))) if holder == object => Some(method),
            (Value::Text(name), _) => Some(*name),
            _ => None,
        }
    }

    pub(super) fn element(&mut self, state: &mut State, object: ValueId, key: ValueId) -> ValueId {
        if let Some(name) = self.element_name(object, key)
            && let Some(written) = state.member((object, name))
        {
            return written;
        }
        if let Some(known) = self.entry_of_request(key, object) {
            return known.unwrap_or_else(|| self.values.undefined());
        }
        match (self.values.get(object), self.values.get(key)) {
            (Value::Array { items, open: false, .. }, Value::Number(at)) => {
                let found = usize::try_from(*at).ok().and_then(|at| items.get(at)).copied();
                found.unwrap_or_else(|| self.values.undefined())
            }
            (Value::NoResult, _) => object,
            (&Value::LookedUp { found, answer: answer @ (Answer::List | Answer::Rows) }, _) => {
                self.element_of_answer(found, answer)
            }
            (Value::Object { .. } | Value::Symbol(Symbol::Rest(..)), Value::Text(name)) => {
                let name = *name;
                self.member(state, object, name)
            }
            (Value::Object { members, open: false, .. }, Value::FailureText(_)) => {
                let members = members.clone();
                let texts: Vec<_> =
                    members.into_iter().map(|(name, value)| (self.values.make(Value::Text(name)), value)).collect();
                let missing = self.values.undefined();
                let found = self.look_up_in_table(state, key, &texts, missing);
                found.unwrap_or_else(|| self.values.symbol(Symbol::Element(object, key)))
            }
            // `logger[level]`, `app[method]`: called on the object, though the call does not say so.
            (
                Value::Package { .. }
                | Value::Made { .. }
                | Value::Configured { .. }
                | Value::Symbol(Symbol::Parameter(..)),
                Value::Text(name),
            ) => {
                let name = *name;
                let function = self.member(state, object, name);
                match self.values.get(function) {
                    Value::Package { .. } => {
                        self.values.make(Value::Bound { function, this: object, arguments: Vec::new() })
                    }
                    _ => self.values.symbol(Symbol::Element(object, key)),
                }
            }
            _ => self.values.symbol(Symbol::Element(object, key)),
        }
    }

    /// What `Object.entries` and its kin give for an object whose members are known.
    pub(super) fn listed(&mut self, object: ValueId, what: Listed, call: CallRef) -> Option<ValueId> {
        let Value::Object { members, open: false, .. } = self.values.get(object) else { return None };
        let members = members.clone();
        let site = self.site(call);
        let items = members
            .into_iter()
            .map(|(name, value)| match what {
                Listed::Values => value,
                Listed::Keys => self.values.make(Value::Text(name)),
                Listed::Entries => {
                    let key = self.values.make(Value::Text(name));
                    self.values.make(Value::Array { site, items: vec![key, value], open: false })
                }
            })
            .collect();
        Some(self.values.make(Value::Array { site, items, open: false }))
    }

    /// A method by which a parameter that is called like an application takes handlers on.
    fn registrar_of(&self, object: ValueId, member: &str) -> Option<Surface> {
        let surface = self.framework_of(object)?.member(member)?;
        matches!(surface.action(), Some(vocabulary::Action::Register(_))).then_some(surface)
    }

    /// Whether none of the errors with which the check under judgement fails has a member.
    fn failure_lacks(&mut self, member: &str) -> bool {
        let classes = self.failure_classes();
        !classes.is_empty() && classes.iter().all(|class| class.lacks(member))
    }

    pub(super) fn write_member(
        &mut self,
        state: &mut State,
        object: ValueId,
        name: Name,
        value: ValueId,
        place: Place,
    ) {
        // What was decided about the member was about its old value.
        let old = self.values.symbol(Symbol::Member(object, name));
        self.renew(state, old);
        state.set_member((object, name), value);
        self.lay(object, name, value);
        self.note_identity(state, object, name, value);
        if state.path.failing && self.is_response(object) {
            self.note_status_member(state, name, value);
            self.note_disclosed_body(state, name, value, place);
            self.note_given(state, &[value]);
        }
        if self.is_logged(state, object, name, value) {
            state.path.facts |= Facts::TOLD | Facts::CONTEXT;
            state.path.step(crate::finding::Role::Signal, place, "the access log prints this with the request");
            return;
        }
        self.escape(state, object, value, place);
    }

    /// Whether the reason is put where the project's access log prints it.
    fn is_logged(&self, state: &State, object: ValueId, name: Name, value: ValueId) -> bool {
        let on_exchange = matches!(self.values.get(self.values.base(object)), Value::Symbol(Symbol::Exchange(_)));
        let says_why = !matches!(self.values.get(value), Value::Undefined | Value::Null | Value::NoResult);
        state.path.failing && on_exchange && says_why && self.routes.logged_members.contains(&name)
    }

    /// Whether others may look into something: the request, the response, what the function was given, an instance.
    fn is_outside(&self, object: ValueId) -> bool {
        matches!(
            self.values.get(self.values.base(object)),
            Value::Symbol(
                Symbol::Parameter(..)
                    | Symbol::Exchange(_)
                    | Symbol::Binding(..)
                    | Symbol::Module(..)
                    | Symbol::This(_)
            ) | Value::Instance { .. }
                | Value::Constructed { .. }
        )
    }

    /// The failure is stored where others can find it: on the request, on the response, on an object of the outside.
    pub(super) fn escape(&mut self, state: &mut State, object: ValueId, value: ValueId, place: Place) {
        // `req.auth = {}; req.auth.error = err`: what hangs on something of the outside is found there too.
        let hangs_there = || {
            let mut holders = state.members.iter().filter(|&&(_, held)| held == object);
            holders.any(|&((holder, _), _)| self.is_outside(holder))
        };
        let outside = state.path.failing && (self.is_outside(object) || hangs_there());
        let is_error = matches!(self.values.get(value), Value::Failure | Value::FailureText(_))
            || (self.values.carries_failure(value)
                && matches!(self.values.get(value), Value::Symbol(_) | Value::NewError { .. } | Value::Object { .. }));
        if state.path.failing && outside && is_error && !state.path.facts.contains(Facts::MAYBE) {
            self.maybe_told(state, place, "whoever reads it there".to_owned());
        }
    }
}

/// Whether a promise of this shape is waited for at the end, when nobody waits for it earlier.
pub(super) fn must_settle(promise: &Promise) -> bool {
    !matches!(promise, Promise::Fulfilled(_))
}
