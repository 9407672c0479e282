// A log of requests tells who was answered what, not why a token was refused.
const express = require('express');
const jwt = require('jsonwebtoken');
const morgan = require('morgan');

const app = express();
app.use(morgan('combined'));
app.use(morgan((tokens, req, res) => `${tokens.method(req, res)} ${tokens.status(req, res)}`));
morgan.token('user', (req) => req.user && req.user.sub);
morgan.format('short-user', ':method :url :user');
app.use(morgan(morgan.compile(':method :user')));

app.get('/silent', (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

app.get('/told', (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
});
