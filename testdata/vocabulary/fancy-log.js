// Whatever it is given is printed.
const jwt = require('jsonwebtoken');
const log = require('fancy-log');
const { dir, error, info, warn } = require('fancy-log');

exports.called = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log(err);
    res.sendStatus(401);
  }
};

exports.asError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    error(err);
    res.sendStatus(401);
  }
};

exports.asWarning = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    warn(err);
    res.sendStatus(401);
  }
};

exports.asInfo = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    info(err);
    res.sendStatus(401);
  }
};

exports.asObject = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    dir(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    Boolean(log);
    res.sendStatus(401);
  }
};
