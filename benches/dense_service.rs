//! What one dense service costs: routes by the thousand, wrappers that call wrappers, calls through many levels, functions that
//! call each other in circles. It is made up here, in four sizes; time for a thousand lines should stay the same.
//!
//! ```text
//! cargo bench --bench dense_service                    # 125, 250, 500, … routes, up to 2,000
//! cargo bench --bench dense_service -- 2000 write DIR  # only writes the service, to be analysed by other tools
//! ```
//!
//! Prints processor time and what was understood; nothing is asserted, since a machine's load is nobody's regression.

#![allow(clippy::expect_used, clippy::print_stdout)] // A tool for the terminal.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Instant;

use tokentrail::engine::{Selection, check_sources};

const ROUTES: usize = 2_000;
/// Of so many routes, one has a wrapper of its own.
const ROUTES_PER_WRAPPER: usize = 4;
/// A handler calls through so many functions before it asks the wrapper.
const LEVELS: usize = 40;
const ROUTES_PER_FILE: usize = 50;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let routes = given.first().map_or(ROUTES, |routes| routes.parse().expect("a number of routes"));
    if let [_, write, folder] = &given[..]
        && write == "write"
    {
        for (name, text) in service(routes) {
            fs::write(Path::new(folder).join(name), text).expect("the service can be written");
        }
        return;
    }
    println!("{:>7} {:>8} {:>8} {:>9} {:>10} {:>8}", "routes", "lines", "ms", "ms/KLOC", "understood", "unknown");
    for routes in [routes / 16, routes / 8, routes / 4, routes / 2, routes] {
        let files = service(routes);
        let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let begun = Instant::now();
        let scan = check_sources(&files, &Selection::default()).expect("the service can be analysed");
        let took = begun.elapsed().as_secs_f64() * 1_000.0;
        let checks = scan.summary.checks;
        let per_line = took * 1_000.0 / lines.max(1) as f64;
        println!("{routes:>7} {lines:>8} {took:>8.0} {per_line:>9.2} {:>10} {:>8}", checks.understood, checks.unknown);
        for gap in scan.summary.partial.iter().chain(&scan.summary.skipped).take(3) {
            println!("        {}: {}", gap.path, gap.reason);
        }
    }
}

/// Routes in files of fifty, with the wrappers and the levels that they share.
fn service(routes: usize) -> Vec<(String, String)> {
    let wrappers = routes.div_ceil(ROUTES_PER_WRAPPER).max(1);
    let routers = routes.div_ceil(ROUTES_PER_FILE);
    let mut app = String::from("const express = require('express');\nconst app = express();\n");
    for at in 0..routers {
        writeln!(app, "app.use('/r{at}', require('./r{at}'));").expect("a string takes all");
    }
    app += "app.use((err, req, res, next) => { console.error(err.name); res.sendStatus(401); });\napp.listen(3000);\n";
    let mut files = vec![
        ("app.js".to_owned(), app),
        ("wrappers.js".to_owned(), wrappers_of(wrappers)),
        ("levels.js".to_owned(), levels(wrappers)),
    ];
    files.extend((0..routers).map(|at| (format!("r{at}.js"), router(at, routes, wrappers))));
    files
}

/// Every third wrapper asks another one, every fifth gives `null`, every seventh tells.
fn wrappers_of(wrappers: usize) -> String {
    let mut text = String::from("const jwt = require('jsonwebtoken');\n");
    for at in 0..wrappers {
        let asks = match at {
            _ if at % 3 == 2 => format!("w{}(token)", at - 1),
            _ => "jwt.verify(token, process.env.KEY)".to_owned(),
        };
        let drops = match at {
            _ if at % 5 == 0 => "return null;".to_owned(),
            _ if at % 7 == 0 => "console.warn(err.name);\n    throw err;".to_owned(),
            _ => "throw err;".to_owned(),
        };
        write!(
            text,
            "function w{at}(token) {{\n  try {{\n    return {asks};\n  }} catch (err) {{\n    {drops}\n  }}\n}}\n\
             exports.w{at} = w{at};\n"
        )
        .expect("a string takes all");
    }
    text
}

/// One ladder for every fifty wrappers: each level calls the next, and every tenth also calls back up, in a circle.
fn levels(wrappers: usize) -> String {
    let mut text = String::from("const wrappers = require('./wrappers');\n");
    for ladder in 0..wrappers.div_ceil(50) {
        for level in 0..LEVELS {
            let next = match level + 1 {
                LEVELS => format!("wrappers.w{}(token)", ladder * 50),
                next => format!("l{ladder}_{next}(token, depth - 1)"),
            };
            let circle = if level % 10 == 9 {
                format!("  if (depth > 100) return l{ladder}_{}(token, depth - 1);\n", level - 9)
            } else {
                String::new()
            };
            write!(text, "function l{ladder}_{level}(token, depth) {{\n{circle}  return {next};\n}}\n")
                .expect("a string takes all");
        }
        writeln!(text, "exports.l{ladder} = l{ladder}_0;").expect("a string takes all");
    }
    text
}

fn router(at: usize, routes: usize, wrappers: usize) -> String {
    let mut text = String::from(
        "const express = require('express');\nconst wrappers = require('./wrappers');\n\
         const levels = require('./levels');\nconst router = express.Router();\n",
    );
    for route in at * ROUTES_PER_FILE..routes.min((at + 1) * ROUTES_PER_FILE) {
        let wrapper = route / ROUTES_PER_WRAPPER % wrappers;
        let asks = match route % 10 {
            9 => format!("levels.l{}(req.cookies.token, {LEVELS})", wrapper / 50),
            _ => format!("wrappers.w{wrapper}(req.cookies.token)"),
        };
        let (open, close) = match route % 3 {
            0 => ("", ""),
            1 => ("try {\n    ", "\n  } catch (err) {\n    next(err);\n  }"),
            _ => ("try {\n    ", "\n  } catch (err) {\n    res.sendStatus(401);\n  }"),
        };
        write!(
            text,
            "router.get('/p{route}', (req, res, next) => {{\n  {open}const user = {asks};\n  \
             if (!user) return res.sendStatus(401);\n  res.json(user);{close}\n}});\n"
        )
        .expect("a string takes all");
    }
    text + "module.exports = router;\n"
}
