const express = require('express');
const Limiter = require('express-rate-limiter');
const MemoryStore = require('express-rate-limiter/lib/memoryStore');
const jwt = require('jsonwebtoken');

const app = express();
const limiter = new Limiter({ db: new MemoryStore() });

app.post('/me', limiter.middleware({ innerLimit: 2, outerLimit: 5 }), (req, res) => {
  try {
    res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.status(401).end();
  }
});
