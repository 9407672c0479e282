// The handlers for Express capture what goes to `next`, and hand it on.
const Sentry = require('@sentry/node');
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

app.get('/silent', (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

app.get('/told', (req, res, next) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    next(err);
  }
});

Sentry.setupExpressErrorHandler(app);

const old = express();
old.get('/told', (req, res, next) => {
  jwt.verify(req.cookies.token, process.env.KEY, (err, user) => (err ? next(err) : res.json(user)));
});
old.use(Sentry.Handlers.errorHandler(), Sentry.expressErrorHandler());
