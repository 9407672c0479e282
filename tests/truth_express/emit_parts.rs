//! Writes the functions of a program: wrappers, the guard, the catcher of rejections, error handlers, what stands around
//! them.

use super::emit::{Part, Role};
use super::emit_code::{Code, Place};
use super::program::*;

const KEY: &str = "process.env.JWT_SECRET";
const WRAPPERS: [(&str, &str, &str); 3] =
    [("verifyToken", "Tokens", "tokens"), ("readSession", "Sessions", "sessions"), ("loadClaims", "Claims", "claims")];

fn part(role: Role, name: &str, text: String) -> Part {
    Part { role, name: String::from(name), text }
}

/// All parts but routers and the application. Who is not needed is left out later.
pub(crate) fn parts(program: &Program) -> Vec<Part> {
    let code = Code { program };
    let mut parts = logger(program.logger);
    parts.extend(classes(&code));
    parts.push(part(Role::Service, "verifyAsync", String::from("const verifyAsync = promisify(jwt.verify);\n")));
    for (index, wrapper) in program.wrappers.iter().enumerate() {
        parts.push(written_wrapper(&code, index, wrapper));
    }
    parts.push(part(Role::Catcher, "catchAsync", catcher(&code)));
    parts.push(guard(&code));
    for (index, receiver) in program.receivers.iter().enumerate() {
        parts.extend(named_receiver(&code, index, receiver));
    }
    let pass = "const addRequestId = (req, res, next) => {\nreq.requestId = 'r1';\nnext();\n};\n";
    parts.push(part(Role::Handlers, "addRequestId", String::from(pass)));
    let access = "const traceRequest = (req, res, next) => {\nconsole.log(req.method, req.url);\nnext();\n};\n";
    parts.push(part(Role::Handlers, "traceRequest", String::from(access)));
    parts
}

fn logger(logger: Logger) -> Vec<Part> {
    let text = match logger {
        Logger::Console => return Vec::new(),
        Logger::Winston => {
            "const logger = winston.createLogger({ level: 'info', transports: [new winston.transports.Console()] });\n"
        }
        Logger::Pino => "const logger = pino({ level: 'info' });\n",
        Logger::Object => {
            "const logger = {\nerror(...args) {\nconsole.error(...args);\n},\nwarn(...args) {\nconsole.warn(...args);\n},\ninfo(...args) {\nconsole.log(...args);\n},\n};\n"
        }
        Logger::Function => "const logFailure = (message, detail) => {\nconsole.error(message, detail);\n};\n",
        Logger::Mute => "const logFailure = (message, detail) => {};\n",
    };
    let name = match logger {
        Logger::Function | Logger::Mute => "logFailure",
        _ => "logger",
    };
    vec![part(Role::Logger, name, String::from(text))]
}

fn classes(code: &Code<'_>) -> [Part; 2] {
    let field = code.field();
    let class = code.program.class;
    let name = if class.named { "this.name = 'ApiError';\n" } else { "" };
    let operational = if class.operational { "this.isOperational = true;\n" } else { "" };
    let api = format!(
        "class ApiError extends Error {{\nconstructor({field}, message) {{\nsuper(message);\nthis.{field} = {field};\n{name}{operational}}}\nstatic unauthorized(message) {{\nreturn new ApiError(401, message);\n}}\n}}\n"
    );
    let sub = "class UnauthorizedError extends ApiError {\nconstructor(message) {\nsuper(401, message);\n}\n}\n";
    [part(Role::Errors, "ApiError", api), part(Role::Errors, "UnauthorizedError", String::from(sub))]
}

/// The call of the innermost `depth` wrappers, without the callback and its closing parenthesis.
fn call(program: &Program, depth: usize) -> String {
    match depth {
        0 => match program.base {
            Delivery::Throws => format!("jwt.verify(token, {KEY})"),
            Delivery::Rejects => format!("verifyAsync(token, {KEY})"),
            Delivery::CallsBack => format!("jwt.verify(token, {KEY}, "),
        },
        depth => {
            let (name, class, instance) = WRAPPERS[depth - 1];
            let owner = match program.wrappers[depth - 1].form {
                WrapperForm::Function | WrapperForm::Arrow => String::new(),
                WrapperForm::Member | WrapperForm::Instance => format!("{instance}."),
                WrapperForm::Static => format!("{class}."),
            };
            match program.delivery(depth) {
                Delivery::CallsBack => format!("{owner}{name}(token, "),
                Delivery::Throws | Delivery::Rejects => format!("{owner}{name}(token)"),
            }
        }
    }
}

fn written_wrapper(code: &Code<'_>, index: usize, wrapper: &Wrapper) -> Part {
    let inner = call(code.program, index);
    let waits = if code.program.delivery(index) == Delivery::Rejects { "await " } else { "" };
    let result = code.program.result && index + 1 == code.program.wrappers.len();
    let given = match result {
        true => format!("{{ valid: true, payload: {waits}{inner} }}"),
        false => format!("{waits}{inner}"),
    };
    // Only the outermost wrapper gives such an object.
    let inside = Program { result, ..code.program.clone() };
    let code = &Code { program: &inside };
    let (is_async, params, body) = match &wrapper.kind {
        WrapperKind::Pass => (false, "token", format!("return {inner};\n")),
        WrapperKind::Try(block) => {
            let block = code.block(block, Place::Service);
            (false, "token", format!("try {{\nreturn {given};\n}} catch (err) {{\n{block}}}\n"))
        }
        WrapperKind::AsyncPass => (true, "token", format!("return {waits}{inner};\n")),
        WrapperKind::AsyncTry(block) => {
            let block = code.block(block, Place::Service);
            (true, "token", format!("try {{\nreturn {given};\n}} catch (err) {{\n{block}}}\n"))
        }
        WrapperKind::Catch(block) => {
            let block = code.block(block, Place::Service);
            (false, "token", format!("return {inner}.catch((err) => {{\n{block}}});\n"))
        }
        WrapperKind::NewPromise(block) => {
            let block = code.block(block, Place::Promise);
            let callback = format!("(err, payload) => {{\nif (err) {{\n{block}}}\nresolve(payload);\n}}");
            (false, "token", format!("return new Promise((resolve, reject) => {{\n{inner}{callback});\n}});\n"))
        }
        WrapperKind::CallbackPass => (false, "token, done", format!("{inner}done);\n")),
        WrapperKind::Callback(block) => {
            let block = code.block(block, Place::Callback);
            let callback = format!("(err, payload) => {{\nif (err) {{\n{block}}}\ndone(null, payload);\n}}");
            (false, "token, done", format!("{inner}{callback});\n"))
        }
    };
    let word = if is_async { "async " } else { "" };
    let (name, class, instance) = WRAPPERS[index];
    match wrapper.form {
        WrapperForm::Function => part(Role::Service, name, format!("{word}function {name}({params}) {{\n{body}}}\n")),
        WrapperForm::Arrow => part(Role::Service, name, format!("const {name} = {word}({params}) => {{\n{body}}};\n")),
        WrapperForm::Member => {
            part(Role::Service, instance, format!("const {instance} = {{\n{word}{name}({params}) {{\n{body}}},\n}};\n"))
        }
        WrapperForm::Static => {
            part(Role::Service, class, format!("class {class} {{\nstatic {word}{name}({params}) {{\n{body}}}\n}}\n"))
        }
        WrapperForm::Instance => part(
            Role::Service,
            instance,
            format!("class {class} {{\n{word}{name}({params}) {{\n{body}}}\n}}\nconst {instance} = new {class}();\n"),
        ),
    }
}

fn catcher(code: &Code<'_>) -> String {
    let head = "const catchAsync = (fn) => ";
    match &code.program.catcher {
        // Its name is the package's.
        Catcher::Package => String::new(),
        Catcher::Resolve => {
            format!("{head}(req, res, next) => {{\nPromise.resolve(fn(req, res, next)).catch(next);\n}};\n")
        }
        Catcher::Catch => format!("{head}(req, res, next) => {{\nfn(req, res, next).catch(next);\n}};\n"),
        Catcher::TryAwait => format!(
            "{head}async (req, res, next) => {{\ntry {{\nawait fn(req, res, next);\n}} catch (err) {{\nnext(err);\n}}\n}};\n"
        ),
        Catcher::Block(block) => {
            let block = code.block(block, Place::Express);
            format!("{head}(req, res, next) => {{\nfn(req, res, next).catch((err) => {{\n{block}}});\n}};\n")
        }
    }
}

fn catcher_name(program: &Program) -> &'static str {
    match program.catcher {
        Catcher::Package => "asyncHandler",
        _ => "catchAsync",
    }
}

fn guard(code: &Code<'_>) -> Part {
    let program = code.program;
    let guard = &program.guard;
    let name = "requireAuth";
    let word = if guard.runs_async(program) { "async " } else { "" };
    let body = guard_body(code);
    let arrow = format!("{word}(req, res, next) => {{\n{body}}}");
    let wrapped = guard.wrapped == Wrapped::AtDefinition;
    let value = |function: &str| match wrapped {
        true => format!("{}({function})", catcher_name(program)),
        false => String::from(function),
    };
    let text = match guard.form {
        GuardForm::Function if wrapped => {
            format!("const {name} = {};\n", value(&format!("{word}function (req, res, next) {{\n{body}}}")))
        }
        GuardForm::Function => format!("{word}function {name}(req, res, next) {{\n{body}}}\n"),
        GuardForm::Arrow => format!("const {name} = {};\n", value(&arrow)),
        GuardForm::Factory => format!("const {name} = (role) => {};\n", value(&arrow)),
        GuardForm::Member if wrapped => format!("const guards = {{\n{name}: {},\n}};\n", value(&arrow)),
        GuardForm::Member => format!("const guards = {{\n{word}{name}(req, res, next) {{\n{body}}},\n}};\n"),
        GuardForm::Static if wrapped => format!("class Guards {{\nstatic {name} = {};\n}}\n", value(&arrow)),
        GuardForm::Static => format!("class Guards {{\nstatic {word}{name}(req, res, next) {{\n{body}}}\n}}\n"),
        GuardForm::Field => {
            format!("class Guards {{\n{name} = {};\n}}\nconst guards = new Guards();\n", value(&arrow))
        }
        GuardForm::Bound => {
            format!("class Guards {{\n{word}{name}(req, res, next) {{\n{body}}}\n}}\nconst guards = new Guards();\n")
        }
    };
    let exported = match guard.form {
        GuardForm::Function | GuardForm::Arrow | GuardForm::Factory => name,
        GuardForm::Static => "Guards",
        GuardForm::Member | GuardForm::Field | GuardForm::Bound => "guards",
    };
    part(Role::Guard, exported, text)
}

/// The guard, as it is given to Express.
pub(crate) fn guard_use(program: &Program) -> String {
    let guard = &program.guard;
    let used = String::from(match guard.form {
        GuardForm::Function | GuardForm::Arrow => "requireAuth",
        GuardForm::Factory => "requireAuth('member')",
        GuardForm::Static => "Guards.requireAuth",
        GuardForm::Member | GuardForm::Field => "guards.requireAuth",
        GuardForm::Bound => "guards.requireAuth.bind(guards)",
    });
    match guard.wrapped {
        Wrapped::AtUse => format!("{}({used})", catcher_name(program)),
        Wrapped::AtDefinition if guard.form == GuardForm::Bound => format!("{}({used})", catcher_name(program)),
        Wrapped::AtDefinition | Wrapped::No => used,
    }
}

fn guard_body(code: &Code<'_>) -> String {
    let program = code.program;
    let guard = &program.guard;
    let call = call(program, program.wrappers.len());
    let waits = if program.delivery(program.wrappers.len()) == Delivery::Rejects { "await " } else { "" };
    let block = code.block(&guard.block, Place::Express);
    let nothing = match program.may_give_nothing() {
        true if program.result => {
            format!("if (!payload.valid) {{\n{}}}\n", code.block(&guard.nothing, Place::Express))
        }
        true => format!("if (!payload) {{\n{}}}\n", code.block(&guard.nothing, Place::Express)),
        false => String::new(),
    };
    let ok = match guard.role {
        GuardRole::Middleware => "req.user = payload;\nnext();\n",
        GuardRole::Controller => "res.json({ user: payload });\n",
    };
    let missing = match guard.missing {
        Missing::Unasked => "",
        Missing::Answers => "if (!token) {\nreturn res.status(401).json({ message: 'No token' });\n}\n",
        Missing::Throws => "if (!token) {\nthrow new Error('No token');\n}\n",
        Missing::Next => "if (!token) {\nreturn next(new Error('No token'));\n}\n",
    };
    let check = match guard.shape {
        Shape::Bare => format!("const payload = {waits}{call};\n{nothing}{ok}"),
        Shape::Try => {
            format!("try {{\nconst payload = {waits}{call};\n{nothing}{ok}}} catch (err) {{\n{block}}}\n")
        }
        Shape::TryAround => {
            format!("let payload;\ntry {{\npayload = {waits}{call};\n}} catch (err) {{\n{block}}}\n{nothing}{ok}")
        }
        Shape::Callback => format!("{call}(err, payload) => {{\nif (err) {{\n{block}}}\n{nothing}{ok}}});\n"),
        Shape::Then => format!("{call}.then((payload) => {{\n{nothing}{ok}}}).catch((err) => {{\n{block}}});\n"),
        Shape::ThenBoth => format!("{call}.then((payload) => {{\n{nothing}{ok}}}, (err) => {{\n{block}}});\n"),
        Shape::ThenNext => format!("{call}.then((payload) => {{\n{nothing}{ok}}}).catch(next);\n"),
        Shape::ThenBare => format!("{call}.then((payload) => {{\n{nothing}{ok}}});\n"),
    };
    format!("const token = req.headers.authorization.split(' ')[1];\n{missing}{check}")
}

fn receiver_function(code: &Code<'_>, receiver: &Receiver, named: Option<&str>) -> String {
    let params = if receiver.three { "err, req, res" } else { "err, req, res, next" };
    let body = code.block(&receiver.block, Place::Express);
    match named {
        Some(name) => format!("function {name}({params}) {{\n{body}}}"),
        None => format!("({params}) => {{\n{body}}}"),
    }
}

fn receiver_name(index: usize) -> String {
    format!("handleErrors{index}")
}

fn named_receiver(code: &Code<'_>, index: usize, receiver: &Receiver) -> Option<Part> {
    let name = receiver_name(index);
    let arrow = receiver_function(code, receiver, None);
    let (name, text) = match receiver.form {
        ReceiverForm::Inline => return None,
        ReceiverForm::Function => (name.clone(), format!("{}\n", receiver_function(code, receiver, Some(&name)))),
        ReceiverForm::Arrow => (name.clone(), format!("const {name} = {arrow};\n")),
        ReceiverForm::Factory => (name.clone(), format!("const {name} = () => {arrow};\n")),
        ReceiverForm::Static => {
            let params = if receiver.three { "err, req, res" } else { "err, req, res, next" };
            let body = code.block(&receiver.block, Place::Express);
            let class = format!("Failures{index}");
            let text = format!("class {class} {{\nstatic handle({params}) {{\n{body}}}\n}}\n");
            (class, text)
        }
    };
    Some(part(Role::Receivers, &name, text))
}

/// An error handler, as it is given to Express.
pub(crate) fn receiver_use(program: &Program, index: usize) -> String {
    let receiver = &program.receivers[index];
    match receiver.form {
        ReceiverForm::Inline => receiver_function(&Code { program }, receiver, None),
        ReceiverForm::Function | ReceiverForm::Arrow => receiver_name(index),
        ReceiverForm::Factory => format!("{}()", receiver_name(index)),
        ReceiverForm::Static => format!("Failures{index}.handle"),
    }
}

pub(crate) fn hook(program: &Program) -> String {
    match &program.hook {
        None => String::new(),
        Some(block) => {
            let body = Code { program }.block(block, Place::Listener);
            format!("process.on('unhandledRejection', (err) => {{\n{body}}});\n")
        }
    }
}
