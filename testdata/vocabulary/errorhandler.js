// What goes to `next` is printed by the handler that is registered last.
const express = require('express');
const errorhandler = require('errorhandler');
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

app.use(errorhandler());
