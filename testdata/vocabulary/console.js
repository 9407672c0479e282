// Everything that the console prints is told.
const jwt = require('jsonwebtoken');

exports.assert = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.assert(false, 'refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.debug(err);
    res.sendStatus(401);
  }
};

exports.dir = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.dir(err);
    res.sendStatus(401);
  }
};

exports.dirxml = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.dirxml(err);
    res.sendStatus(401);
  }
};

exports.error = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.error(err);
    res.sendStatus(401);
  }
};

exports.group = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.group(err);
    res.sendStatus(401);
  }
};

exports.groupCollapsed = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.groupCollapsed(err);
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.info(err);
    res.sendStatus(401);
  }
};

exports.log = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.log(err);
    res.sendStatus(401);
  }
};

exports.table = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.table(err);
    res.sendStatus(401);
  }
};

exports.trace = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.trace(err);
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.warn(err);
    res.sendStatus(401);
  }
};

exports.count = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.count('refused');
    res.sendStatus(401);
  }
};

exports.timeEnd = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.timeEnd('verify');
    res.sendStatus(401);
  }
};

exports.timeLog = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    console.timeLog('verify');
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    console.clear();
    console.time('verify');
    console.groupEnd();
    res.sendStatus(401);
  }
};

const { Console } = require('node:console');
const toFile = new Console(require('fs').createWriteStream('/tmp/log'));

exports.own = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    toFile.error(err);
    res.sendStatus(401);
  }
};

exports.globally = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    globalThis.console.error(err);
    res.sendStatus(401);
  }
};
