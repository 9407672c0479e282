// What a `debugger` is given is printed only where the environment asks for it: no service is told.
const jwt = require('jsonwebtoken');
const createDebug = require('debug');

const debug = createDebug('auth');

exports.namespace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    debug('refused: %s', err.message);
    res.sendStatus(401);
  }
};

exports.atOnce = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    createDebug('auth')(err);
    res.sendStatus(401);
  }
};

exports.extended = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    debug.extend('token')(err);
    res.sendStatus(401);
  }
};

exports.byName = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    createDebug.debug('auth')(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    createDebug.enable('auth:*');
    createDebug.enabled('auth');
    createDebug.disable();
    debug.extend('token');
    res.sendStatus(401);
  }
};

exports.besides = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    debug(err);
    console.warn(err.message);
    res.sendStatus(401);
  }
};
