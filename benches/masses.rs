//! What one thing costs where there is one, and where there are eight times as many: a file of nothing but functions, routes,
//! checks, comparisons, and so on.
//!
//! ```text
//! cargo bench --bench masses            # 2,000 and 16,000 of each
//! cargo bench --bench masses -- 20000   # as many, and eight times as many
//! ```
//!
//! Prints microseconds for each thing, and how they grow; what takes the square of its length grows eightfold, and is marked.
//! Nothing is asserted, since a machine's load is nobody's regression.

#![allow(clippy::expect_used, clippy::print_stdout)] // A tool for the terminal.

use std::time::{Duration, Instant};

use tokentrail::engine::{Selection, check_sources};

const THINGS: usize = 2_000;
const TIMES: usize = 8;
/// What grows more than this is marked: caches and tables that are grown account for less.
const MARKED: f64 = 3.0;

const HEAD: &str = "const jwt = require('jsonwebtoken'); const express = require('express'); const app = express();
function silent(q, s) { try { jwt.verify(q.x, 'k'); } catch (e) { s.sendStatus(401); } }
const guard = (q, s, next) => { try { jwt.verify(q.x, 'k'); next(); } catch (e) { s.sendStatus(401); } };
";

/// What there is one of, with its number for `@`.
const SHAPES: [(&str, &str); 22] = [
    ("functions", "function f@() {}\n"),
    ("arrows", "const g@ = x => x.a(@);\n"),
    ("calls", "a@(b);\n"),
    ("texts", "'s@';\n"),
    ("imports", "const m@ = require('./m@');\n"),
    ("classes", "class C@ { m() { return this.n(); } }\n"),
    ("instances", "class D@ { constructor() { this.a = 1; } m(t) { jwt.verify(t, this.k); } } new D@().m();\n"),
    ("prototypes", "function S@() { this.a = 1; } S@.prototype.m = t => jwt.verify(t, 'k'); new S@().m(t);\n"),
    ("decisions", "if (a@) b();\n"),
    ("catches", "try { a(); } catch (e) {}\n"),
    ("loops", "for (const a of b) { c(a); }\n"),
    ("routes", "app.get('/r@', (q, s) => { s.send('a'); });\n"),
    ("guarded routes", "app.get('/r@', guard, (q, s) => { s.send('a'); });\n"),
    ("error handlers", "app.use('/r@', (e, q, s, n) => { s.sendStatus(500); });\n"),
    ("checks", "jwt.verify(t, 'k');\n"),
    ("silent checks", "try { jwt.verify(t, 'k'); } catch (e) {}\n"),
    ("wrappers", "function v@(t) { try { return jwt.verify(t, 'k'); } catch (e) { return null; } }\n"),
    ("checks in callbacks", "(function () { try { jwt.verify(t, 'k'); } catch (e) {} })();\n"),
    ("listeners", "e.on('x@', () => { jwt.verify(t, 'k'); });\n"),
    ("comparisons", "if (token === 's@') b();\n"),
    ("lists", "blacklist.add(token);\n"),
    (
        "suppressed",
        "// tokentrail-disable-next-line silent-verify-failure -- known\nfunction s@(t) { try { jwt.verify(t); } catch (e) {} }\n",
    ),
];

fn main() {
    let given = std::env::args().skip(1).find(|argument| argument != "--bench");
    let things = given.map_or(THINGS, |things| things.parse().expect("a number of things"));
    println!("{:<20} {:>12} {:>12} {:>8}", "µs for each of", things, things * TIMES, "growth");
    for (what, one) in SHAPES {
        let [few, many] = [things, things * TIMES].map(|things| each(one, things).as_secs_f64() * 1e6 / things as f64);
        let growth = many / few;
        let mark = if growth > MARKED { " !" } else { "" };
        println!("{what:<20} {few:>12.2} {many:>12.2} {growth:>7.2}x{mark}");
    }
}

/// The time that a file of so many things takes.
fn each(one: &str, things: usize) -> Duration {
    let all: String = (0..things).map(|at| one.replace('@', &at.to_string())).collect();
    let text = format!("{HEAD}{all}");
    let begun = Instant::now();
    let scan = check_sources(&[("a.js", &text)], &Selection::default()).expect("a file can be analysed");
    assert_eq!(scan.summary.skipped, [], "it is looked at");
    begun.elapsed()
}
