//! The dense service, written down: routes, wrappers that call wrappers, calls through many levels, circles.
//!
//! In: how many routes. Out: names and texts of its files, the same each time. Shared by the bench and by the tests that
//! count the same analysis's work.

use std::fmt::Write;

/// Of so many routes, one has a wrapper of its own.
const ROUTES_PER_WRAPPER: usize = 4;
/// A handler calls through so many functions before it asks the wrapper.
const LEVELS: usize = 40;
const ROUTES_PER_FILE: usize = 50;
/// Divides the sizes that are compared, so that each has its share of ladders to the line.
const ROUTES_PER_LADDER: usize = 125;

/// Routes in files of fifty, with the wrappers and the levels that they share.
pub(crate) fn service(routes: usize) -> Vec<(String, String)> {
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
        ("levels.js".to_owned(), levels(routes)),
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

/// Ladders: each level calls the next, and every tenth also calls back up, in a circle.
fn levels(routes: usize) -> String {
    let mut text = String::from("const wrappers = require('./wrappers');\n");
    for ladder in 0..routes.div_ceil(ROUTES_PER_LADDER) {
        for level in 0..LEVELS {
            let next = match level + 1 {
                LEVELS => format!("wrappers.w{}(token)", ladder * ROUTES_PER_LADDER / ROUTES_PER_WRAPPER),
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
            9 => format!("levels.l{}(req.cookies.token, {LEVELS})", route / ROUTES_PER_LADDER),
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
