//! The project's own file, `tokentrail.toml`: what a project says of itself.
//!
//! In: the file's text, and how deep in the project it stands. Out: a [`ProjectFile`] with the compiled declarations; or every
//! [`Mistake`] at its bytes. Touches no disk: which file a module is, and whether it is there, is asked elsewhere.

mod names;
mod request_path;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;
mod upstream;

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::vocabulary::{CheckDeclaration, Declarations, LimiterDeclaration, SignalDeclaration, Vocabulary};

pub use crate::vocabulary::Mistake;
pub use upstream::{HttpMethod, Requests, Upstream, UpstreamPath};

use upstream::UpstreamDeclaration;

/// What the file is called.
pub const FILE_NAME: &str = "tokentrail.toml";

/// The JSON schema of the file, for editors. It says of a file's form what the reader does; what names mean, it cannot say.
pub const SCHEMA: &str = include_str!("schema.json");

/// A project's file, read and found to hold together.
#[derive(Debug, Clone)]
pub struct ProjectFile {
    /// Absolute. Modules that are files are named from its folder.
    pub path: PathBuf,
    /// As shown to people. Hostile text.
    pub display: String,
    pub text: Arc<str>,
    pub vocabulary: Vocabulary,
    /// What is limited before it comes to the service.
    pub upstream: Arc<Upstream>,
}

/// The file as serde reads it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    #[serde(default)]
    signal: Vec<Spanned<SignalDeclaration>>,
    #[serde(default)]
    check: Vec<Spanned<CheckDeclaration>>,
    #[serde(default)]
    limiter: Vec<Spanned<LimiterDeclaration>>,
    #[serde(default)]
    limited_upstream: Vec<UpstreamDeclaration>,
}

impl ProjectFile {
    /// Reads the file. `depth` is the number of folders that lie between the project's root and the file: a module's path may
    /// go up as far.
    pub fn read(path: PathBuf, display: String, text: Arc<str>, depth: usize) -> Result<ProjectFile, Vec<Mistake>> {
        let (vocabulary, upstream) = compile(&display, &text, depth)?;
        Ok(ProjectFile { path, display, text, vocabulary, upstream: Arc::new(upstream) })
    }
}

fn compile(display: &str, text: &str, depth: usize) -> Result<(Vocabulary, Upstream), Vec<Mistake>> {
    let Written { signal, check, limiter, limited_upstream } = toml::from_str(text).map_err(|error| {
        // In the words of the file, not of the program that reads it.
        let words = [("unknown field", "unknown key"), ("missing field", "missing key"), ("u8", "a number up to 255")];
        let message = words.iter().fold(error.message().to_owned(), |said, (from, to)| said.replace(from, to));
        vec![Mistake { span: error.span().unwrap_or_default(), message }]
    })?;
    let declarations = Declarations { signals: signal, checks: check, limiters: limiter };
    let vocabulary = Vocabulary::compile(display, text, &declarations).and_then(|vocabulary| {
        let mistakes = names::mistakes(&vocabulary, depth);
        if mistakes.is_empty() { Ok(vocabulary) } else { Err(mistakes) }
    });
    match (vocabulary, Upstream::read(&limited_upstream)) {
        (Ok(vocabulary), Ok(upstream)) => Ok((vocabulary, upstream)),
        (vocabulary, upstream) => {
            let mut mistakes: Vec<Mistake> =
                [vocabulary.err(), upstream.err()].into_iter().flatten().flatten().collect();
            mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
            Err(mistakes)
        }
    }
}
