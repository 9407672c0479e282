//! Applications written by hand, with the verdict that rules.md gives each: they hold the harness to the rules and to what
//! Express really does. If the harness did not see what Express or Node.js print, they would fail.

use tokentrail::finding::Verdict::{self, DebugOnly, Partly, Reported, Silent};

use super::emit::{Files, Request, Text};
use super::program::Express::{self, Five, Four, FourWithAsyncErrors};

pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) express: Express,
    pub(crate) verdict: Verdict,
    /// Behind `const app = express();`: `verify()` refuses the token.
    pub(crate) app: &'static str,
}

impl Known {
    pub(crate) fn text(&self) -> Text {
        text(self.express, self.app)
    }
}

/// The files around an application's registrations. A request goes to `/api/orders`.
pub(crate) fn text(express: Express, app: &str) -> Text {
    let head = match express {
        FourWithAsyncErrors => "require('express-async-errors');\n",
        Four | Five => "",
    };
    let main = format!("{head}{PRELUDE}{app}\napp.listen(3000);\n");
    let version = if express == Five { "^5.1.0" } else { "^4.19.2" };
    let package = format!("{{ \"name\": \"known\", \"dependencies\": {{ \"express\": \"{version}\" }} }}\n");
    let files: Files = [("app.js", main), ("logger.js", String::from(LOGGER)), ("package.json", package)]
        .map(|(path, text)| (String::from(path), text))
        .into();
    Text {
        sources: files.clone(),
        runnable: files,
        entry: String::from("app.js"),
        express: express.name(),
        requests: vec![Request { verb: "GET", url: String::from("/api/orders"), stray: false }],
        choices: usize::from(app.contains("req.query.c0")),
    }
}

const PRELUDE: &str = "const express = require('express');
const jwt = require('jsonwebtoken');
const asyncHandler = require('express-async-handler');
const logger = require('./logger');

const verify = () => jwt.verify('header.payload.signature', process.env.JWT_SECRET);
const orders = (req, res) => res.json([]);
const app = express();
";
const LOGGER: &str = "const winston = require('winston');

module.exports = winston.createLogger({ level: 'info', transports: [new winston.transports.Console()] });
";

const fn known(name: &'static str, express: Express, verdict: Verdict, app: &'static str) -> Known {
    Known { name, express, verdict, app }
}

pub(crate) const KNOWN: &[Known] = &[
    // Nobody registered: Express and Node.js print.
    known("Express 4 prints a throw", Four, Reported, "app.get('/api/orders', (req, res) => { verify(); });"),
    known("Express 5 prints a throw", Five, Reported, "app.get('/api/orders', (req, res) => { verify(); });"),
    known(
        "Express prints what next is given",
        Five,
        Reported,
        "app.use((req, res, next) => { try { verify(); } catch (err) { next(err); } });\napp.get('/api/orders', orders);",
    ),
    known(
        "Express prints an error made for the client",
        Four,
        Reported,
        "app.get('/api/orders', (req, res, next) => { try { verify(); } catch (err) { next(Object.assign(new Error('no'), { status: 401 })); } });",
    ),
    known(
        "Node.js prints an asynchronous throw in Express 4",
        Four,
        Reported,
        "app.get('/api/orders', async (req, res) => { verify(); });\napp.use((err, req, res, next) => { res.sendStatus(401); });",
    ),
    known(
        "Express 5 hears of an asynchronous throw",
        Five,
        Silent,
        "app.get('/api/orders', async (req, res) => { verify(); });\napp.use((err, req, res, next) => { res.sendStatus(401); });",
    ),
    known(
        "Express 4 hears of it through express-async-errors",
        FourWithAsyncErrors,
        Silent,
        "app.get('/api/orders', async (req, res) => { verify(); });\napp.use((err, req, res, next) => { res.sendStatus(401); });",
    ),
    known(
        "Express 4 hears of it through express-async-handler",
        Four,
        Silent,
        "app.get('/api/orders', asyncHandler(async (req, res) => { verify(); }));\napp.use((err, req, res, next) => { res.sendStatus(401); });",
    ),
    known(
        "a listener of the process is silent",
        Four,
        Silent,
        "process.on('unhandledRejection', () => {});\napp.get('/api/orders', async (req, res) => { verify(); });",
    ),
    known(
        "a listener of the process logs",
        Four,
        Reported,
        "process.on('unhandledRejection', (err) => { logger.error(err.message); });\napp.get('/api/orders', async (req, res) => { verify(); });",
    ),
    // Error handlers.
    known(
        "an error handler logs",
        Five,
        Reported,
        "app.get('/api/orders', () => { verify(); });\napp.use((err, req, res, next) => { logger.warn(err.message); res.sendStatus(401); });",
    ),
    known(
        "an error handler logs what no production keeps",
        Five,
        DebugOnly,
        "app.get('/api/orders', () => { verify(); });\napp.use((err, req, res, next) => { logger.debug(err.message); res.sendStatus(401); });",
    ),
    known(
        "an error handler in front of the route",
        Five,
        Reported,
        "app.use((err, req, res, next) => { res.sendStatus(401); });\napp.get('/api/orders', () => { verify(); });",
    ),
    known(
        "an error handler on another path",
        Five,
        Reported,
        "app.get('/api/orders', () => { verify(); });\napp.use('/admin', (err, req, res, next) => { res.sendStatus(401); });",
    ),
    known(
        "an error handler on another router",
        Five,
        Reported,
        "const other = express.Router();\nother.use((err, req, res, next) => { res.sendStatus(401); });\napp.use('/api', other);\napp.get('/api/orders', () => { verify(); });",
    ),
    known(
        "an error handler of the same router",
        Four,
        Silent,
        "const api = express.Router();\napi.get('/orders', () => { verify(); });\napi.use((err, req, res, next) => { res.sendStatus(401); });\napp.use('/api', api);",
    ),
    known(
        "three parameters are no error handler",
        Five,
        Reported,
        "app.get('/api/orders', () => { verify(); });\napp.use((err, req, res) => { res.sendStatus(401); });",
    ),
    known(
        "an error handler passes on to a silent one",
        Five,
        Silent,
        "app.get('/api/orders', () => { verify(); });\napp.use((err, req, res, next) => { next(err); }, (err, req, res, next) => { res.sendStatus(401); });",
    ),
    known(
        "an error handler drops the error",
        Five,
        Silent,
        "app.get('/api/orders', () => { verify(); });\napp.use((err, req, res, next) => { next(); });",
    ),
    known(
        "an error handler passes on to Express",
        Four,
        Reported,
        "app.get('/api/orders', () => { verify(); });\napp.use((err, req, res, next) => { next(err); });",
    ),
    known(
        "an error handler logs failures of the server only",
        Five,
        Silent,
        "app.get('/api/orders', (req, res, next) => { try { verify(); } catch (err) { err.status = 401; next(err); } });\napp.use((err, req, res, next) => { if (err.status >= 500) logger.error(err.message); res.sendStatus(err.status); });",
    ),
    known(
        "an error handler logs sometimes",
        Five,
        Partly,
        "app.get('/api/orders', () => { verify(); });\napp.use((err, req, res, next) => { if (req.query.c0) logger.error(err.message); res.sendStatus(401); });",
    ),
    known(
        "expired tokens may be silent",
        Five,
        Reported,
        "app.get('/api/orders', () => { verify(); });\napp.use((err, req, res, next) => { if (err.name === 'TokenExpiredError') return res.sendStatus(401); logger.error(err.message); res.sendStatus(401); });",
    ),
    // What is said before, or of something else.
    known(
        "an access log says nothing of the token",
        Five,
        Silent,
        "app.use((req, res, next) => { console.log(req.method, req.url); next(); });\napp.get('/api/orders', (req, res) => { try { verify(); } catch (err) { res.sendStatus(401); } });",
    ),
];
