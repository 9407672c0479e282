//! Classes and their instances: what a constructor stores, what a field begins with, what a method is.
//!
//! A method that is run without its caller belongs to any instance: its fields are what every `new` of the class agrees on, or
//! what the constructor says of them by itself, parameters standing for instances of their declared classes.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::calls::Calling;
use super::errors::ErrorKind;
use super::machine::{CONSTANT_DEPTH, Flow, Machine};
use super::state::{Activation, Completion, State};
use super::value::{Builtin, Symbol, Value, ValueId};
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{CallId, ClassId, Definition, FnId, MemberKind, NameId, Op};
use crate::text::FileId;

/// How many base classes are followed.
pub(super) const BASES: usize = 12;
/// How many instructions a constructor may have to be run where the failure is not under way.
const SMALL: usize = 200;
/// How many places that make an instance are asked what they give it.
const MAKERS: usize = 8;

/// A class of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ClassRef {
    pub(crate) file: FileId,
    pub(crate) class: ClassId,
}

/// What a class extends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    None,
    Class(ClassRef),
    /// The language's `Error`, or a package's class of errors.
    Error,
    Unknown,
}

impl Machine<'_> {
    pub(super) fn construct(&mut self, state: &mut State, of: ClassRef, calling: &Calling) -> Flow {
        let instance = Value::Instance { file: of.file, class: of.class, site: Some(calling.call) };
        let instance = self.values.make(instance);
        self.renew(state, instance);
        state.activations.push(Activation::Construct(instance));
        self.run_constructor(state, of, calling, instance)
    }

    /// `super(…)` in a constructor.
    pub(super) fn super_call(&mut self, state: &mut State, call: CallRef, arguments: Vec<ValueId>) -> Flow {
        let Some(this) = state.frame().map(|frame| frame.this) else { return Flow::Stop };
        let at = FunctionRef { file: call.file, function: self.program.call(call).function };
        let calling = Calling { call, callee: this, this, arguments };
        let class = self.class_around(at);
        match class.map(|class| self.base(class)) {
            Some(Base::Class(base)) => self.run_constructor(state, base, &calling, this),
            Some(Base::Error) => self.error_constructed(state, &calling, this),
            _ => self.deliver_result(state, &calling),
        }
    }

    /// Runs a class's constructor on an instance; one that it inherits when it has none.
    fn run_constructor(&mut self, state: &mut State, of: ClassRef, calling: &Calling, instance: ValueId) -> Flow {
        let mut of = of;
        for _ in 0..BASES {
            if let Some(at) = self.constructor(of) {
                let body = self.program.function(at);
                let worth = state.path.failing
                    || self.run.is_constant()
                    || self.relevant.contains(&at)
                    || body.code.len() <= SMALL;
                if !worth || self.too_deep(state, at, &calling.arguments) {
                    break;
                }
                self.enter(state, at, Rc::from(calling.arguments.as_slice()), instance);
                return Flow::Go;
            }
            match self.base(of) {
                Base::Class(base) => of = base,
                Base::Error => return self.error_constructed(state, calling, instance),
                Base::None | Base::Unknown => break,
            }
        }
        let nothing = self.values.undefined();
        self.deliver(state, Completion::Return(nothing))
    }

    /// The constructor is through.
    pub(super) fn constructed(&mut self, state: &mut State, instance: ValueId, given: ValueId) -> Completion {
        match self.values.get(instance).clone() {
            Value::Constructed { by, call } => self.constructed_by(state, instance, (by, call), given),
            Value::Instance { file, class, site: Some(call) } if self.is_error_class(ClassRef { file, class }) => {
                let fields: Vec<(Name, ValueId)> = state
                    .members
                    .iter()
                    .filter(|((object, _), _)| *object == instance)
                    .map(|&((_, name), value)| (name, value))
                    .collect();
                state.members.remove(|(object, _)| object < instance, |(object, _)| object == instance);
                let site = self.site(call);
                let kind = ErrorKind::Project(ClassRef { file, class });
                Completion::Return(self.values.make(Value::NewError { site, kind, fields }))
            }
            _ => Completion::Return(instance),
        }
    }

    fn constructor(&self, of: ClassRef) -> Option<FunctionRef> {
        let outline = self.program.outline(of.file);
        outline.class(of.class).members.iter().find_map(|member| match member.kind {
            MemberKind::Method(function) if outline.name(member.name) == "constructor" => {
                Some(FunctionRef { file: of.file, function })
            }
            _ => None,
        })
    }

    pub(super) fn base(&mut self, of: ClassRef) -> Base {
        let outline = self.program.outline(of.file);
        let Some(base) = outline.class(of.class).superclass else { return Base::None };
        let reference = *outline.reference(base);
        let named_error = outline.name(reference.name).ends_with("Error");
        let base = match reference.binding {
            Some(binding) => self.constant(of.file, binding),
            None => {
                return if named_error { Base::Error } else { Base::Unknown };
            }
        };
        match *self.values.get(base) {
            Value::Class { file, class } if (ClassRef { file, class }) != of => Base::Class(ClassRef { file, class }),
            Value::Builtin(Builtin::Error) => Base::Error,
            Value::Package { surface, .. } if surface.error_class().is_some() => Base::Error,
            _ if named_error => Base::Error,
            _ => Base::Unknown,
        }
    }

    /// Whether a class is another one, or extends it.
    pub(super) fn extends(&mut self, class: ClassRef, other: ClassRef) -> bool {
        let mut class = class;
        for _ in 0..BASES {
            if class == other {
                return true;
            }
            match self.base(class) {
                Base::Class(base) => class = base,
                _ => return false,
            }
        }
        false
    }

    /// Whether a class of the project is an error, by what it extends.
    pub(super) fn is_error_class(&mut self, class: ClassRef) -> bool {
        let mut class = class;
        for _ in 0..BASES {
            match self.base(class) {
                Base::Class(base) => class = base,
                base => return base == Base::Error,
            }
        }
        false
    }

    /// The class whose method, or closure in a method, a function is.
    fn class_around(&self, at: FunctionRef) -> Option<ClassRef> {
        let mut function = Some(at.function);
        while let Some(id) = function {
            let body = self.program.outline(at.file).function(id);
            if let Some(class) = body.class {
                return Some(ClassRef { file: at.file, class });
            }
            function = if body.is_arrow { body.parent } else { None };
        }
        None
    }

    /// What `this` is in a function that nobody is seen to call.
    pub(super) fn own_this(&mut self, at: FunctionRef) -> ValueId {
        match self.class_around(at) {
            Some(ClassRef { file, class }) => self.values.make(Value::Instance { file, class, site: None }),
            None => self.values.symbol(Symbol::This(at)),
        }
    }

    /// `super` in a method of a class whose base is a class of the program: the same instance, seen as its base.
    pub(super) fn super_of(&mut self, at: FunctionRef) -> ValueId {
        match self.class_around(at).map(|class| self.base(class)) {
            Some(Base::Class(ClassRef { file, class })) => {
                self.values.make(Value::Instance { file, class, site: None })
            }
            Some(_) => self.values.symbol(Symbol::This(at)),
            None => self.own_this(at),
        }
    }

    /// A member of an instance or of a class, its own or inherited.
    pub(super) fn instance_member(&mut self, object: ValueId, of: ClassRef, name: Name, is_static: bool) -> ValueId {
        if self.program.text(name) == "constructor" && !is_static {
            return self.values.make(Value::Class { file: of.file, class: of.class });
        }
        let mut class = of;
        let mut declared = None;
        for _ in 0..BASES {
            let outline = self.program.outline(class.file);
            let local = self.program.local_name(class.file, name);
            let members = &outline.class(class.class).members;
            let found = members.iter().find(|member| Some(member.name) == local && member.is_static == is_static);
            match found.map(|member| member.kind) {
                Some(MemberKind::Method(function)) => {
                    let function = FunctionRef { file: class.file, function };
                    return self.values.make(Value::Method { function, this: object });
                }
                Some(MemberKind::Field(function)) => {
                    let code = &outline.function(function).code;
                    let end = u32::try_from(code.len().saturating_sub(3)).unwrap_or(0);
                    let this = (!is_static).then_some(object);
                    // A field that asks for itself, or for another one that asks for it.
                    if self.constants_under_way >= CONSTANT_DEPTH {
                        return self.values.symbol(Symbol::Member(object, name));
                    }
                    self.constants_under_way += 1;
                    let value = self.evaluate_on(FunctionRef { file: class.file, function }, (0, end), this);
                    self.constants_under_way -= 1;
                    return value;
                }
                Some(MemberKind::Getter(_)) => return self.values.symbol(Symbol::Member(object, name)),
                Some(MemberKind::Declared(type_name)) => {
                    declared = declared.or(Some((class.file, type_name)));
                }
                None => {}
            }
            match self.base(class) {
                Base::Class(base) => class = base,
                _ => break,
            }
        }
        if !is_static && let Some(stored) = self.stored(object, of, name) {
            return stored;
        }
        if self.program.text(name) == "name" && is_static {
            let outline = self.program.outline(of.file);
            if let Some(name) = outline.class(of.class).name {
                return self.values.make(Value::Text(self.program.name(of.file, name)));
            }
        }
        let of_type = declared.and_then(|(file, type_name)| self.instance_of_type(file, type_name));
        of_type.unwrap_or_else(|| self.values.symbol(Symbol::Member(object, name)))
    }

    /// Whether a class, or one that it extends, declares a member of a name, or the program hangs one on a prototype.
    pub(super) fn is_declared(&mut self, of: ClassRef, name: Name) -> bool {
        let mut class = of;
        for _ in 0..BASES {
            let outline = self.program.outline(class.file);
            let local = self.program.local_name(class.file, name);
            if outline.class(class.class).members.iter().any(|member| Some(member.name) == local) {
                return true;
            }
            match self.base(class) {
                Base::Class(base) => class = base,
                _ => break,
            }
        }
        self.of_prototypes().contains(&name)
    }

    /// The names that the program hangs on prototypes.
    fn of_prototypes(&mut self) -> Rc<FxHashSet<Name>> {
        if let Some(known) = &self.hung_on_prototypes {
            return Rc::clone(known);
        }
        let mut names = FxHashSet::default();
        for (file, known) in self.program.files() {
            let Some(prototype) = known.outline.names.find("prototype") else { continue };
            for window in known.outline.functions.iter().flat_map(|body| body.code.windows(8)) {
                let set = window.iter().filter(|_| window[0].op == Op::Member(prototype));
                names.extend(set.filter_map(|inst| match inst.op {
                    Op::SetMember(name) => Some(self.program.name(file, name)),
                    _ => None,
                }));
            }
        }
        let names = Rc::new(names);
        self.hung_on_prototypes = Some(Rc::clone(&names));
        names
    }

    /// What the constructor stored in a field.
    fn stored(&mut self, object: ValueId, of: ClassRef, name: Name) -> Option<ValueId> {
        if let Some(known) = self.known.get(&(object, name)) {
            return Some(known);
        }
        if matches!(self.values.get(object), Value::Instance { site: None, .. }) {
            let mut agreed: Option<ValueId> = None;
            for instance in self.made_instances(of) {
                let value = self.known.get(&(instance, name));
                match (agreed, value) {
                    (None, Some(value)) => agreed = Some(value),
                    (Some(known), Some(value)) if known != value => return None,
                    _ => {}
                }
            }
            if agreed.is_some() {
                return agreed;
            }
        }
        let any = self.values.make(Value::Instance { file: of.file, class: of.class, site: None });
        if self.constructed_classes.insert(of)
            && let Some(at) = self.inherited_constructor(of)
        {
            self.run_to_know(at, any);
        }
        self.known.get(&(any, name))
    }

    fn inherited_constructor(&mut self, of: ClassRef) -> Option<FunctionRef> {
        let mut class = of;
        for _ in 0..BASES {
            if let Some(at) = self.constructor(class) {
                return Some(at);
            }
            match self.base(class) {
                Base::Class(base) => class = base,
                _ => return None,
            }
        }
        None
    }

    /// The instances that the program is seen to make of a class.
    fn made_instances(&mut self, of: ClassRef) -> Vec<ValueId> {
        if let Some(made) = self.made.get(&of) {
            return made.clone();
        }
        self.made.insert(of, Vec::new());
        let program = self.program;
        let files: Vec<FileId> = std::iter::once(of.file).chain(program.importers(of.file)).collect();
        let mut made = Vec::new();
        for file in files {
            let outline = program.outline(file);
            for (call, _) in (0..).map(CallId).zip(&outline.calls).filter(|(_, site)| site.is_new) {
                if made.len() >= MAKERS {
                    break;
                }
                let call = CallRef { file, call };
                let callee = self.callee(call);
                if *self.values.get(callee) != (Value::Class { file: of.file, class: of.class }) {
                    continue;
                }
                let value = self.call_value(call);
                made.extend(value.filter(|&value| matches!(self.values.get(value), Value::Instance { .. })));
            }
        }
        self.made.insert(of, made.clone());
        made
    }

    /// An instance of the class that a type annotation names, if it names one of the program.
    pub(super) fn instance_of_type(&mut self, file: FileId, type_name: NameId) -> Option<ValueId> {
        let outline = self.program.outline(file);
        let named = (0..)
            .map(crate::outline::code::BindingId)
            .zip(&outline.bindings)
            .find(|(id, binding)| binding.name == type_name && outline.owner(*id) == FnId::MODULE)?;
        if !matches!(named.1.definition, Definition::Class(_) | Definition::Import { .. }) {
            return None;
        }
        let class = self.constant(file, named.0);
        match self.values.get(class).clone() {
            Value::Class { file, class } if !self.is_error_class(ClassRef { file, class }) => {
                Some(self.values.make(Value::Instance { file, class, site: None }))
            }
            _ => None,
        }
    }

    /// A parameter that nobody is seen to give: an instance of its declared class, or whatever it is.
    pub(super) fn parameter(&mut self, at: FunctionRef, index: u16) -> ValueId {
        let body = self.program.function(at);
        let type_name = body.params.get(usize::from(index)).and_then(|param| param.type_name);
        let typed = type_name.and_then(|name| self.instance_of_type(at.file, name));
        typed.unwrap_or_else(|| self.values.symbol(Symbol::Parameter(at, index)))
    }
}
