// A metric that is sent is told.
const jwt = require('jsonwebtoken');
const StatsD = require('node-statsd');

const statsd = new StatsD();
const mock = new StatsD.StatsD({ mock: true });

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

exports.histogram = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.histogram('refused', 1);
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

exports.unique = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.unique('refused', err.message);
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

exports.mocked = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    mock.increment('refused');
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    statsd.close();
    res.sendStatus(401);
  }
};
