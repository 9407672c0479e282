//! The README's "Limits, today": each is still one. A limit that falls makes its test fail, and then the README changes.

use tokentrail::engine::trails_of_sources;
use tokentrail::finding::{Role, Verdict};

use super::page::Page;
use super::program::Tree;

const JWT: &str = "const jwt = require('jsonwebtoken');\n";

/// The verdict of the only check in some files.
#[track_caller]
fn verdict(files: &[(&str, &str)]) -> Verdict {
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (*name, format!("{JWT}{text}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    match trails_of_sources(&files).as_slice() {
        [trail] => trail.verdict,
        trails => panic!("{} checks", trails.len()),
    }
}

const READS: &str =
    "exports.read = (token) => { try { return jwt.verify(token, process.env.KEY); } catch { return null; } };";
const THROWS: &str = "exports.read = (token) => jwt.verify(token, process.env.KEY);";
const PASSES_ON: &str = "module.exports = (req, res, next) => { try { jwt.verify(req.cookies.t, process.env.KEY); } catch (e) { next(e); } };";

#[test]
fn what_crosses_a_file_is_followed() {
    let caller = "const { read } = require('./read');
exports.guard = (req, res, next) => { if (!read(req.cookies.t)) return res.sendStatus(401); next(); };";
    assert_eq!(verdict(&[("read.js", READS), ("guard.js", caller)]), Verdict::Silent);
    let teller = "exports.report = (error) => console.warn(error);";
    let tells = "const { report } = require('./report');
exports.guard = (req, res) => { try { jwt.verify(req.cookies.t, process.env.KEY); } catch (e) { report(e); res.end(); } };";
    assert_eq!(verdict(&[("guard.js", tells), ("report.js", teller)]), Verdict::Reported);
}

#[test]
fn a_wrapper_whose_callers_are_not_seen_is_unknown() {
    assert_eq!(verdict(&[("read.js", READS)]), Verdict::Unknown);
    assert_eq!(verdict(&[("read.js", THROWS)]), Verdict::Unknown);
}

#[test]
fn what_stays_in_a_file_is_followed() {
    let file = "function read(token) { try { return jwt.verify(token, process.env.KEY); } catch { return null; } }
exports.guard = (req, res, next) => { if (!read(req.cookies.t)) return res.sendStatus(401); next(); };";
    assert_eq!(verdict(&[("guard.js", file)]), Verdict::Silent);
}

#[test]
fn error_handlers_of_the_application_are_not_followed() {
    assert_eq!(verdict(&[("guard.js", PASSES_ON)]), Verdict::Unknown);
    let application = |more: &str| {
        format!(
            "const app = require('express')();
app.use((req, res, next) => {{ try {{ jwt.verify(req.cookies.t, process.env.KEY); next(); }} catch (e) {{ next(e); }} }});
{more}"
        )
    };
    let silent = application("app.use((err, req, res, next) => res.sendStatus(401));");
    assert_eq!(verdict(&[("app.js", &silent)]), Verdict::Unknown);
    let telling = application("app.use((err, req, res, next) => { console.warn(err); res.sendStatus(401); });");
    assert_eq!(verdict(&[("app.js", &telling)]), Verdict::Unknown);
    assert_eq!(verdict(&[("app.js", &application(""))]), Verdict::Reported);
}

#[test]
fn other_frameworks_are_not_known() {
    let guard = "import { UnauthorizedException } from '@nestjs/common';
export class Guard { canActivate(context) { const req = context.switchToHttp().getRequest();
  try { jwt.verify(req.cookies.t, process.env.KEY); return true; } catch { throw new UnauthorizedException(); } } }";
    assert_eq!(verdict(&[("guard.ts", guard)]), Verdict::Unknown);
    let lambda = "exports.handler = async (event) => {
  try { jwt.verify(event.headers.t, process.env.KEY); return {}; } catch { return { statusCode: 401 }; } };";
    assert_eq!(verdict(&[("lambda.js", lambda)]), Verdict::Unknown);
    let hook = "const app = require('fastify')();
app.addHook('onRequest', async (request, reply) => {
  try { jwt.verify(request.cookies.t, process.env.KEY); } catch { reply.code(401).send({}); } });";
    assert_eq!(verdict(&[("hook.js", hook)]), Verdict::Silent);
    let koa = format!(
        "{JWT}const app = new (require('koa'))();
app.use(async (ctx, next) => {{
  try {{ jwt.verify(ctx.cookies.get('t'), process.env.KEY); }} catch {{ ctx.throw(401); }}
  await next();
}});"
    );
    let trails = trails_of_sources(&[("koa.js", &koa)]);
    assert_eq!(trails[0].verdict, Verdict::Silent);
    let goes_on = |path: &tokentrail::finding::TrailPath| {
        path.places.iter().any(|place| place.role == Role::Exit && place.message == "the request goes on")
    };
    assert!(trails[0].paths.iter().any(goes_on), "ctx.throw() is no longer taken for an answer");
}

#[test]
fn what_is_said_to_be_missing_is_missing() {
    let help = Tree::new(&[]).run("--help").stdout.to_lowercase();
    for missing in ["baseline", "--fix"] {
        assert!(!help.contains(missing), "README.md says that there is no {missing} yet");
    }
}

/// The example of a project's file holds together, and says of its calls what the page says.
#[test]
fn the_declarations_of_the_readme_are_read() {
    let readme = Page::read("README.md");
    let (_, text) = readme.fences().find(|(info, _)| *info == "toml").expect("README.md declares something");
    let tree = Tree::new(&[
        ("tokentrail.toml", text),
        (
            "src/lib/audit.js",
            "exports.record = () => {};\nexports.trail = { write() {} };\nexports.AuditLog = class { write() {} };\n",
        ),
        (
            "a.js",
            "const { record, trail } = require('./src/lib/audit');
const { readToken } = require('@acme/tokens');
exports.told = (req, res) => readToken(req.x, (e) => { if (e) { record(1); } res.end(); });
exports.counted = (req, res) => readToken(req.x, (e) => { if (e) { watchtower.note(1); } res.end(); });
exports.silent = async (req, res) => { try { await readToken(req.x); } catch { res.end(); } };
",
        ),
    ]);
    let run = tree.run("check --output-format concise");
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    assert!(run.stdout.starts_with("a.js:5:"), "{run:?}");
    assert!(run.stderr.contains("exports no `default`"), "{run:?}");
}
