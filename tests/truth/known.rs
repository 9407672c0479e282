//! Programs written by hand, with the verdict that rules.md gives each: they hold the harness to the rules, and later
//! the analyzer to both.

use regex::Regex;
use tokentrail::finding::Verdict::{self, DebugOnly, Partly, Reported, Silent};

use super::emit::{Dimension, Text};

pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) verdict: Verdict,
    /// The handler's body. It may read `req.c0` … (true or false), `req.items0` … (up to two elements), `token`.
    pub(crate) body: &'static str,
}

impl Known {
    pub(crate) fn text(&self) -> Text {
        text(self.body)
    }
}

/// The file around a handler's body.
pub(crate) fn text(body: &str) -> Text {
    let word = if body.contains("await ") { "async " } else { "" };
    let source = format!(
        "{PRELUDE}app.get('/orders', {word}(req, res, next) => {{\n  const token = req.headers.authorization;\n  {}\n}});\n",
        body
    );
    Text::of_one(source, dimensions(body))
}
const PRELUDE: &str = "const express = require('express');
const jwt = require('jsonwebtoken');
const { promisify } = require('util');
const winston = require('winston');
const jwksClient = require('jwks-rsa');
const KEY = process.env.JWT_SECRET;
const KEYS = [process.env.JWT_SECRET, process.env.OLD_JWT_SECRET];
const keys = jwksClient({ jwksUri: process.env.JWKS_URI });
const getKey = (header, done) => keys.getSigningKey(header.kid, (error, key) => done(error, key && key.publicKey));
const logger = winston.createLogger({ level: 'info', transports: [new winston.transports.Console()] });
const verifyAsync = promisify(jwt.verify);
const app = express();

";

/// What the body reads, each thing once.
fn dimensions(body: &str) -> Vec<Dimension> {
    let reads = Regex::new(r"req\.(c\d|items\d)").expect("a plain pattern");
    let mut fields: Vec<&str> =
        reads.captures_iter(body).filter_map(|captures| captures.get(1).map(|field| field.as_str())).collect();
    fields.sort_unstable();
    fields.dedup();
    let mut dimensions: Vec<Dimension> = fields
        .into_iter()
        .map(|field| Dimension {
            path: vec![String::from(field)],
            values: match field.starts_with('c') {
                true => vec![true.into(), false.into()],
                false => (0..3).map(|count| vec!["item"; count].into()).collect(),
            },
        })
        .collect();
    if body.contains("!token") {
        dimensions.push(Dimension {
            path: vec![String::from("headers"), String::from("authorization")],
            values: vec!["abc".into(), serde_json::Value::Null],
        });
    }
    dimensions
}

const fn known(name: &'static str, verdict: Verdict, body: &'static str) -> Known {
    Known { name, verdict, body }
}

pub(crate) const KNOWN: &[Known] = &[
    // Throwing.
    known("an empty catch", Silent, "try { jwt.verify(token, KEY); next(); } catch {}"),
    known(
        "a catch that answers",
        Silent,
        "try { jwt.verify(token, KEY); next(); } catch (err) { res.sendStatus(401); }",
    ),
    known(
        "a catch that logs",
        Reported,
        "try { jwt.verify(token, KEY); next(); } catch (err) { console.warn(err.message); }",
    ),
    known("no catch: Express prints", Reported, "req.user = jwt.verify(token, KEY); next();"),
    known(
        "a log in front",
        Silent,
        "try { console.log('verifying'); jwt.verify(token, KEY); } catch { res.sendStatus(401); }",
    ),
    known(
        "a log on the way to success",
        Silent,
        "try { jwt.verify(token, KEY); console.log('in'); } catch { res.sendStatus(401); }",
    ),
    known("a log behind the try", Reported, "try { jwt.verify(token, KEY); } catch {} console.log('done');"),
    known("a log on one branch", Partly, "try { jwt.verify(token, KEY); } catch { if (req.c0) console.warn('x'); }"),
    known(
        "a condition asked twice",
        Reported,
        "try { jwt.verify(token, KEY); } catch { if (req.c0) console.warn('x'); if (!req.c0) console.warn('y'); }",
    ),
    known(
        "a check behind its own branch",
        Reported,
        "if (req.c0) { try { jwt.verify(token, KEY); } catch {} if (req.c0) console.warn('x'); }",
    ),
    known("rethrown", Reported, "try { jwt.verify(token, KEY); } catch (err) { throw err; }"),
    known(
        "thrown anew and caught",
        Silent,
        "try { try { jwt.verify(token, KEY); } catch { throw new Error('x'); } } catch { res.end(); }",
    ),
    known("given to next", Reported, "try { jwt.verify(token, KEY); } catch (err) { next(err); }"),
    known("next without an error", Silent, "try { jwt.verify(token, KEY); } catch (err) { next(); }"),
    known("next with undefined", Silent, "try { jwt.verify(token, KEY); } catch (err) { next(undefined); }"),
    known("the next route", Silent, "try { jwt.verify(token, KEY); } catch (err) { return next('route'); }"),
    known(
        "a finally that logs",
        Reported,
        "try { jwt.verify(token, KEY); } catch { return res.end(); } finally { console.log('x'); }",
    ),
    known("a finally that swallows", Silent, "try { jwt.verify(token, KEY); } finally { return; }"),
    known("a try with finally alone", Reported, "try { jwt.verify(token, KEY); } finally { res.set('x', 'y'); }"),
    known(
        "a missing token is no failure",
        Silent,
        "if (!token) { console.warn('none'); return; } try { jwt.verify(token, KEY); } catch { res.end(); }",
    ),
    // Kinds of refusal.
    known(
        "only expired is silent",
        Reported,
        "try { jwt.verify(token, KEY); } catch (err) { if (err instanceof jwt.TokenExpiredError) return res.end(); console.warn('x'); }",
    ),
    known(
        "only expired is told",
        Partly,
        "try { jwt.verify(token, KEY); } catch (err) { if (err.name === 'TokenExpiredError') console.warn('x'); }",
    ),
    known(
        "the base class takes all",
        Reported,
        "try { jwt.verify(token, KEY); } catch (err) { if (err instanceof jwt.JsonWebTokenError) console.warn('x'); }",
    ),
    known(
        "not active is silent",
        Partly,
        "try { jwt.verify(token, KEY); } catch (err) { if (err.message === 'jwt not active') return; console.warn('x'); }",
    ),
    known(
        "a message of many",
        Partly,
        "try { jwt.verify(token, KEY); } catch (err) { if (err.message === 'invalid signature') console.warn('x'); }",
    ),
    known(
        "a switch that falls through",
        Reported,
        "try { jwt.verify(token, KEY); } catch (err) { switch (err.name) { case 'TokenExpiredError': res.end(); break; case 'NotBeforeError': default: console.warn('x'); } }",
    ),
    known(
        "a switch without default",
        Partly,
        "try { jwt.verify(token, KEY); } catch (err) { switch (err.name) { case 'JsonWebTokenError': console.warn('x'); } }",
    ),
    known(
        "expired at debug level, others told",
        Reported,
        "try { jwt.verify(token, KEY); } catch (err) { if (err.name === 'TokenExpiredError') logger.debug('x'); else logger.warn('x'); }",
    ),
    // Levels and guards.
    known("only debug", DebugOnly, "try { jwt.verify(token, KEY); } catch { logger.debug('x'); }"),
    known("console.debug prints", Reported, "try { jwt.verify(token, KEY); } catch { console.debug('x'); }"),
    known("http is below info", DebugOnly, "try { jwt.verify(token, KEY); } catch { logger.log('http', 'x'); }"),
    known("debug or silent", Silent, "try { jwt.verify(token, KEY); } catch { if (req.c0) logger.debug('x'); }"),
    known(
        "debug or told",
        Partly,
        "try { jwt.verify(token, KEY); } catch { if (req.c0) logger.debug('x'); else logger.info('x'); }",
    ),
    known("if there is a logger", Reported, "try { jwt.verify(token, KEY); } catch { if (logger) logger.warn('x'); }"),
    known(
        "not in tests",
        Reported,
        "try { jwt.verify(token, KEY); } catch { if (process.env.NODE_ENV !== 'test') logger?.warn('x'); }",
    ),
    known(
        "only in development",
        Silent,
        "try { jwt.verify(token, KEY); } catch { if (process.env.NODE_ENV === 'development') console.log('x'); }",
    ),
    known("put off", Reported, "try { jwt.verify(token, KEY); } catch { setImmediate(() => console.warn('x')); }"),
    known(
        "a helper that logs",
        Reported,
        "const report = (e) => console.warn(e.message); try { jwt.verify(token, KEY); } catch (err) { report(err); }",
    ),
    known(
        "a helper by its name alone",
        Silent,
        "const logFailure = () => {}; try { jwt.verify(token, KEY); } catch (err) { logFailure(); }",
    ),
    // Callbacks.
    known(
        "a callback that answers",
        Silent,
        "jwt.verify(token, KEY, (err, user) => { if (err) return res.sendStatus(403); next(); });",
    ),
    known(
        "a callback and a log behind",
        Reported,
        "jwt.verify(token, KEY, (err) => { if (err) return; next(); }); console.log('x');",
    ),
    known(
        "a later callback and a log behind",
        Silent,
        "jwt.verify(token, getKey, (err) => { if (err) return; next(); }); console.log('x');",
    ),
    known(
        "a callback that throws into the try",
        Silent,
        "try { jwt.verify(token, KEY, (err) => { if (err) throw err; }); } catch { res.end(); }",
    ),
    known(
        "a later callback that throws",
        Reported,
        "try { jwt.verify(token, getKey, (err) => { if (err) throw err; }); } catch { res.end(); }",
    ),
    known(
        "an async callback that throws",
        Reported,
        "try { jwt.verify(token, KEY, async (err) => { if (err) throw err; }); } catch { res.end(); }",
    ),
    known("an error never looked at", Silent, "jwt.verify(token, KEY, () => next());"),
    known("a ternary", Reported, "jwt.verify(token, KEY, (err) => err ? next(err) : next());"),
    known("an error or", Silent, "jwt.verify(token, KEY, (err) => err || console.log('in'));"),
    known("an undefined result", Reported, "jwt.verify(token, KEY, (err, user) => { if (!user) console.warn('x'); });"),
    // Promises.
    known("awaited in a try", Silent, "try { await verifyAsync(token, KEY); } catch { res.end(); }"),
    known("awaited and not caught", Reported, "await verifyAsync(token, KEY); next();"),
    known(
        "returned out of a try",
        Reported,
        "await null; try { return verifyAsync(token, KEY); } catch { res.end(); }",
    ),
    known("a silent catch link", Silent, "verifyAsync(token, KEY).then(() => next()).catch(() => res.end());"),
    known("a catch link to next", Reported, "verifyAsync(token, KEY).then(() => next()).catch(next);"),
    known("nobody waits or catches", Reported, "verifyAsync(token, KEY).then(() => next());"),
    known("the second argument of then", Silent, "verifyAsync(token, KEY).then(() => next(), () => res.end());"),
    known(
        "a log before the rejection comes",
        Silent,
        "verifyAsync(token, KEY).then(() => next(), () => res.end()); console.log('x');",
    ),
    known(
        "null for a failure, told",
        Reported,
        "const user = await verifyAsync(token, KEY).catch(() => null); if (!user) console.warn('x');",
    ),
    known(
        "null for a failure, silent",
        Silent,
        "const user = await verifyAsync(token, KEY).catch(() => null); if (user?.sub) console.log('in');",
    ),
    known("a finally link", Reported, "verifyAsync(token, KEY).catch(() => {}).finally(() => console.log('x'));"),
    known(
        "a new promise",
        Silent,
        "try { await new Promise((resolve, reject) => jwt.verify(token, KEY, (e, d) => e ? reject(e) : resolve(d))); } catch { res.end(); }",
    ),
    known(
        "a signal in the executor",
        Reported,
        "try { await new Promise((resolve, reject) => jwt.verify(token, KEY, (e, d) => { if (e) { console.warn(e); reject(e); } else resolve(d); })); } catch { res.end(); }",
    ),
    known(
        "a promise that never settles",
        Silent,
        "await new Promise((resolve) => jwt.verify(token, KEY, (e, d) => { if (!e) resolve(d); })); console.log('x');",
    ),
    known(
        "a held promise",
        Silent,
        "const pending = verifyAsync(token, KEY); console.log('x'); try { await pending; } catch { res.end(); }",
    ),
    known(
        "nobody waits, and a log behind another wait",
        Reported,
        "verifyAsync(token, KEY).catch(() => {}); await null; console.log('x');",
    ),
    known(
        "nobody waits inside a function that is waited for",
        Reported,
        "await (async () => { promisify(jwt.verify)(token, KEY).catch(() => {}); })(); console.log('x');",
    ),
    known(
        "an async function that nobody waits for, and a log behind another wait",
        Reported,
        "const check = async () => { try { await verifyAsync(token, KEY); } catch {} }; check(); await null; console.log('x');",
    ),
    known(
        "a failure whose handler never ends, and a log behind another wait",
        Reported,
        "verifyAsync(token, KEY).catch(() => new Promise(() => {})); await null; await null; console.log('x');",
    ),
    known(
        "nobody waits for what begins behind a wait of its own",
        Reported,
        "await (async () => { await null; verifyAsync(token, KEY).catch(() => {}); })(); console.log('x');",
    ),
    known(
        "nobody waits, and a link of another promise tells",
        Reported,
        "verifyAsync(token, KEY).catch(() => {}); return new Promise((resolve) => resolve()).finally(() => console.log('x'));",
    ),
    known(
        "nobody waits, and a promise that is given back is rejected",
        Reported,
        "await null; verifyAsync(token, KEY).catch(() => {}); return Promise.reject(new Error('x')).catch(next);",
    ),
    known(
        "a later callback, and a log behind another wait",
        Silent,
        "jwt.verify(token, getKey, (err) => { if (err) return; next(); }); await null; console.log('x');",
    ),
    known(
        "a held promise, and a log behind another wait",
        Reported,
        "const pending = verifyAsync(token, KEY); await null; console.log('x'); try { await pending; } catch { res.end(); }",
    ),
    known(
        "a held promise behind another wait",
        Silent,
        "const pending = verifyAsync(token, KEY); await null; try { await pending; } catch { res.end(); }",
    ),
    // Loops.
    known(
        "keys in turn, then silence",
        Silent,
        "for (const key of KEYS) { try { jwt.verify(token, key); return next(); } catch {} } res.sendStatus(401);",
    ),
    known(
        "keys in turn, then a log",
        Reported,
        "for (const key of KEYS) { try { jwt.verify(token, key); return next(); } catch {} } console.warn('no key'); res.sendStatus(401);",
    ),
    known(
        "keys in turn, announced",
        Silent,
        "for (const key of KEYS) { console.log('trying'); try { jwt.verify(token, key); return next(); } catch {} } res.sendStatus(401);",
    ),
    known(
        "keys in turn, each answered later",
        DebugOnly,
        "return new Promise((resolve, reject) => { for (const key of KEYS) { jwt.verify(token, getKey, () => { logger.debug('x'); reject(null); }); } });",
    ),
    known(
        "keys in turn, each answered later to a promise of its own",
        Reported,
        "for (const key of KEYS) { new Promise((resolve, reject) => jwt.verify(token, getKey, (e) => reject(e))); }",
    ),
    known(
        "the last error",
        Reported,
        "let last = null; for (const key of KEYS) { try { jwt.verify(token, key); return next(); } catch (e) { last = e; } } if (last) console.warn(last.message);",
    ),
    known(
        "a log in a loop over data",
        Partly,
        "try { jwt.verify(token, KEY); } catch { for (const item of req.items0) console.warn(item); }",
    ),
    known(
        "a log in a loop over a literal",
        Reported,
        "try { jwt.verify(token, KEY); } catch { for (const part of ['a', 'b']) console.warn(part); }",
    ),
    known(
        "one counted loop behind another",
        Partly,
        "jwt.verify(token, KEY, () => { for (let i = 0; i < req.items0.length; i += 1) { process.nextTick(() => console.log('x')); } }); for (let j = 0; j < req.items1.length; j += 1) {} if (req.c0) console.warn('y');",
    ),
    known(
        "a do-while runs once",
        Reported,
        "try { jwt.verify(token, KEY); } catch { let i = 0; do { i += 1; console.warn('x'); } while (i < req.items0.length); }",
    ),
    known(
        "a break in front of the log",
        Partly,
        "try { jwt.verify(token, KEY); } catch { while (true) { if (req.c0) break; console.warn('x'); break; } }",
    ),
    known(
        "a labelled continue",
        Silent,
        "outer: for (const part of ['a', 'b']) { for (const key of KEYS) { try { jwt.verify(token, key); } catch { continue outer; } } console.warn('x'); }",
    ),
    known(
        "keys that are tried by some()",
        Reported,
        "if (!KEYS.some((key) => { try { jwt.verify(token, key); return true; } catch { return false; } })) { console.warn('x'); res.sendStatus(401); }",
    ),
    known(
        "keys that are tried by every()",
        Partly,
        "const refused = KEYS.every((key) => { try { jwt.verify(token, key); return false; } catch { return true; } }); if (refused && req.c0) { console.warn('x'); }",
    ),
    known(
        "the key that fits is looked for",
        Reported,
        "const key = KEYS.find((key) => { try { return jwt.verify(token, key); } catch { return null; } }); if (!key) { console.warn('x'); }",
    ),
    known(
        "the place of the key that fits is looked for",
        Reported,
        "const at = KEYS.findIndex((key) => { try { return jwt.verify(token, key); } catch { return null; } }); if (at === -1) { console.warn('x'); }",
    ),
    known(
        "keys that are tried by reduce()",
        Reported,
        "const user = KEYS.reduce((found, key) => { if (found) { return found; } try { return jwt.verify(token, key); } catch { return null; } }, null); if (!user) { console.warn('x'); }",
    ),
    known(
        "what the keys give is looked through",
        Reported,
        "const user = KEYS.map((key) => { try { return jwt.verify(token, key); } catch { return null; } }).find(Boolean); if (!user) { console.warn('x'); }",
    ),
    known(
        "what the keys give is looked through, in silence",
        Silent,
        "const user = KEYS.map((key) => { try { return jwt.verify(token, key); } catch { return null; } }).find(Boolean); if (user) { console.warn('x'); }",
    ),
    known(
        "the keys that fit are counted",
        Reported,
        "const fitting = KEYS.filter((key) => { try { return jwt.verify(token, key); } catch { return null; } }); if (fitting.length === 0) { console.warn('x'); }",
    ),
    known(
        "what the keys give is put into one list",
        Reported,
        "const users = KEYS.flatMap((key) => { try { return [jwt.verify(token, key)]; } catch { return []; } }); if (!users[0]) { console.warn('x'); }",
    ),
    known(
        "any of the keys",
        Reported,
        "try { await Promise.any(KEYS.map((key) => verifyAsync(token, key))); } catch (e) { if (e instanceof AggregateError && e.name === 'AggregateError') { console.warn('x'); } }",
    ),
    known(
        "any of the keys, and an error that never comes",
        Silent,
        "try { await Promise.any(KEYS.map((key) => verifyAsync(token, key))); } catch (e) { if (e.name === 'JsonWebTokenError') { console.warn('x'); } }",
    ),
    known(
        "any of the keys, whose errors are looked at",
        Reported,
        "await Promise.any(KEYS.map((key) => verifyAsync(token, key))).catch((e) => { for (const error of e.errors) { console.warn(error.message); } });",
    ),
    known(
        "all keys are heard",
        Reported,
        "const all = await Promise.allSettled(KEYS.map((key) => verifyAsync(token, key))); if (!all.some((one) => one.status === 'fulfilled')) { console.warn('x'); }",
    ),
    known(
        "all keys are heard, in silence",
        Silent,
        "const all = await Promise.allSettled(KEYS.map((key) => verifyAsync(token, key))); if (all.some((one) => one.status === 'fulfilled')) { console.warn('x'); }",
    ),
    known(
        "promises that a list is mapped to",
        Silent,
        "await Promise.all(['a', 'b'].map(async (part) => jwt.verify(token + part, KEY))).catch(() => {});",
    ),
    known(
        "the first of a list is told of, which the last is not",
        Silent,
        "['a', 'b'].map((part, index) => { try { jwt.verify(token + part, KEY); } catch { if (index > 1) { console.warn('x'); } } });",
    ),
];

/// Bodies whose outcome hangs on what the rules leave open: they are run, and not compared.
pub(crate) const UNSETTLED: &[&str] = &[
    // Put off before the failure, done after it.
    "setImmediate(() => console.log('x')); try { jwt.verify(token, KEY); } catch {}",
    // Expired by one key and forged by the next: silent, and no expired token.
    "let expired = false; for (const key of KEYS) { try { jwt.verify(token, key); } catch (e) { if (e.name === 'TokenExpiredError') expired = true; } } if (!expired) console.warn('x');",
];
