//! Ties the files of a program together: imports, exports, the index file, the project's logger and error class.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::emit::File;
use super::emit_code::Code;
use super::emit_setup::{bindings, is_esm, own_error, shared_logger};
use super::emit_wrapper::exports;
use super::program::{Barrel, Exports, Home, Import, Program};

/// A declaration at the top of a file.
pub(crate) struct Item {
    pub(crate) text: String,
    pub(crate) exported: Option<String>,
}

/// A file but for its imports and exports.
pub(crate) struct Module {
    pub(crate) items: Vec<Item>,
    pub(crate) setup: String,
    pub(crate) handlers: String,
}

/// For whom a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Analyzer,
    /// Runs CommonJS only.
    Node,
}

impl Module {
    pub(crate) fn write(&self, program: &Program, code: &Code<'_>) -> File {
        File {
            path: path(program, code.file),
            source: self.text(program, code, Reader::Analyzer),
            runnable: self.text(program, code, Reader::Node),
        }
    }

    fn text(&self, program: &Program, code: &Code<'_>, reader: Reader) -> String {
        let esm = is_esm(program.binding) && reader == Reader::Analyzer;
        let style = hands_out(program, code.file, &code.written);
        let mut body = self.setup.clone() + &code.made.iter().map(String::as_str).collect::<String>();
        for item in &self.items {
            match (&item.exported, style) {
                (Some(_), Exports::Apart) if esm && code.file > 0 => write!(body, "export {}", item.text),
                (Some(name), Exports::Apart) if code.file > 0 => {
                    writeln!(body, "{}exports.{name} = {name};", item.text)
                }
                _ => write!(body, "{}", item.text),
            }
            .expect("a string takes all");
        }
        body += &self.handlers;
        let names: Vec<&str> = self.items.iter().filter_map(|item| item.exported.as_deref()).collect();
        if code.file > 0 && !names.is_empty() {
            let all = names.join(", ");
            body += &match (style, esm) {
                (Exports::Apart, _) => String::new(),
                (Exports::Together, true) => format!("\nexport {{ {all} }};\n"),
                (Exports::Together, false) => format!("\nmodule.exports = {{ {all} }};\n"),
                (Exports::Alone, true) => format!("\nexport default {all};\n"),
                (Exports::Alone, false) if is_esm(program.binding) => format!("\nexports.default = {all};\n"),
                (Exports::Alone, false) => format!("\nmodule.exports = {all};\n"),
            };
        }
        let uses = |word: &str| body.contains(word);
        let mut head = bindings(program, code.file == 0, reader == Reader::Node, &uses);
        head += &imports(program, code, esm);
        let up = if code.file > 0 && program.barrel.is_some() { "../" } else { "./" };
        if program.shares_logger && uses("logger") {
            head += &default_import("logger", &format!("{up}logger"), esm, program);
        }
        if uses("AuthError") {
            if program.units.is_empty() {
                head += &own_error();
            } else {
                let folder = if code.file == 0 && program.barrel.is_some() { "./lib/" } else { "./" };
                head += &named_import("AuthError", &format!("{folder}errors"), esm);
            }
        }
        head + &body
    }
}

/// How a file hands out its names: alone only where there is one.
fn hands_out(program: &Program, file: usize, written: &BTreeSet<usize>) -> Exports {
    let Some(unit) = file.checked_sub(1).map(|index| &program.units[index]) else {
        return Exports::Together;
    };
    match unit.exports {
        Exports::Alone if names_of(program, file, written).len() != 1 => Exports::Together,
        other => other,
    }
}

fn names_of(program: &Program, file: usize, written: &BTreeSet<usize>) -> Vec<&'static str> {
    let mut names = exports(program, file);
    for &index in written {
        let helper = &program.helpers[index];
        if helper.home == Home::File(file) {
            names.push(helper.name.0);
        }
    }
    names
}

fn path(program: &Program, file: usize) -> String {
    match (file.checked_sub(1), program.barrel) {
        (None, _) => String::from("program.js"),
        (Some(unit), None) => format!("{}.js", program.units[unit].name),
        (Some(unit), Some(_)) => format!("lib/{}.js", program.units[unit].name),
    }
}

/// The name under which a file knows what another hands out.
pub(crate) fn known_as(code: &Code<'_>, file: usize, name: &str) -> String {
    let unit = &code.program.units[file - 1];
    let alone = hands_out(code.program, file, &code.written) == Exports::Alone;
    match (unit.import, through_index(code.program, code.file)) {
        (Import::Whole, true) => format!("lib.{name}"),
        (_, false) if alone => String::from(name),
        (Import::Whole, false) => format!("{}.{name}", unit.name),
        (Import::Renamed, _) => format!("{name}Imported"),
        (Import::Named, _) => String::from(name),
    }
}

fn through_index(program: &Program, importer: usize) -> bool {
    importer == 0 && program.barrel.is_some()
}

fn named_import(names: &str, from: &str, esm: bool) -> String {
    match esm {
        true => format!("import {{ {names} }} from '{from}';\n"),
        false => format!("const {{ {} }} = require('{from}');\n", names.replace(" as ", ": ")),
    }
}

fn default_import(name: &str, from: &str, esm: bool, program: &Program) -> String {
    match esm {
        true => format!("import {name} from '{from}';\n"),
        false if is_esm(program.binding) => format!("const {name} = require('{from}').default;\n"),
        false => format!("const {name} = require('{from}');\n"),
    }
}

/// The imports of what the file mentions of others.
fn imports(program: &Program, code: &Code<'_>, esm: bool) -> String {
    let mut text = String::new();
    let mut whole_index = false;
    let index = through_index(program, code.file);
    for (number, unit) in program.units.iter().enumerate() {
        let file = number + 1;
        let names: Vec<&str> =
            code.imports.iter().filter(|(from, _)| *from == file).map(|(_, name)| name.as_str()).collect();
        if names.is_empty() {
            continue;
        }
        let from = if index { String::from("./lib") } else { format!("./{}", unit.name) };
        let alone = hands_out(program, file, &code.written) == Exports::Alone;
        let renamed: Vec<String> = names.iter().map(|name| format!("{name} as {name}Imported")).collect();
        text += &match unit.import {
            Import::Whole if index && whole_index => String::new(),
            Import::Whole if index => {
                whole_index = true;
                whole_import("lib", &from, esm)
            }
            _ if alone && !index => default_import(names[0], &from, esm, program),
            Import::Whole => whole_import(unit.name, &from, esm),
            Import::Renamed => named_import(&renamed.join(", "), &from, esm),
            Import::Named => named_import(&names.join(", "), &from, esm),
        };
    }
    text
}

fn whole_import(name: &str, from: &str, esm: bool) -> String {
    match esm {
        true => format!("import * as {name} from '{from}';\n"),
        false => format!("const {name} = require('{from}');\n"),
    }
}

/// The index file, and the project's logger and error class, where something asks for them.
pub(crate) fn extras(program: &Program, files: &[File], written: &BTreeSet<usize>) -> Vec<File> {
    let mut extras = Vec::new();
    let uses = |word: &str| files.iter().any(|file| file.source.contains(word));
    let both = |path: &str, write: &dyn Fn(bool) -> String| {
        let esm = is_esm(program.binding);
        File { path: String::from(path), source: write(esm), runnable: write(false) }
    };
    if let Some(barrel) = program.barrel.filter(|_| uses("'./lib'")) {
        extras.push(both("lib/index.js", &|esm| index_text(program, barrel, written, esm)));
    }
    if program.shares_logger && uses("logger'") {
        extras.push(both("logger.js", &|esm| {
            let end = match (esm, is_esm(program.binding)) {
                (true, _) => "export default logger;\n",
                (false, true) => "exports.default = logger;\n",
                (false, false) => "module.exports = logger;\n",
            };
            shared_logger(program, esm) + end
        }));
    }
    if !program.units.is_empty() && uses("AuthError") {
        let path = if program.barrel.is_some() { "lib/errors.js" } else { "errors.js" };
        extras.push(both(path, &|esm| {
            let end = if esm { "export { AuthError };\n" } else { "module.exports = { AuthError };\n" };
            own_error() + end
        }));
    }
    extras
}

fn index_text(program: &Program, barrel: Barrel, written: &BTreeSet<usize>, esm: bool) -> String {
    let mut text = String::new();
    let mut fields = Vec::new();
    for (number, unit) in program.units.iter().enumerate() {
        let names = names_of(program, number + 1, written);
        let from = format!("./{}", unit.name);
        let alone = hands_out(program, number + 1, written) == Exports::Alone;
        let default = if is_esm(program.binding) { ".default" } else { "" };
        if names.is_empty() {
            continue;
        }
        match (alone, barrel, esm) {
            (true, _, true) => text += &format!("export {{ default as {} }} from '{from}';\n", names[0]),
            (true, _, false) => fields.push(format!("{}: require('{from}'){default}", names[0])),
            (false, Barrel::Named, true) => text += &format!("export {{ {} }} from '{from}';\n", names.join(", ")),
            (false, Barrel::Star, true) => text += &format!("export * from '{from}';\n"),
            (false, Barrel::Named, false) => {
                fields.extend(names.iter().map(|name| format!("{name}: require('{from}').{name}")));
            }
            (false, Barrel::Star, false) => fields.push(format!("...require('{from}')")),
        }
    }
    if !esm {
        text = format!("module.exports = {{\n  {},\n}};\n", fields.join(",\n  "));
    }
    text
}
