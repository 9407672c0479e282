//! The README's "Limits, today": each is still one. A limit that falls makes its test fail, and then the README changes.

use tokentrail::engine::{Selection, check_sources, trails_of_sources};
use tokentrail::finding::{Confidence, Role, Verdict};

use super::page::Page;
use super::program::Tree;

const JWT: &str = "const jwt = require('jsonwebtoken');\n";

/// The verdict of the only check in some files.
#[track_caller]
fn verdict(files: &[(&str, &str)]) -> Verdict {
    judged(files).0
}

#[track_caller]
fn judged(files: &[(&str, &str)]) -> (Verdict, Confidence) {
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (*name, format!("{JWT}{text}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    match trails_of_sources(&files).as_slice() {
        [trail] => (trail.verdict, trail.confidence),
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
fn a_caller_that_is_not_seen_makes_what_is_thrown_unknown_and_null_a_finding_of_medium_confidence() {
    assert_eq!(verdict(&[("read.js", THROWS)]), Verdict::Unknown);
    assert_eq!(verdict(&[("guard.js", PASSES_ON)]), Verdict::Unknown);
    assert_eq!(judged(&[("read.js", READS)]), (Verdict::Silent, Confidence::Medium));
    let class = "module.exports = class { read(token) { try { return jwt.verify(token, process.env.KEY); } catch { return null; } } };";
    let container = "module.exports = require('bottlejs')().factory('tokens', require('./tokens'));";
    let caller = "const container = require('./container');
exports.guard = (req, res) => { if (!container.container.tokens.read(req.cookies.t)) { console.warn('refused'); res.end(); } };";
    let files = [("tokens.js", class), ("container.js", container), ("guard.js", caller)];
    assert_eq!(verdict(&files), Verdict::Unknown, "a caller behind a container is seen");
}

#[test]
fn instances_are_followed_through_constructors_and_declared_classes() {
    let class = "export class Tokens { read(token) { try { return jwt.verify(token, process.env.KEY); } catch { return null; } } }";
    let caller = |maker: &str| {
        format!(
            "import {{ Tokens }} from './tokens';
export class Guard {{ constructor(private readonly tokens{maker}) {{}}
  check(req, res) {{ if (!this.tokens.read(req.cookies.t)) {{ console.warn('refused'); res.end(); }} }} }}"
        )
    };
    for maker in [": Tokens", " = new Tokens()"] {
        let caller = caller(maker);
        assert_eq!(verdict(&[("tokens.ts", class), ("guard.ts", &caller)]), Verdict::Reported, "{maker}");
    }
}

#[test]
fn what_stays_in_a_file_is_followed() {
    let file = "function read(token) { try { return jwt.verify(token, process.env.KEY); } catch { return null; } }
exports.guard = (req, res, next) => { if (!read(req.cookies.t)) return res.sendStatus(401); next(); };";
    assert_eq!(verdict(&[("guard.js", file)]), Verdict::Silent);
}

/// An application whose middleware hands the failure on, and what else it registers.
fn application(more: &str) -> String {
    format!(
        "const express = require('express');
const app = express();
app.use((req, res, next) => {{ try {{ jwt.verify(req.cookies.t, process.env.KEY); next(); }} catch (e) {{ next(e); }} }});
{more}"
    )
}

#[test]
fn error_handlers_of_the_application_are_followed() {
    let silent = "app.use((err, req, res, next) => res.sendStatus(401));";
    assert_eq!(verdict(&[("app.js", &application(silent))]), Verdict::Silent);
    let telling = "app.use((err, req, res, next) => { console.warn(err); res.sendStatus(401); });";
    assert_eq!(verdict(&[("app.js", &application(telling))]), Verdict::Reported);
    assert_eq!(verdict(&[("app.js", &application(""))]), Verdict::Reported);
}

#[test]
fn registrations_that_cannot_be_run_are_not_followed() {
    let silent = "app.use((err, req, res, next) => res.sendStatus(401));";
    let guard = "(req, res) => { jwt.verify(req.cookies.t, process.env.KEY); res.end(); }";
    let unknown =
        |name: &'static str, text: String| assert_eq!(verdict(&[("app.js", &text)]), Verdict::Unknown, "{name}");
    let head = "const express = require('express');\nconst app = express();";
    unknown("an async wrapper", format!("{head}\napp.get('/x', require('@acme/wrap')(async {guard}));\n{silent}"));
    unknown("an undeclared name", format!("{head}\nguard = {guard};\napp.get('/x', guard);\n{silent}"));
    let loads = "const app = require('express')();
for (const file of require('fs').readdirSync('routes')) app.use(require('./routes/' + file));
app.use((err, req, res, next) => res.sendStatus(401));";
    let router =
        format!("const router = require('express').Router();\nrouter.get('/x', {guard});\nmodule.exports = router;");
    assert_eq!(verdict(&[("app.js", loads), ("routes/x.js", &router)]), Verdict::Unknown);
    // The second has only the silent handler behind it.
    let twice = format!(
        "{head}
function make(...handlers) {{ const router = express.Router(); router.get('/x', {guard}); for (const handler of handlers) router.use(handler); return router; }}
app.use('/a', make((err, req, res, next) => {{ console.warn(err); res.end(); }}));
app.use('/b', make());
{silent}"
    );
    assert_eq!(verdict(&[("app.js", &twice)]), Verdict::Partly, "two routers of one function are taken for one");
    for (more, expected) in [
        ("require('@acme/boot')(app);", Verdict::Reported),
        ("app.use(require('@acme/answers')());", Verdict::Reported),
        ("app.use(require('@acme/answers').errorHandler);", Verdict::Unknown),
    ] {
        assert_eq!(verdict(&[("app.js", &application(more))]), expected, "{more}");
    }
}

#[test]
fn loggers_on_the_request_are_not_followed() {
    let laid = "const app = require('express')();
app.use(require('pino-http')());
app.use((req, res) => { try { jwt.verify(req.cookies.t, process.env.KEY); } catch (err) { req.log.warn(err); } res.end(); });";
    assert_eq!(verdict(&[("app.js", laid)]), Verdict::Unknown);
    let koa = "exports.guard = async (ctx, next) => {
  try { jwt.verify(ctx.cookies.get('t'), process.env.KEY); } catch (err) { ctx.log.warn(err); return; } await next(); };";
    assert_eq!(verdict(&[("koa.js", koa)]), Verdict::Unknown);
}

#[test]
fn listeners_are_found_by_the_event_s_name() {
    let bus = |listener: &str| {
        format!(
            "const {{ EventEmitter }} = require('events'); const bus = new EventEmitter(); {listener} module.exports = bus;"
        )
    };
    let guard = |event: &str| {
        format!(
            "const bus = require('./bus');
exports.guard = (req, res) => {{ try {{ jwt.verify(req.cookies.t, process.env.KEY); }} catch (err) {{ bus.emit('{event}', err); }} res.end(); }};"
        )
    };
    let of = |event: &str, listener: &str| verdict(&[("guard.js", &guard(event)), ("bus.js", &bus(listener))]);
    assert_eq!(of("auth.failed", "bus.on('auth.failed', (err) => console.warn(err));"), Verdict::Reported);
    assert_eq!(of("auth.failed", "bus.on('auth.failed', () => {});"), Verdict::Silent);
    assert_eq!(of("auth.failed", ""), Verdict::Reported);
    assert_eq!(of("done", ""), Verdict::Unknown);
    let of_another = "const other = new EventEmitter(); other.on('done', (err) => console.warn(err));";
    assert_eq!(of("done", of_another), Verdict::Reported, "emitters are told apart");
}

#[test]
fn levels_are_those_of_the_making() {
    let guard = "exports.guard = (req, res) => { try { jwt.verify(req.cookies.t, process.env.KEY); } catch (err) { logger.warn(err); } res.end(); };";
    let logger = |options: &str| format!("const logger = require('pino')({options});\n");
    let made = |options: &str, more: &str| verdict(&[("guard.js", &format!("{}{more}{guard}", logger(options)))]);
    assert_eq!(made("", ""), Verdict::Reported);
    assert_eq!(made("{ level: 'error' }", ""), Verdict::DebugOnly);
    assert_eq!(made("", "logger.level = 'error';\n"), Verdict::Reported, "a level that is set later is noticed");
    assert_eq!(made("{ level: process.env.LOG_LEVEL }", ""), Verdict::Reported);
}

#[test]
fn an_injected_service_of_nest_checks_too() {
    let guard = |service: &str| {
        format!(
            "import {{ JwtService }} from '@nestjs/jwt';
export class Tokens {{ {service}
  read(token: string) {{ try {{ return this.tokens.verify(token); }} catch {{ return null; }} }} }}"
        )
    };
    let checks = |service: &str| trails_of_sources(&[("tokens.ts", &guard(service))]).len();
    assert_eq!(checks("private tokens = new JwtService({ secret: 's' });"), 1);
    assert_eq!(checks("constructor(private tokens: JwtService) {}"), 1);
}

#[test]
fn that_a_lambda_runtime_calls_a_function_is_read_from_its_name() {
    let lambda = "exports.handler = async (event) => {
  try { jwt.verify(event.headers.t, process.env.KEY); return {}; } catch { return { statusCode: 401 }; } };";
    assert_eq!(judged(&[("lambda.js", lambda)]), (Verdict::Silent, Confidence::Medium));
    assert_eq!(verdict(&[("lambda.js", &lambda.replace("exports.handler", "exports.other"))]), Verdict::Unknown);
}

#[test]
fn other_frameworks_are_not_known() {
    let guard = "import { UnauthorizedException } from '@nestjs/common';
export class Guard { canActivate(context) { const req = context.switchToHttp().getRequest();
  try { jwt.verify(req.cookies.t, process.env.KEY); return true; } catch { throw new UnauthorizedException(); } } }";
    assert_eq!(verdict(&[("guard.ts", guard)]), Verdict::Unknown);
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

/// The rules that find something in some files.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let scan = check_sources(files, &Selection::default()).unwrap();
    scan.findings.into_iter().map(|finding| finding.rule).collect()
}

/// A route that exchanges refresh tokens and says so, behind what is registered before it.
fn refresh(before: &str) -> String {
    format!(
        "{JWT}const app = require('express')();
{before}
app.post('/refresh', (req, res) => {{
  const user = jwt.verify(req.cookies.refreshToken, process.env.REFRESH_SECRET);
  console.info('refreshed', user.id);
  res.json({{ token: jwt.sign({{ id: user.id }}, process.env.KEY) }});
}});
app.listen(3000);"
    )
}

#[test]
fn a_limiter_is_of_the_version_that_is_asked_for_or_of_the_newest() {
    let limited = |options: &str, dependencies: &str| {
        let before = format!("app.use(require('express-rate-limit')({options}));");
        let package = format!(r#"{{ "name": "service", "dependencies": {{ {dependencies} }} }}"#);
        found(&[("app.js", &refresh(&before)), ("package.json", &package)])
    };
    assert_eq!(limited("{ skip: () => true }", ""), ["unlimited-refresh-route"]);
    assert_eq!(limited("{ max: 0 }", ""), [""; 0], "the newest is taken for an older one");
    assert_eq!(limited("{ max: 0 }", r#""express-rate-limit": "^6.7.0""#), ["unlimited-refresh-route"]);
    assert_eq!(limited("{ max: 0 }", r#""express-rate-limit": "^7.0.0""#), [""; 0]);
    assert_eq!(limited("{ max: 10 }", r#""express-rate-limit": "^6.7.0""#), [""; 0]);
}

#[test]
fn what_is_no_route_of_express_has_no_purpose() {
    assert_eq!(found(&[("app.js", &refresh(""))]), ["unlimited-refresh-route"]);
    let resolver = format!(
        "{JWT}module.exports = {{ Mutation: {{ refreshToken: (_, {{ refreshToken }}) => {{
  const user = jwt.verify(refreshToken, process.env.REFRESH_SECRET);
  return jwt.sign({{ id: user.id }}, process.env.KEY); }} }} }};"
    );
    assert_eq!(found(&[("resolvers.js", &resolver)]), [""; 0], "resolvers are known");
    let fastify = format!(
        "{JWT}const RefreshToken = require('./models/refresh-token');
const app = require('fastify')();
app.post('/refresh', async (request, reply) => {{
  const user = jwt.verify(request.body.refreshToken, process.env.REFRESH_SECRET);
  return {{ token: jwt.sign({{ id: user.id }}, process.env.KEY) }}; }});
app.post('/logout', async (request, reply) => {{
  await RefreshToken.deleteOne({{ token: request.body.refreshToken }}); return {{}}; }});
app.listen({{ port: 3000 }});"
    );
    assert_eq!(found(&[("app.js", &fastify)]), [""; 0], "the routes of Fastify are known");
}

#[test]
fn lists_are_known_by_what_they_are_called() {
    let guard = |set_up: &str, look_up: &str| {
        let text = format!(
            "{JWT}const app = require('express')();
{set_up}
app.use((req, res, next) => {{ if ({look_up}) return res.sendStatus(401); next(); }});
app.listen(3000);"
        );
        found(&[("app.js", &text)])
    };
    let revoked = "const revokedTokens = new Set();";
    assert_eq!(guard(revoked, "revokedTokens.has(req.cookies.token)"), ["unlogged-revoked-token"]);
    assert_eq!(guard("const gone = new Set();", "gone.has(req.cookies.token)"), [""; 0], "by another name");
    assert_eq!(guard("const revokedTokens = {};", "revokedTokens[req.user.jti]"), ["unlogged-revoked-token"]);
    assert_eq!(guard("const gone = {};", "gone[req.cookies.token]"), [""; 0], "an object by another name");
    assert_eq!(guard("const sessions = new Map();", "!sessions.get(req.cookies.sid)"), [""; 0], "an opaque session");
}

#[test]
fn what_a_login_ends_and_what_nobody_asks_for_is_left_out() {
    let ends = |path: &str, answer: &str| {
        let text = format!(
            "{JWT}const RefreshToken = require('./models/refresh-token');
const app = require('express')();
app.post('{path}', async (req, res) => {{
  await RefreshToken.deleteMany({{ user: req.user.id }});
  res.json({answer});
}});
app.listen(3000);"
        );
        let mut rules = found(&[("app.js", &text)]);
        rules.retain(|rule| rule == "unlogged-revocation");
        rules
    };
    assert_eq!(ends("/logout", "{}"), ["unlogged-revocation"]);
    assert_eq!(ends("/login", "{ token: jwt.sign({ id: req.user.id }, process.env.KEY) }"), [""; 0]);
    let helper = format!(
        "{JWT}const RefreshToken = require('./models/refresh-token');
exports.end = (user) => RefreshToken.deleteMany({{ user }});"
    );
    assert_eq!(found(&[("helper.js", &helper)]), [""; 0], "no request comes there");
}

/// Which declared limiters count: calls that say no, and middlewares that are functions of the project.
#[test]
fn declared_limiters_count_as_far_as_the_readme_says() {
    const DECLARED: &str = "[[limiter]]
module = \"./slow.js\"
paths = [\"slow\", \"make()\"]

[[limiter]]
module = \"@acme/slow\"
paths = [\"\", \"make()\"]

[[limiter]]
module = \"@acme/slow\"
paths = [\"take\"]
denies = [{ by = \"reject\" }]
";
    let own = "exports.slow = (req, res, next) => next();\nexports.make = () => (req, res, next) => next();\n";
    let counts = |before: &str| {
        let app = refresh(before);
        let files = [
            ("package.json", "{ \"name\": \"app\" }"),
            ("tokentrail.toml", DECLARED),
            ("slow.js", own),
            ("app.js", app.as_str()),
        ];
        let run = Tree::new(&files).run("check --output-format concise");
        assert!(run.stdout.is_empty() || run.stdout.contains("[unlimited-refresh-route]"), "{run:?}");
        run.stdout.is_empty()
    };
    assert!(!counts(""));
    assert!(counts("app.use(require('./slow').slow);"));
    assert!(counts("app.use(async (req, res, next) => { await require('@acme/slow').take(req.ip); next(); });"));
    assert!(counts("app.use(require('./slow').make());"));
    assert!(counts("app.use(require('@acme/slow'));"));
    assert!(counts("app.use(require('@acme/slow').make());"));
}
