// The same package by the name of its file.
const jwt = require('jsonwebtoken');
const fromFile = require('pino/pino.js')();
const fromFileWithoutEnding = require('pino/pino')();

exports.told = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    fromFile.warn(err);
    res.sendStatus(401);
  }
};

exports.quiet = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    fromFileWithoutEnding.debug(err);
    res.sendStatus(401);
  }
};
