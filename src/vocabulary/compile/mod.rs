//! From vocabulary files to tables: every fact is checked and put at its place in the automaton.
//!
//! In: names and texts of the files. Out: the tables as Rust source, or every problem with its file and line. Does no IO.
//! Compiled twice: by the build script, which runs it, and by the crate's tests, which prove what it refuses.

mod assembly;
mod calls;
mod emit;
mod graph;
mod package;
mod path;
mod schema;
mod web;

#[cfg(test)]
mod cases_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod web_tests;

use assembly::Assembly;
use package::PackageCompiler;

/// Compiles the files, given as names and texts, into the source of one set of tables.
pub(super) fn compile(files: &[(String, String)]) -> Result<String, Vec<String>> {
    let mut assembly = Assembly::new();
    for (name, text) in files {
        PackageCompiler::compile(&mut assembly, name, text);
    }
    match assembly.finish() {
        Ok(compiled) => Ok(emit::emit(&compiled)),
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect()),
    }
}
