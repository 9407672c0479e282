// What error handlers compute of a status, or look up by an error.
const express = require('express');
const jwt = require('jsonwebtoken');
const createError = require('http-errors');

class TokenRefused extends Error {}
class Overloaded extends Error {}

const answered = express();
answered.get('/', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(createError(401)); //~ silent-verify-failure
  }
});
answered.use((err, req, res, next) => {
  if (Math.floor(err.status / 100) === 5) console.error(err);
  res.sendStatus(err.status);
});

const told = express();
told.get('/', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(createError(401));
  }
});
told.use((err, req, res, next) => {
  if (Math.floor(err.status / 100) === 4) console.warn(err);
  res.sendStatus(err.status);
});

const asked = express();
asked.get('/', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(createError(401)); //~ silent-verify-failure
  }
});
asked.use((err, req, res, next) => {
  if (!createError.isHttpError(err)) console.error(err);
  res.sendStatus(err.status);
});

const unasked = express();
unasked.get('/', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    next(err);
  }
});
unasked.use((err, req, res, next) => {
  if (createError.isHttpError(err)) return res.sendStatus(err.status);
  console.error(err);
  res.sendStatus(500);
});

const HANDLERS = new Map([
  [TokenRefused, (err, res) => { console.warn(err); res.sendStatus(401); }],
  [Overloaded, (err, res) => res.sendStatus(503)],
]);
const mapped = express();
mapped.get('/', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(new TokenRefused('refused'));
  }
});
mapped.get('/other', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(new Overloaded('refused')); //~ silent-verify-failure
  }
});
mapped.use((err, req, res, next) => {
  const handler = HANDLERS.get(err.constructor);
  if (handler) return handler(err, res);
  res.sendStatus(500);
});

const STATUS_BY_NAME = { TokenRefused: 401, Overloaded: 503 };
const tabled = express();
tabled.get('/', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(new TokenRefused('refused')); //~ silent-verify-failure
  }
});
tabled.use((err, req, res, next) => {
  const status = STATUS_BY_NAME[err.constructor.name] || 500;
  if (status >= 500) console.error(err);
  res.sendStatus(status);
});

const LOUD = new Set([TokenRefused]);
const listed = express();
listed.get('/', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(new TokenRefused('refused'));
  }
});
listed.use((err, req, res, next) => {
  if (LOUD.has(err.constructor)) console.error(err);
  res.sendStatus(401);
});

const loud = (err) => console.warn(err);
const quiet = () => {};
const BY_CLASS = new Map([
  [jwt.TokenExpiredError, quiet],
  [jwt.NotBeforeError, loud],
  [jwt.JsonWebTokenError, loud],
]);
const BY_NAME = { TokenExpiredError: quiet, NotBeforeError: loud, JsonWebTokenError: loud };
const ONLY_EXPIRED = { TokenExpiredError: loud };
const kinds = express();
kinds.get('/class', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    BY_CLASS.get(err.constructor)(err);
    res.sendStatus(401);
  }
});
kinds.get('/name', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    BY_NAME[err.name](err);
    res.sendStatus(401);
  }
});
kinds.get('/missing', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) { //~ silent-verify-failure
    const handler = ONLY_EXPIRED[err.constructor.name];
    if (handler) handler(err);
    res.sendStatus(401);
  }
});
