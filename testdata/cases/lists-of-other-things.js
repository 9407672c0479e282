// Lists that are called after sessions or tokens, in a service that has to do with JSON Web Tokens, and hold something else.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
const gameSessions = {};
const sessions = {};

class Comments {
  constructor(tokens) {
    this.tokens = tokens;
  }

  strip() {
    this.tokens = this.tokens.filter((token) => token.kind !== 'comment');
    return this.tokens;
  }
}

app.use((req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.JWT_SECRET);
    next();
  } catch (err) {
    console.warn('token refused', { reason: err.name, ip: req.ip });
    res.sendStatus(401);
  }
});

app.post('/games/:id/end', (req, res) => {
  delete gameSessions[req.params.id];
  res.sendStatus(204);
});

app.post('/quiz/:id/end', (req, res) => {
  delete sessions[req.params.id];
  res.sendStatus(204);
});

app.get('/profile', (req, res) => {
  const user = { ...req.user };
  user.sessions = user.sessions.filter((session) => session.active);
  res.json(user);
});

app.post('/render', (req, res) => {
  res.send(new Comments(req.body.parts).strip().join(''));
});
