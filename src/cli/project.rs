//! The project's own file: which one holds for a run, and what to say when it is wrong.
//!
//! In: the arguments, the paths of the run. Out: the file as read, or an outcome after its mistakes were told.

use std::path::PathBuf;
use std::sync::Arc;

use super::arguments::ProjectArguments;
use super::exit::Outcome;
use super::stream::Streams;
use crate::discover::{self, Configuration, Unreadable};
use crate::finding::SourceFile;
use crate::project::ProjectFile;
use crate::report;

/// The file that holds for the paths of a run: the one that was named, or the nearest from the first path upwards.
pub(super) fn read(
    typed: &ProjectArguments,
    paths: &[PathBuf],
    streams: Streams,
) -> Result<Option<Arc<ProjectFile>>, Outcome> {
    let Some(first) = paths.first().filter(|_| !typed.no_config) else { return Ok(None) };
    match discover::configuration(first, typed.config.as_deref()) {
        Ok(None) => Ok(None),
        Ok(Some(found)) => parse(found, streams).map(Some),
        Err(Unreadable { path, reason }) => {
            streams.error(&format!("{}: {reason}", report::clean(&path)));
            Err(Outcome::Trouble)
        }
    }
}

fn parse(found: Configuration, streams: Streams) -> Result<Arc<ProjectFile>, Outcome> {
    let Configuration { path, display, text, depth } = found;
    let text: Arc<str> = text.into();
    let file = SourceFile::new(display.clone(), Arc::clone(&text));
    ProjectFile::read(path, display, text, depth).map(Arc::new).map_err(|mistakes| {
        streams.complain(|out| report::write_mistakes(&file, &mistakes, streams.stderr, out));
        Outcome::Trouble
    })
}
