// The wrapper hands what its handler throws to `next`: without an error handler, Express prints it.
const express = require('express');
const wrap = require('express-async-wrap');
const jwt = require('jsonwebtoken');

const app = express();

app.get('/silent', wrap(async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}));

app.get('/told', wrap(async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    throw err;
  }
}));
