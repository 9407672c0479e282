// An error, a log event and a metric are told; an attribute is not.
const jwt = require('jsonwebtoken');
const newrelic = require('newrelic');

exports.error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    newrelic.noticeError(err);
    res.sendStatus(401);
  }
};

exports.log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    newrelic.recordLogEvent({ message: err.message, level: 'warn' });
    res.sendStatus(401);
  }
};

exports.event = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    newrelic.recordCustomEvent('TokenRefused', { reason: err.message });
    res.sendStatus(401);
  }
};

exports.metric = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    newrelic.recordMetric('refused', 1);
    res.sendStatus(401);
  }
};

exports.increment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    newrelic.incrementMetric('refused');
    res.sendStatus(401);
  }
};

exports.inBackground = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    newrelic.startBackgroundTransaction('refuse', () => newrelic.noticeError(err));
    res.sendStatus(401);
  }
};

exports.inWeb = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    newrelic.startWebTransaction('/refuse', () => newrelic.noticeError(err));
    res.sendStatus(401);
  }
};

exports.inBackgroundNothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    newrelic.startBackgroundTransaction('refuse', () => newrelic.endTransaction());
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    newrelic.addCustomAttribute('refused', true);
    newrelic.addCustomAttributes({ refused: true });
    newrelic.addCustomSpanAttribute('refused', true);
    newrelic.addCustomSpanAttributes({ refused: true });
    newrelic.setTransactionName('verify');
    newrelic.setControllerName('verify');
    newrelic.setUserID('unknown');
    newrelic.getTransaction();
    newrelic.getLinkingMetadata();
    newrelic.getTraceMetadata();
    newrelic.shutdown();
    res.sendStatus(401);
  }
};
