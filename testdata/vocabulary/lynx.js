// A metric that is sent is told; a timer only when it stops.
const jwt = require('jsonwebtoken');
const Lynx = require('lynx');

const lynx = new Lynx('localhost', 8125);

exports.increment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    lynx.increment('refused');
    res.sendStatus(401);
  }
};

exports.decrement = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    lynx.decrement('accepted');
    res.sendStatus(401);
  }
};

exports.count = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    lynx.count('refused', 1);
    res.sendStatus(401);
  }
};

exports.gauge = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    lynx.gauge('refused', 1);
    res.sendStatus(401);
  }
};

exports.set = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    lynx.set('refused', err.message);
    res.sendStatus(401);
  }
};

exports.timing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    lynx.timing('refused', 1);
    res.sendStatus(401);
  }
};

exports.send = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    lynx.send({ refused: '1|c' });
    res.sendStatus(401);
  }
};

exports.timed = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const timer = lynx.createTimer('refusal');
    timer.stop();
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    lynx.createTimer('refusal');
    lynx.close();
    res.sendStatus(401);
  }
};
