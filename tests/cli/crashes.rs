//! Inputs that once brought the program down, made small. Each is run as a process: a stack that overflows takes all with it.

use super::program::Tree;

/// What it is, and the text below the import of the library.
const INPUTS: [(&str, &str); 3] = [
    ("a field that asks for itself", "class A { tied = this.tied; go(t) { jwt.verify(t, this.tied); } }"),
    ("a field that asks for itself, in a text that breaks off", "class { tied = this.tied()"),
    (
        "a callback that is its own callback's callback",
        "(t, k) => { function f(e) { jwt.verify(t, k, f); } jwt.verify(t, k, f); };",
    ),
];

#[test]
fn inputs_that_brought_the_program_down_do_so_no_more() {
    for (what, code) in INPUTS {
        let tree = Tree::new(&[("a.js", &format!("const jwt = require('jsonwebtoken');\n{code}\n"))]);
        let run = tree.run("check --no-prefilter --output-format json");
        let survives = matches!(run.code, Some(0 | 1)) && !run.stderr.contains("internal error");
        assert!(survives, "{what}: {run:?}");
    }
}
