const express = require('express');
const ExpressBrute = require('express-brute');
const jwt = require('jsonwebtoken');

const app = express();
const bruteforce = new ExpressBrute(new ExpressBrute.MemoryStore(), { failCallback: ExpressBrute.FailForbidden });
const perToken = bruteforce.getMiddleware({ key: (req, res, next) => next(req.body.token) });

app.post('/me', bruteforce.prevent, perToken, (req, res) => {
  try {
    const user = jwt.verify(req.body.token, process.env.KEY);
    bruteforce.reset(req.ip);
    res.json(user);
  } catch { //~ silent-verify-failure
    bruteforce.reset(req.ip);
    res.status(401).end();
  }
});
