// A metric that is put is told; a dimension or a property is not.
const jwt = require('jsonwebtoken');
const { createMetricsLogger } = require('aws-embedded-metrics');

const metrics = createMetricsLogger();

exports.put = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.putMetric('refused', 1);
    res.sendStatus(401);
  }
};

exports.chained = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.setNamespace('auth')
      .setDimensions({})
      .putDimensions({})
      .resetDimensions(false)
      .setProperty('reason', err.message)
      .setTimestamp(0)
      .putMetric('refused', 1);
    res.sendStatus(401);
  }
};

exports.fresh = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.new().putMetric('refused', 1).flush();
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    metrics.setNamespace('auth');
    metrics.setDimensions({});
    metrics.putDimensions({});
    metrics.resetDimensions(false);
    metrics.setProperty('reason', err.message);
    metrics.setTimestamp(0);
    metrics.new();
    metrics.flush();
    res.sendStatus(401);
  }
};
