//! `tokentrail why FILE:LINE`: what becomes of the checks at a line, reported or not.
//!
//! In: a line of a file. Out: the trails of its checks on stdout; where there is none, where the file's checks stand. To have
//! asked about a line without a check is no failure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::RangeInclusive;
use std::time::Instant;

use super::arguments::{MeasuringArguments, ProjectArguments};
use super::bar::Bar;
use super::check::{fail, show_timings};
use super::exit::Outcome;
use super::place::LineOfFile;
use super::project;
use super::resolve;
use super::stopwatch::Stopwatch;
use super::stream::Streams;
use crate::discover;
use crate::engine;
use crate::finding::{Scan, SourceFile, Trail};
use crate::report;
use crate::syntax::Dialect;
use crate::text::{FileId, Place, Positions};

pub(super) fn why(
    asked: &LineOfFile,
    typed: &ProjectArguments,
    measuring: MeasuringArguments,
    streams: Streams,
) -> Outcome {
    let name = match name_of(asked) {
        Ok(name) => name,
        Err(reason) => {
            streams.error(&format!("{}: {reason}", asked.file.display()));
            return Outcome::Trouble;
        }
    };
    let options = match project::read(typed, std::slice::from_ref(&asked.file), streams) {
        Ok(project) => resolve::options_for_file(asked.file.clone(), project),
        Err(outcome) => return outcome,
    };
    let quietly = Bar::start(false);
    let watch = Stopwatch::new(&quietly);
    let (trails, mut scan) = match engine::trails(&options, &watch) {
        Ok(answer) => answer,
        Err(error) => return fail(&error, streams),
    };
    scan.timings = measuring.timings.then(|| watch.stop());
    let reporting = Instant::now();
    let outcome = answer(asked, &name, &trails, &scan, streams);
    show_timings(&mut scan, reporting, streams);
    outcome
}

/// Writes the trails, or where there are some.
fn answer(asked: &LineOfFile, name: &str, trails: &[Trail], scan: &Scan, streams: Streams) -> Outcome {
    let lines = Lines::new(&scan.sources);
    let trails: Vec<Trail> = trails.iter().filter(|trail| lines.file_of(trail.check) == Some(name)).cloned().collect();
    if trails.is_empty() {
        // A file that was not read, or only in part, has no checks for that reason.
        streams.remark(|out| report::warnings(scan, streams.stderr, out));
    }
    let chosen = choose(&trails, &lines, name, asked.line);
    if !chosen.is_empty() {
        return streams
            .deliver(Outcome::Clean, |out| report::write_trails(&chosen, &scan.sources, streams.stdout, out));
    }
    let starts: BTreeSet<u32> =
        trails.iter().filter_map(|trail| lines.of(trail.check).map(|lines| *lines.start())).collect();
    streams.deliver(Outcome::Clean, |out| writeln!(out, "no token check at {}", no_check(name, asked.line, &starts)))
}

/// How the run will show the file.
fn name_of(asked: &LineOfFile) -> Result<String, String> {
    let kind = fs::metadata(&asked.file).map_err(|error| error.to_string())?;
    if kind.is_dir() {
        return Err("a folder; `why` asks about a line of a file".to_owned());
    }
    if Dialect::of_path(&asked.file).is_none() {
        return Err("neither JavaScript nor TypeScript by its extension".to_owned());
    }
    discover::shown(&asked.file).map_err(|error| error.to_string())
}

/// The trails of the checks at a line; else those that pass through it, so that the place of a finding can be asked about.
fn choose(trails: &[Trail], lines: &Lines<'_>, name: &str, line: u32) -> Vec<Trail> {
    let stands_there =
        |place: Place| lines.file_of(place) == Some(name) && lines.of(place).is_some_and(|lines| lines.contains(&line));
    let passes = |trail: &&Trail| {
        trail.paths.iter().flat_map(|path| &path.places).any(|related| {
            // A place may be a whole function; where it starts is what is shown.
            lines.file_of(related.place) == Some(name)
                && lines.of(related.place).is_some_and(|lines| *lines.start() == line)
        })
    };
    let at: Vec<Trail> = trails.iter().filter(|trail| stands_there(trail.check)).cloned().collect();
    if at.is_empty() { trails.iter().filter(passes).cloned().collect() } else { at }
}

fn no_check(name: &str, line: u32, starts: &BTreeSet<u32>) -> String {
    let starts: Vec<String> = starts.iter().map(u32::to_string).collect();
    let name = name.escape_debug();
    match starts.as_slice() {
        [] => format!("{name}:{line}; the file has none"),
        [only] => format!("{name}:{line}; the file's only one stands at line {only}"),
        [first @ .., last] => {
            format!("{name}:{line}; the file's checks stand at lines {} and {last}", first.join(", "))
        }
    }
}

/// The lines that places cover.
struct Lines<'s> {
    files: BTreeMap<FileId, (&'s str, Positions)>,
}

impl<'s> Lines<'s> {
    fn new(sources: &'s BTreeMap<FileId, SourceFile>) -> Self {
        let index = |(id, file): (&FileId, &'s SourceFile)| (*id, (file.path.as_str(), Positions::new(&file.text)));
        Self { files: sources.iter().map(index).collect() }
    }

    fn file_of(&self, place: Place) -> Option<&'s str> {
        self.files.get(&place.file).map(|(path, _)| *path)
    }

    fn of(&self, place: Place) -> Option<RangeInclusive<u32>> {
        let (_, positions) = self.files.get(&place.file)?;
        let last = place.span.end.saturating_sub(1).max(place.span.start);
        Some(positions.position(place.span.start).line..=positions.position(last).line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Related, Role, TrailOf, TrailPath, Verdict};
    use crate::text::Span;

    const TEXT: &str = "try {\n  verify(\n    token);\n} catch (e) {\n  stop();\n}\ndecode(x);\n";

    fn place(of: &str) -> Place {
        let start = TEXT.find(of).unwrap();
        Place { file: FileId(0), span: Span::new(start, start + of.len()) }
    }

    fn trail(check: &str, exit: &str) -> Trail {
        let exit = Related { role: Role::Exit, place: place(exit), message: String::new() };
        Trail {
            of: TrailOf::Failure,
            check: place(check),
            callee: "verify".to_owned(),
            verdict: Verdict::Silent,
            confidence: Confidence::High,
            because: None,
            paths: vec![TrailPath { verdict: Verdict::Silent, places: vec![exit] }],
        }
    }

    fn chosen(line: u32) -> Vec<Place> {
        let file = SourceFile::new("a.js".to_owned(), TEXT.into());
        let sources = BTreeMap::from([(FileId(0), file)]);
        let trails = [trail("verify(\n    token)", "stop()"), trail("decode(x)", "decode(x)")];
        let chosen = choose(&trails, &Lines::new(&sources), "a.js", line);
        chosen.iter().map(|trail| trail.check).collect()
    }

    #[test]
    fn a_check_is_found_at_each_of_its_lines() {
        let verify = [place("verify(\n    token)")];
        assert_eq!(chosen(2), verify);
        assert_eq!(chosen(3), verify);
        assert_eq!(chosen(7), [place("decode(x)")]);
        assert_eq!(chosen(1), []);
        assert_eq!(chosen(99), []);
    }

    #[test]
    fn a_place_on_the_trail_leads_to_its_check() {
        assert_eq!(chosen(5), [place("verify(\n    token)")]);
    }

    #[test]
    fn where_checks_stand_is_said() {
        let said = |lines: &[u32]| no_check("a.js", 9, &lines.iter().copied().collect());
        assert_eq!(said(&[]), "a.js:9; the file has none");
        assert_eq!(said(&[3]), "a.js:9; the file's only one stands at line 3");
        assert_eq!(said(&[3, 14, 5]), "a.js:9; the file's checks stand at lines 3, 5 and 14");
    }
}
