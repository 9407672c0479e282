// A captured error is told; an outcome or a label is not.
const jwt = require('jsonwebtoken');
const apm = require('elastic-apm-node').start({ serviceName: 'auth' });
const agent = require('elastic-apm-node');

const inactive = agent.start({ active: false });

exports.captured = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    apm.captureError(err);
    res.sendStatus(401);
  }
};

exports.byModule = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    agent.captureError(err);
    res.sendStatus(401);
  }
};

exports.inactiveError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    inactive.captureError(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    apm.setLabel('refused', true);
    apm.addLabels({ refused: true });
    apm.setCustomContext({ reason: err.message });
    apm.setUserContext({ id: 'unknown' });
    apm.setTransactionName('verify');
    apm.setTransactionOutcome('failure');
    apm.setSpanOutcome('failure');
    apm.endTransaction('failure');
    apm.flush();
    res.sendStatus(401);
  }
};

exports.nothingOnSpan = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    const span = apm.currentTransaction.startSpan('refuse');
    span.setOutcome('failure');
    span.setLabel('refused', true);
    span.addLabels({ refused: true });
    span.setType('auth');
    span.end();
    res.sendStatus(401);
  }
};
