//! Decorators: what a method is once those of it and of its class are through with it.
//!
//! In: a class of the program and a method of it. Out: the function that stands in the method's place. A decorator of the
//! project is run, on what TypeScript's own decorators are given (`target, name, descriptor`) or on what the standard's are
//! (`value, context`). One of a package does nothing to the method that is known of; one that cannot be seen and is called as
//! if it told somebody may hear of whatever the method throws.

use super::calls::Calling;
use super::instances::ClassRef;
use super::machine::{CONSTANT_DEPTH, Machine};
use super::signals::is_telling;
use super::state::{Activation, Completion, State};
use super::value::{Builtin, Closure, Value, ValueId};
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{Decorator, Definition, MemberKind, Op};
use crate::text::FileId;

/// How many parameters a decorator has that is given a descriptor.
const TAKES_DESCRIPTOR: usize = 3;

/// What is decorated: a method, as its class or an instance holds it.
#[derive(Debug, Clone, Copy)]
struct Decorated {
    of: ClassRef,
    name: Name,
    is_static: bool,
}

impl Machine<'_> {
    /// A method of a class, on an object.
    pub(super) fn method(&mut self, of: ClassRef, function: FunctionRef, this: ValueId) -> ValueId {
        match self.decorated(of, function) {
            Some(decorated) => self.on_this(decorated, this),
            None => self.values.make(Value::Method { function, this }),
        }
    }

    /// The function that is run in the place of a method, and the call that its decorator is.
    pub(super) fn decorated_root(&mut self, at: FunctionRef) -> Option<(CallRef, ValueId)> {
        let of = ClassRef { file: at.file, class: self.program.function(at).class? };
        let decorated = self.decorated(of, at)?;
        let class = self.program.outline(of.file).class(of.class);
        let member = class.members.iter().find(|member| member.kind == MemberKind::Method(at.function))?;
        let decorator = member.decorators.first().or(class.decorators.first())?;
        Some((CallRef { file: of.file, call: decorator.call }, decorated))
    }

    /// What the decorators made of a method; `None` when it is what it was.
    fn decorated(&mut self, of: ClassRef, function: FunctionRef) -> Option<ValueId> {
        let class = self.program.outline(of.file).class(of.class);
        let member = class.members.iter().find(|member| member.kind == MemberKind::Method(function.function))?;
        if member.decorators.is_empty() && class.decorators.is_empty() {
            return None;
        }
        if let Some(known) = self.decorated.get(&function) {
            return *known;
        }
        if self.constants_under_way >= CONSTANT_DEPTH {
            return None;
        }
        // A decorator that calls the method, while it is not there yet.
        self.decorated.insert(function, None);
        self.constants_under_way += 1;
        let plain = self.values.make(Value::Function(Closure::plain(function)));
        let name = self.program.name(of.file, member.name);
        let decorated = Decorated { of, name, is_static: member.is_static };
        let mut value = plain;
        for decorator in member.decorators.iter().rev() {
            value = self.decorate(decorated, decorator, value);
        }
        for decorator in class.decorators.iter().rev() {
            value = self.decorate_by_class(decorated, decorator, value);
        }
        self.constants_under_way -= 1;
        let changed = Some(value).filter(|&value| value != plain);
        self.decorated.insert(function, changed);
        changed
    }

    /// One decorator of a method.
    fn decorate(&mut self, decorated: Decorated, decorator: &Decorator, method: ValueId) -> ValueId {
        let file = decorated.of.file;
        let call = CallRef { file, call: decorator.call };
        let callee = self.decorator(file, decorator);
        if !self.is_project_function(callee) {
            return self.watched(file, decorator, callee, method);
        }
        let takes = self.values.function(callee).map_or(0, |at| self.program.function(at).params.len());
        let site = self.site(call);
        let context = self.values.make(Value::Object { site, members: Vec::new(), open: true });
        if takes < TAKES_DESCRIPTOR {
            let value = self.program.find("value").unwrap_or(decorated.name);
            let given = self.run_decorator((call, callee), vec![method, context], (context, value), method);
            // One of the standard's gives a function, or nothing; others of two parameters only note something.
            if given.is_some_and(|given| given != method) {
                return given.unwrap_or(method);
            }
        }
        let Some(key) = self.program.find("value") else { return method };
        let descriptor = self.values.make(Value::Object { site, members: vec![(key, method)], open: true });
        let target = self.target(decorated);
        let name = self.values.make(Value::Text(decorated.name));
        let given = self.run_decorator((call, callee), vec![target, name, descriptor], (descriptor, key), method);
        given.unwrap_or_else(|| self.watched(file, decorator, callee, method))
    }

    /// One decorator of the class: it is run as if the method were the only one.
    fn decorate_by_class(&mut self, decorated: Decorated, decorator: &Decorator, method: ValueId) -> ValueId {
        let ClassRef { file, class } = decorated.of;
        let call = CallRef { file, call: decorator.call };
        let callee = self.decorator(file, decorator);
        let prototype = self.program.find("prototype").filter(|_| !decorated.is_static);
        if !self.is_project_function(callee) {
            return self.watched(file, decorator, callee, method);
        }
        let class = self.values.make(Value::Class { file, class });
        let holder = match prototype {
            Some(prototype) => self.prototype_of(class, prototype),
            None => class,
        };
        let before = self.decorating.replace((holder, decorated.name));
        let given = self.run_decorator((call, callee), vec![class], (holder, decorated.name), method);
        self.decorating = before;
        given.unwrap_or(method)
    }

    /// `Service.prototype`
    fn prototype_of(&mut self, class: ValueId, prototype: Name) -> ValueId {
        let mut state = State::new(super::state::Path::new());
        self.member(&mut state, class, prototype)
    }

    /// The function that a decorator's expression gives.
    fn decorator(&mut self, file: FileId, decorator: &Decorator) -> ValueId {
        let (from, to) = decorator.code;
        self.evaluate(FunctionRef { file, function: decorator.function }, from, to)
    }

    fn target(&mut self, decorated: Decorated) -> ValueId {
        let ClassRef { file, class } = decorated.of;
        self.values.make(match decorated.is_static {
            true => Value::Class { file, class },
            false => Value::Instance { file, class, site: None },
        })
    }

    /// Runs a decorator, and reads what stands in the method's place then; `None` when that is not seen.
    fn run_decorator(
        &mut self,
        (call, callee): (CallRef, ValueId),
        arguments: Vec<ValueId>,
        (holder, key): (ValueId, Name),
        method: ValueId,
    ) -> Option<ValueId> {
        let this = self.values.undefined();
        let target = arguments.first().copied().unwrap_or(this);
        let calling = Calling { call, callee, this, arguments };
        let waiting = Activation::Decorate { holder, key };
        let results = self.call_aside(calling, Some(waiting), Some(((holder, key), method)));
        let mut others: Vec<ValueId> = Vec::new();
        for &result in &results {
            let made = self.got(result, (call, target), method);
            if made != method && !others.contains(&made) {
                others.push(made);
            }
        }
        match others.as_slice() {
            // It was not run to its end.
            [] if results.is_empty() => None,
            [] => Some(method),
            [only] => Some(*only),
            // It depends on what is not known which of them it is.
            _ => Some(self.values.make(Value::Watched { inner: method, by: call })),
        }
    }

    /// A decorator is through: what it gave, or left in the method's place.
    pub(super) fn decorated_by(
        &mut self,
        state: &mut State,
        (holder, key): (ValueId, Name),
        completion: Completion,
    ) -> Completion {
        let Completion::Return(given) = completion else { return completion };
        let given = match self.values.get(given) {
            Value::Undefined => holder,
            Value::Object { .. } => given,
            Value::Class { .. } => return Completion::Return(self.of_class(given, holder, state, key)),
            _ if self.can_be_called(given) => return Completion::Return(given),
            _ => holder,
        };
        let value = self.member(state, given, key);
        // What has a getter in its place is asked for it when the method is.
        let is_made = self.can_be_called(value) || !matches!(self.values.get(given), Value::Object { .. });
        Completion::Return(if is_made { value } else { given })
    }

    /// `return { get() { return wrapped.bind(this) } }`
    fn got(&mut self, descriptor: ValueId, (call, this): (CallRef, ValueId), method: ValueId) -> ValueId {
        let getter = match (self.values.get(descriptor), self.program.find("get")) {
            (Value::Object { members, .. }, Some(get)) => members.iter().find(|(name, _)| *name == get),
            _ => return descriptor,
        };
        let Some(&(_, callee)) = getter else { return method };
        let results = self.call_aside(Calling { call, callee, this, arguments: Vec::new() }, None, None);
        match results.as_slice() {
            [only] if self.can_be_called(*only) => *only,
            _ => self.values.make(Value::Watched { inner: method, by: call }),
        }
    }

    /// A class that a decorator puts in a class's place: its own method of the name, or the one that it inherits.
    fn of_class(&mut self, class: ValueId, holder: ValueId, state: &State, key: Name) -> ValueId {
        let inherited = state.member((holder, key));
        let Value::Class { file, class } = *self.values.get(class) else { return holder };
        let outline = self.program.outline(file);
        let local = self.program.local_name(file, key);
        let own = outline.class(class).members.iter().find_map(|member| match member.kind {
            MemberKind::Method(function) if Some(member.name) == local => Some(FunctionRef { file, function }),
            _ => None,
        });
        match (own, inherited) {
            (Some(own), _) => self.values.make(Value::Function(Closure::plain(own))),
            (None, Some(inherited)) => inherited,
            (None, None) => holder,
        }
    }

    /// What TypeScript's compiler makes of decorators, `Service = __decorate([…], Service)`: what is decorated stays what it is,
    /// where none of them is the project's own. The helper by which each file calls them need not be run for that.
    pub(super) fn decorated_by_helper(&self, at: FunctionRef, arguments: &[ValueId]) -> Option<ValueId> {
        let &[decorators, target, ..] = arguments else { return None };
        let Value::Array { items, .. } = self.values.get(decorators) else { return None };
        let is_own = |part: ValueId| self.values.function(part).is_some_and(|own| !self.is_parameter_helper(own));
        let is_plain = || items.iter().all(|&item| !self.values.made_of(item).into_iter().any(is_own));
        (self.is_helper(at, "__decorate") && is_plain()).then(|| arguments.get(3).copied().unwrap_or(target))
    }

    /// `__param(0, Inject(…))`: what TypeScript's compiler makes of a parameter's decorator.
    fn is_parameter_helper(&self, at: FunctionRef) -> bool {
        let made_by = self.program.function(at).parent.map(|function| FunctionRef { function, ..at });
        made_by.is_some_and(|helper| self.is_helper(helper, "__param"))
    }

    /// Whether a function is one that TypeScript's compiler writes into files: its name is reserved for that, and it stands in
    /// `var __decorate = (this && this.__decorate) || function …`.
    fn is_helper(&self, at: FunctionRef, name: &str) -> bool {
        let outline = self.program.outline(at.file);
        outline.bindings.iter().filter(|binding| outline.name(binding.name) == name).any(|binding| {
            let Definition::Value { function, code: (from, to), .. } = binding.definition else { return false };
            let code = outline.function(function).code.get(from as usize..to as usize).unwrap_or_default();
            code.iter().any(|inst| inst.op == Op::Function(at.function))
        })
    }

    /// A method whose decorator cannot be seen.
    fn watched(&mut self, file: FileId, decorator: &Decorator, callee: ValueId, method: ValueId) -> ValueId {
        let by = CallRef { file, call: decorator.call };
        let is_known = matches!(self.values.get(callee), Value::Package { .. });
        match self.decorator_name(by) {
            Some(name) if !is_known && is_telling(&name) => self.values.make(Value::Watched { inner: method, by }),
            _ => method,
        }
    }

    /// What a decorator is called, with and without arguments of its own.
    pub(super) fn decorator_name(&self, by: CallRef) -> Option<String> {
        let site = self.program.call(by);
        let code = &self.program.outline(by.file).function(site.function).code;
        let last = code[..site.callee_code.1 as usize].last()?;
        let named = match last.op {
            Op::Call(call) | Op::CallMember(call) => CallRef { call, ..by },
            _ => by,
        };
        self.callee_name(named).map(str::to_owned)
    }

    /// A function that was made in a method's place, on an object.
    fn on_this(&mut self, function: ValueId, this: ValueId) -> ValueId {
        let made = match self.values.get(function).clone() {
            Value::Function(closure) => {
                let this = closure.this.or(Some(this));
                Value::Function(Closure { this, ..closure })
            }
            Value::Watched { inner, by } => Value::Watched { inner: self.on_this(inner, this), by },
            Value::Forwarding(inner) => Value::Forwarding(self.on_this(inner, this)),
            _ => return function,
        };
        self.values.make(made)
    }

    /// What a decorator asks of, or does to, the prototype whose methods it goes through.
    pub(super) fn property_call(&mut self, state: &mut State, builtin: Builtin, calling: &Calling) -> Option<ValueId> {
        let (holder, key) = self.decorating?;
        let &object = calling.arguments.first().filter(|&&object| object == holder)?;
        let value = self.program.find("value");
        let site = self.site(calling.call);
        Some(match builtin {
            Builtin::OwnNames => {
                let name = self.values.make(Value::Text(key));
                self.values.make(Value::Array { site, items: vec![name], open: false })
            }
            Builtin::OwnDescriptor => {
                let method = state.member((object, key))?;
                self.values.make(Value::Object { site, members: vec![(value?, method)], open: true })
            }
            Builtin::DefineProperty => {
                let &descriptor = calling.arguments.get(2)?;
                let given = self.member(state, descriptor, value?);
                state.set_member((object, key), given);
                object
            }
            _ => return None,
        })
    }
}
