// Events: whoever listens hears of them; where nobody is seen to, the event's name says whether somebody is told.
const { EventEmitter } = require('node:events');
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
app.on('refused', (err) => console.warn(err));
app.on('ignored', () => {});

app.get('/heard', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    req.app.emit('refused', err);
    res.sendStatus(401);
  }
});

app.get('/unheard', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) { //~ silent-verify-failure
    app.emit('ignored', err);
    res.sendStatus(401);
  }
});

class Bus extends EventEmitter {}
const bus = new Bus();
bus.on('token.rejected', (reason) => {
  if (reason) console.warn('rejected', reason);
});
bus.on('auth.failed', () => {});

app.get('/bus', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    bus.emit('token.rejected', err.message);
    res.sendStatus(401);
  }
});

app.get('/silent-listener', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) { //~ silent-verify-failure
    bus.emit('auth.failed', err);
    res.sendStatus(401);
  }
});

app.get('/by-name', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    bus.emit('security:invalid-token', { reason: err.message });
    res.sendStatus(401);
  }
});

// Neither is known to tell: the verdict is open.
app.get('/other-name', (req, res) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    bus.emit('done', err);
    res.sendStatus(401);
  }
});
