// Printed only where the environment asks for it: no service is told.
const jwt = require('jsonwebtoken');
const debug = require('debug');

const log = debug('auth');

exports.namespace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log('refused: %s', err.message);
    res.sendStatus(401);
  }
};

exports.atOnce = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    debug('auth')(err);
    res.sendStatus(401);
  }
};

exports.extended = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.extend('token')(err);
    res.sendStatus(401);
  }
};

exports.byName = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    debug.debug('auth')(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    debug.enable('auth:*');
    debug.enabled('auth');
    debug.disable();
    log.extend('token');
    res.sendStatus(401);
  }
};

exports.besides = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log(err);
    console.warn(err.message);
    res.sendStatus(401);
  }
};
