//! Writes a program as the text of one file, with the choices under which it has to run.
//!
//! The analyzer's text and node's differ only in how packages are bound: node's is always `require`.

use serde::Serialize;

use super::emit_code::Code;
use super::program::{Atom, Binding, Body, Helper, Library, Logger, Program, Registration, Threshold};

/// One thing that a run chooses: where on the request it stands, and its values.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(crate) struct Dimension {
    pub(crate) path: Vec<String>,
    pub(crate) values: Vec<serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// What the analyzer reads.
    pub(crate) source: String,
    /// What node runs.
    pub(crate) runnable: String,
    pub(crate) dimensions: Vec<Dimension>,
}

pub(crate) fn emit(program: &Program) -> Text {
    let mut code = Code::new(program);
    let body = code.statements(&program.body, 1);
    let local = helpers(program, &mut code, &body, 1);
    let handler = handler(program, &code, &local, &body);
    let module_helpers = helpers(program, &mut code, &handler, 0);
    let rest = format!("{}{module_helpers}{handler}", setup(program, &handler, &module_helpers));
    let uses = |word: &str| rest.contains(word);
    Text {
        source: format!("{}{rest}", bindings(program.binding, &uses)),
        runnable: format!("{}{rest}", bindings(as_require(program.binding), &uses)),
        dimensions: code.used.iter().map(|&index| dimension(program.atoms[index], index)).collect(),
    }
}

fn as_require(binding: Binding) -> Binding {
    match binding {
        Binding::ImportDefault | Binding::ImportNamespace => Binding::Require,
        Binding::ImportNamed => Binding::Destructured,
        other => other,
    }
}

fn bindings(binding: Binding, uses: &dyn Fn(&str) -> bool) -> String {
    let esm = as_require(binding) != binding;
    let bind = |name: &str, package: &str| match esm {
        true => format!("import {name} from '{package}';\n"),
        false => format!("const {name} = require('{package}');\n"),
    };
    let classes = "JsonWebTokenError, TokenExpiredError, NotBeforeError";
    let mut text = bind("express", "express");
    text += &match binding {
        Binding::Require | Binding::ImportDefault => bind("jwt", "jsonwebtoken"),
        Binding::ImportNamespace => bind("* as jwt", "jsonwebtoken"),
        Binding::Destructured | Binding::ImportNamed => bind(&format!("{{ verify, {classes} }}"), "jsonwebtoken"),
        Binding::Renamed => bind(&format!("{{ verify: checkToken, {classes} }}"), "jsonwebtoken"),
    };
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

/// The module's constants, as far as the rest mentions them.
fn setup(program: &Program, handler: &str, helpers: &str) -> String {
    let uses = |word: &str| handler.contains(word) || helpers.contains(word);
    let mut text = String::from("\n");
    if let Logger::Levelled { library, threshold, child } = program.logger
        && uses("logger")
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
    text + "const app = express();\n\n"
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

/// The helpers at this depth (0 beside the handler, 1 inside it), but for empty ones that nobody calls: the minimiser
/// leaves those.
fn helpers(program: &Program, code: &mut Code<'_>, users: &str, depth: usize) -> String {
    let mut declared = Vec::new();
    for helper in program.helpers.iter().filter(|helper| helper.in_module == (depth == 0)) {
        let declaration = code.declaration(helper.name, &helper.function, depth);
        declared.push((helper, format!("{}{declaration}\n", "  ".repeat(depth))));
    }
    let needed = |helper: &Helper| {
        let empty = matches!(&helper.function.body, Body::Block(block) if block.is_empty());
        let mentions = declared.iter().filter(|(_, text)| text.contains(helper.name.0)).count();
        !empty || mentions > 1 || users.contains(helper.name.0)
    };
    declared.iter().filter(|(helper, _)| needed(helper)).map(|(_, text)| text.as_str()).collect()
}

fn handler(program: &Program, code: &Code<'_>, local: &str, body: &str) -> String {
    let mut top = String::from("  const token = req.headers.authorization;\n");
    for &index in &code.used {
        match program.atoms[index] {
            Atom::Alias => top += &format!("  const c{index} = req.c{index};\n"),
            Atom::Destructured => top += &format!("  const {{ c{index} }} = req.flags;\n"),
            _ => {}
        }
    }
    let word = if program.is_async { "async " } else { "" };
    let params = "(req, res, next)";
    let body = format!("{{\n{top}{local}{body}}}");
    match program.registration {
        Registration::UseDeclared => {
            format!("{word}function handler{params} {body}\n\napp.use(handler);\n")
        }
        Registration::GetDeclared => {
            format!("app.get('/orders', handler);\n\n{word}function handler{params} {body}\n")
        }
        Registration::UseConstArrow => {
            format!("const handler = {word}{params} => {body};\n\napp.use(handler);\n")
        }
        Registration::UseInline => {
            format!("app.use({word}function {params} {body});\n\napp.listen(3000);\n")
        }
        Registration::GetInline => format!("app.get('/orders', {word}{params} => {body});\n"),
    }
}

fn dimension(atom: Atom, index: usize) -> Dimension {
    let field = format!("c{index}");
    let path = |steps: &[&str]| steps.iter().map(|step| String::from(*step)).collect();
    let both = vec![true.into(), false.into()];
    let (path, values) = match atom {
        Atom::Field | Atom::Alias => (path(&[&field]), both),
        Atom::Flag | Atom::Destructured => (path(&["flags", &field]), both),
        Atom::Query => (path(&["query", &field]), vec!["x".into(), "y".into()]),
        Atom::Header => (path(&["headers", &format!("x-{field}")]), vec!["1".into(), serde_json::Value::Null]),
        Atom::Token => (path(&["headers", "authorization"]), vec!["abc".into(), serde_json::Value::Null]),
        Atom::Choice => (path(&["query", &field]), vec!["a".into(), "b".into(), "c".into(), "z".into()]),
        Atom::List => {
            let items = |count: usize| serde_json::Value::from(vec!["item"; count]);
            (path(&[&format!("items{index}")]), (0..3).map(items).collect())
        }
    };
    Dimension { path, values }
}
