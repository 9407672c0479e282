//! Writes limiters, guards and the route's handler.

use super::emit::{Part, Role};
use super::program::*;

/// A function, in one of its forms: what is written, the name to be exported, and how it is used.
struct Written {
    name: String,
    text: String,
    used: String,
}

fn function(form: Form, name: &str, parameters: &str, body: &str, is_async: bool) -> Written {
    let is_async = if is_async { "async " } else { "" };
    let capital = format!("{}{}", name[..1].to_ascii_uppercase(), &name[1..]);
    let (name, text, used) = match form {
        Form::Arrow => {
            (name.to_owned(), format!("const {name} = {is_async}({parameters}) => {{\n{body}}};\n"), name.to_owned())
        }
        Form::Function => {
            (name.to_owned(), format!("{is_async}function {name}({parameters}) {{\n{body}}}\n"), name.to_owned())
        }
        Form::Member => {
            let owner = format!("{name}Kit");
            let text = format!("const {owner} = {{\n{is_async}{name}({parameters}) {{\n{body}}},\n}};\n");
            let used = format!("{owner}.{name}");
            (owner, text, used)
        }
        Form::Static => {
            let owner = format!("{capital}Kit");
            let text = format!("class {owner} {{\nstatic {is_async}{name}({parameters}) {{\n{body}}}\n}}\n");
            let used = format!("{owner}.{name}");
            (owner, text, used)
        }
        Form::Factory => {
            let maker = format!("make{capital}");
            let text = format!("const {maker} = () => {is_async}({parameters}) => {{\n{body}}};\n");
            let used = format!("{maker}()");
            (maker, text, used)
        }
    };
    Written { name, text, used }
}

fn part(role: Role, name: &str, text: &str) -> Part {
    Part { role, name: name.to_owned(), text: text.to_owned() }
}

/// Everything that a route's way may pass. What nobody names is left out later.
pub(crate) fn parts(program: &Program) -> Vec<Part> {
    let mut parts = vec![
        part(Role::Limits, "SKIPPING", "const SKIPPING = true;\n"),
        part(Role::Limits, "COUNTING", "const COUNTING = false;\n"),
        part(Role::Limits, "LIMITS_ON", "const LIMITS_ON = true;\n"),
        part(Role::Limits, "LIMITS_OFF", "const LIMITS_OFF = false;\n"),
        part(
            Role::Limits,
            "tooMany",
            "const tooMany = () => Object.assign(new Error('slow down'), { status: 429 });\n",
        ),
        part(Role::Limits, "attempts", "const attempts = new RateLimiterMemory({ points: 4, duration: 60 });\n"),
        part(Role::Limits, "tries", "const tries = new Map();\n"),
        part(
            Role::Limits,
            "isTooMuch",
            "const isTooMuch = (key) => {\nconst count = (tries.get(key) || 0) + 1;\ntries.set(key, count);\nreturn count > 4;\n};\n",
        ),
        part(
            Role::Guards,
            "requireAccess",
            "const requireAccess = (req, res, next) => {\ntry {\nreq.user = jwt.verify(req.headers['x-access'], process.env.ACCESS_SECRET);\n} catch (err) {\nconsole.warn('refused', err.message);\nreturn res.sendStatus(401);\n}\nnext();\n};\n",
        ),
        part(
            Role::Guards,
            "timing",
            "const timing = (req, res, next) => {\nreq.startedAt = Date.now();\nnext();\n};\n",
        ),
        part(
            Role::Guards,
            "caught",
            "const caught = (fn) => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);\n",
        ),
        part(
            Role::Handlers,
            "readToken",
            "const readToken = (token) => jwt.verify(token, process.env.TOKEN_SECRET);\n",
        ),
    ];
    for (index, limiter) in program.limiters.iter().enumerate() {
        parts.extend(limiter_parts(program, index, limiter));
    }
    parts
}

/// How a limiter is named where it is used.
pub(crate) fn used(program: &Program, index: usize) -> String {
    match &program.limiters[index] {
        Limiter::Packaged { options, make } => match make {
            Make::Constant
            | Make::Lambda
            | Make::Anew
            | Make::ByPath(_)
            | Make::ByMethod(_)
            | Make::UnlessTests
            | Make::List => format!("limiter{index}"),
            Make::Inline => format!("rateLimit({})", object(program, options)),
            Make::Factory => format!("makeLimiter{index}()"),
            Make::FactoryOver => format!("makeLimiter{index}({{ {} }})", own(program, options)),
            Make::Table => format!("limits{index}.token"),
            Make::Class => format!("limits{index}.middleware()"),
        },
        other => middleware(program, index, other).used,
    }
}

fn limiter_parts(program: &Program, index: usize, limiter: &Limiter) -> Vec<Part> {
    let Limiter::Packaged { options, make } = limiter else {
        let written = middleware(program, index, limiter);
        let mut parts = vec![part(Role::Limits, &written.name, &written.text)];
        match limiter {
            Limiter::Flexible { of, .. } => {
                let counter = flexible(*of);
                parts.push(part(
                    Role::Limits,
                    &format!("counter{index}"),
                    &format!("const counter{index} = {counter};\n"),
                ));
            }
            Limiter::Counted { object: true, .. } => {
                parts.push(part(Role::Limits, &format!("hits{index}"), &format!("const hits{index} = {{}};\n")));
            }
            _ => parts.push(part(Role::Limits, &format!("hits{index}"), &format!("const hits{index} = new Map();\n"))),
        }
        // What is named stands before.
        parts.reverse();
        return parts;
    };
    let options_text = object(program, options);
    let (name, text) = match make {
        Make::Inline => return Vec::new(),
        Make::Constant => (format!("limiter{index}"), format!("const limiter{index} = rateLimit({options_text});\n")),
        Make::Factory => (
            format!("makeLimiter{index}"),
            format!("function makeLimiter{index}() {{\nreturn rateLimit({options_text});\n}}\n"),
        ),
        Make::FactoryOver => (
            format!("makeLimiter{index}"),
            format!(
                "const makeLimiter{index} = (options) => rateLimit({{ windowMs: 60_000, limit: 4, ...options }});\n"
            ),
        ),
        Make::Table => (
            format!("limits{index}"),
            format!(
                "const limits{index} = {{\nlogin: rateLimit({{ windowMs: 60_000, limit: 500, skip: () => true }}),\ntoken: rateLimit({options_text}),\n}};\n"
            ),
        ),
        Make::Lambda => (
            format!("limiter{index}"),
            format!(
                "const inner{index} = rateLimit({options_text});\nconst limiter{index} = (req, res, next) => inner{index}(req, res, next);\n"
            ),
        ),
        Make::ByPath(own) => {
            let path = if *own { program.purpose.path() } else { "/login" };
            guarded(index, &options_text, &format!("req.originalUrl.endsWith('{path}')"))
        }
        Make::ByMethod(own) => {
            guarded(index, &options_text, &format!("req.method === '{}'", if *own { "POST" } else { "DELETE" }))
        }
        Make::UnlessTests => (
            format!("limiter{index}"),
            format!(
                "const limiter{index} = process.env.NODE_ENV === 'test' ? (req, res, next) => next() : rateLimit({options_text});\n"
            ),
        ),
        Make::List => (
            format!("limiter{index}"),
            format!("const limiter{index} = [(req, res, next) => next(), rateLimit({options_text})];\n"),
        ),
        Make::Class => (
            format!("limits{index}"),
            format!(
                "class Limits{index} {{\nconstructor() {{\nthis.token = rateLimit({options_text});\n}}\nmiddleware() {{\nreturn this.token;\n}}\n}}\nconst limits{index} = new Limits{index}();\n"
            ),
        ),
        Make::Anew => (
            format!("limiter{index}"),
            format!("const limiter{index} = (req, res, next) => rateLimit({options_text})(req, res, next);\n"),
        ),
    };
    vec![part(Role::Limits, &name, &text)]
}

/// A limiter that only some requests are handed to.
fn guarded(index: usize, options: &str, condition: &str) -> (String, String) {
    let text = format!(
        "const inner{index} = rateLimit({options});\nconst limiter{index} = (req, res, next) => {{\nif ({condition}) {{\nreturn inner{index}(req, res, next);\n}}\nnext();\n}};\n"
    );
    (format!("limiter{index}"), text)
}

fn object(program: &Program, options: &[Choice]) -> String {
    let limit = if options.iter().any(|option| option.key() == "limit") { "" } else { ", limit: 4" };
    let own = own(program, options);
    let own = if own.is_empty() { own } else { format!(", {own}") };
    format!("{{ windowMs: 60_000{limit}{own} }}")
}

fn own(program: &Program, options: &[Choice]) -> String {
    let one = |option: &Choice| match option {
        Choice::LimitGiven => String::from("limit: () => 4"),
        Choice::Max => String::from("max: 4"),
        Choice::SkipAlways => String::from("skip: () => true"),
        Choice::SkipAlwaysByBody => String::from("skip() { return true; }"),
        Choice::SkipNever => String::from("skip: () => false"),
        Choice::SkipRoute => format!("skip: (req) => req.originalUrl.endsWith('{}')", program.purpose.path()),
        Choice::SkipHealth => String::from("skip: (req) => req.path === '/health'"),
        Choice::SkipConstant(true) => String::from("skip: () => SKIPPING"),
        Choice::SkipConstant(false) => String::from("skip: () => COUNTING"),
        Choice::SkipMethod(true) => String::from("skip: (req) => req.method === 'POST'"),
        Choice::SkipMethod(false) => String::from("skip: (req) => req.method === 'OPTIONS'"),
        Choice::SkipInTests => String::from("skip: () => process.env.NODE_ENV === 'test'"),
        Choice::SkipFailed(truth) => format!("skipFailedRequests: {truth}"),
        Choice::SkipSuccessful(truth) => format!("skipSuccessfulRequests: {truth}"),
        Choice::AllSuccessful => String::from("requestWasSuccessful: () => true"),
        Choice::HandlerAnswers => String::from("handler: (req, res) => res.status(429).send('slow down')"),
        Choice::HandlerGoesOn => String::from("handler: (req, res, next) => next()"),
        Choice::Keyed => String::from("keyGenerator: (req) => req.headers['x-client'] || 'anybody'"),
        Choice::Headers => String::from("standardHeaders: true, legacyHeaders: false"),
    };
    let all: Vec<String> = options.iter().map(one).collect();
    all.join(", ")
}

fn flexible(of: Flexible) -> String {
    let memory = "new RateLimiterMemory({ points: 4, duration: 60 })";
    match of {
        Flexible::Memory => String::from(memory),
        Flexible::Union => format!(
            "new RateLimiterUnion(\n{memory},\nnew RateLimiterMemory({{ keyPrefix: 'long', points: 50, duration: 3600 }}),\n)"
        ),
        Flexible::Bursty => format!(
            "new BurstyRateLimiter(\n{memory},\nnew RateLimiterMemory({{ keyPrefix: 'burst', points: 1, duration: 60 }}),\n)"
        ),
        Flexible::Listed(everybody) => {
            format!("new RLWrapperBlackAndWhite({{ limiter: {memory}, isWhiteListed: () => {everybody} }})")
        }
    }
}

fn middleware(program: &Program, index: usize, limiter: &Limiter) -> Written {
    let name = format!("rateLimiter{index}");
    let (form, body, is_async) = match limiter {
        Limiter::Packaged { .. } => unreachable!("it is made by its package"),
        Limiter::Flexible { consume, refusal, form, .. } => {
            let (body, is_async) = consuming(program, index, *consume, *refusal);
            (form, body, is_async)
        }
        Limiter::Counted { object, window, refusal, form } => {
            (form, counting(index, *object, *window, *refusal), false)
        }
        Limiter::Sham { form } => (form, String::from("next();\n"), false),
        Limiter::Watching { form } => (form, counting(index, false, false, Refusal::GoOn), false),
    };
    function(*form, &name, "req, res, next", &body, is_async)
}

fn consuming(program: &Program, index: usize, consume: Consume, refusal: Refusal) -> (String, bool) {
    let call = format!("counter{index}.consume(req.ip)");
    // In a promise nobody hears of a throw, but in Express 5.
    let heard = program.express == Express::Five && consume == Consume::Await;
    let refused = match refusal {
        Refusal::Answer => "res.status(429).send('slow down')",
        Refusal::Throw if heard => "throw tooMany()",
        Refusal::HandOn | Refusal::Throw => "next(tooMany())",
        Refusal::GoOn => "next()",
    };
    match consume {
        Consume::Await => {
            let refused = match refusal {
                Refusal::GoOn => String::from("console.warn('too many requests');\n"),
                Refusal::Throw if heard => format!("{refused};\n"),
                _ => format!("return {refused};\n"),
            };
            (format!("try {{\nawait {call};\n}} catch {{\n{refused}}}\nnext();\n"), true)
        }
        Consume::Then => (format!("{call}.then(() => next()).catch(() => {refused});\n"), false),
        Consume::ThenBoth => (format!("{call}.then(() => next(), () => {refused});\n"), false),
        Consume::Floating => (format!("{call}.catch(() => {{}});\nnext();\n"), false),
    }
}

fn counting(index: usize, object: bool, window: bool, refusal: Refusal) -> String {
    let refused = match refusal {
        Refusal::Answer => "return res.status(429).send('slow down');\n",
        Refusal::HandOn => "return next(tooMany());\n",
        Refusal::Throw => "throw tooMany();\n",
        Refusal::GoOn => "console.warn('too many requests', req.ip);\n",
    };
    let hits = format!("hits{index}");
    let get = if object { format!("{hits}[req.ip]") } else { format!("{hits}.get(req.ip)") };
    let set = |value: &str| {
        if object { format!("{hits}[req.ip] = {value};\n") } else { format!("{hits}.set(req.ip, {value});\n") }
    };
    if window {
        format!(
            "const now = Date.now();\nconst entry = {get};\nif (!entry || now - entry.since > 60_000) {{\n{}return next();\n}}\nentry.count += 1;\nif (entry.count > 4) {{\n{refused}}}\nnext();\n",
            set("{ count: 1, since: now }")
        )
    } else {
        format!("const count = ({get} || 0) + 1;\n{}if (count > 4) {{\n{refused}}}\nnext();\n", set("count"))
    }
}

/// The route's handler.
pub(crate) fn handler(program: &Program) -> Option<Part> {
    let written = handler_written(program);
    Some(part(Role::Handlers, &written.name, &written.text))
}

/// How the route's handler is named where it is used.
pub(crate) fn handler_used(program: &Program) -> String {
    handler_written(program).used
}

fn handler_written(program: &Program) -> Written {
    let Handler { form, check, inside } = program.handler;
    let asked = |place: Place| match inside {
        Some(inside) if inside.place == place => asking(&inside),
        _ => String::new(),
    };
    let field = program.purpose.field();
    let good = match program.purpose {
        Purpose::Refresh => "res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });\n",
        Purpose::Verify => "res.json({ valid: true, id: payload.id });\n",
    };
    let bad = "console.warn('refused', err.message);\nreturn res.status(401).json({ valid: false });\n";
    let (before, after, failed) = (asked(Place::Before), asked(Place::After), asked(Place::OnFailure));
    let waits = |text: &str| text.contains("await");
    let inner = if waits(&after) || waits(&failed) { "async " } else { "" };
    let looked = match check {
        Check::Direct | Check::Service => {
            let call = match check {
                Check::Service => "readToken(token)",
                _ => "jwt.verify(token, process.env.TOKEN_SECRET)",
            };
            format!("let payload;\ntry {{\npayload = {call};\n}} catch (err) {{\n{failed}{bad}}}\n{after}{good}")
        }
        Check::Callback => format!(
            "jwt.verify(token, process.env.TOKEN_SECRET, {inner}(err, payload) => {{\nif (err) {{\n{failed}{bad}}}\n{after}{good}}});\n"
        ),
    };
    let body = format!("const token = req.body.{field};\n{before}{looked}");
    let is_async = waits(&before) || (check != Check::Callback && waits(&body));
    let name = match program.purpose {
        Purpose::Refresh => "refreshToken",
        Purpose::Verify => "verifyToken",
    };
    function(form, name, "req, res", &body, is_async)
}

fn asking(inside: &Inside) -> String {
    let refused = match inside.goes_on {
        false => "return res.status(429).send('slow down');\n",
        true => "console.warn('too many requests', req.ip);\n",
    };
    match inside.how {
        Asked::Consume => format!("try {{\nawait attempts.consume(req.ip);\n}} catch {{\n{refused}}}\n"),
        Asked::Count => format!(
            "const count = (tries.get(req.ip) || 0) + 1;\ntries.set(req.ip, count);\nif (count > 4) {{\n{refused}}}\n"
        ),
        Asked::Helper => format!("if (isTooMuch(req.ip)) {{\n{refused}}}\n"),
    }
}
