// A metric that is sent is told.
const jwt = require('jsonwebtoken');
const metrics = require('datadog-metrics');

const own = new metrics.BufferedMetricsLogger({ prefix: 'auth.' });

exports.increment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.increment('refused');
    res.sendStatus(401);
  }
};

exports.gauge = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.gauge('refused', 1);
    res.sendStatus(401);
  }
};

exports.histogram = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.histogram('refused', 1);
    res.sendStatus(401);
  }
};

exports.distribution = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.distribution('refused', 1);
    res.sendStatus(401);
  }
};

exports.ownIncrement = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    own.increment('refused');
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    metrics.init({});
    metrics.start();
    metrics.flush();
    metrics.stop();
    res.sendStatus(401);
  }
};
