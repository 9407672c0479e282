//! Writes the steps of a failing branch, of an error handler, of a listener. Lines are not indented; `emit` does that.

use super::program::*;

/// Who runs the steps: what `HandOn` and `Nothing` are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A function of Express, with `next`.
    Express,
    /// A function whose caller is given a value, an error or a rejection.
    Service,
    /// The executor of a promise.
    Promise,
    /// A function with `done`.
    Callback,
    /// A listener of the process, which has nobody to answer.
    Listener,
}

pub(crate) struct Code<'a> {
    pub(crate) program: &'a Program,
}

impl Code<'_> {
    pub(crate) fn block(&self, block: &Block, place: Place) -> String {
        block.iter().map(|step| self.step(step, place)).collect()
    }

    fn step(&self, step: &Step, place: Place) -> String {
        match step {
            Step::Log(log) => format!("{};\n", self.log(*log)),
            Step::And(cond, log) => format!("{} && {};\n", self.cond(*cond), self.log(*log)),
            Step::If(cond, then, otherwise) => {
                let head = format!("if ({}) {{\n{}}}", self.cond(*cond), self.block(then, place));
                match otherwise.is_empty() {
                    true => format!("{head}\n"),
                    false => format!("{head} else {{\n{}}}\n", self.block(otherwise, place)),
                }
            }
            Step::Switch(cases, default) => {
                let mut text = String::from("switch (err.name) {\n");
                for (class, block) in cases {
                    let name = class_text(*class).trim_start_matches("jwt.");
                    text += &format!("case '{name}': {{\n{}break;\n}}\n", self.block(block, place));
                }
                format!("{text}default: {{\n{}}}\n}}\n", self.block(default, place))
            }
            Step::Status => String::from("const status = err.statusCode || err.status || 500;\n"),
            Step::Mark(mark) => format!("{};\n", mark_text(*mark)),
            Step::Convert(Convert::To(made)) => format!("err = {};\n", made_text(*made)),
            Step::Convert(Convert::Keeping) => {
                let field = self.field();
                format!("err = new ApiError(err.{field} || 500, err.message);\n")
            }
            Step::End(end) => format!("{};\n", self.end(*end, place)),
        }
    }

    pub(crate) fn field(&self) -> &'static str {
        match self.program.class.field {
            StatusField::Status => "status",
            StatusField::StatusCode => "statusCode",
        }
    }

    fn end(&self, end: End, place: Place) -> String {
        let failure = |failure: Failure| match failure {
            Failure::Same => String::from("err"),
            Failure::New(made) => made_text(made),
        };
        match (end, place) {
            (End::Answer(answer), _) => format!("return {}", answer_text(answer)),
            (End::HandOn(what), Place::Express) => format!("return next({})", failure(what)),
            (End::HandOn(what), Place::Promise) => format!("return reject({})", failure(what)),
            (End::HandOn(what), Place::Callback) => format!("return done({})", failure(what)),
            (End::HandOn(what) | End::Throw(what), _) => format!("throw {}", failure(what)),
            (End::GoOn, _) => String::from("return next()"),
            (End::NextRoute, _) => String::from("return next('route')"),
            (End::Nothing(nothing), place) => {
                let value = match nothing {
                    _ if self.program.result && place == Place::Service => "{ valid: false }",
                    Nothing::Null => "null",
                    Nothing::False => "false",
                };
                match place {
                    Place::Promise => format!("return resolve({value})"),
                    Place::Callback => format!("return done(null, {value})"),
                    Place::Express | Place::Service | Place::Listener => format!("return {value}"),
                }
            }
        }
    }

    pub(crate) fn log(&self, log: Log) -> String {
        let detail = if log.error { ", err.message" } else { "" };
        let level = match (log.level, self.program.logger) {
            (Level::Error, _) => "error",
            (Level::Warn, _) => "warn",
            (Level::Info, Logger::Console) => "log",
            (Level::Info, _) => "info",
            (Level::Debug, Logger::Object) => "info",
            (Level::Debug, _) => "debug",
        };
        match self.program.logger {
            Logger::Console => format!("console.{level}('token refused'{detail})"),
            Logger::Winston | Logger::Object => format!("logger.{level}('token refused'{detail})"),
            Logger::Pino if log.error => format!("logger.{level}({{ err }}, 'token refused')"),
            Logger::Pino => format!("logger.{level}('token refused')"),
            Logger::Function | Logger::Mute => format!("logFailure('token refused'{detail})"),
        }
    }

    fn cond(&self, cond: Cond) -> String {
        match cond {
            Cond::Query(index) => format!("req.query.c{index}"),
            Cond::HeadersSent => String::from("res.headersSent"),
            Cond::Server(read) => format!("{} >= 500", read_text(read)),
            Cond::Operational => String::from("err.isOperational"),
            Cond::NotOperational => String::from("!err.isOperational"),
            Cond::InstanceOf(class) => format!("err instanceof {}", class_text(class)),
            Cond::Not(class) => format!("!(err instanceof {})", class_text(class)),
            Cond::Name(class) => format!("err.name === '{}'", class_text(class).trim_start_matches("jwt.")),
            Cond::Environment(Environment::NotTest) => String::from("process.env.NODE_ENV !== 'test'"),
            Cond::Environment(Environment::Production) => String::from("process.env.NODE_ENV === 'production'"),
        }
    }
}

fn read_text(read: Read) -> &'static str {
    match read {
        Read::Status => "err.status",
        Read::StatusCode => "err.statusCode",
        Read::Either => "(err.status || err.statusCode || 500)",
        Read::Local => "status",
        Read::StatusCodeOr500 => "(err.statusCode || 500)",
    }
}

fn class_text(class: Class) -> &'static str {
    match class {
        Class::JsonWebToken => "jwt.JsonWebTokenError",
        Class::TokenExpired => "jwt.TokenExpiredError",
        Class::Api => "ApiError",
        Class::Unauthorized => "UnauthorizedError",
    }
}

fn mark_text(mark: Mark) -> &'static str {
    match mark {
        Mark::Status401 => "err.status = 401",
        Mark::StatusCode401 => "err.statusCode = 401",
        Mark::StatusCodeOr500 => "err.statusCode = err.statusCode || 500",
        Mark::Operational => "err.isOperational = true",
    }
}

fn answer_text(answer: Answer) -> &'static str {
    match answer {
        Answer::Json => "res.status(401).json({ message: 'Invalid token' })",
        Answer::SendStatus => "res.sendStatus(401)",
        Answer::Disclosed => "res.status(err.statusCode || err.status || 500).json({ message: err.message })",
    }
}

pub(crate) fn made_text(made: Made) -> String {
    String::from(match made {
        Made::Api401 => "new ApiError(401, 'Invalid token')",
        Made::Api500 => "new ApiError(500, 'Authentication failed')",
        Made::Unauthorized => "new UnauthorizedError('Invalid token')",
        Made::Factory => "ApiError.unauthorized('Invalid token')",
        Made::HttpErrors => "createError(401, 'Invalid token')",
        Made::Plain => "new Error('Authentication failed')",
        Made::Assigned => "Object.assign(new Error('Invalid token'), { statusCode: 401 })",
    })
}
