// The logger keeps `info` and what is louder, which `http` and `timing` are.
const jwt = require('jsonwebtoken');
const log = require('npmlog');

exports.error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.error('auth', err.message);
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.warn('auth', err.message);
    res.sendStatus(401);
  }
};

exports.notice = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.notice('auth', err.message);
    res.sendStatus(401);
  }
};

exports.http = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.http('auth', err.message);
    res.sendStatus(401);
  }
};

exports.timing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.timing('auth', err.message);
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.info('auth', err.message);
    res.sendStatus(401);
  }
};

exports.verbose = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.verbose('auth', err.message);
    res.sendStatus(401);
  }
};

exports.silly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.silly('auth', err.message);
    res.sendStatus(401);
  }
};

exports.byArgument = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.log('warn', 'auth', err.message);
    res.sendStatus(401);
  }
};

exports.byArgumentQuietly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.log('verbose', 'auth', err.message);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.addLevel('refused', 4500);
    log.enableColor();
    log.disableColor();
    log.enableUnicode();
    log.disableUnicode();
    log.enableProgress();
    log.disableProgress();
    log.clearProgress();
    log.showProgress();
    log.newGroup('auth');
    log.newItem('auth');
    log.newStream('auth');
    log.setGaugeTemplate([]);
    log.setGaugeThemeset({});
    log.pause();
    log.resume();
    res.sendStatus(401);
  }
};
