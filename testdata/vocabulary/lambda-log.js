// Everything but `debug` is written.
const jwt = require('jsonwebtoken');
const log = require('lambda-log');

const silent = new log.LambdaLog({ silent: true });

exports.error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.error(err);
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.warn(err);
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.info(err);
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.debug(err);
    res.sendStatus(401);
  }
};

exports.byArgument = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.log('warn', err);
    res.sendStatus(401);
  }
};

exports.byArgumentQuietly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.log('debug', err);
    res.sendStatus(401);
  }
};

exports.asserted = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.assert(false, err);
    res.sendStatus(401);
  }
};

exports.result = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.result(Promise.resolve(err.message));
    res.sendStatus(401);
  }
};

exports.made = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new log.LambdaLog({}).warn(err);
    res.sendStatus(401);
  }
};

exports.silentError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    silent.error(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.addLevel('refused', 'warn');
    res.sendStatus(401);
  }
};
