// Everything is printed unless an option says otherwise.
const jwt = require('jsonwebtoken');
const logger = require('signale');

const strict = new logger.Signale({ logLevel: 'warn' });
const disabled = new logger.Signale({ disabled: true });

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
  } catch (err) {
    logger.debug(err);
    res.sendStatus(401);
  }
};

exports.log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.log(err);
    res.sendStatus(401);
  }
};

exports.note = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.note(err);
    res.sendStatus(401);
  }
};

exports.fav = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.fav(err);
    res.sendStatus(401);
  }
};

exports.star = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.star(err);
    res.sendStatus(401);
  }
};

exports.success = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.success(err);
    res.sendStatus(401);
  }
};

exports.complete = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.complete(err);
    res.sendStatus(401);
  }
};

exports.pending = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.pending(err);
    res.sendStatus(401);
  }
};

exports.wait = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.wait(err);
    res.sendStatus(401);
  }
};

exports.watch = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.watch(err);
    res.sendStatus(401);
  }
};

exports.awaited = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.await(err);
    res.sendStatus(401);
  }
};

exports.start = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.start(err);
    res.sendStatus(401);
  }
};

exports.pause = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.pause(err);
    res.sendStatus(401);
  }
};

exports.time = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.time('refused');
    res.sendStatus(401);
  }
};

exports.timeEnd = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.timeEnd('verify');
    res.sendStatus(401);
  }
};

exports.scoped = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.scope('auth').warn(err);
    res.sendStatus(401);
  }
};

exports.strictWarn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    strict.warn(err);
    res.sendStatus(401);
  }
};

exports.strictInfo = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.info(err);
    res.sendStatus(401);
  }
};

exports.strictScope = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.scope('auth').note(err);
    res.sendStatus(401);
  }
};

exports.disabledError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    disabled.error(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.addSecrets([]);
    logger.clearSecrets();
    logger.config({});
    logger.disable();
    logger.enable();
    logger.isEnabled();
    logger.scope('auth');
    logger.unscope();
    res.sendStatus(401);
  }
};
