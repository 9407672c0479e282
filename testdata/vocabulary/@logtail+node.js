// Every level is sent.
const jwt = require('jsonwebtoken');
const { Logtail } = require('@logtail/node');

const logtail = new Logtail('token');

exports.error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logtail.error('refused', { err });
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logtail.warn('refused', { err });
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logtail.info('refused', { err });
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logtail.debug('refused', { err });
    res.sendStatus(401);
  }
};

exports.log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logtail.log('refused', 'debug'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logtail.flush();
    logtail.pipe(process.stdout);
    logtail.use((log) => log);
    logtail.remove((log) => log);
    logtail.setSync((logs) => logs);
    res.sendStatus(401);
  }
};
