//! The syntax of generated programs: an Express handler with exactly one check of a token, by the library or by a
//! wrapper (`project`).
//!
//! Plain values. Knows neither how programs are made nor how they are written out.

pub(crate) use super::project::*;

/// A name in the program, or a field of the request that is used like one (`req.user`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Name(pub(crate) &'static str);

pub(crate) type Block = Vec<Stmt>;

#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) binding: Binding,
    pub(crate) logger: Logger,
    pub(crate) registration: Registration,
    pub(crate) is_async: bool,
    /// What the conditions of the program read, by index.
    pub(crate) atoms: Vec<Atom>,
    pub(crate) helpers: Vec<Helper>,
    pub(crate) body: Block,
    pub(crate) second: Option<Second>,
    /// Innermost first.
    pub(crate) wrappers: Vec<Wrapper>,
    pub(crate) units: Vec<Unit>,
    pub(crate) barrel: Option<Barrel>,
    /// All files import one logger, instead of making their own.
    pub(crate) shares_logger: bool,
}

/// How the file comes by jsonwebtoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binding {
    Require,
    Destructured,
    Renamed,
    ImportDefault,
    ImportNamespace,
    ImportNamed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Library {
    Winston,
    Pino,
    Bunyan,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Threshold {
    /// None given: info.
    Default,
    Fixed(&'static str),
    /// `NODE_ENV === 'production' ? <first> : <second>`
    ByEnvironment(&'static str, &'static str),
    /// `process.env.LOG_LEVEL || 'info'`
    Variable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logger {
    ConsoleOnly,
    Levelled { library: Library, threshold: Threshold, child: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registration {
    UseDeclared,
    GetDeclared,
    UseConstArrow,
    UseInline,
    GetInline,
    /// A method of a controller, called by an arrow function
    ControllerCalled,
    /// `app.get('/orders', controller.handle.bind(controller))`
    ControllerBound,
    /// A field of a controller that is an arrow function
    ControllerField,
}

/// What a condition reads: a pure expression over the request, chosen by the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Atom {
    /// `req.c0`
    Field,
    /// `req.query.c0 === 'x'`
    Query,
    /// `req.flags.c0`
    Flag,
    /// `req.headers['x-c0']`
    Header,
    /// `const c0 = req.c0;` at the top of the handler, then `c0`
    Alias,
    /// `const { c0 } = req.flags;` at the top of the handler, then `c0`
    Destructured,
    /// `token`: whether one was presented
    Token,
    /// `req.query.c0`, one of 'a', 'b', 'c', or another text
    Choice,
    /// `req.items0`, of no, one or two elements; only loops use it
    List,
}

#[derive(Debug, Clone)]
pub(crate) enum Cond {
    Atom(usize),
    /// `req.query.c0 === 'a'`
    Choice(usize, &'static str),
    Not(Box<Cond>),
    And(Box<Cond>, Box<Cond>),
    Or(Box<Cond>, Box<Cond>),
    /// Whether a variable is truthy: `err`, `payload`, `failed`
    Truthy(Name),
    Value(ValueTest, Name),
    Error(ErrorTest, Name),
    /// A field of a value that says that the token was refused
    Field(FieldTest, Failing, Name),
    Given(Given),
}

/// Tests of the check's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueTest {
    /// `p == null`
    LooseNull,
    /// `p === null`
    Null,
    /// `p === undefined`
    Undefined,
    /// `p?.sub`
    OptionalField,
    /// `p && p.sub`
    GuardedField,
    /// `(p ?? null) === null`
    Coalesced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorTest {
    Instance(ErrorClass),
    Name(ErrorClass),
    Message(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorClass {
    Token,
    Expired,
    NotBefore,
    /// The built-in `Error`: every refusal is one.
    Any,
    /// The project's own, which no refusal is.
    Own,
}

/// Conditions that production settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    NotTest,
    Production,
    Development,
    HeadersNotSent,
    HasLogger,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Constant {
    Null,
    Undefined,
    False,
    True,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    Console(&'static str),
    /// A method of the file's logger.
    Level(&'static str),
    /// `logger?.warn(…)`
    OptionalLevel(&'static str),
    /// `logger.log('warn', …)`
    LogAt(&'static str),
    /// `logger.log({ level: 'warn', … })`
    LogEntry(&'static str),
    Tracker,
    Counter,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Signal {
    pub(crate) channel: Channel,
    /// An error to mention.
    pub(crate) error: Option<Name>,
}

/// An answer to the client, or something else that tells nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    SendStatus,
    StatusJson,
    /// With the error's message in the body.
    Disclosed(Name),
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NextArgument {
    Nothing,
    Undefined,
    Route,
    Error(Name),
    Fresh,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thrown {
    Caught(Name),
    /// `new Error('refused')`
    Fresh,
    /// `new AuthError('refused')`
    Own,
}

#[derive(Debug, Clone)]
pub(crate) enum Expr {
    Signal(Signal),
    Answer(Answer),
    Next(NextArgument),
    /// A local helper, by its index, with an error where it takes one.
    Call(usize, Option<Name>),
    Constant(Constant),
    Variable(Name),
    /// An object that says that the token was refused, with an error to mention
    Refusal(Failing, Option<Name>),
    /// `done(…)` of a wrapper that calls back
    Done(Done),
    /// `reject(…)` of the enclosing `new Promise`
    Reject(Thrown),
    /// `resolve(…)` of it
    Resolve(Resolved),
    /// `Promise.reject(…)`
    Rejected(Thrown),
    Either(Cond, Box<Expr>, Box<Expr>),
    And(Cond, Box<Expr>),
    Or(Cond, Box<Expr>),
    /// `(a, b)`
    Both(Box<Expr>, Box<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    Error(Thrown),
    /// `done(null, false)`
    Nothing,
    /// `done(null, true)`
    Accepted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolved {
    Constant(Constant),
    Data(Name),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assigned {
    Constant(Constant),
    Variable(Name),
}

/// Statements that tell nobody and change nothing of interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Neutral {
    Header,
    Store,
    AwaitedStore,
    Local,
    CommentedLog,
    StringLog,
    UncalledLog,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deferral {
    Immediate,
    Tick,
    Microtask,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label(pub(crate) &'static str);

#[derive(Debug, Clone)]
pub(crate) enum Stmt {
    Expr(Expr),
    Neutral(Neutral),
    Return(Option<Expr>),
    Throw(Thrown),
    If(Cond, Block, Option<Block>),
    Switch(Subject, Vec<Case>),
    Loop(Loop, Option<Label>, Block),
    Try(Block, Option<Catch>, Option<Block>),
    Break(Option<Label>),
    Continue(Option<Label>),
    Let(Name, Constant),
    Set(Name, Assigned),
    Defer(Deferral, Signal),
    Check(Box<Check>),
    Inline(Inline, Block),
    /// `if (!KEYS.some((key) => { … })) { … }`
    NoKey(Block, Block),
    /// `if (attempts > 0) return f(token, attempts - 1);`
    Retry,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Choice(usize),
    ErrorName(Name),
    ErrorMessage(Name),
    True,
}

#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) test: CaseTest,
    /// Falls through into the next case unless it ends with an exit.
    pub(crate) body: Block,
}

#[derive(Debug, Clone)]
pub(crate) enum CaseTest {
    Text(&'static str),
    /// In `switch (true)`.
    Holds(Cond),
    Default,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loop {
    /// `for (const key of KEYS)`, over the file's non-empty literal of keys
    Keys,
    /// `for (const part of ['a', 'b'])`
    Literal,
    /// `for (const item of req.items0)`
    Of(usize),
    /// `for (let i0 = 0; i0 < req.items0.length; i0 += 1)`
    Counted(usize),
    While(usize),
    DoWhile(usize),
    /// `while (true)`; its body ends with an exit
    Forever,
    /// `for (let attempt = 0; attempt < 3; attempt += 1)`, around a check
    Retry,
}

#[derive(Debug, Clone)]
pub(crate) struct Catch {
    pub(crate) binding: Option<Name>,
    pub(crate) body: Block,
}

#[derive(Debug, Clone)]
pub(crate) enum Check {
    Direct {
        key: Key,
        result: Use,
    },
    Callback {
        key: Key,
        /// Declared by this name in front of the call, or else written inside it.
        named: Option<Name>,
        callback: Function,
        returned: bool,
    },
    Promise {
        source: Source,
        links: Vec<Link>,
        consumer: Consumer,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Plain,
    /// The variable of the enclosing loop over keys.
    Rotated,
    /// A function that looks the key up: the callback comes later.
    Deferred,
}

/// What becomes of the value of a check that succeeds.
#[derive(Debug, Clone)]
pub(crate) enum Use {
    Dropped,
    Declared(Name),
    Assigned(Name),
    /// `const { sub } = …`
    Fields,
    /// `req.user = …`
    Request,
    /// `res.json(…)`
    Answered,
    Returned,
    /// `if (…) { … }`
    Tested(Block),
    Tried(Failing, Tried),
}

#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// `promisify(jwt.verify)`, bound in the file or in place
    Promisified { bound: bool },
    /// `new Promise((resolve, reject) => jwt.verify(…, callback))`
    Constructed { key: Key, callback: Function },
}

#[derive(Debug, Clone)]
pub(crate) enum Link {
    Then(Function),
    ThenBoth(Function, Handler),
    Catch(Handler),
    Finally(Function),
}

#[derive(Debug, Clone)]
pub(crate) enum Handler {
    Inline(Function),
    Next,
    /// `done` of a wrapper that calls back
    Done,
    ConsoleError,
    Helper(usize),
}

#[derive(Debug, Clone)]
pub(crate) enum Consumer {
    /// A statement of its own; the program goes on.
    Floating,
    Returned,
    /// A statement of its own; the function ends behind it.
    Left,
    Awaited(Use),
    /// `const pending = …; <statements>; <use> = await pending;`
    Held(Block, Use),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Arrow,
    AsyncArrow,
    Classic,
}

#[derive(Debug, Clone)]
pub(crate) struct Function {
    pub(crate) style: Style,
    pub(crate) params: Vec<Name>,
    pub(crate) body: Body,
}

#[derive(Debug, Clone)]
pub(crate) enum Body {
    Block(Block),
    /// Only of arrows.
    Expr(Expr),
}

/// A function that the handler calls; it holds no check.
#[derive(Debug, Clone)]
pub(crate) struct Helper {
    pub(crate) name: Name,
    pub(crate) home: Home,
    pub(crate) recursion: Option<Recursion>,
    pub(crate) function: Function,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// Inside the handler, where it sees `req`, `res` and `next`.
    Handler,
    /// 0 for the file of the handler, or the place of a unit, counted from 1.
    File(usize),
}

impl Registration {
    pub(crate) fn is_controller(self) -> bool {
        matches!(self, Registration::ControllerCalled | Registration::ControllerBound | Registration::ControllerField)
    }
}

impl Function {
    pub(crate) fn block(style: Style, params: Vec<Name>, body: Block) -> Function {
        Function { style, params, body: Body::Block(body) }
    }
}
