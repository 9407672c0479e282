// A logger is taken to keep `info` and what is louder; `log` is a name of `debug`.
const jwt = require('jsonwebtoken');
const logger = require('loglevel');

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

exports.log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.log(err);
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

exports.named = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.getLogger('auth').warn(err);
    res.sendStatus(401);
  }
};

exports.namedQuietly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.getLogger('auth').debug(err);
    res.sendStatus(401);
  }
};

exports.alone = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.noConflict().warn(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.setLevel('warn');
    logger.setDefaultLevel('warn');
    logger.resetLevel();
    logger.enableAll();
    logger.disableAll();
    logger.rebuild();
    logger.getLevel();
    logger.getLoggers();
    res.sendStatus(401);
  }
};
