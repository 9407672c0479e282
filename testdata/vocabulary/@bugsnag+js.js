// A report is told; what would go out with a later one is not.
const jwt = require('jsonwebtoken');
const client = require('@bugsnag/js');
const node = require('@bugsnag/node').default;

const own = client.createClient('key');

exports.told = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.notify(err);
    res.sendStatus(401);
  }
};

exports.ofNode = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    node.notify(err);
    res.sendStatus(401);
  }
};

exports.started = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    node.start('key').notify(err);
    res.sendStatus(401);
  }
};

exports.created = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    own.notify(err);
    res.sendStatus(401);
  }
};

exports.session = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    own.startSession().notify(err);
    res.sendStatus(401);
  }
};

exports.resumed = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    own.resumeSession().notify(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    client.leaveBreadcrumb('refused');
    client.addMetadata('auth', { reason: err.message });
    client.getMetadata('auth');
    client.clearMetadata('auth');
    client.addFeatureFlag('strict');
    client.addOnError(() => true);
    client.getPlugin('express');
    client.setContext('auth');
    client.setUser('unknown');
    client.startSession();
    client.pauseSession();
    client.resumeSession();
    client.isStarted();
    res.sendStatus(401);
  }
};
