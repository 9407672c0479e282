//! Inputs that once brought the program down, made small. Each is run as a process: a stack that overflows takes all with it.

use super::program::Tree;

/// What it is, and the text below the import of the library.
const INPUTS: [(&str, &str); 2] = [
    ("a field that asks for itself", "class A { tied = this.tied; go(t) { jwt.verify(t, this.tied); } }"),
    ("a field that asks for itself, in a text that breaks off", "class { tied = this.tied()"),
];

/// Those that still do. One that is mended leaves this list, and stays above.
const OPEN: [&str; 0] = [];

#[test]
fn inputs_that_brought_the_program_down_do_not_but_for_those_that_are_known() {
    for (what, code) in INPUTS {
        let tree = Tree::new(&[("a.js", &format!("const jwt = require('jsonwebtoken');\n{code}\n"))]);
        let run = tree.run("check --no-prefilter --output-format json");
        let survives = matches!(run.code, Some(0 | 1)) && !run.stderr.contains("internal error");
        assert_eq!(survives, !OPEN.contains(&what), "{what}: {run:?}");
    }
}
