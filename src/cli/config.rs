//! `tokentrail config show` and `tokentrail config schema`: what the project's own file says, and what it may say.
//!
//! In: a path that the file would hold for. Out: its declarations on stdout, a line for each path; or the schema.

use std::path::{Path, PathBuf};

use super::arguments::{ConfigCommand, ProjectArguments};
use super::exit::Outcome;
use super::project;
use super::stream::Streams;
use crate::project::{ProjectFile, SCHEMA, UpstreamPath};
use crate::report;
use crate::text::Positions;
use crate::vocabulary::{DeclaredAs, DeclaredPath, WayIn};

pub(super) fn config(command: &ConfigCommand, streams: Streams) -> Outcome {
    match command {
        ConfigCommand::Show { path, project } => show(path, project, streams),
        ConfigCommand::Schema => streams.deliver(Outcome::Clean, |out| out.write_all(SCHEMA.as_bytes())),
    }
}

fn show(path: &Path, typed: &ProjectArguments, streams: Streams) -> Outcome {
    if let Err(error) = path.metadata() {
        streams.error(&format!("{}: {error}", report::clean(&path.to_string_lossy())));
        return Outcome::Trouble;
    }
    let found = match project::read(typed, &[PathBuf::from(path)], streams) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let shown = report::clean(&path.to_string_lossy());
    streams.deliver(Outcome::Clean, |out| {
        let Some(file) = &found else { return writeln!(out, "no tokentrail.toml holds for {shown}") };
        let count = file.vocabulary.paths().len() + file.upstream.paths().len();
        let (name, noun) = (report::clean(&file.display), if count == 1 { "path" } else { "paths" });
        writeln!(out, "{name} holds for {shown}: {count} declared {noun}")?;
        lines(file).iter().try_for_each(|line| writeln!(out, "{name}:{line}"))
    })
}

/// A line for each declared path, in the order of the file.
fn lines(file: &ProjectFile) -> Vec<String> {
    let positions = Positions::new(&file.text);
    let declared = file.vocabulary.paths().iter().map(|path| (path.path_at.start, declared(path)));
    let upstream = file.upstream.paths().iter().map(|path| (path.at.start, limited_upstream(path)));
    let mut lines: Vec<(usize, String)> = declared.chain(upstream).collect();
    lines.sort_by_key(|(start, _)| *start);
    let line = |(start, said): (usize, String)| {
        let at = positions.position(u32::try_from(start).unwrap_or(u32::MAX));
        format!("{}:{}: {said}", at.line, at.column)
    };
    lines.into_iter().map(line).collect()
}

fn declared(path: &DeclaredPath) -> String {
    let kind = match path.declared_as {
        DeclaredAs::Signal => "signal",
        DeclaredAs::Check => "check",
        DeclaredAs::Limiter => "limiter",
    };
    let of = match &path.way_in {
        WayIn::Module(name) => format!("module {name}"),
        WayIn::Global(name) => format!("global {name}"),
    };
    let name = if path.path.is_empty() { "itself" } else { &path.path };
    format!("{kind}: {} of {}", report::clean(name), report::clean(&of))
}

fn limited_upstream(path: &UpstreamPath) -> String {
    format!("limited upstream: {} by {}", report::clean(&path.describe()), report::clean(&path.by))
}
