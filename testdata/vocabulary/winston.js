// A logger without a level of its own keeps `info` and what is louder.
const jwt = require('jsonwebtoken');
const winston = require('winston');

const outputs = { transports: [new winston.transports.Console()] };
const logger = winston.createLogger(outputs);

exports.error = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.error(err.message);
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.warn(err.message);
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

exports.http = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.http(err.message);
    res.sendStatus(401);
  }
};

exports.verbose = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.verbose(err.message);
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

exports.silly = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.silly(err.message);
    res.sendStatus(401);
  }
};

exports.byArgument = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.log('warn', err.message);
    res.sendStatus(401);
  }
};

exports.byArgumentQuietly = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.log('debug', err.message);
    res.sendStatus(401);
  }
};

exports.byObject = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.log({ level: 'warn', message: err.message });
    res.sendStatus(401);
  }
};

exports.byObjectQuietly = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.log({ level: 'debug', message: err.message });
    res.sendStatus(401);
  }
};

exports.timed = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.startTimer().done({ message: err.message });
    res.sendStatus(401);
  }
};

exports.child = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.child({ module: 'auth' }).warn(err.message);
    res.sendStatus(401);
  }
};

exports.byModule = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    winston.warn(err.message);
    res.sendStatus(401);
  }
};

exports.byContainer = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    winston.loggers.get('auth').warn(err.message);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.add(new winston.transports.Console());
    logger.configure({ level: 'warn' });
    logger.isLevelEnabled('warn');
    logger.profile('verify');
    logger.query({}, () => {});
    logger.stream();
    logger.startTimer();
    logger.remove(outputs.transports[0]);
    logger.clear();
    logger.close();
    res.sendStatus(401);
  }
};
