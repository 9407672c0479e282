// A line for each request does not say why a token was refused.
const express = require('express');
const pinoHttp = require('pino-http');
const logger = require('express-pino-logger');
const jwt = require('jsonwebtoken');

const app = express();
app.use(pinoHttp(), pinoHttp.pinoHttp({ level: 'warn' }), logger());

app.get('/silent', (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

app.get('/told', (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
});
