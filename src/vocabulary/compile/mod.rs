//! From vocabulary files to tables: every fact is checked and put at its place in the automaton.
//!
//! In: names and texts of the files. Out: the tables as Rust source, or every problem with its file and line; and for a
//! project's declarations, tables to use at once. Does no IO. Compiled twice: by the build script, which compiles the
//! packages' files, and by the crate, which compiles what a project declares, and whose tests prove what is refused.

mod assembly;
mod calls;
mod containers;
mod emit;
mod emit_limits;
mod graph;
mod limits;
pub(super) mod names;
mod package;
mod path;
pub(super) mod project;
mod schema;
mod schema_containers;
mod schema_limits;
mod web;

#[cfg(test)]
mod cases_tests;
#[cfg(test)]
mod check_tests;
#[cfg(test)]
mod containers_tests;
#[cfg(test)]
mod limits_tests;
#[cfg(test)]
mod names_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod web_tests;

pub(super) use path::ANY;
pub use path::Step;
pub use project::{
    CheckDeclaration, Declarations, DeclaredAs, DeclaredPath, LimiterDeclaration, Mistake, SignalDeclaration, WayIn,
};

use assembly::Assembly;
use package::PackageCompiler;
use schema::Document;

fn read(text: &str) -> Result<Document, toml::de::Error> {
    toml::from_str(text)
}

fn names_others_errors(read: &Result<Document, toml::de::Error>) -> bool {
    read.as_ref().is_ok_and(|document| document.error.iter().any(|entry| entry.get_ref().of.is_some()))
}

/// Compiles the files, given as names and texts, into the source of one set of tables.
pub(super) fn compile(files: &[(String, String)]) -> Result<String, Vec<String>> {
    let mut assembly = Assembly::new();
    // What a package says of its errors is there before another one refers to it.
    let (own, of_others): (Vec<_>, Vec<_>) =
        files.iter().map(|(name, text)| (name, text, read(text))).partition(|(_, _, read)| !names_others_errors(read));
    for (name, text, read) in own.into_iter().chain(of_others) {
        PackageCompiler::compile(&mut assembly, name, text, read);
    }
    match assembly.finish() {
        Ok(compiled) => Ok(emit::emit(&compiled)),
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect()),
    }
}
