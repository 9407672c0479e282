//! Writes a program as the texts of its files, with the choices under which it has to run.
//!
//! The analyzer's texts and node's differ only in how files are bound to packages and to each other: node's are always
//! CommonJS.

use std::collections::BTreeSet;

use serde::Serialize;

use super::emit_code::{Code, Level};
use super::emit_module::{Item, Module, extras};
use super::emit_setup::{app, setup};
use super::emit_wrapper::containers;
use super::program::{Atom, Block, Body, Helper, Home, Program, Recursion, Registration};

/// One thing that a run chooses: where on the request it stands, and its values.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(crate) struct Dimension {
    pub(crate) path: Vec<String>,
    pub(crate) values: Vec<serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// The one that registers the handlers first.
    pub(crate) files: Vec<File>,
    pub(crate) dimensions: Vec<Dimension>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: String,
    /// What the analyzer reads.
    #[serde(skip)]
    pub(crate) source: String,
    /// What node runs.
    pub(crate) runnable: String,
}

impl Text {
    /// A program of one file, which node runs as it stands.
    pub(crate) fn of_one(source: String, dimensions: Vec<Dimension>) -> Text {
        let file = File { path: String::from("program.js"), runnable: source.clone(), source };
        Text { files: vec![file], dimensions }
    }

    /// What the analyzer reads, for people.
    pub(crate) fn shown(&self) -> String {
        match self.files.as_slice() {
            [file] => file.source.clone(),
            files => files.iter().map(|file| format!("// {}\n{}\n", file.path, file.source)).collect(),
        }
    }
}

pub(crate) fn emit(program: &Program) -> Text {
    // Twice: which helpers are called, and from where, is known only when all is written.
    let mut called = BTreeSet::new();
    let mut used = BTreeSet::new();
    for file in 0..=program.units.len() {
        let mut code = Code::new(program, file, (0..program.helpers.len()).collect());
        module(program, &mut code);
        called.extend(code.called);
        used.extend(code.used);
    }
    called.extend((0..program.helpers.len()).filter(|&index| !is_empty(&program.helpers[index])));
    let mut files: Vec<File> = (0..=program.units.len())
        .map(|file| {
            let mut code = Code::new(program, file, called.clone());
            module(program, &mut code).write(program, &code)
        })
        .collect();
    files.extend(extras(program, &files, &called));
    Text { files, dimensions: used.iter().map(|&index| dimension(program.atoms[index], index)).collect() }
}

fn is_empty(helper: &Helper) -> bool {
    helper.recursion.is_none() && matches!(&helper.function.body, Body::Block(block) if block.is_empty())
}

fn module(program: &Program, code: &mut Code<'_>) -> Module {
    let mut items = containers(program, code);
    let handlers = match code.file {
        0 => handlers(program, code),
        _ => String::new(),
    };
    for (index, helper) in program.helpers.iter().enumerate() {
        if helper.home == Home::File(code.file) && code.written.contains(&index) {
            let text = helper_text(code, index, 0);
            items.push(Item { text, exported: Some(String::from(helper.name.0)) });
        }
    }
    let body: String = items.iter().map(|item| item.text.as_str()).collect::<String>() + &handlers;
    let mut setup = setup(program, &body);
    if code.file == 0 {
        setup += app();
    }
    Module { items, setup, handlers }
}

/// A helper's declaration, with what makes it call itself.
fn helper_text(code: &mut Code<'_>, index: usize, depth: usize) -> String {
    let helper = &code.program.helpers[index];
    let pad = "  ".repeat(depth);
    let declaration = code.declaration(helper.name, &helper.function, depth, helper.recursion);
    let mut text = format!("{pad}{declaration}\n");
    if helper.recursion == Some(Recursion::Mutual) {
        let params = helper.function.params.iter().map(|param| format!("{}, ", param.0)).collect::<String>();
        let name = helper.name.0;
        text += &format!(
            "{pad}function {name}Again({params}depth) {{\n{pad}  return {name}({params}depth - 1);\n{pad}}}\n"
        );
    }
    text
}

/// The helpers inside the handler.
fn local_helpers(program: &Program, code: &mut Code<'_>, depth: usize) -> String {
    let mut text = String::new();
    for (index, helper) in program.helpers.iter().enumerate() {
        if helper.home == Home::Handler && code.written.contains(&index) {
            text += &helper_text(code, index, depth);
        }
    }
    text
}

const PARAMS: &str = "(req, res, next)";

fn handlers(program: &Program, code: &mut Code<'_>) -> String {
    let controller = program.registration.is_controller();
    let depth = usize::from(controller);
    code.level = Level::Handler;
    let first = handler_body(program, code, &program.body, depth, true);
    let second = program.second.as_ref().map(|second| {
        let body = handler_body(program, code, &second.body, depth, false);
        (if second.is_async { "async " } else { "" }, body)
    });
    let word = if program.is_async { "async " } else { "" };
    if controller {
        return controller_text(program, code, (word, first), second);
    }
    let body = first;
    let mut text = match program.registration {
        Registration::UseDeclared => {
            format!("{word}function handler{PARAMS} {body}\n\napp.use(handler);\n")
        }
        Registration::GetDeclared => {
            format!("app.get('/orders', handler);\n\n{word}function handler{PARAMS} {body}\n")
        }
        Registration::UseConstArrow => {
            format!("const handler = {word}{PARAMS} => {body};\n\napp.use(handler);\n")
        }
        Registration::UseInline => {
            format!("app.use({word}function {PARAMS} {body});\n\napp.listen(3000);\n")
        }
        _ => format!("app.get('/orders', {word}{PARAMS} => {body});\n"),
    };
    if let Some((word, body)) = second {
        text += &format!("\napp.post('/more', {word}{PARAMS} => {body});\n");
    }
    text
}

/// One handler from its brace to its brace.
fn handler_body(program: &Program, code: &mut Code<'_>, body: &Block, depth: usize, first: bool) -> String {
    let outer = std::mem::take(&mut code.used);
    let statements = code.statements(body, depth + 1);
    let local = match first {
        true => local_helpers(program, code, depth + 1),
        false => String::new(),
    };
    let pad = "  ".repeat(depth + 1);
    let mut top = format!("{pad}const token = req.headers.authorization;\n");
    for &index in &code.used {
        match program.atoms[index] {
            Atom::Alias => top += &format!("{pad}const c{index} = req.c{index};\n"),
            Atom::Destructured => top += &format!("{pad}const {{ c{index} }} = req.flags;\n"),
            _ => {}
        }
    }
    code.used.extend(outer);
    format!("{{\n{top}{local}{statements}{}}}", "  ".repeat(depth))
}

/// The handlers as methods of a class.
fn controller_text(
    program: &Program,
    code: &mut Code<'_>,
    (word, body): (&str, String),
    second: Option<(&str, String)>,
) -> String {
    let field = program.registration == Registration::ControllerField;
    let method = |name: &str, word: &str, body: &str| match field {
        true => format!("\n  {name} = {word}{PARAMS} => {body};\n"),
        false => format!("\n  {word}{name}{PARAMS} {body}\n"),
    };
    let constructor = code.constructor(program.wrappers.len());
    let mut text = format!("class OrdersController {{\n{constructor}{}", method("handle", word, &body));
    let mut names = vec![("get", "/orders", "handle")];
    if let Some((word, body)) = second {
        text += &method("more", word, &body);
        names.push(("post", "/more", "more"));
    }
    text += "}\n\nconst controller = new OrdersController();\n";
    for (verb, path, name) in names {
        let handler = match program.registration {
            Registration::ControllerCalled => format!("{PARAMS} => controller.{name}{PARAMS}"),
            Registration::ControllerBound => format!("controller.{name}.bind(controller)"),
            _ => format!("controller.{name}"),
        };
        text += &format!("app.{verb}('{path}', {handler});\n");
    }
    text
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
