// Everything is reported unless the options say otherwise.
const jwt = require('jsonwebtoken');
const Rollbar = require('rollbar');

const rollbar = new Rollbar({ accessToken: 'token' });
const strict = new Rollbar({ reportLevel: 'error' });
const disabled = new Rollbar({ enabled: false });
const untransmitted = Rollbar.init({ transmit: false });

exports.critical = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.critical(err);
    res.sendStatus(401);
  }
};

exports.error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.error(err);
    res.sendStatus(401);
  }
};

exports.warning = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.warning(err);
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.warn(err);
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.info(err);
    res.sendStatus(401);
  }
};

exports.log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.log(err);
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.debug(err);
    res.sendStatus(401);
  }
};

exports.handled = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.handleError(err);
    res.sendStatus(401);
  }
};

exports.handledWithData = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.handleErrorWithPayloadData(err, {});
    res.sendStatus(401);
  }
};

exports.message = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.reportMessage('refused', 'warning');
    res.sendStatus(401);
  }
};

exports.messageWithData = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    rollbar.reportMessageWithPayloadData('refused', {});
    res.sendStatus(401);
  }
};

exports.byModule = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    Rollbar.error(err);
    res.sendStatus(401);
  }
};

exports.strictError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    strict.error(err);
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

exports.strictLog = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.log(err);
    res.sendStatus(401);
  }
};

exports.strictMessage = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.reportMessage('refused', 'warning');
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

exports.untransmittedError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    untransmitted.error(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    rollbar.captureEvent('log', { message: err.message });
    rollbar.configure({});
    rollbar.global({});
    rollbar.lastError();
    rollbar.wait(() => {});
    res.sendStatus(401);
  }
};
