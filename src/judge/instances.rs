//! Classes and their instances: what a constructor stores, what a field begins with, what a method is.
//!
//! A method that is run without its caller belongs to any instance: its fields are what every `new` of the class agrees on, or
//! what the constructor says of them by itself, parameters standing for instances of their declared classes.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::calls::Calling;
use super::errors::ErrorKind;
use super::machine::{CONSTANT_DEPTH, Flow, Machine};
use super::state::{Activation, Completion, State};
use super::value::{Builtin, Symbol, Value, ValueId};
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{BindingId, CallId, ClassId, Definition, FnId, Imported, MemberKind, NameId, Op};
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
                    || self.relevant.contains(at)
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
        let class = outline.class(of.class);
        if let Some(known) = self.bases.get(&of) {
            return known.map_or(Base::Unknown, Base::Class);
        }
        let (base, name) = match (class.superclass, class.superclass_code) {
            (Some(base), _) => {
                let reference = *outline.reference(base);
                let base = reference.binding.map(|binding| self.constant(of.file, binding));
                (base, Some(reference.name))
            }
            (None, Some((function, (from, to)))) => {
                let last = outline.function(function).code.get(to.saturating_sub(1) as usize);
                let name = last.and_then(|last| match last.op {
                    Op::Member(name) => Some(name),
                    _ => None,
                });
                if self.constants_under_way >= CONSTANT_DEPTH {
                    return Base::Unknown;
                }
                self.constants_under_way += 1;
                let base = self.evaluate(FunctionRef { file: of.file, function }, from, to);
                self.constants_under_way -= 1;
                (Some(base), name)
            }
            (None, None) => return Base::None,
        };
        let named_error = name.is_some_and(|name| outline.name(name).ends_with("Error"));
        let Some(base) = base else {
            return if named_error { Base::Error } else { Base::Unknown };
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

    /// `super` in a method of a class whose base is a class of the program: what the method is called on, seen as its base.
    pub(super) fn super_of(&mut self, at: FunctionRef, this: Option<ValueId>) -> ValueId {
        match (self.class_around(at).map(|class| self.base(class)), this) {
            (Some(Base::Class(ClassRef { file, class })), Some(this))
                if matches!(self.values.get(this), Value::Instance { .. } | Value::Class { .. }) =>
            {
                self.values.make(Value::Super { this, file, class })
            }
            (Some(Base::Class(ClassRef { file, class })), _) => {
                self.values.make(Value::Instance { file, class, site: None })
            }
            (Some(_), _) => self.values.symbol(Symbol::This(at)),
            (None, _) => self.own_this(at),
        }
    }

    /// A member of `super`.
    pub(super) fn super_member(&mut self, this: ValueId, of: ClassRef, name: Name) -> ValueId {
        let is_static = matches!(self.values.get(this), Value::Class { .. });
        // A class that a decorator has put in its class's place asks for what it replaces.
        let replaces =
            matches!(*self.values.get(this), Value::Instance { file, class, .. } if (ClassRef { file, class }) == of);
        if replaces && let Some(function) = self.own_method(of, name) {
            return self.values.make(Value::Method { function, this });
        }
        self.instance_member(this, of, name, is_static)
    }

    fn own_method(&self, of: ClassRef, name: Name) -> Option<FunctionRef> {
        let local = self.program.local_name(of.file, name);
        let members = &self.program.outline(of.file).class(of.class).members;
        members.iter().find_map(|member| match member.kind {
            MemberKind::Method(function) if Some(member.name) == local && !member.is_static => {
                Some(FunctionRef { file: of.file, function })
            }
            _ => None,
        })
    }

    /// A class is made that extends a parameter of the function around it: `(Base) => class extends Base { … }`.
    pub(super) fn note_base(&mut self, state: &mut State, of: ClassRef) {
        let outline = self.program.outline(of.file);
        let Some(reference) = outline.class(of.class).superclass else { return };
        let is_parameter = |binding| matches!(outline.binding(binding).definition, Definition::Parameter(..));
        if !outline.reference(reference).binding.is_some_and(is_parameter) {
            return;
        }
        let base = self.load(state, of.file, reference);
        let Value::Class { file, class } = *self.values.get(base) else { return };
        let base = Some(ClassRef { file, class });
        // Two bases of one class are told apart nowhere.
        let agreed = self.bases.get(&of).is_none_or(|known| known == base);
        self.bases.insert(of, base.filter(|_| agreed));
    }

    /// What a getter gives, where that is one value.
    fn of_getter(&mut self, getter: FunctionRef, this: ValueId) -> Option<ValueId> {
        if self.program.function(getter).code.len() > SMALL {
            return None;
        }
        let mut given = self.run_aside(getter, |machine, state| {
            machine.enter(state, getter, Rc::from([]), this);
            Flow::Go
        });
        given.dedup();
        match given.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// What code of a class gives on something, which is found out once. While a constant is made, what it is made of is not all
    /// known; and what holds of the requests of one route is not said of others.
    fn once_for(&mut self, of: FunctionRef, object: ValueId, find: impl FnOnce(&mut Self) -> ValueId) -> ValueId {
        let is_for_good = self.constants_under_way == 0 && self.recorder.is_none() && self.requested.is_none();
        if let Some(&known) = self.on_objects.get(&(of, object)).filter(|_| is_for_good) {
            return known;
        }
        let found = find(self);
        if is_for_good && !self.has_no_more_constants() {
            self.on_objects.insert((of, object), found);
        }
        found
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
                    return self.method(class, FunctionRef { file: class.file, function }, object);
                }
                Some(MemberKind::Field(function)) => {
                    let code = &outline.function(function).code;
                    let end = u32::try_from(code.len().saturating_sub(3)).unwrap_or(0);
                    let this = (!is_static).then_some(object);
                    // A field that asks for itself, or for another one that asks for it.
                    if self.constants_under_way >= CONSTANT_DEPTH {
                        return self.values.symbol(Symbol::Member(object, name));
                    }
                    let field = FunctionRef { file: class.file, function };
                    return self.once_for(field, object, |machine| {
                        machine.constants_under_way += 1;
                        let value = machine.evaluate_on(field, (0, end), this);
                        machine.constants_under_way -= 1;
                        value
                    });
                }
                Some(MemberKind::Getter(function)) => {
                    let getter = FunctionRef { file: class.file, function };
                    return self.once_for(getter, object, |machine| {
                        let given = machine.of_getter(getter, object);
                        given.unwrap_or_else(|| machine.values.symbol(Symbol::Member(object, name)))
                    });
                }
                Some(MemberKind::Declared(type_name)) => {
                    if let Some(injected) = local.and_then(|local| self.injected_field(class, local)) {
                        return injected;
                    }
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
        if !is_static && let Some(found) = self.in_subclass(object, of, name) {
            return found;
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

    /// An instance of the class that a type annotation names, if it names one of the program, or of the only class that has
    /// the interface which it names.
    pub(super) fn instance_of_type(&mut self, file: FileId, type_name: NameId) -> Option<ValueId> {
        let outline = self.program.outline(file);
        let named = (0..)
            .map(BindingId)
            .zip(&outline.bindings)
            .find(|(id, binding)| binding.name == type_name && outline.owner(*id) == FnId::MODULE);
        let name = self.program.name(file, type_name);
        let Some((id, binding)) = named else { return self.only_implementation(name) };
        match &binding.definition {
            Definition::Class(_) => {}
            Definition::Import { specifier, imported } => {
                if self.program.imported(file, self.program.name(file, *specifier)).is_none() {
                    return self.instance_of_package(file, id);
                }
                let own = match *imported {
                    Imported::Named(name) => self.program.name(file, name),
                    _ => name,
                };
                let class = self.constant(file, id);
                if !matches!(self.values.get(class), Value::Class { .. }) {
                    return self.only_implementation(own);
                }
            }
            _ => return None,
        }
        let class = self.constant(file, id);
        match self.values.get(class).clone() {
            Value::Class { file, class } if !self.is_error_class(ClassRef { file, class }) => {
                Some(self.only_instance(ClassRef { file, class }))
            }
            _ => None,
        }
    }

    /// What a package's class makes. An interface of a package has implementations that are not seen.
    fn instance_of_package(&mut self, file: FileId, class: BindingId) -> Option<ValueId> {
        let class = self.constant(file, class);
        let Value::Package { surface, .. } = *self.values.get(class) else { return None };
        let surface = surface.called().filter(|_| surface.error_class().is_none())?;
        Some(self.values.make(Value::Package { surface, threshold: None, muted: false }))
    }

    /// An instance of the only class that has an interface.
    fn only_implementation(&mut self, interface: Name) -> Option<ValueId> {
        let subtypes = Arc::clone(&self.subtypes);
        match subtypes.named(interface) {
            &[only] if !self.is_error_class(only) => Some(self.only_instance(only)),
            _ => None,
        }
    }

    /// Any instance of a class; of an abstract one, an instance of the only class that extends it.
    pub(super) fn only_instance(&mut self, of: ClassRef) -> ValueId {
        let mut of = of;
        for _ in 0..BASES {
            if !self.program.outline(of.file).class(of.class).is_abstract {
                break;
            }
            match self.subclasses(of).as_slice() {
                &[only] => of = only,
                _ => break,
            }
        }
        self.values.make(Value::Instance { file: of.file, class: of.class, site: None })
    }

    /// The classes that extend a class directly.
    fn subclasses(&mut self, of: ClassRef) -> Vec<ClassRef> {
        let Some(name) = self.program.outline(of.file).class(of.class).name else { return Vec::new() };
        let name = self.program.name(of.file, name);
        let subtypes = Arc::clone(&self.subtypes);
        subtypes.named(name).iter().copied().filter(|&class| self.base(class) == Base::Class(of)).collect()
    }

    /// A method that a class leaves to those which extend it: the only one that there is, or that leads to the check.
    fn in_subclass(&mut self, object: ValueId, of: ClassRef, name: Name) -> Option<ValueId> {
        let Value::Instance { file, class, site: None } = *self.values.get(object) else { return None };
        if (ClassRef { file, class }) != of {
            return None;
        }
        let mut found = Vec::new();
        for subclass in self.subclasses(of) {
            let outline = self.program.outline(subclass.file);
            let local = self.program.local_name(subclass.file, name);
            found.extend(outline.class(subclass.class).members.iter().find_map(|member| match member.kind {
                MemberKind::Method(function) if Some(member.name) == local && !member.is_static => {
                    Some((subclass, FunctionRef { file: subclass.file, function }))
                }
                _ => None,
            }));
        }
        if found.len() > 1 {
            found.retain(|(_, function)| self.relevant.contains(*function));
        }
        let &[(ClassRef { file, class }, function)] = found.as_slice() else { return None };
        let this = self.values.make(Value::Instance { file, class, site: None });
        Some(self.method(ClassRef { file, class }, function, this))
    }

    /// A parameter that nobody is seen to give: an instance of its declared class, or whatever it is.
    pub(super) fn parameter(&mut self, at: FunctionRef, index: u16) -> ValueId {
        if let Some(injected) = self.injected_parameter(at, index) {
            return injected;
        }
        let body = self.program.function(at);
        let type_name = body.params.get(usize::from(index)).and_then(|param| param.type_name);
        let typed = type_name.and_then(|name| self.instance_of_type(at.file, name));
        typed.unwrap_or_else(|| self.values.symbol(Symbol::Parameter(at, index)))
    }
}
