//! Applications whose limiters ask the path or the method of a request, with what execution shows of each.

use super::known::Known;

/// A middleware that counts, under a condition, before the route.
macro_rules! counted {
    ($condition:literal) => {
        concat!(
            "const express = require('express');
const jwt = require('jsonwebtoken');
const tries = new Map();
const isLogin = (req) => /^\\/(login|register)/.test(req.path);
const app = express();
app.use(express.json());
app.use((req, res, next) => {
  if (",
            $condition,
            ") {
    const count = (tries.get(req.ip) || 0) + 1;
    tries.set(req.ip, count);
    if (count > 2) return res.sendStatus(429);
  }
  next();
});
app.post('/auth/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.listen(process.env.PORT);
"
        )
    };
}

/// As above, in the router that holds the route.
macro_rules! counted_in_router {
    ($condition:literal) => {
        concat!(
            "const express = require('express');
const jwt = require('jsonwebtoken');
const tries = new Map();
const app = express();
app.use(express.json());
const router = express.Router();
router.use((req, res, next) => {
  if (!(",
            $condition,
            ")) return next();
  const count = (tries.get(req.ip) || 0) + 1;
  tries.set(req.ip, count);
  if (count > 2) return res.sendStatus(429);
  next();
});
router.post('/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.use('/auth', router);
app.listen(process.env.PORT);
"
        )
    };
}

/// A package's limiter that leaves requests out.
macro_rules! skipping {
    ($skip:literal) => {
        concat!(
            "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const isLogin = (req) => /^\\/(login|register)/.test(req.path);
const app = express();
app.use(express.json());
app.use(rateLimit({ windowMs: 60_000, limit: 2, skip: ",
            $skip,
            " }));
app.post('/auth/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.listen(process.env.PORT);
"
        )
    };
}

const fn known(name: &'static str, limited: bool, app: &'static str) -> Known {
    Known { name, limited, urls: &["/auth/refresh"], app }
}

pub(crate) const KNOWN_PATHS: &[Known] = &[
    known(
        "attempts are counted for paths that fit a regular expression",
        true,
        counted!("/^\\/auth\\b/.test(req.path)"),
    ),
    known(
        "attempts are counted for paths that fit another regular expression",
        false,
        counted!("/^\\/login/.test(req.path)"),
    ),
    known("attempts are counted for paths in which something is found", true, counted!("req.path.match(/refresh$/)")),
    known(
        "attempts are counted for paths in which another thing is found",
        false,
        counted!("req.path.match(/^\\/refresh/) !== null"),
    ),
    known("attempts are counted for paths that begin so", true, counted!("req.originalUrl.startsWith('/auth/')")),
    known(
        "attempts are counted for paths that begin like the end of the route's",
        false,
        counted!("req.originalUrl.startsWith('/refresh')"),
    ),
    known(
        "attempts are counted for paths of a list",
        true,
        counted!("['/auth/login', '/auth/refresh'].includes(req.path)"),
    ),
    known(
        "attempts are counted for paths of a list of others",
        false,
        counted!("['/auth/login', '/refresh'].includes(req.path)"),
    ),
    known(
        "attempts are counted for paths of a set",
        true,
        counted!("new Set(['/auth/login', '/auth/refresh']).has(req.path)"),
    ),
    known(
        "attempts are counted for paths that begin as one of a list",
        true,
        counted!("['/login', '/auth'].some((path) => req.path.startsWith(path))"),
    ),
    known(
        "attempts are counted for paths that begin as none of a list",
        false,
        counted!("['/login', '/register'].some((path) => req.path.startsWith(path))"),
    ),
    known("attempts are counted for a method in lower case", true, counted!("req.method.toLowerCase() === 'post'")),
    known(
        "attempts are counted for another method in lower case",
        false,
        counted!("req.method.toLowerCase() === 'get'"),
    ),
    known("attempts are counted for a method that is never written so", false, counted!("req.method === 'post'")),
    known(
        "attempts are counted for what stands before the query",
        true,
        counted!("req.originalUrl.split('?')[0] === '/auth/refresh'"),
    ),
    known(
        "attempts are counted for another path before the query",
        false,
        counted!("req.originalUrl.split('?')[0] === '/refresh'"),
    ),
    known(
        "attempts are counted for the paths that an object has",
        true,
        counted!("({ '/login': true, '/auth/refresh': true })[req.path]"),
    ),
    known(
        "attempts are counted for the paths that an object has, and the route's switched off",
        false,
        counted!("({ '/login': true, '/auth/refresh': false })[req.path]"),
    ),
    known("attempts are counted for the keys of an object", false, counted!("req.path in { '/login': true }")),
    known(
        "attempts are counted for paths that another one stands at the beginning of",
        false,
        counted!("req.url.indexOf('/login') === 0"),
    ),
    known(
        "attempts are counted for methods that fit a regular expression",
        true,
        counted!("/^(POST|PUT)$/.test(req.method)"),
    ),
    known("attempts are counted for paths that a function asks", false, counted!("isLogin(req)")),
    known(
        "attempts are counted in a router, for the rest of the path",
        true,
        counted_in_router!("req.path === '/refresh'"),
    ),
    known(
        "attempts are counted in a router, for a rest that is the whole path",
        false,
        counted_in_router!("req.path === '/auth/refresh'"),
    ),
    known(
        "attempts are counted in a router, for its path and the rest",
        true,
        counted_in_router!("req.baseUrl + req.path === '/auth/refresh'"),
    ),
    known(
        "attempts are counted in a router, for its path and another rest",
        false,
        counted_in_router!("`${req.baseUrl}${req.path}` === '/auth/login'"),
    ),
    known("attempts are counted in a router that is mounted so", true, counted_in_router!("req.baseUrl === '/auth'")),
    known(
        "a limiter leaves out paths that fit a regular expression",
        false,
        skipping!("(req) => /refresh$/.test(req.path)"),
    ),
    known(
        "a limiter leaves out paths that fit another regular expression",
        true,
        skipping!("(req) => /^\\/(health|metrics)/.test(req.path)"),
    ),
    known(
        "a limiter leaves out what one of several tests is true of",
        false,
        skipping!("(req) => req.method === 'OPTIONS' || ['/auth/refresh'].includes(req.originalUrl)"),
    ),
    known(
        "a limiter leaves out what none of several tests is true of",
        true,
        skipping!("(req) => req.method === 'OPTIONS' || req.path.endsWith('/login')"),
    ),
    known("a limiter leaves out what a function says", false, skipping!("(req) => !isLogin(req)")),
];
