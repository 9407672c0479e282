//! Lowering of statements: the control flow.

use super::super::code::{Comparison, Op, ResultUse};
use super::expression::strip;
use super::{JumpTarget, Label, Lowering, NameId, PatternMode, Span, Task, ValueSource, count};
use crate::syntax::{Field, Kind, Node};

impl<'t> Lowering<'t, '_> {
    pub(super) fn statement(&mut self, node: Node<'t>) {
        let kind = node.kind();
        // Labels name loops and blocks only; on anything else they name nothing that can be jumped to.
        if !matches!(
            kind,
            Kind::ForStatement
                | Kind::ForInStatement
                | Kind::WhileStatement
                | Kind::DoStatement
                | Kind::LabeledStatement
        ) {
            self.body.pending_labels.clear();
        }
        match kind {
            Kind::ExpressionStatement => self.expression_statement(node),
            Kind::LexicalDeclaration => self.declaration(node, PatternMode::Lexical),
            Kind::VariableDeclaration => self.declaration(node, PatternMode::Var),
            Kind::FunctionDeclaration | Kind::GeneratorFunctionDeclaration => self.function_declaration(node),
            Kind::ClassDeclaration | Kind::AbstractClassDeclaration => self.class_declaration(node),
            Kind::ImportStatement => self.import(node),
            Kind::ExportStatement => self.export(node),
            Kind::StatementBlock => self.block(node),
            Kind::IfStatement => self.if_statement(node),
            Kind::SwitchStatement => self.switch(node),
            Kind::ForStatement => self.for_statement(node),
            Kind::ForInStatement => self.for_in(node),
            Kind::WhileStatement => self.while_statement(node),
            Kind::DoStatement => self.do_statement(node),
            Kind::TryStatement => self.try_statement(node),
            Kind::ReturnStatement => self.return_statement(node),
            Kind::ThrowStatement => {
                let value = node.first_named_child();
                self.schedule(value.map(Task::Expression).into_iter().chain([Task::Emit(Op::Throw, node.span())]));
            }
            Kind::BreakStatement => self.jump(node, false),
            Kind::ContinueStatement => self.jump(node, true),
            Kind::LabeledStatement => self.labeled(node),
            Kind::InternalModule | Kind::Module | Kind::AmbientDeclaration => {
                if let Some(body) = node.field(Field::Body) {
                    self.schedule([Task::Statement(body)]);
                }
            }
            Kind::EnumDeclaration => self.enumeration(node),
            Kind::Comment
            | Kind::HashBang
            | Kind::EmptyStatement
            | Kind::FunctionSignature
            | Kind::InterfaceDeclaration
            | Kind::TypeAliasDeclaration => {}
            Kind::WithStatement => {
                let parts = [node.field(Field::Object).map(Task::Expression), Some(Task::Emit(Op::Pop, node.span()))];
                let body = node.field(Field::Body).map(Task::Statement);
                self.schedule(parts.into_iter().flatten().chain(body));
            }
            // What could not be parsed, or is no statement: its parts are looked at for themselves.
            Kind::Error | Kind::ElseClause | Kind::ClassBody => {
                self.schedule(node.named_children().into_iter().map(Task::Statement));
            }
            Kind::Decorator | Kind::TypeAnnotation | Kind::TypeParameters | Kind::TypeArguments => {}
            _ => self.schedule([Task::Expression(node), Task::Emit(Op::Pop, node.span())]),
        }
    }

    fn expression_statement(&mut self, node: Node<'t>) {
        if let Some(value) = node.first_named_child() {
            self.schedule([Task::Expression(value), Task::Emit(Op::Pop, node.span())]);
        }
    }

    /// `let`, `const` and `var`.
    pub(super) fn declaration(&mut self, node: Node<'t>, mode: PatternMode) {
        let mut tasks = Vec::new();
        for declarator in node.named_children() {
            if declarator.kind() != Kind::VariableDeclarator {
                continue;
            }
            let Some(name) = declarator.field(Field::Name) else { continue };
            match declarator.field(Field::Value) {
                Some(value) => {
                    let range = self.range();
                    tasks.extend([
                        Task::StartRange(range),
                        Task::Expression(value),
                        Task::EndRange(range),
                        Task::Pattern { node: name, mode, source: Some(ValueSource { range, path: Vec::new() }) },
                    ]);
                }
                None if mode == PatternMode::Lexical => {
                    // `let x;` is undefined until it is assigned.
                    tasks.extend([
                        Task::Emit(Op::Undefined, declarator.span()),
                        Task::Pattern { node: name, mode, source: None },
                    ]);
                }
                None => self.declare_var(name),
            }
        }
        self.schedule(tasks);
    }

    fn block(&mut self, node: Node<'t>) {
        let scope = self.inner_scope();
        let statements = node.named_children().into_iter().map(Task::Statement);
        let tasks: Vec<_> = [Task::EnterScope(scope)].into_iter().chain(statements).chain([Task::LeaveScope]).collect();
        self.schedule(tasks);
    }

    fn if_statement(&mut self, node: Node<'t>) {
        let (Some(condition), Some(then)) = (node.field(Field::Condition), node.field(Field::Consequence)) else {
            return self.schedule(node.named_children().into_iter().map(Task::Statement));
        };
        let header = Span { start: node.span().start, end: condition.span().end };
        let (otherwise, end) = (self.label(), self.label());
        let branch = self.branch(header);
        let mut tasks = vec![
            Task::Condition(condition, header),
            Task::Emit(Op::JumpIf { when: false, to: otherwise, branch }, header),
            Task::Statement(then),
        ];
        match node.field(Field::Alternative).and_then(Node::first_named_child) {
            Some(alternative) => tasks.extend([
                Task::Emit(Op::Jump(end), node.span()),
                Task::Bind(otherwise),
                Task::Statement(alternative),
                Task::Bind(end),
            ]),
            None => tasks.extend([Task::Bind(otherwise), Task::Bind(end)]),
        }
        self.schedule(tasks);
    }

    fn switch(&mut self, node: Node<'t>) {
        let (Some(subject), Some(body)) = (node.field(Field::Value), node.field(Field::Body)) else { return };
        let header = Span { start: node.span().start, end: subject.span().end };
        let end = self.label();
        let scope = self.inner_scope();
        let mut tasks = vec![Task::Expression(subject), Task::Hold, Task::EnterScope(scope)];
        let mut bodies = Vec::new();
        let mut fallback = end;
        for case in body.named_children() {
            let label = self.label();
            match (case.kind(), case.field(Field::Value)) {
                (Kind::SwitchCase, Some(value)) => {
                    let branch = self.branch(header);
                    tasks.extend([
                        Task::Emit(Op::Dup, case.span()),
                        Task::Expression(value),
                        Task::Emit(Op::Compare(Comparison::Equal { strict: true }), case.span()),
                        Task::Emit(Op::JumpIf { when: true, to: label, branch }, case.span()),
                    ]);
                }
                (Kind::SwitchDefault, _) => fallback = label,
                _ => continue,
            }
            bodies.push(Task::Bind(label));
            // A case's statements are its `body` children; the value comes first.
            let value = case.field(Field::Value).map(Node::id);
            let statements = case.named_children().into_iter().filter(|child| Some(child.id()) != value);
            bodies.extend(statements.map(Task::Statement));
        }
        tasks.push(Task::Emit(Op::Jump(fallback), header));
        tasks.push(Task::EnterJump(self.breakable(Vec::new(), end, None, 1)));
        tasks.extend(bodies);
        tasks.extend([
            Task::LeaveJump,
            Task::Bind(end),
            Task::LeaveScope,
            Task::Release,
            Task::Emit(Op::Pop, node.span()),
        ]);
        self.schedule(tasks);
    }

    /// `held`: operands that the statement itself keeps on the stack while its body runs.
    fn breakable(&self, labels: Vec<NameId>, on_break: Label, on_continue: Option<Label>, held: usize) -> JumpTarget {
        let height = self.body.height + held;
        JumpTarget { labels, on_break, on_continue, tries: self.body.tries, height, named_only: false }
    }

    fn for_statement(&mut self, node: Node<'t>) {
        let labels = std::mem::take(&mut self.body.pending_labels);
        let (head, next, end) = (self.label(), self.label(), self.label());
        let scope = self.inner_scope();
        let target = self.breakable(labels, end, Some(next), 0);
        let mut tasks = vec![Task::EnterScope(scope)];
        if let Some(initializer) = node.field(Field::Initializer) {
            tasks.push(Task::Statement(initializer));
        }
        tasks.extend([Task::StartLoop, Task::Bind(head)]);
        if let Some(condition) = node.field(Field::Condition)
            && let Some(condition) = bare_expression(condition)
        {
            tasks.push(Task::Expression(condition));
            tasks.push(Task::Emit(Op::LoopTest(end), condition.span()));
        }
        tasks.push(Task::EnterJump(target));
        tasks.extend(node.field(Field::Body).map(Task::Statement));
        tasks.extend([Task::LeaveJump, Task::Bind(next)]);
        if let Some(increment) = node.field(Field::Increment) {
            tasks.extend([Task::Expression(increment), Task::Emit(Op::Pop, increment.span())]);
        }
        tasks.extend([Task::Emit(Op::Jump(head), node.span()), Task::EndLoop, Task::Bind(end), Task::LeaveScope]);
        self.schedule(tasks);
    }

    /// `for … in` and `for … of`.
    fn for_in(&mut self, node: Node<'t>) {
        let labels = std::mem::take(&mut self.body.pending_labels);
        let (Some(left), Some(right)) = (node.field(Field::Left), node.field(Field::Right)) else { return };
        let (head, end) = (self.label(), self.label());
        let scope = self.inner_scope();
        let target = self.breakable(labels, end, Some(head), 1);
        let declared = node.field(Field::Kind).map(|kind| kind.text(self.text));
        let mode = match declared {
            Some("var") => PatternMode::Var,
            Some(_) => PatternMode::Lexical,
            None => PatternMode::Assign,
        };
        let awaits = node.has_token("await");
        let mut tasks = vec![
            Task::Expression(right),
            Task::Hold,
            Task::EnterScope(scope),
            Task::StartLoop,
            Task::Bind(head),
            Task::Emit(Op::Next(end), left.span()),
        ];
        if awaits {
            tasks.push(Task::Emit(Op::Await, left.span()));
        }
        tasks.push(Task::Pattern { node: left, mode, source: None });
        tasks.push(Task::EnterJump(target));
        tasks.extend(node.field(Field::Body).map(Task::Statement));
        tasks.extend([
            Task::LeaveJump,
            Task::Emit(Op::Jump(head), node.span()),
            Task::EndLoop,
            Task::Bind(end),
            Task::LeaveScope,
            Task::Release,
            Task::Emit(Op::Pop, node.span()),
        ]);
        self.schedule(tasks);
    }

    fn while_statement(&mut self, node: Node<'t>) {
        let labels = std::mem::take(&mut self.body.pending_labels);
        let (head, end) = (self.label(), self.label());
        let target = self.breakable(labels, end, Some(head), 0);
        let mut tasks = vec![Task::StartLoop, Task::Bind(head)];
        if let Some(condition) = node.field(Field::Condition) {
            tasks.extend([Task::Expression(condition), Task::Emit(Op::LoopTest(end), condition.span())]);
        }
        tasks.push(Task::EnterJump(target));
        tasks.extend(node.field(Field::Body).map(Task::Statement));
        tasks.extend([Task::LeaveJump, Task::Emit(Op::Jump(head), node.span()), Task::EndLoop, Task::Bind(end)]);
        self.schedule(tasks);
    }

    fn do_statement(&mut self, node: Node<'t>) {
        let labels = std::mem::take(&mut self.body.pending_labels);
        let (head, next, end) = (self.label(), self.label(), self.label());
        let target = self.breakable(labels, end, Some(next), 0);
        let mut tasks = vec![Task::StartLoop, Task::Bind(head), Task::EnterJump(target)];
        tasks.extend(node.field(Field::Body).map(Task::Statement));
        tasks.extend([Task::LeaveJump, Task::Bind(next)]);
        if let Some(condition) = node.field(Field::Condition) {
            tasks.extend([Task::Expression(condition), Task::Emit(Op::LoopTest(end), condition.span())]);
        }
        tasks.extend([Task::Emit(Op::Jump(head), node.span()), Task::EndLoop, Task::Bind(end)]);
        self.schedule(tasks);
    }

    fn try_statement(&mut self, node: Node<'t>) {
        let Some(body) = node.field(Field::Body) else { return };
        let handler = node.field(Field::Handler);
        let finalizer = node.field(Field::Finalizer).and_then(|clause| clause.field(Field::Body));
        let catch = handler.map(|_| self.label());
        let finally = finalizer.map(|_| self.label());
        let end = self.label();
        let leave = Op::Leave { to: end, tries: count(self.body.tries), height: count(self.body.height) };
        let mut tasks = vec![
            Task::Emit(Op::Try { catch, finally }, node.span()),
            Task::EnterTry,
            Task::Statement(body),
            Task::Emit(leave, node.span()),
        ];
        if finally.is_none() {
            tasks.push(Task::LeaveTry);
        }
        if let (Some(handler), Some(catch)) = (handler, catch) {
            tasks.extend(self.catch_clause(handler, catch));
            tasks.push(Task::Emit(leave, node.span()));
        }
        if let (Some(finalizer), Some(finally)) = (finalizer, finally) {
            // While it runs, what it interrupted stands in the place of the `try`.
            tasks.extend([
                Task::Bind(finally),
                Task::Statement(finalizer),
                Task::Emit(Op::EndFinally, finalizer.span()),
                Task::LeaveTry,
            ]);
        }
        tasks.push(Task::Bind(end));
        self.schedule(tasks);
    }

    fn catch_clause(&mut self, handler: Node<'t>, at: Label) -> Vec<Task<'t>> {
        let parameter = handler.field(Field::Parameter);
        let body = handler.field(Field::Body);
        let header_end = body.map_or(handler.span().end, |body| body.span().start);
        let header_text = &self.text[handler.span().start as usize..header_end as usize];
        let header = Span {
            start: handler.span().start,
            end: handler.span().start + u32::try_from(header_text.trim_end().len()).unwrap_or(0),
        };
        let catch = self.new_catch(header, handler);
        let scope = self.inner_scope();
        let mut tasks = vec![Task::Bind(at), Task::Emit(Op::Catch(catch), header), Task::EnterScope(scope)];
        tasks.push(match parameter {
            Some(node) => Task::Pattern { node, mode: PatternMode::Lexical, source: None },
            None => Task::Emit(Op::Pop, header),
        });
        tasks.extend(body.map(Task::Statement));
        tasks.push(Task::LeaveScope);
        tasks
    }

    fn return_statement(&mut self, node: Node<'t>) {
        match node.first_named_child() {
            Some(value) => {
                self.functions[self.body.id.index()].returns_value = true;
                self.uses.insert(strip(value).id(), ResultUse::Returned);
                self.schedule([Task::Expression(value), Task::Emit(Op::Return, node.span())]);
            }
            None => {
                self.emit(Op::Undefined, node.span());
                self.emit(Op::Return, node.span());
            }
        }
    }

    /// `break` and `continue`.
    fn jump(&mut self, node: Node<'t>, again: bool) {
        let label = node.field(Field::Label).map(|label| self.intern(label));
        let fits = |target: &&JumpTarget| match label {
            Some(label) => target.labels.contains(&label) && (!again || target.on_continue.is_some()),
            None => !target.named_only && (!again || target.on_continue.is_some()),
        };
        let Some(target) = self.body.jumps.iter().rev().find(fits).cloned() else { return };
        let to = if again { target.on_continue.unwrap_or(target.on_break) } else { target.on_break };
        self.emit(Op::Leave { to, tries: count(target.tries), height: count(target.height) }, node.span());
    }

    fn labeled(&mut self, node: Node<'t>) {
        let (Some(label), Some(body)) = (node.field(Field::Label), node.field(Field::Body)) else { return };
        let label = self.intern(label);
        let mut labels = std::mem::take(&mut self.body.pending_labels);
        labels.push(label);
        if matches!(
            body.kind(),
            Kind::ForStatement
                | Kind::ForInStatement
                | Kind::WhileStatement
                | Kind::DoStatement
                | Kind::LabeledStatement
        ) {
            self.body.pending_labels = labels;
            return self.schedule([Task::Statement(body)]);
        }
        let end = self.label();
        let target = JumpTarget { named_only: true, ..self.breakable(labels, end, None, 0) };
        self.schedule([Task::EnterJump(target), Task::Statement(body), Task::LeaveJump, Task::Bind(end)]);
    }

    /// A TypeScript enum is an object. Members without a value count on from the one before.
    fn enumeration(&mut self, node: Node<'t>) {
        let Some(name) = node.field(Field::Name) else { return };
        let range = self.range();
        let mut tasks = vec![Task::StartRange(range)];
        let mut keys = Vec::new();
        let mut next = Some(0_i32);
        for member in node.field(Field::Body).map(Node::named_children).unwrap_or_default() {
            let (key, value) = match member.kind() {
                Kind::EnumAssignment => (member.field(Field::Name), member.field(Field::Value)),
                Kind::Comment => continue,
                _ => (Some(member), None),
            };
            match value {
                Some(value) => {
                    next = value.text(self.text).parse::<i32>().ok();
                    tasks.push(Task::Expression(value));
                }
                None => tasks.push(Task::Emit(next.map_or(Op::Opaque, Op::Number), member.span())),
            }
            next = next.and_then(|number| number.checked_add(1));
            keys.push(key.and_then(|key| self.key(key)));
        }
        let shape = self.shape(keys);
        tasks.extend([
            Task::Emit(Op::Object(shape), node.span()),
            Task::EndRange(range),
            Task::Pattern {
                node: name,
                mode: PatternMode::Lexical,
                source: Some(ValueSource { range, path: Vec::new() }),
            },
        ]);
        self.schedule(tasks);
    }
}

/// The expression in a `for`'s condition slot, which some grammars wrap in a statement.
fn bare_expression(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        Kind::EmptyStatement => None,
        Kind::ExpressionStatement => node.first_named_child(),
        Kind::Token => None,
        _ => Some(node),
    }
}
