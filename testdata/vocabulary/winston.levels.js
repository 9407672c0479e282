// What a logger keeps is said where it is made.
const jwt = require('jsonwebtoken');
const winston = require('winston');

const Console = winston.transports.Console;
const verbose = winston.createLogger({ level: 'debug', transports: [new Console()] });
const strict = winston.createLogger({ level: 'error', transports: [new Console()] });
const silent = winston.createLogger({ silent: true, transports: [new Console()] });
const outputs = winston.createLogger({ transports: [new Console({ level: 'debug' })] });

exports.verbose = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    verbose.debug(err.message);
    res.sendStatus(401);
  }
};

exports.belowVerbose = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    verbose.silly(err.message);
    res.sendStatus(401);
  }
};

exports.strict = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    strict.warn(err.message);
    res.sendStatus(401);
  }
};

exports.atStrict = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    strict.error(err.message);
    res.sendStatus(401);
  }
};

exports.silent = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    silent.error(err.message);
    res.sendStatus(401);
  }
};

exports.outputs = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    outputs.debug(err.message);
    res.sendStatus(401);
  }
};

exports.childOfStrict = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    strict.child({}).warn(err.message);
    res.sendStatus(401);
  }
};
