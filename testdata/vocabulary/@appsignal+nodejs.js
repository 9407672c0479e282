// An error, a log and a metric are told; a tag is not.
const jwt = require('jsonwebtoken');
const appsignal = require('@appsignal/nodejs');

const { Appsignal, sendError, setError, setTag } = appsignal;
const logger = Appsignal.logger('auth');
const metrics = Appsignal.client.metrics();

exports.sent = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    sendError(err);
    res.sendStatus(401);
  }
};

exports.set = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    setError(err);
    res.sendStatus(401);
  }
};

exports.error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.error('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.warn('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.log('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.info('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.debug('refused');
    res.sendStatus(401);
  }
};

exports.trace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.trace('refused');
    res.sendStatus(401);
  }
};

exports.byClient = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new Appsignal({ name: 'auth' }).logger('auth').warn('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.increment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.incrementCounter('refused', 1);
    res.sendStatus(401);
  }
};

exports.gauge = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.setGauge('refused', 1);
    res.sendStatus(401);
  }
};

exports.distribution = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.addDistributionValue('refused', 1);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    setTag('refused', true);
    appsignal.setParams({});
    appsignal.setSessionData({});
    appsignal.setCustomData({ refused: true });
    appsignal.setHeader('refused', 'yes');
    appsignal.setName('verify');
    appsignal.setCategory('auth');
    appsignal.setBody('refused');
    appsignal.setNamespace('auth');
    appsignal.setRootName('verify');
    res.sendStatus(401);
  }
};
