// Wrappers and helpers of the same file: a failure is followed through them.
const express = require('express');
const jwt = require('jsonwebtoken');
const winston = require('winston');

const logger = winston.createLogger({ transports: [new winston.transports.Console()] });
const app = express();

// Passes the failure on as null: what it means is up to the callers.
function payloadOf(token) {
  try {
    return jwt.verify(token, process.env.JWT_SECRET);
  } catch (err) { //~ silent-verify-failure
    return null;
  }
}

// Tells of it before it passes it on.
function loudPayloadOf(token) {
  try {
    return jwt.verify(token, process.env.JWT_SECRET);
  } catch (err) {
    refused(err);
    return null;
  }
}

function refused(err) {
  logger.warn('token refused', { reason: err.name });
}

app.get('/silent', (req, res) => {
  const payload = payloadOf(req.cookies.token);
  if (!payload) return res.sendStatus(401);
  res.json(payload);
});

app.get('/loud', (req, res) => {
  const payload = loudPayloadOf(req.cookies.token);
  if (!payload) return res.sendStatus(401);
  res.json(payload);
});

// Throws through a wrapper: each caller is judged by itself.
const verified = (token) => jwt.verify(token, process.env.JWT_SECRET);

app.get('/caught', (req, res) => {
  try {
    res.json(verified(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

app.get('/told', (req, res) => {
  try {
    res.json(verified(req.cookies.token));
  } catch (err) {
    refused(err);
    res.sendStatus(401);
  }
});

// Nothing catches it: Express prints it.
app.get('/printed', (req, res) => res.json(verified(req.cookies.token)));
