// The wrapper hands what its handler throws to `next`: without an error handler, Express prints it.
const express = require('express');
const asyncHandler = require('express-async-handler');
const jwt = require('jsonwebtoken');

const app = express();

app.get('/silent', asyncHandler(async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    res.sendStatus(401);
  }
}));

app.get('/told', asyncHandler(async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    throw err;
  }
}));
