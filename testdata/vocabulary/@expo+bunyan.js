// A logger without a level of its own keeps `info` and what is louder.
const jwt = require('jsonwebtoken');
const bunyan = require('@expo/bunyan');

const logger = bunyan.createLogger({ name: 'auth' });
const made = new bunyan({ name: 'auth', level: 'debug' });
const strict = bunyan.createLogger({ name: 'auth', level: 'error' });
const streams = bunyan.createLogger({ name: 'auth', streams: [{ level: 'debug', stream: process.stdout }] });

exports.fatal = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.fatal(err);
    res.sendStatus(401);
  }
};

exports.error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.error(err);
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.warn(err);
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.info(err);
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.debug(err);
    res.sendStatus(401);
  }
};

exports.trace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.trace(err);
    res.sendStatus(401);
  }
};

exports.asksOnly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.warn();
    res.sendStatus(401);
  }
};

exports.child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.child({ module: 'auth' }).warn(err);
    res.sendStatus(401);
  }
};

exports.madeDebug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    made.debug(err);
    res.sendStatus(401);
  }
};

exports.strictWarn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.warn(err);
    res.sendStatus(401);
  }
};

exports.streamsDebug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    streams.debug(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.addSerializers({});
    logger.addStream({ stream: process.stdout });
    logger.level('warn');
    logger.levels(0, 'warn');
    logger.reopenFileStreams();
    logger.close();
    res.sendStatus(401);
  }
};
