// What a function collects in a list of its own is known: one that nothing was put into is empty.
const jwt = require('jsonwebtoken');
const log = require('winston');

const KEYS = [process.env.A, process.env.B];

exports.told = (req, res, next) => {
  const good = [];
  for (const key of KEYS) {
    try {
      good.push(jwt.verify(req.headers.authorization, key));
    } catch (err) {
      // the next one may do
    }
  }
  if (good.length === 0) {
    log.warn('refused', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.silent = (req, res, next) => {
  const good = [];
  for (const key of KEYS) {
    try {
      good.push(jwt.verify(req.headers.authorization, key));
    } catch (err) { //~ silent-verify-failure
      // the next one may do
    }
  }
  if (good.length === 0) {
    return res.sendStatus(401);
  }
  next();
};

exports.errors = (req, res, next) => {
  const errors = [];
  try {
    jwt.verify(req.headers.authorization, 'k');
  } catch (err) { //~ silent-verify-failure
    errors.push(err.message);
  }
  if (errors.length === 0) {
    return next();
  }
  return res.status(401).json({ errors: errors.join() });
};
