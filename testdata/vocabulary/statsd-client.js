// A metric that is sent is told.
const jwt = require('jsonwebtoken');
const StatsD = require('statsd-client');

const statsd = new StatsD({ host: 'statsd' });

exports.counter = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.counter('refused', 1);
    res.sendStatus(401);
  }
};

exports.increment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.increment('refused');
    res.sendStatus(401);
  }
};

exports.decrement = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.decrement('accepted');
    res.sendStatus(401);
  }
};

exports.gauge = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.gauge('refused', 1);
    res.sendStatus(401);
  }
};

exports.gaugeDelta = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.gaugeDelta('refused', 1);
    res.sendStatus(401);
  }
};

exports.set = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.set('refused', err.message);
    res.sendStatus(401);
  }
};

exports.timing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.timing('refused', 1);
    res.sendStatus(401);
  }
};

exports.histogram = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.histogram('refused', 1);
    res.sendStatus(401);
  }
};

exports.distribution = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.distribution('refused', 1);
    res.sendStatus(401);
  }
};

exports.raw = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.raw('refused:1|c');
    res.sendStatus(401);
  }
};

exports.child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.getChildClient('auth').increment('refused');
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    statsd.getChildClient('auth');
    statsd.formatTags({ refused: 'yes' });
    statsd.close();
    res.sendStatus(401);
  }
};
