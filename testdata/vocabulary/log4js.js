// A logger is taken to keep `info` and what is louder.
const jwt = require('jsonwebtoken');
const log4js = require('log4js');

const logger = log4js.getLogger('auth');

exports.mark = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.mark(err);
    res.sendStatus(401);
  }
};

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

exports.byArgument = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.log('warn', err);
    res.sendStatus(401);
  }
};

exports.byArgumentQuietly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.log('debug', err);
    res.sendStatus(401);
  }
};

exports.withoutLevel = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.log(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log4js.configure('log4js.json');
    logger.addContext('user', null);
    logger.removeContext('user');
    logger.clearContext();
    logger.isLevelEnabled('warn');
    logger.isTraceEnabled();
    logger.isDebugEnabled();
    logger.isInfoEnabled();
    logger.isWarnEnabled();
    logger.isErrorEnabled();
    logger.isFatalEnabled();
    logger.setParseCallStackFunction();
    log4js.shutdown();
    res.sendStatus(401);
  }
};
