//! Lowering of expressions: each leaves one value on the operand stack.

use super::super::code::{AccessId, AccessKind, Arithmetic, Comparison, Definition, Imported, Op, ResultUse};
use super::super::{ExportName, is_chain};
use super::{Lowering, PatternMode, Span, Task, ValueSource, count};
use crate::syntax::{Field, Kind, Node};

impl<'t> Lowering<'t, '_> {
    pub(super) fn expression(&mut self, node: Node<'t>) {
        let at = node.span();
        match node.kind() {
            Kind::Identifier | Kind::ShorthandPropertyIdentifier => self.identifier(node),
            Kind::Undefined => self.emit(Op::Undefined, at),
            Kind::Null => self.emit(Op::Null, at),
            Kind::True => self.emit(Op::Bool(true), at),
            Kind::False => self.emit(Op::Bool(false), at),
            Kind::Number => self.number(node),
            Kind::String => self.string(node),
            Kind::This => self.emit(Op::This, at),
            Kind::ParenthesizedExpression
            | Kind::AsExpression
            | Kind::SatisfiesExpression
            | Kind::InstantiationExpression => self.inner(node, node.first_named_child()),
            Kind::TypeAssertion => self.inner(node, node.named_children().into_iter().last()),
            kind if is_chain(kind) => self.chain(node),
            Kind::NewExpression => self.new_expression(node),
            Kind::AwaitExpression => self.unary(node, Op::Await),
            Kind::YieldExpression => self.unary(node, Op::Yield),
            kind if kind.is_function() => self.function(node),
            Kind::Class => self.class(node),
            Kind::Object => self.object(node),
            Kind::Array => self.array(node),
            Kind::TemplateString => self.template(node),
            Kind::AssignmentExpression => self.assignment(node),
            Kind::AugmentedAssignmentExpression => self.augmented(node),
            Kind::UpdateExpression => self.update(node),
            Kind::UnaryExpression => self.unary_expression(node),
            Kind::BinaryExpression => self.binary(node, None),
            Kind::TernaryExpression => self.ternary(node),
            Kind::SequenceExpression => self.sequence(node),
            Kind::SpreadElement => match node.first_named_child() {
                Some(inner) => self.schedule([Task::Expression(inner), Task::Emit(Op::Spread, at)]),
                None => self.emit(Op::Opaque, at),
            },
            Kind::Super => self.emit(Op::Super, at),
            Kind::Regex => self.regular_expression(node),
            Kind::MetaProperty | Kind::Import => self.emit(Op::Opaque, at),
            Kind::FunctionDeclaration | Kind::ClassDeclaration | Kind::StatementBlock | Kind::IfStatement => {
                // Only below a part that could not be parsed.
                self.schedule([Task::Statement(node), Task::Emit(Op::Undefined, at)]);
            }
            _ => self.derived(node),
        }
    }

    /// A node that stands for the expression inside it.
    fn inner(&mut self, node: Node<'t>, inner: Option<Node<'t>>) {
        match inner {
            Some(inner) => self.schedule([Task::Expression(inner)]),
            None => self.emit(Op::Opaque, node.span()),
        }
    }

    /// A node whose value is made of its parts in a way that is not kept (markup, tagged text, what is not parsed).
    pub(super) fn derived(&mut self, node: Node<'t>) {
        let parts = node.named_children();
        let parts: Vec<_> = parts.into_iter().filter(|part| is_value(part.kind())).collect();
        let length = count(parts.len());
        self.schedule(parts.into_iter().map(Task::Expression).chain([Task::Emit(Op::Derive(length), node.span())]));
    }

    fn identifier(&mut self, node: Node<'t>) {
        if node.text(self.text) == "undefined" {
            return self.emit(Op::Undefined, node.span());
        }
        let name = self.intern(node);
        let reference = self.reference(name);
        self.emit(Op::Load(reference), node.span());
    }

    fn number(&mut self, node: Node<'t>) {
        let op = node.text(self.text).parse::<i32>().map_or(Op::Opaque, Op::Number);
        self.emit(op, node.span());
    }

    fn regular_expression(&mut self, node: Node<'t>) {
        let written = self.intern(node);
        self.patterns.push((node.span(), written));
        self.emit(Op::Opaque, node.span());
    }

    fn string(&mut self, node: Node<'t>) {
        let value = self.string_value(node);
        let name = self.names.intern(&value);
        self.emit(Op::Text(name), node.span());
    }

    /// A string literal's value; escapes are kept as written, which is enough to compare names.
    pub(super) fn string_value(&self, node: Node<'t>) -> String {
        let text = node.text(self.text);
        let inner = text.strip_prefix(['"', '\'', '`']).unwrap_or(text);
        inner.strip_suffix(['"', '\'', '`']).unwrap_or(inner).to_owned()
    }

    fn template(&mut self, node: Node<'t>) {
        let children = node.named_children();
        if !children.iter().any(|part| part.kind() == Kind::TemplateSubstitution) {
            return self.string(node);
        }
        let mut parts = Vec::new();
        for part in children {
            match part.kind() {
                // The text between: what a key is made of says what it is for.
                Kind::StringFragment => {
                    let name = self.names.intern(part.text(self.text));
                    parts.push(Task::Emit(Op::Text(name), part.span()));
                }
                Kind::TemplateSubstitution => parts.extend(part.first_named_child().map(Task::Expression)),
                _ => {}
            }
        }
        let length = count(parts.len());
        self.schedule(parts.into_iter().chain([Task::Emit(Op::Concat(length), node.span())]));
    }

    fn unary(&mut self, node: Node<'t>, op: Op) {
        match node.first_named_child() {
            Some(value) => {
                if op == Op::Await {
                    self.uses.insert(strip(value).id(), ResultUse::Awaited);
                }
                self.schedule([Task::Expression(value), Task::Emit(op, node.span())]);
            }
            None => self.schedule([Task::Emit(Op::Undefined, node.span()), Task::Emit(op, node.span())]),
        }
    }

    fn unary_expression(&mut self, node: Node<'t>) {
        let Some(value) = node.field(Field::Argument) else { return self.emit(Op::Opaque, node.span()) };
        let at = node.span();
        match node.field(Field::Operator).map(|operator| operator.text(self.text)) {
            Some("!") => self.schedule([Task::Expression(value), Task::Emit(Op::Not, at)]),
            Some("typeof") => self.schedule([Task::Expression(value), Task::Emit(Op::TypeOf, at)]),
            Some("void") => {
                self.schedule([Task::Expression(value), Task::Emit(Op::Pop, at), Task::Emit(Op::Undefined, at)])
            }
            Some("-") if value.kind() == Kind::Number => {
                let op = value.text(self.text).parse::<i32>().map_or(Op::Opaque, |number| Op::Number(-number));
                self.emit(op, at);
            }
            Some("delete") if strip(value).kind() == Kind::SubscriptExpression => self.delete(node, strip(value)),
            _ => self.schedule([Task::Expression(value), Task::Emit(Op::Derive(1), at)]),
        }
    }

    /// `delete object[key]`
    fn delete(&mut self, node: Node<'t>, target: Node<'t>) {
        let (Some(object), Some(index)) = (target.field(Field::Object), target.field(Field::Index)) else {
            return self.derived(node);
        };
        let access = self.new_access(AccessKind::Delete, node);
        let mut tasks = self.accessed(access, object, index);
        tasks.push(Task::Emit(Op::DeleteIndex(access), node.span()));
        self.schedule(tasks);
    }

    /// An access's object, and then its key.
    fn accessed(&mut self, access: AccessId, object: Node<'t>, index: Node<'t>) -> Vec<Task<'t>> {
        let [asked, key] = [self.range(), self.range()];
        vec![
            Task::StartRange(asked),
            Task::Expression(object),
            Task::EndRange(asked),
            Task::StartRange(key),
            Task::Expression(index),
            Task::EndRange(key),
            Task::Access(access, asked, key),
        ]
    }

    /// `key in object`
    fn has(&mut self, node: Node<'t>, index: Node<'t>, object: Node<'t>) {
        let access = self.new_access(AccessKind::Has, node);
        let [asked, key] = [self.range(), self.range()];
        self.schedule([
            Task::StartRange(key),
            Task::Expression(index),
            Task::EndRange(key),
            Task::StartRange(asked),
            Task::Expression(object),
            Task::EndRange(asked),
            Task::Access(access, asked, key),
            Task::Emit(Op::Has(access), node.span()),
        ]);
    }

    /// A condition: its branches decide at `header`, the place that a reader would point at.
    pub(super) fn condition(&mut self, node: Node<'t>, header: Span) {
        match node.kind() {
            Kind::ParenthesizedExpression => match node.first_named_child() {
                Some(inner) => self.schedule([Task::Condition(inner, header)]),
                None => self.emit(Op::Opaque, node.span()),
            },
            Kind::BinaryExpression => self.binary(node, Some(header)),
            Kind::UnaryExpression if node.has_token("!") => match node.field(Field::Argument) {
                Some(value) => self.schedule([Task::Condition(value, header), Task::Emit(Op::Not, node.span())]),
                None => self.emit(Op::Opaque, node.span()),
            },
            _ => self.expression(node),
        }
    }

    fn binary(&mut self, node: Node<'t>, header: Option<Span>) {
        let (Some(left), Some(right)) = (node.field(Field::Left), node.field(Field::Right)) else {
            return self.derived(node);
        };
        let at = node.span();
        let part = |part| match header {
            Some(header) => Task::Condition(part, header),
            None => Task::Expression(part),
        };
        let operator = node.field(Field::Operator).map_or("", |operator| operator.text(self.text));
        let comparison = match operator {
            "&&" | "||" => {
                let end = self.label();
                let branch = self.branch(header.unwrap_or(left.span()));
                let jump = Op::JumpKeep { when: operator == "||", to: end, branch };
                return self.schedule([part(left), Task::Emit(jump, at), part(right), Task::Bind(end)]);
            }
            "??" => {
                let end = self.label();
                let jump = Op::JumpUnlessNullish(end);
                return self.schedule([
                    Task::Expression(left),
                    Task::Emit(jump, at),
                    Task::Expression(right),
                    Task::Bind(end),
                ]);
            }
            "===" | "==" => Some(Comparison::Equal { strict: operator == "===" }),
            "!==" | "!=" => Some(Comparison::Unequal { strict: operator == "!==" }),
            "instanceof" => Some(Comparison::InstanceOf),
            "in" => return self.has(node, left, right),
            "<" => Some(Comparison::Less),
            "<=" => Some(Comparison::LessEqual),
            ">" => Some(Comparison::Greater),
            ">=" => Some(Comparison::GreaterEqual),
            _ => None,
        };
        if let Some(Comparison::Equal { .. } | Comparison::Unequal { .. }) = comparison {
            self.new_equality(left.span(), right.span(), node);
        }
        let computed = || Arithmetic::of(operator).map_or(Op::Derive(2), Op::Arithmetic);
        let op = comparison.map_or_else(computed, Op::Compare);
        self.schedule([Task::Expression(left), Task::Expression(right), Task::Emit(op, at)]);
    }

    fn ternary(&mut self, node: Node<'t>) {
        let parts = (node.field(Field::Condition), node.field(Field::Consequence), node.field(Field::Alternative));
        let (Some(condition), Some(then), Some(otherwise)) = parts else { return self.derived(node) };
        let (other, end) = (self.label(), self.label());
        let branch = self.branch(condition.span());
        self.schedule([
            Task::Condition(condition, condition.span()),
            Task::Emit(Op::JumpIf { when: false, to: other, branch }, condition.span()),
            Task::Expression(then),
            Task::Emit(Op::Jump(end), node.span()),
            Task::Bind(other),
            Task::Expression(otherwise),
            Task::Bind(end),
        ]);
    }

    fn sequence(&mut self, node: Node<'t>) {
        let parts = node.named_children();
        let last = parts.len().saturating_sub(1);
        let mut tasks = Vec::new();
        for (at, part) in parts.into_iter().enumerate() {
            tasks.push(Task::Expression(part));
            if at != last {
                tasks.push(Task::Emit(Op::Pop, part.span()));
            }
        }
        self.schedule(tasks);
    }

    fn array(&mut self, node: Node<'t>) {
        let parts = node.named_children();
        let op = Op::Array { length: count(parts.len()) };
        self.schedule(parts.into_iter().map(Task::Expression).chain([Task::Emit(op, node.span())]));
    }

    fn object(&mut self, node: Node<'t>) {
        let mut keys = Vec::new();
        let mut tasks = Vec::new();
        for part in node.named_children() {
            match part.kind() {
                Kind::ShorthandPropertyIdentifier => {
                    keys.push(Some(self.intern(part)));
                    tasks.push(Task::Expression(part));
                }
                Kind::Pair => {
                    let key = part.field(Field::Key).and_then(|key| self.key(key));
                    keys.push(key);
                    if let Some(value) = part.field(Field::Value) {
                        self.give_name(value, key);
                        tasks.push(Task::Expression(value));
                    }
                }
                Kind::MethodDefinition => {
                    let key = part.field(Field::Name).and_then(|key| self.key(key));
                    keys.push(key);
                    tasks.push(Task::Expression(part));
                }
                Kind::SpreadElement => {
                    keys.push(None);
                    tasks.push(Task::Expression(part.first_named_child().unwrap_or(part)));
                }
                _ => {}
            }
        }
        let shape = self.shape(keys);
        tasks.push(Task::Emit(Op::Object(shape), node.span()));
        self.schedule(tasks);
    }

    /// A key as a name, unless it is computed.
    pub(super) fn key(&mut self, node: Node<'t>) -> Option<super::NameId> {
        match node.kind() {
            Kind::String => {
                let value = self.string_value(node);
                Some(self.names.intern(&value))
            }
            Kind::ComputedPropertyName => {
                let inner = node.first_named_child().filter(|inner| inner.kind() == Kind::String)?;
                let value = self.string_value(inner);
                Some(self.names.intern(&value))
            }
            _ => Some(self.intern(node)),
        }
    }

    // Assignments.

    fn assignment(&mut self, node: Node<'t>) {
        let (Some(left), Some(right)) = (node.field(Field::Left), node.field(Field::Right)) else {
            return self.derived(node);
        };
        let at = node.span();
        match strip(left) {
            target if target.kind() == Kind::MemberExpression => {
                let (Some(object), Some(property)) = (target.field(Field::Object), target.field(Field::Property))
                else {
                    return self.derived(node);
                };
                let name = self.intern(property);
                self.give_name(right, Some(name));
                let range = self.range();
                let mut tasks = vec![
                    Task::Expression(object),
                    Task::StartRange(range),
                    Task::Expression(right),
                    Task::EndRange(range),
                ];
                tasks.extend(self.common_js_name(object, property).map(|name| Task::Export(name, range)));
                tasks.push(Task::Emit(Op::SetMember(name), at));
                self.schedule(tasks);
            }
            target if target.kind() == Kind::SubscriptExpression => {
                let (Some(object), Some(index)) = (target.field(Field::Object), target.field(Field::Index)) else {
                    return self.derived(node);
                };
                let access = self.new_access(AccessKind::Set, node);
                let mut tasks = self.accessed(access, object, index);
                tasks.extend([Task::Expression(right), Task::Emit(Op::SetIndex(access), at)]);
                self.schedule(tasks);
            }
            target => {
                let range = self.range();
                let source = Some(ValueSource { range, path: Vec::new() });
                self.schedule([
                    Task::StartRange(range),
                    Task::Expression(right),
                    Task::EndRange(range),
                    Task::Emit(Op::Dup, at),
                    Task::Pattern { node: target, mode: PatternMode::Assign, source },
                ]);
            }
        }
    }

    /// The export that an assignment to `module.exports`, `module.exports.x` or `exports.x` makes.
    fn common_js_name(&mut self, object: Node<'t>, property: Node<'t>) -> Option<ExportName> {
        match (object.text(self.text), property.text(self.text)) {
            ("module", "exports") => Some(ExportName::Module),
            ("module.exports" | "exports", _) => Some(ExportName::Named(self.intern(property))),
            _ => None,
        }
    }

    /// `x += y` and its kin; `x ??= y`, `x ||= y`, `x &&= y` may leave `x` as it is.
    fn augmented(&mut self, node: Node<'t>) {
        let (Some(left), Some(right)) = (node.field(Field::Left), node.field(Field::Right)) else {
            return self.derived(node);
        };
        let at = node.span();
        let operator = node.field(Field::Operator).map_or("", |operator| operator.text(self.text));
        let end = self.label();
        let mut tasks = vec![Task::Expression(left)];
        match operator {
            "||=" | "&&=" => {
                let branch = self.branch(left.span());
                let jump = Op::JumpKeep { when: operator == "||=", to: end, branch };
                tasks.extend([Task::Emit(jump, at), Task::Expression(right), Task::Bind(end)]);
            }
            "??=" => {
                tasks.extend([Task::Emit(Op::JumpUnlessNullish(end), at), Task::Expression(right), Task::Bind(end)]);
            }
            _ => {
                let computed = operator.strip_suffix('=').and_then(Arithmetic::of);
                tasks.extend([Task::Expression(right), Task::Emit(computed.map_or(Op::Derive(2), Op::Arithmetic), at)]);
            }
        }
        tasks.extend(self.store_back(left, at));
        self.schedule(tasks);
    }

    /// `x++` and `x--`.
    fn update(&mut self, node: Node<'t>) {
        let Some(target) = node.field(Field::Argument) else { return self.derived(node) };
        let by = if node.has_token("--") { -1 } else { 1 };
        let mut tasks = vec![Task::Expression(target), Task::Emit(Op::Add(by), node.span())];
        tasks.extend(self.store_back(target, node.span()));
        self.schedule(tasks);
    }

    /// Stores top where it was read from, and leaves it on the stack.
    fn store_back(&mut self, target: Node<'t>, at: Span) -> Vec<Task<'t>> {
        let target = strip(target);
        match (target.kind(), target.field(Field::Object), target.field(Field::Property)) {
            (Kind::Identifier, ..) => {
                vec![Task::Emit(Op::Dup, at), Task::Pattern { node: target, mode: PatternMode::Assign, source: None }]
            }
            (Kind::MemberExpression, Some(object), Some(property)) => {
                let name = self.intern(property);
                // The object is evaluated again, after the value: in the flow form that is `object.name = value`.
                vec![Task::Expression(object), Task::Emit(Op::Swap, at), Task::Emit(Op::SetMember(name), at)]
            }
            _ => Vec::new(),
        }
    }

    /// The binding that an `import x = require('y')` makes.
    pub(super) fn import_definition(&mut self, specifier: &str, imported: Imported) -> Definition {
        let specifier = self.names.intern(specifier);
        self.imports.push(specifier);
        Definition::Import { specifier, imported }
    }
}

/// Without parentheses and type annotations around it.
pub(super) fn strip(mut node: Node<'_>) -> Node<'_> {
    loop {
        let inner = match node.kind() {
            Kind::ParenthesizedExpression
            | Kind::AsExpression
            | Kind::SatisfiesExpression
            | Kind::NonNullExpression
            | Kind::InstantiationExpression => node.first_named_child(),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => return node,
        }
    }
}

/// Whether a child can be an expression: not a type, a pattern or a name of something else.
fn is_value(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::TypeAnnotation
            | Kind::TypeArguments
            | Kind::TypeParameters
            | Kind::TypeIdentifier
            | Kind::GenericType
            | Kind::PropertyIdentifier
            | Kind::PrivatePropertyIdentifier
            | Kind::StatementIdentifier
            | Kind::StringFragment
            | Kind::EscapeSequence
            | Kind::Decorator
            | Kind::Comment
    )
}
