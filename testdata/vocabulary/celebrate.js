// The handler hands on what is not its own: Express prints it.
const { celebrate, celebrator, errors, isCelebrateError } = require('celebrate');
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
const body = celebrate({ body: {} });

app.post('/silent', body, (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    res.sendStatus(isCelebrateError(err) ? 400 : 401);
  }
});

app.post('/told', celebrator({}, {}, { body: {} }), (req, res, next) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    next(err);
  }
});

app.use(errors());
