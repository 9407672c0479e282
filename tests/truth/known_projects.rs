//! Programs of several files written by hand, a wrapper and the handlers that call it, with the verdict that rules.md gives the
//! check over all its callers.

use tokentrail::finding::Verdict::{self, Partly, Reported, Silent};

use super::emit::{File, Text};

/// A wrapper in a file of its own, and the handlers that call it.
pub(crate) struct Project {
    pub(crate) name: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) wrapper: &'static str,
    pub(crate) handlers: &'static [&'static str],
}

impl Project {
    pub(crate) fn text(&self) -> Text {
        let mut first =
            String::from("const express = require('express');\nconst wrapper = require('./lib/wrapper');\n");
        first += "const app = express();\n";
        for (index, body) in self.handlers.iter().enumerate() {
            first += &format!("app.get('/orders/{index}', (req, res, next) => {{\n  {body}\n}});\n");
        }
        let second =
            format!("const jwt = require('jsonwebtoken');\nconst KEY = process.env.JWT_SECRET;\n{}\n", self.wrapper);
        let file = |path: &str, source: String| File { path: String::from(path), runnable: source.clone(), source };
        Text { files: vec![file("program.js", first), file("lib/wrapper.js", second)], dimensions: Vec::new() }
    }
}

/// Programs of several files, with the verdict that rules.md gives the check over all its callers.
pub(crate) const PROJECTS: &[Project] = &[
    Project {
        name: "a wrapper that gives null, and a caller that logs",
        verdict: Reported,
        wrapper: "module.exports = (token) => { try { return jwt.verify(token, KEY); } catch { return null; } };",
        handlers: &["const user = wrapper(req.headers.authorization); if (!user) console.warn('x'); res.end();"],
    },
    Project {
        name: "the quietest caller decides",
        verdict: Partly,
        wrapper: "module.exports = (token) => { try { return jwt.verify(token, KEY); } catch { return null; } };",
        handlers: &[
            "const user = wrapper(req.headers.authorization); if (!user) console.warn('x'); res.end();",
            "const user = wrapper(req.headers.authorization); if (!user) return res.sendStatus(401); next();",
        ],
    },
    Project {
        name: "a wrapper that throws, and a silent caller",
        verdict: Silent,
        wrapper: "module.exports = (token) => { try { return jwt.verify(token, KEY); } catch { throw new Error('x'); } };",
        handlers: &["try { wrapper(req.headers.authorization); next(); } catch { res.sendStatus(401); }"],
    },
    Project {
        name: "a wrapper that throws, and a caller that passes on",
        verdict: Reported,
        wrapper: "module.exports = (token) => jwt.verify(token, KEY);",
        handlers: &["try { wrapper(req.headers.authorization); next(); } catch (err) { next(err); }"],
    },
    Project {
        name: "a wrapper that rejects, and a silent link",
        verdict: Silent,
        wrapper: "module.exports = async (token) => jwt.verify(token, KEY);",
        handlers: &["wrapper(req.headers.authorization).then(() => next()).catch(() => res.sendStatus(401));"],
    },
    Project {
        name: "a wrapper that calls back",
        verdict: Silent,
        wrapper: "module.exports = (token, done) => jwt.verify(token, KEY, (err, user) => done(err, user));",
        handlers: &["wrapper(req.headers.authorization, (err) => { if (err) return res.sendStatus(401); next(); });"],
    },
    Project {
        name: "an object that says so, and a caller that logs",
        verdict: Reported,
        wrapper: "module.exports = (token) => { try { return { valid: true, user: jwt.verify(token, KEY) }; } catch { return { valid: false }; } };",
        handlers: &["const { valid } = wrapper(req.headers.authorization); if (!valid) console.warn('x'); res.end();"],
    },
    Project {
        name: "an object that says so, and nobody asks",
        verdict: Silent,
        wrapper: "module.exports = (token) => { try { return { user: jwt.verify(token, KEY) }; } catch (error) { return { error }; } };",
        handlers: &["const { user } = wrapper(req.headers.authorization); req.user = user; next();"],
    },
    Project {
        name: "a log in the wrapper counts for every caller",
        verdict: Reported,
        wrapper: "module.exports = (token) => { try { return jwt.verify(token, KEY); } catch (e) { console.warn(e); return null; } };",
        handlers: &[
            "res.json(wrapper(req.headers.authorization));",
            "if (!wrapper(req.headers.authorization)) res.end();",
        ],
    },
    Project {
        name: "a wrapper that only logs on the way to success",
        verdict: Silent,
        wrapper: "module.exports = (token) => { try { const user = jwt.verify(token, KEY); console.log('in'); return user; } catch { return null; } };",
        handlers: &["if (!wrapper(req.headers.authorization)) return res.sendStatus(401); next();"],
    },
    Project {
        name: "a promise that nobody waits for begins at once",
        verdict: Reported,
        wrapper: "module.exports = async (token) => { try { jwt.verify(token, KEY); } catch {} return { valid: false }; };",
        handlers: &["wrapper(req.headers.authorization); console.log('token refused');"],
    },
    Project {
        name: "a promise that nobody waits for goes on later",
        verdict: Silent,
        wrapper: "module.exports = async (token) => { await null; try { jwt.verify(token, KEY); } catch {} };",
        handlers: &["wrapper(req.headers.authorization); console.log('checking');"],
    },
    Project {
        name: "a promise that is waited for in the end",
        verdict: Reported,
        wrapper: "const read = async (token) => { await null; return jwt.verify(token, KEY); };\nmodule.exports = async (token) => { const user = read(token); await null; try { return await user; } catch (e) { console.warn(e); } };",
        handlers: &["wrapper(req.headers.authorization); res.end();"],
    },
    Project {
        name: "a handler that rejects before the check that nobody waits for has failed",
        verdict: Reported,
        wrapper: "module.exports = async (token) => { await null; try { jwt.verify(token, KEY); } catch {} };",
        handlers: &["return (async () => { wrapper(req.headers.authorization); throw new Error('x'); })();"],
    },
    Project {
        name: "a condition that a wrapper and its caller both ask of the request",
        verdict: Reported,
        wrapper: "module.exports = (token, req) => require('util').promisify(jwt.verify)(token, KEY).catch(() => { req.quiet || console.warn('x'); });",
        handlers: &["if (req.quiet) { return; } return wrapper(req.headers.authorization, req);"],
    },
    Project {
        name: "a condition that is asked of the request in each round",
        verdict: Silent,
        wrapper: "module.exports = (token, req) => { try { return jwt.verify(token, KEY); } catch { if (req.loud) console.warn('x'); return null; } };",
        handlers: &[
            "if (req.loud) { return; } for (const part of ['a', 'b']) { if (wrapper(req.headers.authorization + part, req)) return next(); } res.end();",
        ],
    },
    Project {
        name: "a function that tries again by calling itself",
        verdict: Silent,
        wrapper: "module.exports = function read(token, left = 2) { try { return jwt.verify(token, KEY); } catch (err) { if (left > 0) { return read(token, left - 1); } throw err; } };",
        handlers: &[
            "try { wrapper(req.headers.authorization); console.info('accepted'); } catch { res.sendStatus(401); }",
        ],
    },
    Project {
        name: "a log when the last try has failed",
        verdict: Reported,
        wrapper: "module.exports = async function read(token, left = 2) { try { return await jwt.verify(token, KEY); } catch (err) { if (left > 0) { return read(token, left - 1); } console.warn('x'); } };",
        handlers: &["return wrapper(req.headers.authorization);"],
    },
    Project {
        name: "a function that calls itself keeps its variables",
        verdict: Reported,
        wrapper: "module.exports = function read(token, left = 2) { try { return jwt.verify(token, KEY); } catch { const user = left > 0 ? read(token, left - 1) : null; if (left === 2) { console.warn('x'); } return user; } };",
        handlers: &["wrapper(req.headers.authorization); res.end();"],
    },
    Project {
        name: "a callback that is called twice, around a key that is looked up",
        verdict: Silent,
        wrapper: "const keys = require('jwks-rsa')({ jwksUri: process.env.JWKS_URI });\nconst getKey = (header, done) => keys.getSigningKey(header.kid, (error, key) => done(error, key && key.publicKey));\nmodule.exports = (token, done) => { jwt.verify(token, getKey, (err) => done(err)); return done(new Error('x')); };",
        handlers: &[
            "return new Promise((resolve, reject) => { wrapper(req.headers.authorization, (e) => reject(e)); });",
        ],
    },
    Project {
        name: "a rejection that is printed before the key is looked up",
        verdict: Silent,
        wrapper: "const keys = require('jwks-rsa')({ jwksUri: process.env.JWKS_URI });\nconst getKey = (header, done) => keys.getSigningKey(header.kid, (error, key) => done(error, key && key.publicKey));\nmodule.exports = (token) => { jwt.verify(token, getKey, (err) => {}); return Promise.reject(new Error('x')); };",
        handlers: &["wrapper(req.headers.authorization); process.nextTick(() => console.warn('x'));"],
    },
];
