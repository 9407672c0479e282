const express = require('express');
const rateLimit = require('express-rate-limit');
const { rateLimit: named } = require('express-rate-limit');
const jwt = require('jsonwebtoken');

const app = express();
const limiter = rateLimit({ windowMs: 60_000, limit: 5 });

app.post('/me', limiter, (req, res) => {
  try {
    res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.status(401).end();
  }
});

// What runs when a request comes too often says nothing of a refused token.
const heard = named({ limit: 5, handler: (req, res) => { console.warn('too many', req.ip); res.status(429).end(); } });

app.post('/you', heard, (req, res) => {
  jwt.verify(req.body.token, process.env.KEY, (err, user) => {
    if (err) return res.status(401).end(); //~ silent-verify-failure
    res.json(user);
  });
});
