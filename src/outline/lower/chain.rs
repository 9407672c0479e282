//! Lowering of member chains and calls: `a?.b[c].d(e)`.

use super::super::code::{AccessKind, Call, CallId, Op, ResultUse};
use super::super::is_chain;
use super::expression::strip;
use super::{Lowering, Span, Task};
use crate::syntax::{Field, Kind, Node};

impl<'t> Lowering<'t, '_> {
    /// The outermost part of a chain such as `a?.b.c()`: a `?.` anywhere in it ends the whole of it.
    pub(super) fn chain(&mut self, node: Node<'t>) {
        let waits = self.begins_with_await(node).then_some(Task::Emit(Op::Await, node.span()));
        if waits.is_some() {
            self.uses.insert(node.id(), ResultUse::Awaited);
        }
        if !has_optional_link(node) {
            return self.schedule([Some(Task::Link(node)), waits].into_iter().flatten());
        }
        let end = self.label();
        let tasks = [Task::EnterChain(end), Task::Link(node), Task::LeaveChain, Task::Bind(end)];
        self.schedule(tasks.into_iter().chain(waits));
    }

    /// `await (f)()` waits for what the whole chain gives; the grammar takes `await (f)` for a call of something named so, and
    /// that of TypeScript `await f<T>(x)` for a call of `await f`.
    fn begins_with_await(&self, node: Node<'t>) -> bool {
        let mut at = Some(node);
        while let Some(link) = at {
            if link.kind() == Kind::CallExpression
                && (self.misread_await(link).is_some() || awaited_callee(link).is_some())
            {
                return true;
            }
            at = match link.kind() {
                Kind::CallExpression => link.field(Field::Function),
                Kind::MemberExpression | Kind::SubscriptExpression => link.field(Field::Object),
                Kind::NonNullExpression => link.first_named_child(),
                _ => None,
            };
        }
        false
    }

    /// What is waited for, in a call of `await`.
    fn misread_await(&self, call: Node<'t>) -> Option<Node<'t>> {
        let callee = call.field(Field::Function)?;
        if callee.kind() != Kind::Identifier || callee.text(self.text) != "await" {
            return None;
        }
        match call.field(Field::Arguments)?.named_children().as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// One link of a chain, and those it hangs on.
    pub(super) fn link(&mut self, node: Node<'t>) {
        match node.kind() {
            Kind::MemberExpression => self.member(node),
            Kind::SubscriptExpression => self.subscript(node),
            Kind::CallExpression => self.call_expression(node),
            Kind::NonNullExpression => match node.first_named_child() {
                Some(inner) => self.schedule([self.link_or_expression(inner)]),
                None => self.emit(Op::Opaque, node.span()),
            },
            _ => self.expression(node),
        }
    }

    fn link_or_expression(&self, node: Node<'t>) -> Task<'t> {
        if is_chain(node.kind()) { Task::Link(node) } else { Task::Expression(node) }
    }

    /// `?.` after an object: the rest of the chain is skipped when there is none.
    fn optional(&self, node: Node<'t>) -> Option<Task<'t>> {
        let end = *self.body.chains.last()?;
        is_optional(node).then_some(Task::Emit(Op::JumpIfNullish(end), node.span()))
    }

    pub(super) fn member(&mut self, node: Node<'t>) {
        let (Some(object), Some(property)) = (node.field(Field::Object), node.field(Field::Property)) else {
            return self.derived(node);
        };
        let name = self.intern(property);
        let tasks = [Some(self.link_or_expression(object)), self.optional(node)];
        self.schedule(tasks.into_iter().flatten().chain([Task::Emit(Op::Member(name), node.span())]));
    }

    pub(super) fn subscript(&mut self, node: Node<'t>) {
        let (Some(object), Some(index)) = (node.field(Field::Object), node.field(Field::Index)) else {
            return self.derived(node);
        };
        let [asked, key] = [self.range(), self.range()];
        let mut tasks = vec![Task::StartRange(asked), self.link_or_expression(object), Task::EndRange(asked)];
        tasks.extend(self.optional(node));
        match index.kind() {
            Kind::String => {
                let value = self.string_value(index);
                let name = self.names.intern(&value);
                tasks.push(Task::Emit(Op::Member(name), node.span()));
            }
            Kind::Number => tasks.extend([Task::Expression(index), Task::Emit(Op::Index(None), node.span())]),
            _ => {
                let access = self.new_access(AccessKind::Get, node);
                tasks.extend([Task::StartRange(key), Task::Expression(index), Task::EndRange(key)]);
                tasks.extend([Task::Access(access, asked, key), Task::Emit(Op::Index(Some(access)), node.span())]);
            }
        }
        self.schedule(tasks);
    }

    pub(super) fn call_expression(&mut self, node: Node<'t>) {
        let Some(callee) = node.field(Field::Function) else { return self.derived(node) };
        if let Some(awaited) = self.misread_await(node) {
            return self.schedule([Task::Expression(awaited)]);
        }
        // A tag is called with its template.
        let arguments = match node.field(Field::Arguments) {
            Some(template) if template.kind() == Kind::TemplateString => vec![template],
            Some(arguments) => arguments.named_children(),
            None => Vec::new(),
        };
        let awaited = awaited_callee(node);
        let callee = awaited.unwrap_or(callee);
        let bare = strip(callee);
        self.note_required(bare, &arguments);
        let member =
            (bare.kind() == Kind::MemberExpression).then(|| (bare.field(Field::Object), bare.field(Field::Property)));
        let range = self.range();
        let mut tasks = vec![Task::StartRange(range)];
        let name = match member {
            Some((Some(object), Some(property))) => {
                tasks.push(self.link_or_expression(object));
                tasks.extend(self.optional(bare));
                Some(self.intern(property))
            }
            _ if bare.kind() == Kind::Import => {
                // `import('x')` gives what `require('x')` gives, later.
                let require = self.names.intern("require");
                let reference = self.reference(require);
                tasks.push(Task::Emit(Op::Load(reference), bare.span()));
                None
            }
            _ => {
                tasks.push(self.link_or_expression(callee));
                None
            }
        };
        let call = self.call(node, callee.span(), name, &arguments);
        let op = if name.is_some() { Op::CallMember(call) } else { Op::Call(call) };
        tasks.extend([Task::EndRange(range), Task::Callee(call, range)]);
        tasks.extend(arguments.into_iter().map(Task::Expression));
        tasks.push(Task::Emit(op, node.span()));
        if awaited.is_some() {
            self.calls[call.index()].span.start = callee.span().start;
        }
        self.schedule(tasks);
    }

    pub(super) fn new_expression(&mut self, node: Node<'t>) {
        let Some(callee) = node.field(Field::Constructor) else { return self.derived(node) };
        let arguments = node.field(Field::Arguments).map(Node::named_children).unwrap_or_default();
        let call = self.call(node, callee.span(), None, &arguments);
        self.calls[call.index()].is_new = true;
        let range = self.range();
        let mut tasks =
            vec![Task::StartRange(range), Task::Expression(callee), Task::EndRange(range), Task::Callee(call, range)];
        tasks.extend(arguments.into_iter().map(Task::Expression));
        tasks.push(Task::Emit(Op::New(call), node.span()));
        self.schedule(tasks);
    }

    fn call(&mut self, node: Node<'t>, callee: Span, member: Option<super::NameId>, arguments: &[Node<'t>]) -> CallId {
        let used = self.uses.remove(&node.id()).unwrap_or(ResultUse::Other);
        let call = Call {
            span: node.span(),
            callee,
            function: self.body.id,
            member,
            callee_code: (0, 0),
            arguments: arguments.iter().map(|argument| argument.span()).collect(),
            is_new: false,
            used,
        };
        self.new_call(call, node)
    }

    /// `require('x')` and `import('x')` with a literal.
    fn note_required(&mut self, callee: Node<'t>, arguments: &[Node<'t>]) {
        let requires = callee.kind() == Kind::Import || callee.text(self.text) == "require";
        if let ([specifier], true) = (arguments, requires)
            && specifier.kind() == Kind::String
        {
            let value = self.string_value(*specifier);
            let name = self.names.intern(&value);
            self.imports.push(name);
        }
    }
}

/// What is called in `await f<T>(x)`, which the grammar reads as `(await f)<T>(x)`: nobody writes that without parentheses.
fn awaited_callee(call: Node<'_>) -> Option<Node<'_>> {
    let callee = call.field(Field::Function)?;
    (callee.kind() == Kind::AwaitExpression).then(|| callee.first_named_child()).flatten()
}

fn is_optional(node: Node<'_>) -> bool {
    node.has_child(Kind::OptionalChain)
}

fn has_optional_link(node: Node<'_>) -> bool {
    let mut at = Some(node);
    while let Some(link) = at {
        if is_optional(link) {
            return true;
        }
        at = match link.kind() {
            Kind::MemberExpression | Kind::SubscriptExpression => link.field(Field::Object),
            Kind::CallExpression => link.field(Field::Function),
            Kind::NonNullExpression => link.first_named_child(),
            _ => None,
        };
    }
    false
}
