// Importing it makes Express take in what an async handler throws. What a handler keeps to itself stays silent.
require('express-async-errors');
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

app.get('/silent', async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

app.get('/told', async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    throw err;
  }
});
