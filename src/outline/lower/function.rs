//! Lowering of functions and classes: their bodies are queued, and lowered one after the other.

use super::super::code::{
    Call, CallId, Class, ClassId, ClassMember, Decorator, Definition, Entity, FnId, Function, MemberKind, Op, Param,
    ResultUse,
};
use super::{Decorated, Lowering, NameId, PatternMode, Queued, QueuedBody, Span, Task, count, number};
use crate::syntax::{Field, Kind, Node};

impl<'t> Lowering<'t, '_> {
    pub(super) fn function_declaration(&mut self, node: Node<'t>) {
        let id = self.queue_function(node, None);
        if let Some(name) = self.functions[id.index()].name {
            let scope = self.scope();
            self.declare(name, scope, Definition::Function(id));
        }
    }

    /// A function as a value.
    pub(super) fn function(&mut self, node: Node<'t>) {
        let id = self.queue_function(node, None);
        self.emit(Op::Function(id), node.span());
    }

    /// A function that stands here without a name of its own is called so.
    pub(super) fn give_name(&mut self, node: Node<'t>, name: Option<NameId>) {
        let node = super::expression::strip(node);
        if let (Some(name), true) = (name, node.kind().is_function()) {
            self.given_names.insert(node.id(), name);
        }
    }

    fn new_function(&mut self, function: Function) -> FnId {
        let id = FnId(number(self.functions.len()));
        self.functions.push(function);
        self.functions[self.body.id.index()].nested.push(id);
        id
    }

    fn queue_function(&mut self, node: Node<'t>, class: Option<ClassId>) -> FnId {
        let kind = node.kind();
        let body = node.field(Field::Body);
        let header_end = body.map_or(node.span().end, |body| body.span().start);
        let header = self.text[node.span().start as usize..header_end as usize].trim_end().len();
        let name = node.field(Field::Name).and_then(|name| self.key(name));
        let given = self.given_names.remove(&node.id());
        let id = self.new_function(Function {
            name: name.or(given),
            span: node.span(),
            header: Span::new(node.span().start as usize, node.span().start as usize + header),
            is_async: node.has_token("async"),
            is_generator: matches!(kind, Kind::GeneratorFunction | Kind::GeneratorFunctionDeclaration)
                || node.has_token("*"),
            is_arrow: kind == Kind::ArrowFunction,
            class,
            parent: Some(self.body.id),
            ..Function::default()
        });
        self.entities.insert(node.id(), (node, Entity::Function(id)));
        let parent = self.scope();
        let scope = self.new_scope(parent, id);
        if kind == Kind::FunctionExpression
            && let Some(name) = name
        {
            // Its own name is known inside it.
            self.declare(name, scope, Definition::Function(id));
        }
        self.queue.push(Queued { id, body: QueuedBody::Function(node), scope });
        id
    }

    /// Schedules a queued function's parameters and body.
    pub(super) fn start_function(&mut self, body: QueuedBody<'t>) {
        match body {
            QueuedBody::Value(node) => {
                self.functions[self.body.id.index()].returns_value = true;
                self.schedule([Task::Expression(node), Task::Emit(Op::Return, node.span())]);
            }
            QueuedBody::Block(node) => self.schedule([Task::Statement(node)]),
            QueuedBody::Function(node) => {
                let mut tasks = self.parameters(node);
                match node.field(Field::Body) {
                    Some(body) if body.kind() == Kind::StatementBlock => tasks.push(Task::Statement(body)),
                    Some(body) => {
                        let value = super::expression::strip(body).id();
                        self.uses.insert(value, ResultUse::Returned);
                        self.functions[self.body.id.index()].returns_value = true;
                        tasks.extend([Task::Expression(body), Task::Emit(Op::Return, body.span())]);
                    }
                    None => {}
                }
                self.schedule(tasks);
            }
        }
    }

    fn parameters(&mut self, node: Node<'t>) -> Vec<Task<'t>> {
        let listed = match node.field(Field::Parameters) {
            Some(list) => list.named_children(),
            None => node.field(Field::Parameter).into_iter().collect(),
        };
        let mut tasks = Vec::new();
        let mut index = 0_usize;
        for parameter in listed {
            let (target, default) = match parameter.kind() {
                Kind::RequiredParameter | Kind::OptionalParameter => {
                    (parameter.field(Field::Pattern), parameter.field(Field::Value))
                }
                Kind::AssignmentPattern => (parameter.field(Field::Left), parameter.field(Field::Right)),
                Kind::Decorator => continue,
                _ => (Some(parameter), None),
            };
            let Some(target) = target else { continue };
            if target.kind() == Kind::This {
                continue;
            }
            let at = parameter.span();
            let rest = target.kind() == Kind::RestPattern;
            let mode = PatternMode::Parameter(count(index));
            let argument = if rest { Op::RestArguments(count(index)) } else { Op::Argument(count(index)) };
            tasks.push(Task::Emit(argument, at));
            if let Some(default) = default {
                let end = self.label();
                tasks.extend([
                    Task::Emit(Op::JumpUnlessUndefined(end), at),
                    Task::Expression(default),
                    Task::Bind(end),
                ]);
            }
            tasks.push(Task::Pattern { node: target, mode, source: None });
            let name = (target.kind() == Kind::Identifier).then(|| self.intern(target));
            let binding = name.and_then(|name| {
                let scope = *self.body.scopes.first()?;
                Some(self.declare(name, scope, Definition::Parameter(self.body.id, count(index))))
            });
            let type_name = parameter.field(Field::Type).and_then(|annotation| self.type_name(annotation));
            if let Some(name) = name.filter(|_| is_property(parameter)) {
                let reference = self.reference(name);
                tasks
                    .extend([Op::This, Op::Load(reference), Op::SetMember(name), Op::Pop].map(|op| Task::Emit(op, at)));
            }
            let function = self.body.id;
            for decorator in decorators_of(parameter) {
                if let Some(value) = decorator.first_named_child() {
                    let (range, end) = (self.range(), self.label());
                    tasks.extend([
                        Task::Emit(Op::Jump(end), at),
                        Task::StartRange(range),
                        Task::Expression(value),
                        Task::EndRange(range),
                        Task::ParameterDecorator(function, index, range),
                        Task::Emit(Op::Pop, at),
                        Task::Bind(end),
                    ]);
                }
            }
            self.functions[function.index()].params.push(Param { name, binding, type_name, decorators: Vec::new() });
            index += 1;
        }
        tasks
    }

    fn type_name(&mut self, annotation: Node<'t>) -> Option<NameId> {
        let named = annotation.first_named_child()?;
        self.plain_type(named)
    }

    fn plain_type(&mut self, named: Node<'t>) -> Option<NameId> {
        match named.kind() {
            Kind::TypeIdentifier | Kind::NestedTypeIdentifier => Some(self.intern(named)),
            Kind::GenericType => named.field(Field::Name).map(|name| self.intern(name)),
            _ => None,
        }
    }

    // Classes.

    pub(super) fn class_declaration(&mut self, node: Node<'t>) {
        let (id, tasks) = self.lower_class(node);
        if let Some(name) = self.classes[id.index()].name {
            let scope = self.scope();
            self.declare(name, scope, Definition::Class(id));
        }
        self.schedule(tasks);
    }

    pub(super) fn class(&mut self, node: Node<'t>) {
        let (id, mut tasks) = self.lower_class(node);
        tasks.push(Task::Emit(Op::Class(id), node.span()));
        self.schedule(tasks);
    }

    fn lower_class(&mut self, node: Node<'t>) -> (ClassId, Vec<Task<'t>>) {
        let name = node.field(Field::Name).map(|name| self.intern(name));
        let id = ClassId(number(self.classes.len()));
        let base = superclass(node);
        let superclass = base.filter(|base| base.kind() == Kind::Identifier).map(|base| {
            let name = self.intern(base);
            self.reference(name)
        });
        let implements = self.implemented(node);
        let is_abstract = node.kind() == Kind::AbstractClassDeclaration;
        self.classes.push(Class { name, span: node.span(), superclass, implements, is_abstract, ..Class::default() });
        let mut tasks = Vec::new();
        if let Some(base) = base.filter(|_| superclass.is_none()) {
            let range = self.range();
            tasks.extend([
                Task::StartRange(range),
                Task::Expression(base),
                Task::EndRange(range),
                Task::Superclass(id, range),
                Task::Emit(Op::Pop, base.span()),
            ]);
        }
        let mut decorators = std::mem::take(&mut self.exported_decorators);
        decorators.extend(decorators_of(node));
        for decorator in decorators.drain(..) {
            tasks.extend(self.decorated(decorator, Decorated::Class(id)));
        }
        for member in node.field(Field::Body).map(Node::named_children).unwrap_or_default() {
            // TypeScript's grammar has a method's decorators before it, JavaScript's in it.
            if member.kind() == Kind::Decorator {
                decorators.push(member);
                continue;
            }
            if member.kind() == Kind::Comment {
                continue;
            }
            decorators.extend(decorators_of(member));
            let is_kept = self.lower_member(id, member);
            let at = self.classes[id.index()].members.len();
            let decorated = if is_kept { Decorated::Member(id, at - 1) } else { Decorated::Other };
            for decorator in decorators.drain(..) {
                tasks.extend(self.decorated(decorator, decorated));
            }
        }
        (id, tasks)
    }

    /// The plain names of a class's interfaces.
    fn implemented(&mut self, node: Node<'t>) -> Vec<NameId> {
        let heritage = node.named_children().into_iter().find(|child| child.kind() == Kind::ClassHeritage);
        let clauses = heritage.map(Node::named_children).unwrap_or_default();
        let types = clauses.into_iter().filter(|clause| clause.kind() == Kind::ImplementsClause);
        types.flat_map(Node::named_children).filter_map(|named| self.plain_type(named)).collect()
    }

    /// A member of a class; whether it is one that is kept.
    fn lower_member(&mut self, id: ClassId, member: Node<'t>) -> bool {
        let is_static = member.has_token("static");
        let name_node = member.field(Field::Name).or_else(|| member.field(Field::Property));
        let name = name_node.and_then(|name| self.key(name));
        let kind = match member.kind() {
            Kind::MethodDefinition => {
                let function = self.queue_function(member, Some(id));
                if member.has_token("get") { MemberKind::Getter(function) } else { MemberKind::Method(function) }
            }
            Kind::FieldDefinition | Kind::PublicFieldDefinition => {
                match (member.field(Field::Value), member.field(Field::Type)) {
                    (Some(value), _) => {
                        self.give_name(value, name);
                        MemberKind::Field(self.queue_part(value, QueuedBody::Value(value), id))
                    }
                    (None, Some(annotation)) => match self.type_name(annotation) {
                        Some(type_name) => MemberKind::Declared(type_name),
                        None => return false,
                    },
                    (None, None) => return false,
                }
            }
            Kind::ClassStaticBlock => {
                if let Some(body) = member.field(Field::Body) {
                    self.queue_part(body, QueuedBody::Block(body), id);
                }
                return false;
            }
            _ => return false,
        };
        let Some(name) = name else { return false };
        self.classes[id.index()].members.push(ClassMember { name, is_static, kind, decorators: Vec::new() });
        true
    }

    /// A decorator's expression is evaluated where the class is; that it is called is a call of its own.
    fn decorated(&mut self, decorator: Node<'t>, decorated: Decorated) -> Vec<Task<'t>> {
        let Some(value) = decorator.first_named_child() else { return Vec::new() };
        let at = decorator.span();
        let call = CallId(number(self.calls.len()));
        self.calls.push(Call {
            span: at,
            callee: value.span(),
            function: self.body.id,
            member: None,
            callee_code: (0, 0),
            arguments: Vec::new(),
            is_new: false,
            used: ResultUse::Other,
        });
        let range = self.range();
        vec![
            Task::StartRange(range),
            Task::Expression(value),
            Task::EndRange(range),
            Task::Callee(call, range),
            Task::Decorator(decorated, call, range),
            Task::Emit(Op::Pop, at),
        ]
    }

    pub(super) fn keep_decorator(&mut self, decorated: Decorated, call: CallId, code: (u32, u32)) {
        let decorator = Decorator { function: self.body.id, code, call };
        match decorated {
            Decorated::Class(class) => self.classes[class.index()].decorators.push(decorator),
            Decorated::Member(class, at) => {
                if let Some(member) = self.classes[class.index()].members.get_mut(at) {
                    member.decorators.push(decorator);
                }
            }
            Decorated::Other => {}
        }
    }

    /// A field's value or a static block, as a function of its own.
    fn queue_part(&mut self, node: Node<'t>, body: QueuedBody<'t>, class: ClassId) -> FnId {
        let id = self.new_function(Function {
            span: node.span(),
            header: node.span(),
            class: Some(class),
            parent: Some(self.body.id),
            is_arrow: true,
            ..Function::default()
        });
        let parent = self.scope();
        let scope = self.new_scope(parent, id);
        self.queue.push(Queued { id, body, scope });
        id
    }
}

/// `constructor(private service: Service)`: the parameter is a field too.
fn is_property(parameter: Node<'_>) -> bool {
    parameter.named_children().iter().any(|child| child.kind() == Kind::AccessibilityModifier)
        || parameter.has_token("readonly")
}

fn decorators_of(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.named_children().into_iter().filter(|child| child.kind() == Kind::Decorator)
}

fn superclass(node: Node<'_>) -> Option<Node<'_>> {
    let heritage = node.named_children().into_iter().find(|child| child.kind() == Kind::ClassHeritage)?;
    let first = heritage.first_named_child()?;
    if first.kind() == Kind::ExtendsClause { first.field(Field::Value) } else { Some(first) }
}
