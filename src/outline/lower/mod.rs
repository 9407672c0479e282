//! Lowering: from a syntax tree to flow form, with a stack of tasks instead of recursion.
//!
//! In: a tree and its text. Out: an outline without matches, and the entity that each call, function and catch node became.
//! A task either visits a node, which schedules further tasks, or emits instructions; they run in source order, so context
//! (scopes, loops, open `try`s) is a set of stacks that tasks push and pop.

mod chain;
mod expression;
mod function;
mod module;
mod pattern;
mod resolve;
mod statement;

use rustc_hash::FxHashMap;

use super::code::{
    Access, AccessId, AccessKind, Binding, BindingId, BranchId, Call, CallId, Catch, CatchId, Class, ClassId,
    Definition, Entity, Equality, EqualityId, FnId, Function, Inst, Label, NameId, Op, Ref, RefId, ResultUse, Scope,
    ScopeId, ShapeId, Step,
};
use super::names::Interner;
use super::{Export, ExportName, Exported, Outline};
use crate::syntax::{Node, Tree};
use crate::text::Span;

/// Entities with the nodes that they were made from, by the nodes' ids.
pub(super) type Entities<'t> = FxHashMap<usize, (Node<'t>, Entity)>;

pub(super) fn lower<'t>(tree: &'t Tree, text: &'t str) -> (Outline, Entities<'t>) {
    let mut lowering = Lowering::new(tree, text);
    lowering.run(tree.root());
    lowering.finish(tree)
}

/// Something still to do. Scheduled last-first, so that the next one is on top.
enum Task<'t> {
    Statement(Node<'t>),
    /// Leaves the expression's value on the stack.
    Expression(Node<'t>),
    /// A condition: the `&&` and `||` in it decide at the given header.
    Condition(Node<'t>, Span),
    /// A part of an optional chain whose end is already known.
    Link(Node<'t>),
    /// Pops a value and assigns it to a pattern.
    Pattern {
        node: Node<'t>,
        mode: PatternMode,
        source: Option<ValueSource>,
    },
    Emit(Op, Span),
    /// Puts a label here, where paths meet.
    Bind(Label),
    StartRange(RangeId),
    EndRange(RangeId),
    /// The range is the code of a call's callee.
    Callee(CallId, RangeId),
    /// The ranges are the code of an access's object and of its key.
    Access(AccessId, RangeId, RangeId),
    /// The range is a decorator of a class, or of one of its members.
    Decorator(Decorated, CallId, RangeId),
    /// The range is what a class extends.
    Superclass(ClassId, RangeId),
    /// The range is a decorator of a function's nth parameter.
    ParameterDecorator(FnId, usize, RangeId),
    /// The range is the value of an export.
    Export(ExportName, RangeId),
    EnterScope(ScopeId),
    LeaveScope,
    EnterJump(JumpTarget),
    LeaveJump,
    EnterTry,
    LeaveTry,
    /// What stays on the operand stack while statements run (an iterator, a switch's subject).
    Hold,
    Release,
    EnterChain(Label),
    LeaveChain,
    StartLoop,
    EndLoop,
}

/// A range of instructions that is being emitted.
#[derive(Clone, Copy)]
struct RangeId(usize);

/// Where a pattern's value comes from: a range of code, and the way into its value.
#[derive(Clone)]
struct ValueSource {
    range: RangeId,
    path: Vec<Step>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PatternMode {
    /// `let` and `const` declare in the current scope.
    Lexical,
    /// `var` declares in the function's scope.
    Var,
    /// Assigns to what is declared elsewhere.
    Assign,
    /// Declares the nth parameter.
    Parameter(u16),
}

/// What a decorator stands before.
#[derive(Clone, Copy)]
enum Decorated {
    Class(ClassId),
    Member(ClassId, usize),
    /// A parameter, or a member that is not kept: the expression is evaluated, and that is all.
    Other,
}

/// Where `break` and `continue` lead.
#[derive(Clone)]
struct JumpTarget {
    labels: Vec<NameId>,
    on_break: Label,
    on_continue: Option<Label>,
    tries: usize,
    height: usize,
    /// A labelled block: only a `break` that names it.
    named_only: bool,
}

/// The function whose body is being lowered.
struct Body {
    id: FnId,
    code: Vec<Inst>,
    /// Where each label stands.
    labels: Vec<u32>,
    jumps: Vec<JumpTarget>,
    /// Labels waiting for the statement that they name.
    pending_labels: Vec<NameId>,
    tries: usize,
    height: usize,
    chains: Vec<Label>,
    scopes: Vec<ScopeId>,
    loops: Vec<(u32, u32)>,
    open_loops: Vec<u32>,
}

/// A function that is still to be lowered.
struct Queued<'t> {
    id: FnId,
    body: QueuedBody<'t>,
    scope: ScopeId,
}

#[derive(Clone, Copy)]
enum QueuedBody<'t> {
    Function(Node<'t>),
    /// A field's initial value.
    Value(Node<'t>),
    /// A `static { … }` block.
    Block(Node<'t>),
}

struct Lowering<'t, 's> {
    text: &'s str,
    names: Interner,
    functions: Vec<Function>,
    calls: Vec<Call>,
    accesses: Vec<Access>,
    catches: Vec<Catch>,
    equalities: Vec<Equality>,
    classes: Vec<Class>,
    scopes: Vec<Scope>,
    bindings: Vec<Binding>,
    declared: FxHashMap<(ScopeId, NameId), BindingId>,
    refs: Vec<Ref>,
    shapes: Vec<Vec<Option<NameId>>>,
    branches: Vec<Span>,
    patterns: Vec<(Span, NameId)>,
    exports: Vec<Export>,
    imports: Vec<NameId>,
    entities: Entities<'t>,
    /// The names of functions that are given one by where they stand: a member, a key, a field.
    given_names: FxHashMap<usize, NameId>,
    /// Decorators that stand before the `export` of the class that is lowered next.
    exported_decorators: Vec<Node<'t>>,
    /// What becomes of a call's result, by the call's node, noted before the call is visited.
    uses: FxHashMap<usize, ResultUse>,
    ranges: Vec<(u32, u32)>,
    tasks: Vec<Task<'t>>,
    queue: Vec<Queued<'t>>,
    body: Body,
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn count(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

impl<'t, 's> Lowering<'t, 's> {
    fn new(tree: &'t Tree, text: &'s str) -> Self {
        let module = Function { span: tree.root().span(), is_async: true, ..Function::default() };
        let scope = Scope { parent: None, function: FnId::MODULE, bindings: Vec::new() };
        Self {
            text,
            names: Interner::default(),
            functions: vec![module],
            calls: Vec::new(),
            accesses: Vec::new(),
            catches: Vec::new(),
            equalities: Vec::new(),
            classes: Vec::new(),
            scopes: vec![scope],
            bindings: Vec::new(),
            declared: FxHashMap::default(),
            refs: Vec::new(),
            shapes: Vec::new(),
            branches: Vec::new(),
            patterns: Vec::new(),
            exports: Vec::new(),
            imports: Vec::new(),
            entities: Entities::default(),
            given_names: FxHashMap::default(),
            exported_decorators: Vec::new(),
            uses: FxHashMap::default(),
            ranges: Vec::new(),
            tasks: Vec::new(),
            queue: Vec::new(),
            body: Body::new(FnId::MODULE, ScopeId(0)),
        }
    }

    fn run(&mut self, root: Node<'t>) {
        // One after the other: a long file has more statements than tasks should wait for.
        for statement in root.named_children() {
            self.perform(Task::Statement(statement));
            self.drain();
        }
        self.close_body();
        while let Some(Queued { id, body, scope }) = self.queue.pop() {
            self.body = Body::new(id, scope);
            self.start_function(body);
            self.drain();
            self.close_body();
        }
    }

    fn finish(mut self, tree: &Tree) -> (Outline, Entities<'t>) {
        self.resolve();
        self.count_writes();
        self.shrink();
        let outline = Outline {
            dialect: tree.dialect(),
            parses: tree.parses(),
            names: self.names.into_names(),
            functions: self.functions,
            calls: self.calls,
            accesses: self.accesses,
            catches: self.catches,
            equalities: self.equalities,
            classes: self.classes,
            scopes: self.scopes,
            bindings: self.bindings,
            refs: self.refs,
            shapes: self.shapes,
            branches: self.branches,
            patterns: self.patterns,
            exports: self.exports,
            imports: self.imports,
            unread: tree.unread().to_vec(),
            comments: Vec::new(),
            cut_off: None,
            matches: Vec::new(),
        };
        (outline, self.entities)
    }

    /// Gives back what the tables were grown by in advance: a program keeps them for every file.
    fn shrink(&mut self) {
        for function in &mut self.functions {
            function.params.shrink_to_fit();
            function.nested.shrink_to_fit();
        }
        self.functions.shrink_to_fit();
        self.calls.shrink_to_fit();
        self.accesses.shrink_to_fit();
        self.scopes.iter_mut().for_each(|scope| scope.bindings.shrink_to_fit());
        self.scopes.shrink_to_fit();
        self.bindings.shrink_to_fit();
        self.refs.shrink_to_fit();
        self.branches.shrink_to_fit();
        self.patterns.shrink_to_fit();
    }

    /// Only a binding that is written once has the value of its definition.
    fn count_writes(&mut self) {
        for function in &self.functions {
            for inst in &function.code {
                if let Op::Store(reference) = inst.op
                    && let Some(binding) = self.refs[reference.index()].binding
                {
                    self.bindings[binding.index()].writes += 1;
                }
            }
        }
    }

    fn drain(&mut self) {
        while let Some(task) = self.tasks.pop() {
            self.perform(task);
        }
    }

    fn perform(&mut self, task: Task<'t>) {
        match task {
            Task::Statement(node) => self.statement(node),
            Task::Expression(node) => self.expression(node),
            Task::Condition(node, header) => self.condition(node, header),
            Task::Link(node) => self.link(node),
            Task::Pattern { node, mode, source } => self.pattern(node, mode, source),
            Task::Emit(op, at) => self.emit(op, at),
            Task::Bind(label) => self.bind(label),
            Task::StartRange(range) => self.ranges[range.0].0 = number(self.body.code.len()),
            Task::EndRange(range) => self.ranges[range.0].1 = number(self.body.code.len()),
            Task::Callee(call, range) => self.calls[call.index()].callee_code = self.ranges[range.0],
            Task::Access(access, object, key) => {
                let written = &mut self.accesses[access.index()];
                (written.object, written.key) = (self.ranges[object.0], self.ranges[key.0]);
            }
            Task::Decorator(decorated, call, range) => self.keep_decorator(decorated, call, self.ranges[range.0]),
            Task::Superclass(class, range) => {
                self.classes[class.index()].superclass_code = Some((self.body.id, self.ranges[range.0]));
            }
            Task::ParameterDecorator(function, index, range) => {
                if let Some(param) = self.functions[function.index()].params.get_mut(index) {
                    param.decorators.push(self.ranges[range.0]);
                }
            }
            Task::Export(name, range) => {
                let value = Exported::Value { function: self.body.id, code: self.ranges[range.0] };
                self.exports.push(Export { name, value });
            }
            Task::EnterScope(scope) => self.body.scopes.push(scope),
            Task::LeaveScope => drop(self.body.scopes.pop()),
            Task::EnterJump(target) => self.body.jumps.push(target),
            Task::LeaveJump => drop(self.body.jumps.pop()),
            Task::EnterTry => self.body.tries += 1,
            Task::LeaveTry => self.body.tries -= 1,
            Task::Hold => self.body.height += 1,
            Task::Release => self.body.height -= 1,
            Task::EnterChain(label) => self.body.chains.push(label),
            Task::LeaveChain => drop(self.body.chains.pop()),
            Task::StartLoop => self.body.open_loops.push(number(self.body.code.len())),
            Task::EndLoop => {
                let end = number(self.body.code.len());
                if let Some(start) = self.body.open_loops.pop()
                    && self.body.open_loops.is_empty()
                {
                    self.body.loops.push((start, end));
                }
            }
        }
    }

    /// Schedules tasks to be performed in the given order, before everything that waits already.
    fn schedule(&mut self, tasks: impl IntoIterator<Item = Task<'t>>) {
        let from = self.tasks.len();
        self.tasks.extend(tasks);
        self.tasks[from..].reverse();
    }

    fn emit(&mut self, op: Op, at: Span) {
        self.body.code.push(Inst { op, at });
    }

    fn label(&mut self) -> Label {
        self.body.labels.push(u32::MAX);
        Label(number(self.body.labels.len() - 1))
    }

    fn bind(&mut self, label: Label) {
        self.body.labels[label.index()] = number(self.body.code.len());
        let at = self.body.code.last().map_or(Span::default(), |inst| inst.at);
        self.emit(Op::Land, at);
    }

    fn range(&mut self) -> RangeId {
        self.ranges.push((0, 0));
        RangeId(self.ranges.len() - 1)
    }

    fn branch(&mut self, at: Span) -> BranchId {
        self.branches.push(at);
        BranchId(number(self.branches.len() - 1))
    }

    fn shape(&mut self, keys: Vec<Option<NameId>>) -> ShapeId {
        self.shapes.push(keys);
        ShapeId(number(self.shapes.len() - 1))
    }

    fn scope(&self) -> ScopeId {
        self.body.scopes.last().copied().unwrap_or(ScopeId(0))
    }

    fn new_scope(&mut self, parent: ScopeId, function: FnId) -> ScopeId {
        self.scopes.push(Scope { parent: Some(parent), function, bindings: Vec::new() });
        ScopeId(number(self.scopes.len() - 1))
    }

    fn inner_scope(&mut self) -> ScopeId {
        let parent = self.scope();
        self.new_scope(parent, self.body.id)
    }

    fn reference(&mut self, name: NameId) -> RefId {
        let scope = self.scope();
        self.refs.push(Ref { name, scope, binding: None });
        RefId(number(self.refs.len() - 1))
    }

    fn declare(&mut self, name: NameId, scope: ScopeId, definition: Definition) -> BindingId {
        if let Some(&binding) = self.declared.get(&(scope, name)) {
            // `var x; var x = 1`: one binding; the value is followed when it is the only one.
            self.bindings[binding.index()].redefine(definition);
            return binding;
        }
        self.bindings.push(Binding { name, scope, definition, others: Vec::new(), writes: 0 });
        let binding = BindingId(number(self.bindings.len() - 1));
        self.scopes[scope.index()].bindings.push(binding);
        self.declared.insert((scope, name), binding);
        binding
    }

    fn intern(&mut self, node: Node<'t>) -> NameId {
        self.names.intern(node.text(self.text))
    }

    fn new_call(&mut self, call: Call, node: Node<'t>) -> CallId {
        self.calls.push(call);
        let id = CallId(number(self.calls.len() - 1));
        self.entities.insert(node.id(), (node, Entity::Call(id)));
        id
    }

    fn new_access(&mut self, kind: AccessKind, node: Node<'t>) -> AccessId {
        let nowhere = (0, 0);
        self.accesses.push(Access { span: node.span(), function: self.body.id, kind, object: nowhere, key: nowhere });
        let id = AccessId(number(self.accesses.len() - 1));
        self.entities.insert(node.id(), (node, Entity::Access(id)));
        id
    }

    fn new_equality(&mut self, left: Span, right: Span, node: Node<'t>) {
        self.equalities.push(Equality { span: node.span(), left, right, function: self.body.id });
        let id = EqualityId(number(self.equalities.len() - 1));
        self.entities.insert(node.id(), (node, Entity::Equality(id)));
    }

    fn new_catch(&mut self, header: Span, node: Node<'t>) -> CatchId {
        self.catches.push(Catch { header, function: self.body.id });
        let id = CatchId(number(self.catches.len() - 1));
        self.entities.insert(node.id(), (node, Entity::Catch(id)));
        id
    }

    /// Ends the current body: labels become positions, and the code goes to its function.
    fn close_body(&mut self) {
        let end = self.functions[self.body.id.index()].span;
        self.emit(Op::Undefined, Span { start: end.end, end: end.end });
        self.emit(Op::Return, Span { start: end.end, end: end.end });
        let labels = std::mem::take(&mut self.body.labels);
        let at = |label: Label| Label(labels[label.index()]);
        let mut code = std::mem::take(&mut self.body.code);
        for inst in &mut code {
            inst.op = match inst.op {
                Op::Jump(to) => Op::Jump(at(to)),
                Op::JumpIf { when, to, branch } => Op::JumpIf { when, to: at(to), branch },
                Op::JumpKeep { when, to, branch } => Op::JumpKeep { when, to: at(to), branch },
                Op::JumpUnlessNullish(to) => Op::JumpUnlessNullish(at(to)),
                Op::JumpIfNullish(to) => Op::JumpIfNullish(at(to)),
                Op::JumpUnlessUndefined(to) => Op::JumpUnlessUndefined(at(to)),
                Op::LoopTest(to) => Op::LoopTest(at(to)),
                Op::Next(to) => Op::Next(at(to)),
                Op::Try { catch, finally } => Op::Try { catch: catch.map(at), finally: finally.map(at) },
                Op::Leave { to, tries, height } => Op::Leave { to: at(to), tries, height },
                other => other,
            };
        }
        let function = &mut self.functions[self.body.id.index()];
        code.shrink_to_fit();
        function.code = code;
        function.loops = std::mem::take(&mut self.body.loops);
    }
}

impl Body {
    fn new(id: FnId, scope: ScopeId) -> Self {
        Self {
            id,
            code: Vec::new(),
            labels: Vec::new(),
            jumps: Vec::new(),
            pending_labels: Vec::new(),
            tries: 0,
            height: 0,
            chains: Vec::new(),
            scopes: vec![scope],
            loops: Vec::new(),
            open_loops: Vec::new(),
        }
    }
}
