// Every severity is written.
const jwt = require('jsonwebtoken');
const { Log, LogSync, Logging } = require('@google-cloud/logging');

const logging = new Logging();
const log = logging.log('auth');

exports.write = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await log.write(log.entry({ severity: 'WARNING' }, err.message));
    res.sendStatus(401);
  }
};

exports.emergency = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.emergency(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.alert = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.alert(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.critical = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.critical(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.error(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.warning = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.warning(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.notice = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.notice(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.info(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.debug(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.sync = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logging.logSync('auth').warning(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.made = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new Log(logging, 'auth').warning(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.madeSync = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new LogSync(logging, 'auth').warning(log.entry(err.message));
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.entry(err.message);
    logging.entry({}, err.message);
    log.getEntries();
    log.getEntriesStream({});
    log.tailEntries();
    log.delete();
    logging.log('auth');
    logging.logSync('auth');
    res.sendStatus(401);
  }
};
