// A logger without a level of its own keeps `info` and what is louder.
const jwt = require('jsonwebtoken');
const bunyan = require('bunyan');

const logger = bunyan.createLogger({ name: 'auth' });
const made = new bunyan({ name: 'auth' });
const verbose = bunyan.createLogger({ name: 'auth', level: 'debug' });
const strict = bunyan.createLogger({ name: 'auth', level: 'error' });
const streams = bunyan.createLogger({ name: 'auth', streams: [{ level: 'debug', stream: process.stdout }] });

exports.fatal = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.fatal(err);
    res.sendStatus(401);
  }
};

exports.error = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.error(err);
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.warn(err);
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.info(err);
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.debug(err);
    res.sendStatus(401);
  }
};

exports.trace = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.trace(err);
    res.sendStatus(401);
  }
};

exports.asksOnly = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.warn();
    res.sendStatus(401);
  }
};

exports.child = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.child({ module: 'auth' }).warn(err);
    res.sendStatus(401);
  }
};

exports.made = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    made.warn(err);
    res.sendStatus(401);
  }
};

exports.verbose = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    verbose.debug(err);
    res.sendStatus(401);
  }
};

exports.strict = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    strict.warn(err);
    res.sendStatus(401);
  }
};

exports.streams = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    streams.debug(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.addSerializers({ err: bunyan.stdSerializers.err });
    logger.addStream({ stream: process.stdout });
    logger.level('warn');
    logger.levels(0, 'warn');
    logger.reopenFileStreams();
    res.sendStatus(401);
  }
};
