//! The trail of a check, told step by step: what `why` prints.
//!
//! In: trails and the files that they run through. Out: for each check its verdict, then each way that its failure can
//! take, place by place with the source there, so that a developer can verify every step. Knows nothing of how the
//! trails were chosen.

use std::collections::BTreeMap;
use std::io;

use textwrap::core::display_width;

use super::clean::clean;
use super::row::{Room, Row};
use super::source::Sources;
use super::style::{Ink, Look};
use crate::finding::{SourceFile, Trail, TrailOf, TrailPath, Verdict};
use crate::text::{FileId, Place};

/// Columns before the source of a step.
const INDENT: usize = 8;

/// Places up to this width are padded to stand in a column; a longer one pushes its own message only.
const WIDEST: usize = 40;

/// Writes what is known of each check; nothing where there is none. The sources must cover every place of the trails.
pub fn write_trails(
    trails: &[Trail],
    sources: &BTreeMap<FileId, SourceFile>,
    look: Look,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let sources = Sources::new(sources);
    for trail in trails {
        write_trail(trail, &sources, look, out)?;
    }
    Ok(())
}

/// One check: its verdict, then its ways.
fn write_trail(trail: &Trail, sources: &Sources<'_>, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let place = Ink::Strong.paint(look, sources.locate(trail.check)?);
    let callee = clean(&trail.callee);
    let verdict = Ink::from(trail.verdict).paint(look, trail.verdict.name());
    let (what, when) = match trail.of {
        TrailOf::Failure => ("failure of", "When it fails"),
        TrailOf::Revoked => ("refusal by", "When it says that a token is not accepted"),
    };
    writeln!(out, "{place}: {what} `{callee}`: {verdict}")?;
    let confidence = trail.confidence.name();
    match &trail.because {
        Some(because) => writeln!(out, "  confidence: {confidence}, because {}", clean(because))?,
        None => writeln!(out, "  confidence: {confidence}")?,
    }
    writeln!(out)?;
    match trail.paths.len() {
        0 => writeln!(
            out,
            "    {}\n\n  No way that leads on from here could be followed.\n",
            source_at(trail.check, sources, look)?
        )?,
        1 => writeln!(out, "  {when}, there is one way to go:\n")?,
        ways => writeln!(out, "  {when}, there are {ways} ways to go:\n")?,
    }
    for (number, path) in trail.paths.iter().enumerate() {
        if trail.paths.len() > 1 {
            let name = format!("Way {} of {}", number + 1, trail.paths.len());
            writeln!(out, "  {}", Ink::Strong.paint(look, name))?;
        }
        write_path(path, sources, look, out)?;
    }
    Ok(())
}

/// One way: its places as a numbered list, then what comes of it.
fn write_path(path: &TrailPath, sources: &Sources<'_>, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let located = path.places.iter().map(|step| sources.locate(step.place)).collect::<io::Result<Vec<_>>>()?;
    let role_width = path.places.iter().map(|step| step.role.name().len());
    let role_width = role_width.max().unwrap_or(0);
    let at_width = located.iter().map(|at| display_width(at));
    let at_width = at_width.filter(|&width| width <= WIDEST).max().unwrap_or(0);
    let bar = Ink::Faint.paint(look, if look.unicode { "│" } else { "|" });
    for ((number, step), at) in (1..).zip(&path.places).zip(&located) {
        let role = format!("{:<role_width$}", step.role.name());
        let role = Ink::from(step.role).paint(look, role);
        let blanks = " ".repeat(at_width.saturating_sub(display_width(at)));
        let at = Ink::Strong.paint(look, at);
        let message = clean(&step.message);
        writeln!(out, "  {number:>2}. {role}  {at}{blanks}  {message}")?;
        let source = source_at(step.place, sources, look)?;
        writeln!(out, "      {bar} {source}")?;
    }
    let arrow = if look.unicode { "⇒" } else { "=>" };
    let verdict = Ink::from(path.verdict).paint(look, path.verdict.name());
    writeln!(out, "   {arrow} {verdict}: {}\n", meaning(path.verdict))
}

/// What a verdict says of one way.
fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reported => "somebody is told",
        Verdict::Partly => "somebody is told only sometimes",
        Verdict::DebugOnly => "told only at a level that production drops",
        Verdict::Silent => "nobody is told",
        Verdict::Unknown => "it leads into code that cannot be seen",
    }
}

/// The line of a place, without its indent, cut to the width; the place itself stands out where colours may.
fn source_at(place: Place, sources: &Sources<'_>, look: Look) -> io::Result<String> {
    let source = sources.of(place)?;
    let bytes = source.bytes(place.span);
    let mut line = source.line(bytes.start);
    let text = source.text();
    let code = text[line.clone()].trim_start();
    line.start = (line.end - code.len()).min(bytes.start);
    let room = Room { columns: look.columns() - INDENT, ellipsis: look.ellipsis() };
    let row = Row::new(text, &line, std::slice::from_ref(&bytes), None, room);
    let marked = row.shown(&bytes);
    let (before, rest) = row.text().split_at(marked.start);
    let (marked, after) = rest.split_at(marked.len());
    if marked.is_empty() {
        return Ok(row.text().to_owned());
    }
    let marked = Ink::Strong.paint(look, marked);
    Ok(format!("{before}{marked}{after}"))
}
