// The ways in which a function is called.
const express = require('express');
const jwt = require('jsonwebtoken');
const logger = require('pino')();

function report(err) {
  logger.warn(err);
}
function forget(err) {}

const app = express();

app.get('/reflect', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    Reflect.apply(report, null, [err]);
    res.sendStatus(401);
  }
});
app.get('/reflect-silent', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) { //~ silent-verify-failure
    Reflect.apply(forget, null, [err]);
    res.sendStatus(401);
  }
});
app.get('/bound', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    ['token refused', err.message].forEach(logger.warn.bind(logger));
    res.sendStatus(401);
  }
});
app.get('/method', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    ['token refused', err.message].forEach(logger.warn, logger);
    res.sendStatus(401);
  }
});
function wrapped() {
  return jwt.verify.apply(jwt, arguments);
}
app.get('/apply', (req, res) => {
  try {
    wrapped(req.cookies.t, process.env.KEY);
  } catch (err) {
    report.apply(null, [err]);
    res.sendStatus(401);
  }
});
app.get('/apply-silent', (req, res) => {
  try {
    wrapped(req.cookies.t, process.env.KEY);
  } catch (err) { //~ silent-verify-failure
    forget.apply(this, [err]);
    res.sendStatus(401);
  }
});
app.get('/spread', (req, res) => {
  const given = [req.cookies.t, process.env.KEY];
  try {
    jwt.verify(...given);
  } catch (err) {
    report(...[err]);
    res.sendStatus(401);
  }
});
