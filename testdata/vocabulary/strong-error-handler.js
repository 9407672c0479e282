// What goes to `next` is printed by the handler that is registered last.
const express = require('express');
const errorHandler = require('strong-error-handler');
const jwt = require('jsonwebtoken');

const app = express();

app.get('/silent', (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    errorHandler.writeErrorToResponse(err, req, res, {});
  }
});

app.get('/told', (req, res, next) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    next(err);
  }
});

app.use(errorHandler({ debug: false }));
