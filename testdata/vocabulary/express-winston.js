// The error logger stands before the handler that answers.
const express = require('express');
const expressWinston = require('express-winston');
const jwt = require('jsonwebtoken');
const winston = require('winston');

const transports = [new winston.transports.Console()];
const app = express();
app.use(expressWinston.logger({ transports }));

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

app.use(expressWinston.errorLogger({ transports }));
app.use((err, req, res, next) => res.sendStatus(401));
