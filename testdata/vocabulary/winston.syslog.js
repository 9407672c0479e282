// Loggers with syslog's levels.
const jwt = require('jsonwebtoken');
const winston = require('winston');

const transports = [new winston.transports.Console()];
const logger = winston.createLogger({ levels: winston.config.syslog.levels, transports });

exports.emerg = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.emerg(err.message);
    res.sendStatus(401);
  }
};

exports.alert = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.alert(err.message);
    res.sendStatus(401);
  }
};

exports.crit = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.crit(err.message);
    res.sendStatus(401);
  }
};

exports.error = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.error(err.message);
    res.sendStatus(401);
  }
};

exports.warning = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.warning(err.message);
    res.sendStatus(401);
  }
};

exports.notice = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.notice(err.message);
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.info(err.message);
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.debug(err.message);
    res.sendStatus(401);
  }
};
