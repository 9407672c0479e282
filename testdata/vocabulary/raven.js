// A captured error or message is told; what would go out with a later one is not.
const jwt = require('jsonwebtoken');
const raven = require('raven').config('dsn').install();
const { Client } = require('raven');

exports.exception = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    raven.captureException(err);
    res.sendStatus(401);
  }
};

exports.message = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    raven.captureMessage('refused');
    res.sendStatus(401);
  }
};

exports.own = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new Client('dsn').captureException(err);
    res.sendStatus(401);
  }
};

exports.inContext = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    raven.context(() => raven.captureException(err));
    res.sendStatus(401);
  }
};

exports.chained = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    raven.setContext({}).mergeContext({}).captureException(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    raven.captureBreadcrumb({ message: 'refused' });
    raven.setContext({});
    raven.mergeContext({});
    raven.getContext();
    raven.uninstall();
    res.sendStatus(401);
  }
};
