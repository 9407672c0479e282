//! What the generator makes: a whole Express application around one check. What a thing is called and in which file it
//! stands is the emitter's business; a program is only its parts and their order.

/// Which Express the application's package.json asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Express {
    Four,
    /// Express 4 with the package `express-async-errors`.
    FourWithAsyncErrors,
    Five,
}

impl Express {
    /// As the harness calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Express::Four => "four",
            Express::FourWithAsyncErrors => "fourWithAsyncErrors",
            Express::Five => "five",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Modules {
    CommonJs,
    Esm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logger {
    Console,
    Winston,
    Pino,
    /// A project object whose methods call the console.
    Object,
    /// A project function that calls the console.
    Function,
    /// A project function that is called like a logger and does nothing.
    Mute,
}

/// How the application itself is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Skeleton {
    Module,
    /// `setup(app)`, in the same file.
    Setup,
    /// A function that makes the application and returns it.
    Create,
    /// A class with a method that registers.
    Class,
}

/// How a file's parts are bound where they are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Linking {
    /// One part: the module itself. Several: by name.
    Default,
    Named,
    /// The whole module under one name.
    Namespace,
    /// Routers are required where they are mounted. CommonJS only.
    InPlace,
}

/// The project's class of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorClass {
    pub(crate) field: StatusField,
    pub(crate) operational: bool,
    pub(crate) named: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusField {
    Status,
    StatusCode,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) express: Express,
    pub(crate) modules: Modules,
    pub(crate) linking: Linking,
    pub(crate) logger: Logger,
    pub(crate) skeleton: Skeleton,
    /// Between which parts, in the order of `emit::PARTS`, a new file begins.
    pub(crate) cuts: u16,
    /// A file that only imports the application and listens.
    pub(crate) server: bool,
    pub(crate) class: ErrorClass,
    /// `process.on('unhandledRejection', …)`.
    pub(crate) hook: Option<Block>,
    /// How `jwt.verify` itself is called.
    pub(crate) base: Delivery,
    /// Functions around the call, innermost first.
    pub(crate) wrappers: Vec<Wrapper>,
    /// The outermost wrapper gives `{ valid, payload }`.
    pub(crate) result: bool,
    pub(crate) guard: Guard,
    pub(crate) catcher: Catcher,
    pub(crate) receivers: Vec<Receiver>,
    pub(crate) items: Vec<Item>,
}

/// How a failure comes out of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Throws,
    CallsBack,
    Rejects,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrapper {
    pub(crate) form: WrapperForm,
    pub(crate) kind: WrapperKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrapperForm {
    Function,
    Arrow,
    Member,
    Static,
    Instance,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WrapperKind {
    /// `return verify(token)`.
    Pass,
    Try(Block),
    /// `return await verify(token)` in an async function.
    AsyncPass,
    AsyncTry(Block),
    /// `return verify(token).catch(…)`.
    Catch(Block),
    /// `new Promise` around a call that calls back.
    NewPromise(Block),
    /// `verify(token, done)`.
    CallbackPass,
    Callback(Block),
}

/// The function of Express that makes the check, or calls the wrapper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guard {
    pub(crate) form: GuardForm,
    pub(crate) role: GuardRole,
    pub(crate) wrapped: Wrapped,
    /// Asynchronous without need.
    pub(crate) is_async: bool,
    pub(crate) missing: Missing,
    pub(crate) shape: Shape,
    /// Where the failure arrives.
    pub(crate) block: Block,
    /// Where a wrapper gives nothing.
    pub(crate) nothing: Block,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GuardForm {
    Function,
    Arrow,
    Factory,
    Member,
    Static,
    /// An arrow in a field of an instance.
    Field,
    /// A method of an instance, bound where it is used.
    Bound,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GuardRole {
    Middleware,
    /// It answers by itself.
    Controller,
}

/// Where the guard is given to the catcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapped {
    No,
    AtDefinition,
    AtUse,
}

/// What the guard does without a token; no run of ours comes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    Unasked,
    Answers,
    Throws,
    Next,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing is caught.
    Bare,
    Try,
    /// The way on stands behind the `try`.
    TryAround,
    /// `verify(token, (err, payload) => …)`.
    Callback,
    /// `.then(ok).catch(…)`.
    Then,
    /// `.then(ok, …)`.
    ThenBoth,
    /// `.then(ok).catch(next)`.
    ThenNext,
    /// `.then(ok)`, and nobody catches.
    ThenBare,
}

/// What makes Express hear of a rejection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Catcher {
    /// The package `express-async-handler`.
    Package,
    /// `Promise.resolve(fn(req, res, next)).catch(next)`.
    Resolve,
    /// `fn(req, res, next).catch(next)`.
    Catch,
    TryAwait,
    /// `fn(req, res, next).catch((err) => …)`.
    Block(Block),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Receiver {
    pub(crate) form: ReceiverForm,
    /// With three parameters it is no receiver at all.
    pub(crate) three: bool,
    pub(crate) block: Block,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReceiverForm {
    Inline,
    Function,
    Arrow,
    Static,
    Factory,
}

pub(crate) type Block = Vec<Step>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Log(Log),
    If(Cond, Block, Block),
    /// `switch (err.name)`: what is done for some classes, and for all others.
    Switch(Vec<(Class, Block)>, Block),
    /// `cond && log`.
    And(Cond, Log),
    /// Something is written onto the error.
    Mark(Mark),
    /// `const status = …`, which a later condition may ask.
    Status,
    /// `err = new ApiError(…)`.
    Convert(Convert),
    End(End),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Log {
    pub(crate) level: Level,
    pub(crate) error: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warn,
    Info,
    Debug,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Status401,
    StatusCode401,
    StatusCodeOr500,
    Operational,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Convert {
    To(Made),
    /// Keeps the status that the error has.
    Keeping,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Answer(Answer),
    /// `next`, or whatever a wrapper has in its place.
    HandOn(Failure),
    Throw(Failure),
    /// `next()`.
    GoOn,
    /// `next('route')`.
    NextRoute,
    /// A wrapper's way to say no without an error.
    Nothing(Nothing),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Json,
    SendStatus,
    /// With the error's own status and message.
    Disclosed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nothing {
    Null,
    False,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Same,
    New(Made),
}

/// An error that the project makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Api401,
    Api500,
    /// A subclass.
    Unauthorized,
    /// `ApiError.unauthorized(…)`.
    Factory,
    /// `createError(401)` of the package `http-errors`.
    HttpErrors,
    Plain,
    /// `Object.assign(new Error(…), { statusCode: 401 })`.
    Assigned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cond {
    /// `req.query.cN`.
    Query(usize),
    HeadersSent,
    Server(Read),
    Operational,
    NotOperational,
    InstanceOf(Class),
    Name(Class),
    Environment(Environment),
    Not(Class),
}

/// How a status is read from an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    Status,
    StatusCode,
    Either,
    StatusCodeOr500,
    /// The constant of `Step::Status`.
    Local,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    JsonWebToken,
    TokenExpired,
    Api,
    Unauthorized,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Environment {
    NotTest,
    Production,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Use {
        path: Option<usize>,
        args: Vec<Arg>,
        list: bool,
    },
    Route(Route),
    /// Routes in a table, registered in a loop.
    Routes(Vec<Route>, Loop),
    Mount(Mount),
    /// Routers in a table, mounted in a loop.
    Mounts(Vec<Mount>, Loop),
    /// A function that is given the application or router and registers more.
    Group(Vec<Item>),
    /// `express.json()`.
    Parser,
    /// The last middleware, which says 404.
    NotFound,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loop {
    ForOf,
    ForEach,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) verb: Verb,
    pub(crate) path: usize,
    /// In front of the handler that answers.
    pub(crate) args: Vec<Arg>,
    /// Behind it.
    pub(crate) after: Vec<usize>,
    pub(crate) style: RouteStyle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
    Delete,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RouteStyle {
    Direct,
    /// The handlers in an array.
    List,
    /// `route(path).get(…)`.
    Chain,
    /// `route(path).all(…).get(…)`.
    ChainAll,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mount {
    pub(crate) path: Option<usize>,
    pub(crate) args: Vec<Arg>,
    /// Receivers that stand behind the router in the same call.
    pub(crate) after: Vec<usize>,
    pub(crate) make: Make,
    pub(crate) items: Vec<Item>,
}

/// How a router comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Make {
    Module,
    Factory,
    /// A function that is given the application and mounts the router itself.
    Setup,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arg {
    Guard,
    /// A middleware that only goes on.
    Pass,
    /// A middleware that logs and goes on.
    AccessLog,
    Receiver(usize),
}
