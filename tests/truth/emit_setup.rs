//! Writes what stands at the top of a file: the packages, the logger, the keys, the error class.

use super::program::{Binding, Library, Logger, Program, Threshold};

fn as_require(binding: Binding) -> Binding {
    match binding {
        Binding::ImportDefault | Binding::ImportNamespace => Binding::Require,
        Binding::ImportNamed => Binding::Destructured,
        other => other,
    }
}

pub(crate) fn is_esm(binding: Binding) -> bool {
    as_require(binding) != binding
}

/// The packages that a file uses; `first` for the one with the handlers, which uses Express.
pub(crate) fn bindings(program: &Program, first: bool, for_node: bool, uses: &dyn Fn(&str) -> bool) -> String {
    let binding = if for_node { as_require(program.binding) } else { program.binding };
    let esm = is_esm(binding);
    let bind = |name: &str, package: &str| match esm {
        true => format!("import {name} from '{package}';\n"),
        false => format!("const {name} = require('{package}');\n"),
    };
    let classes = "JsonWebTokenError, TokenExpiredError, NotBeforeError";
    let mut text = if first { bind("express", "express") } else { String::new() };
    let checks = match binding {
        Binding::Require | Binding::ImportDefault => bind("jwt", "jsonwebtoken"),
        Binding::ImportNamespace => bind("* as jwt", "jsonwebtoken"),
        Binding::Destructured | Binding::ImportNamed => bind(&format!("{{ verify, {classes} }}"), "jsonwebtoken"),
        Binding::Renamed => bind(&format!("{{ verify: checkToken, {classes} }}"), "jsonwebtoken"),
    };
    let bound = ["jwt.", "verify(", "verify)", "checkToken", "TokenError", "TokenExpiredError", "NotBeforeError"];
    if (first && program.wrappers.is_empty()) || bound.iter().any(|word| uses(word)) {
        text += &checks;
    }
    for (word, name, package) in [
        ("winston", "winston", "winston"),
        ("pino(", "pino", "pino"),
        ("bunyan", "bunyan", "bunyan"),
        ("promisify", "{ promisify }", "util"),
        ("Sentry", if esm { "* as Sentry" } else { "Sentry" }, "@sentry/node"),
        ("promClient", "promClient", "prom-client"),
        ("store.", "store", "./store"),
        ("jwksClient", "jwksClient", "jwks-rsa"),
    ] {
        if uses(word) {
            text += &bind(name, package);
        }
    }
    text
}

/// The file's constants, as far as the rest mentions them.
pub(crate) fn setup(program: &Program, body: &str) -> String {
    let uses = |word: &str| body.contains(word);
    let mut text = String::from("\n");
    if let Logger::Levelled { library, threshold, child } = program.logger
        && uses("logger")
        && !program.shares_logger
    {
        text += &logger(library, threshold, child);
    }
    for (word, line) in [
        (
            "failures.inc",
            "const failures = new promClient.Counter({ name: 'auth_failures', help: 'Refused tokens' });\n",
        ),
        ("KEYS", "const KEYS = [process.env.JWT_SECRET, process.env.OLD_JWT_SECRET];\n"),
        ("KEY,", "const KEY = process.env.JWT_SECRET;\n"),
        ("KEY)", "const KEY = process.env.JWT_SECRET;\n"),
    ] {
        if uses(word) && !text.contains(line) {
            text += line;
        }
    }
    if uses("getKey") {
        text += "const keys = jwksClient({ jwksUri: process.env.JWKS_URI });\n";
        text += "const getKey = (header, done) => keys.getSigningKey(header.kid, (error, key) => done(error, key && key.publicKey));\n";
    }
    if uses("verifyAsync") {
        text += &format!("const verifyAsync = promisify({});\n", verify_name(program.binding));
    }
    text
}

pub(crate) fn app() -> &'static str {
    "const app = express();\n\n"
}

/// The file of the logger that all others import, but for its export.
pub(crate) fn shared_logger(program: &Program, esm: bool) -> String {
    let Logger::Levelled { library, threshold, child } = program.logger else {
        return String::new();
    };
    let made = logger(library, threshold, child);
    bindings(program, false, !esm, &|word| made.contains(word)) + &made
}

pub(crate) fn own_error() -> String {
    String::from(
        "class AuthError extends Error {\n  constructor(message) {\n    super(message);\n    this.name = 'AuthError';\n  }\n}\n\n",
    )
}

fn logger(library: Library, threshold: Threshold, child: bool) -> String {
    let level = match threshold {
        Threshold::Default => None,
        Threshold::Fixed(level) => Some(format!("'{level}'")),
        Threshold::ByEnvironment(production, development) => {
            Some(format!("process.env.NODE_ENV === 'production' ? '{production}' : '{development}'"))
        }
        Threshold::Variable => Some(String::from("process.env.LOG_LEVEL || 'info'")),
    };
    let name = if child { "root" } else { "logger" };
    let mut fields: Vec<String> = level.map(|level| format!("level: {level}")).into_iter().collect();
    let create = match library {
        Library::Winston => {
            fields.push(String::from("transports: [new winston.transports.Console()]"));
            "winston.createLogger"
        }
        Library::Pino => "pino",
        Library::Bunyan => {
            fields.insert(0, String::from("name: 'api'"));
            "bunyan.createLogger"
        }
    };
    let options = match fields.is_empty() {
        true => String::new(),
        false => format!("{{ {} }}", fields.join(", ")),
    };
    let mut text = format!("const {name} = {create}({options});\n");
    if child {
        text += "const logger = root.child({ module: 'auth' });\n";
    }
    text
}

pub(crate) fn verify_name(binding: Binding) -> &'static str {
    match binding {
        Binding::Require | Binding::ImportDefault | Binding::ImportNamespace => "jwt.verify",
        Binding::Destructured | Binding::ImportNamed => "verify",
        Binding::Renamed => "checkToken",
    }
}
