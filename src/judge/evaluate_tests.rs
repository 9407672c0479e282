//! A name is evaluated without a run: to what a run would give.

use std::fs;
use std::path::Path;

use super::foundation::Foundation;
use super::machine::Machine;
use crate::link::{FunctionRef, Program};
use crate::outline::code::Call;
use crate::outline::{Matcher, outline};
use crate::syntax::{Dialect, Node, Tree};
use crate::text::FileId;

/// No rule asks.
struct Nothing;

impl Matcher for Nothing {
    fn structures_of(&self, _: Node<'_>) -> Vec<usize> {
        Vec::new()
    }

    fn needs_query(&self) -> bool {
        false
    }

    fn queried<'t>(&self, _: &'t Tree, _: &str, _: u32) -> Vec<(usize, Vec<(u32, Node<'t>)>)> {
        Vec::new()
    }
}

/// Each file of a folder, as a program of its own.
fn programs(folder: &str) -> Vec<Program> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let program = |path: &Path| {
        let dialect = match path.extension()?.to_str()? {
            "js" => Dialect::JavaScript,
            "ts" => Dialect::TypeScript,
            _ => return None,
        };
        let outline = outline(&fs::read_to_string(path).unwrap(), dialect, &Nothing).unwrap();
        Some(Program::link([(path.display().to_string(), outline)], |_, _| None, |_| Vec::new()))
    };
    paths.iter().filter_map(|path| program(path)).collect()
}

/// How many callees of a program are names; each has to be the same, whichever is asked first.
fn named_callees(program: &Program, name_first: bool) -> usize {
    let file = FileId(0);
    let mut machine = Machine::new(program, &Foundation::of(program));
    let mut names = 0;
    for Call { function, callee_code: code, callee, .. } in &program.outline(file).calls {
        let at = FunctionRef { file, function: *function };
        let mut run = None;
        if !name_first {
            run = Some(machine.evaluate_on(at, *code, None));
        }
        let Some(named) = machine.evaluate_name(at, *code) else { continue };
        let run = run.unwrap_or_else(|| machine.evaluate_on(at, *code, None));
        let shown = |value| machine.values.get(value);
        assert_eq!(named, run, "{callee:?}: {:?} is not {:?}", shown(named), shown(run));
        names += 1;
    }
    names
}

#[test]
fn a_name_is_what_a_run_gives() {
    let programs: Vec<Program> = ["testdata/cases", "testdata/vocabulary"].into_iter().flat_map(programs).collect();
    for name_first in [true, false] {
        let names: usize = programs.iter().map(|program| named_callees(program, name_first)).sum();
        assert!(names > 1_000, "only {names} callees are names");
    }
}
