// The middleware carries a logger, which keeps `info` and what is louder.
const jwt = require('jsonwebtoken');
const pinoHttp = require('pino-http');

const { logger } = pinoHttp();

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

exports.byName = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    pinoHttp.pinoHttp().logger.warn(err);
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

exports.quietChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.child({ module: 'auth' }, { level: 'error' }).warn(err);
    res.sendStatus(401);
  }
};

exports.silentChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.child({ module: 'auth' }, { level: 'silent' }).fatal(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.silent(err);
    logger.bindings();
    logger.setBindings({ refused: true });
    logger.isLevelEnabled('warn');
    logger.flush();
    res.sendStatus(401);
  }
};
