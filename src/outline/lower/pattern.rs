//! Lowering of patterns: a value on the stack is taken apart and assigned.

use super::super::code::{Definition, NameId, Op, Step};
use super::expression::strip;
use super::{Lowering, PatternMode, ScopeId, Span, Task, ValueSource, count};
use crate::syntax::{Field, Kind, Node};

impl<'t> Lowering<'t, '_> {
    /// Pops a value and assigns it to what the pattern names.
    pub(super) fn pattern(&mut self, node: Node<'t>, mode: PatternMode, source: Option<ValueSource>) {
        let node = strip(node);
        let at = node.span();
        match node.kind() {
            Kind::Identifier | Kind::ShorthandPropertyIdentifierPattern | Kind::TypeIdentifier => {
                let name = self.intern(node);
                self.assign_name(name, mode, source, at);
            }
            Kind::ObjectPattern => self.object_pattern(node, mode, source),
            Kind::ArrayPattern => self.array_pattern(node, mode, source),
            Kind::AssignmentPattern | Kind::ObjectAssignmentPattern => {
                let (Some(left), Some(right)) = (node.field(Field::Left), node.field(Field::Right)) else {
                    return self.emit(Op::Pop, at);
                };
                self.with_default(left, right, mode, source);
            }
            Kind::RestPattern => match node.first_named_child() {
                Some(inner) => self.schedule([Task::Pattern { node: inner, mode, source }]),
                None => self.emit(Op::Pop, at),
            },
            Kind::MemberExpression => {
                let (Some(object), Some(property)) = (node.field(Field::Object), node.field(Field::Property)) else {
                    return self.emit(Op::Pop, at);
                };
                let name = self.intern(property);
                self.schedule([
                    Task::Expression(object),
                    Task::Emit(Op::Swap, at),
                    Task::Emit(Op::SetMember(name), at),
                    Task::Emit(Op::Pop, at),
                ]);
            }
            _ => self.emit(Op::Pop, at),
        }
    }

    fn assign_name(&mut self, name: NameId, mode: PatternMode, source: Option<ValueSource>, at: Span) {
        let definition = match (mode, source) {
            (PatternMode::Parameter(index), _) => Definition::Parameter(self.body.id, index),
            (_, Some(ValueSource { range, path })) => {
                Definition::Value { function: self.body.id, code: self.ranges[range.0], path }
            }
            (_, None) => Definition::Unseen,
        };
        match self.declaring_scope(mode) {
            Some(scope) => drop(self.declare(name, scope, definition)),
            None => self.define_later(name, definition),
        }
        let reference = self.reference(name);
        self.emit(Op::Store(reference), at);
    }

    /// `let x; … x = value` in the same function: the one assignment is the definition.
    fn define_later(&mut self, name: NameId, definition: Definition) {
        let mut at = Some(self.scope());
        while let Some(id) = at {
            let scope = &self.scopes[id.index()];
            if let Some(&binding) = self.declared.get(&(id, name)) {
                self.bindings[binding.index()].redefine(definition);
                return;
            }
            at = scope.parent;
        }
    }

    fn declaring_scope(&self, mode: PatternMode) -> Option<ScopeId> {
        match mode {
            PatternMode::Assign => None,
            PatternMode::Lexical => Some(self.scope()),
            PatternMode::Var | PatternMode::Parameter(_) => self.body.scopes.first().copied(),
        }
    }

    /// `var x;` declares, and assigns nothing.
    pub(super) fn declare_var(&mut self, node: Node<'t>) {
        if node.kind() == Kind::Identifier
            && let Some(scope) = self.declaring_scope(PatternMode::Var)
        {
            let name = self.intern(node);
            self.declare(name, scope, Definition::Unseen);
        }
    }

    /// Pops a value; an undefined one is replaced by the default.
    pub(super) fn with_default(
        &mut self,
        target: Node<'t>,
        default: Node<'t>,
        mode: PatternMode,
        source: Option<ValueSource>,
    ) {
        let end = self.label();
        self.schedule([
            Task::Emit(Op::JumpUnlessUndefined(end), default.span()),
            Task::Expression(default),
            Task::Bind(end),
            Task::Pattern { node: target, mode, source },
        ]);
    }

    fn object_pattern(&mut self, node: Node<'t>, mode: PatternMode, source: Option<ValueSource>) {
        let mut tasks = Vec::new();
        let mut taken = Vec::new();
        for part in node.named_children() {
            let (key, target, default) = match part.kind() {
                Kind::ShorthandPropertyIdentifierPattern => (Some(part), part, None),
                Kind::ObjectAssignmentPattern => match part.field(Field::Left) {
                    Some(left) => (Some(left), left, part.field(Field::Right)),
                    None => continue,
                },
                Kind::PairPattern => match part.field(Field::Value) {
                    Some(value) => (part.field(Field::Key), value, None),
                    None => continue,
                },
                _ => (None, part, None),
            };
            let name = key.and_then(|key| self.key(key));
            taken.extend(name);
            let step = match name {
                Some(name) => Step::Member(name),
                None => Step::Rest { without: taken.clone() },
            };
            let read = name.map_or(Op::Derive(1), Op::Member);
            tasks.extend([Task::Emit(Op::Dup, part.span()), Task::Emit(read, part.span())]);
            let source = extend(source.as_ref(), step);
            match default {
                Some(default) => {
                    let end = self.label();
                    tasks.extend([
                        Task::Emit(Op::JumpUnlessUndefined(end), default.span()),
                        Task::Expression(default),
                        Task::Bind(end),
                        Task::Pattern { node: target, mode, source },
                    ]);
                }
                None => tasks.push(Task::Pattern { node: target, mode, source }),
            }
        }
        tasks.push(Task::Emit(Op::Pop, node.span()));
        self.schedule(tasks);
    }

    fn array_pattern(&mut self, node: Node<'t>, mode: PatternMode, source: Option<ValueSource>) {
        let mut tasks = Vec::new();
        // Holes count: elements are told apart by the commas between them.
        let mut index = 0_usize;
        for part in node.children() {
            match part.kind() {
                Kind::Token if part.text(self.text) == "," => index += 1,
                Kind::Token | Kind::Comment => {}
                kind => {
                    let rest = kind == Kind::RestPattern;
                    tasks.push(Task::Emit(Op::Dup, part.span()));
                    if rest {
                        tasks.push(Task::Emit(Op::Derive(1), part.span()));
                    } else {
                        let number = i32::try_from(index).unwrap_or(i32::MAX);
                        tasks.push(Task::Emit(Op::Number(number), part.span()));
                        tasks.push(Task::Emit(Op::Index(None), part.span()));
                    }
                    let step = if rest { Step::Rest { without: Vec::new() } } else { Step::Element(count(index)) };
                    tasks.push(Task::Pattern { node: part, mode, source: extend(source.as_ref(), step) });
                }
            }
        }
        tasks.push(Task::Emit(Op::Pop, node.span()));
        self.schedule(tasks);
    }
}

/// How deep into a destructured value a binding is followed.
const FOLLOWED: usize = 8;

fn extend(source: Option<&ValueSource>, step: Step) -> Option<ValueSource> {
    let source = source.filter(|source| source.path.len() < FOLLOWED)?;
    let mut path = source.path.clone();
    path.push(step);
    Some(ValueSource { range: source.range, path })
}
