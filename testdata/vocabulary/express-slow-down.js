const express = require('express');
const { slowDown } = require('express-slow-down');
const oldSlowDown = require('express-slow-down');
const jwt = require('jsonwebtoken');

const app = express();
const speedLimiter = slowDown({ windowMs: 60_000, delayAfter: 5, delayMs: () => 500 });

app.use(oldSlowDown({ windowMs: 60_000, delayAfter: 50 }));
app.post('/me', speedLimiter, (req, res) => {
  try {
    res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.status(401).end();
  }
});
