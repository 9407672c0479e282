//! The flow form: what an outline keeps of a file's functions.
//!
//! Every function body is a flat list of instructions for a small stack machine; nesting is gone, so neither lowering, nor
//! running, nor dropping an outline recurses. Numbers index the flat tables of one [`Outline`](super::Outline); nothing
//! here borrows source or tree. Knows nothing of packages, other files or verdicts.

use crate::text::Span;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        })+
    };
}

index! {
    /// A string of the file: an identifier, a member's name, a literal's value.
    NameId,
    /// A function of the file; 0 is the module's own body.
    FnId,
    CallId,
    AccessId,
    CatchId,
    EqualityId,
    ClassId,
    BindingId,
    ScopeId,
    /// One use of a name, bound when the whole file has been read.
    RefId,
    /// A position in a function's code.
    Label,
    /// An object literal's keys.
    ShapeId,
    /// A branch on a condition.
    BranchId,
}

impl FnId {
    pub const MODULE: FnId = FnId(0);
}

/// One instruction. "Pushes", "pops" and "top" are of the operand stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Undefined,
    Null,
    Bool(bool),
    /// A whole number small enough to count with; other numbers are [`Op::Opaque`].
    Number(i32),
    Text(NameId),
    /// A value of which nothing is kept (markup, arithmetic), or only its text: a regular expression.
    Opaque,
    This,
    /// `super` in a method: the instance, as its class's base class has it.
    Super,
    /// The function's nth argument.
    Argument(u16),
    /// The arguments from the nth on.
    RestArguments(u16),
    Load(RefId),
    Function(FnId),
    Class(ClassId),
    Pop,
    Dup,
    Swap,
    /// Pops a value and assigns it.
    Store(RefId),
    /// Object → its member.
    Member(NameId),
    /// Object, key → its element. A key that is written as a number asks no list.
    Index(Option<AccessId>),
    /// Object, value → value; the object's member is written.
    SetMember(NameId),
    /// Object, key, value → value.
    SetIndex(AccessId),
    /// Object, key → whether it was deleted.
    DeleteIndex(AccessId),
    /// Key, object → whether the object has it: `in`.
    Has(AccessId),
    /// The values of a literal's keys → object.
    Object(ShapeId),
    /// Elements → array.
    Array {
        length: u16,
    },
    /// List → the elements of a list, in its place among an array's elements or a call's arguments.
    Spread,
    /// Parts → text made of them.
    Concat(u16),
    /// n values → a value derived from all of them.
    Derive(u16),
    Not,
    /// `typeof`.
    TypeOf,
    Compare(Comparison),
    /// Left, right → what is computed of them.
    Arithmetic(Arithmetic),
    /// Number → number plus n, for counters.
    Add(i32),
    /// Callee, arguments → result.
    Call(CallId),
    /// Receiver, arguments → result; the member's name is in the call.
    CallMember(CallId),
    New(CallId),
    Await,
    Yield,
    /// Where paths meet again: the machine forgets here what can no longer matter.
    Land,
    Jump(Label),
    /// Pops a condition.
    JumpIf {
        when: bool,
        to: Label,
        branch: BranchId,
    },
    /// `&&` and `||`: jumps and keeps top when its truth is `when`, else pops it.
    JumpKeep {
        when: bool,
        to: Label,
        branch: BranchId,
    },
    /// `??`: jumps and keeps top unless it is null or undefined, else pops it.
    JumpUnlessNullish(Label),
    /// `?.`: when top is null or undefined, it becomes undefined and the chain ends.
    JumpIfNullish(Label),
    /// A default: jumps and keeps top unless it is undefined, else pops it.
    JumpUnlessUndefined(Label),
    /// Pops a loop's condition; leaves the loop when it is false. Never decided once for all turns.
    LoopTest(Label),
    /// Top is what is iterated: pushes the next element, or leaves the loop. Top stays.
    Next(Label),
    /// Opens a `try`.
    Try {
        catch: Option<Label>,
        finally: Option<Label>,
    },
    /// Enters a catch clause: the thrown value is on top.
    Catch(CatchId),
    /// Jumps out of all but the outermost `tries` open `try`s, through their `finally`s, with `height` operands left.
    Leave {
        to: Label,
        tries: u16,
        height: u16,
    },
    /// Goes on with what was under way when the `finally` was entered.
    EndFinally,
    Throw,
    Return,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparison {
    /// `===`, and `==` when not strict.
    Equal {
        strict: bool,
    },
    /// `!==`, and `!=` when not strict.
    Unequal {
        strict: bool,
    },
    InstanceOf,
    In,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// What is computed of two values; `+` also puts texts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    Plus,
    Minus,
    Times,
    Divided,
    Remainder,
}

impl Arithmetic {
    pub fn of(operator: &str) -> Option<Arithmetic> {
        Some(match operator {
            "+" => Arithmetic::Plus,
            "-" => Arithmetic::Minus,
            "*" => Arithmetic::Times,
            "/" => Arithmetic::Divided,
            "%" => Arithmetic::Remainder,
            _ => return None,
        })
    }
}

/// An instruction and the source it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inst {
    pub op: Op,
    pub at: Span,
}

#[derive(Debug, Clone, Default)]
pub struct Function {
    pub name: Option<NameId>,
    pub span: Span,
    /// From the function's start to its body: what a finding about the function points at.
    pub header: Span,
    pub params: Vec<Param>,
    pub is_async: bool,
    pub is_generator: bool,
    pub is_arrow: bool,
    /// The class whose method (or field initializer) it is.
    pub class: Option<ClassId>,
    pub parent: Option<FnId>,
    pub code: Vec<Inst>,
    /// Ranges of code that may run again, outermost only, in order.
    pub loops: Vec<(u32, u32)>,
    /// Functions created in this one's body, directly.
    pub nested: Vec<FnId>,
    /// Whether some `return` gives a value.
    pub returns_value: bool,
}

impl Function {
    /// The instruction up to which one may still run: what stands in a loop, may in its next turn.
    pub fn until(&self, at: u32) -> u32 {
        self.loops.iter().find(|(from, to)| (*from..*to).contains(&at)).map_or(at, |(_, to)| *to)
    }
}

/// A declared parameter.
#[derive(Debug, Clone, Default)]
pub struct Param {
    /// The plain name; `None` for a pattern.
    pub name: Option<NameId>,
    pub binding: Option<BindingId>,
    /// A type annotation's name, where it is a plain one.
    pub type_name: Option<NameId>,
    /// The instructions that leave its decorators on the stack. Nothing jumps to them: they are evaluated when they are asked.
    pub decorators: Vec<(u32, u32)>,
}

#[derive(Debug, Clone)]
pub struct Call {
    pub span: Span,
    /// The callee as written.
    pub callee: Span,
    pub function: FnId,
    /// The member's name in `receiver.name(…)`.
    pub member: Option<NameId>,
    /// The instructions that put the callee (or the receiver) on the stack.
    pub callee_code: (u32, u32),
    pub arguments: Vec<Span>,
    pub is_new: bool,
    pub used: ResultUse,
}

/// What happens to a call's result at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultUse {
    Awaited,
    Returned,
    Other,
}

/// An object that is asked or changed under a computed key, by an operator: what `get`, `has`, `set` and `delete` do by a call.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// Of a write, the whole assignment.
    pub span: Span,
    pub function: FnId,
    pub kind: AccessKind,
    /// The instructions that put the object on the stack.
    pub object: (u32, u32),
    /// Those that put the key there.
    pub key: (u32, u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessKind {
    /// `list[key]`
    Get,
    /// `key in list`
    Has,
    /// `list[key] = value`
    Set,
    /// `delete list[key]`
    Delete,
}

/// Where something is asked or changed that may be a list: at a call, or at an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SiteId {
    Call(CallId),
    Access(AccessId),
}

/// `left === right`, and its kin.
#[derive(Debug, Clone, Copy)]
pub struct Equality {
    pub span: Span,
    pub left: Span,
    pub right: Span,
    pub function: FnId,
}

/// A catch clause; the span is its header, `catch (err)`.
#[derive(Debug, Clone, Copy)]
pub struct Catch {
    pub header: Span,
    pub function: FnId,
}

#[derive(Debug, Clone, Default)]
pub struct Class {
    pub name: Option<NameId>,
    pub span: Span,
    pub superclass: Option<RefId>,
    /// What it extends, where that is no name: `extends Logged(Base)`, `extends lib.Base`.
    pub superclass_code: Option<(FnId, (u32, u32))>,
    /// The names of the interfaces that it says it has.
    pub implements: Vec<NameId>,
    /// It has no instances of its own.
    pub is_abstract: bool,
    pub members: Vec<ClassMember>,
    /// Applied from the last to the first, to the class as its members' decorators leave it.
    pub decorators: Vec<Decorator>,
}

#[derive(Debug, Clone)]
pub struct ClassMember {
    pub name: NameId,
    pub is_static: bool,
    pub kind: MemberKind,
    /// Applied from the last to the first.
    pub decorators: Vec<Decorator>,
}

/// `@expression` before a class or a member of one: a function that is called with it, and may give another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decorator {
    /// Whose code holds the expression.
    pub function: FnId,
    /// The instructions that leave the decorator on the stack.
    pub code: (u32, u32),
    /// The call that the language makes of it, which is written nowhere else.
    pub call: CallId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberKind {
    Method(FnId),
    Getter(FnId),
    /// A function that gives the initial value.
    Field(FnId),
    /// A field without a value, of a type that has this name.
    Declared(NameId),
}

#[derive(Debug, Clone)]
pub struct Scope {
    pub parent: Option<ScopeId>,
    pub function: FnId,
    pub bindings: Vec<BindingId>,
}

#[derive(Debug, Clone)]
pub struct Binding {
    pub name: NameId,
    pub scope: ScopeId,
    pub definition: Definition,
    /// Further values that it is given: it may be all of them, one after the other.
    pub others: Vec<Definition>,
    /// How often it is assigned, its declaration's value included.
    pub writes: u32,
}

impl Binding {
    /// Notes a further value.
    pub(super) fn redefine(&mut self, definition: Definition) {
        if self.definition == Definition::Unseen {
            self.definition = definition;
        } else if definition != Definition::Unseen {
            self.others.push(definition);
        }
    }
}

/// Where a binding's first value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// Declared without a value, or in a way that is not followed.
    Unseen,
    /// The value that `code` of `function` leaves on the stack, and the way into it.
    Value {
        function: FnId,
        code: (u32, u32),
        path: Vec<Step>,
    },
    Function(FnId),
    Class(ClassId),
    Parameter(FnId, u16),
    Import {
        specifier: NameId,
        imported: Imported,
    },
}

/// One step into a destructured value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Member(NameId),
    Element(u16),
    /// The rest of an array, or of an object without what the pattern takes out of it by name.
    Rest {
        without: Vec<NameId>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Imported {
    Default,
    Namespace,
    Named(NameId),
}

/// A use of a name.
#[derive(Debug, Clone, Copy)]
pub struct Ref {
    pub name: NameId,
    pub scope: ScopeId,
    /// `None` when nothing in the file declares it.
    pub binding: Option<BindingId>,
}

/// What a rule's capture stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    Call(CallId),
    Access(AccessId),
    Function(FnId),
    Catch(CatchId),
    Equality(EqualityId),
}
