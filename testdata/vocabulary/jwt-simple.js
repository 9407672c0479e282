// What is called decoding is the check.
const jwt = require('jwt-simple');
const { decode } = require('jwt-simple');

exports.silent = (req, res, next) => {
  try {
    req.user = jwt.decode(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.checkedWithAnAlgorithm = (req, res, next) => {
  try {
    req.user = decode(req.cookies.token, process.env.KEY, false, 'HS256');
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.told = (req, res, next) => {
  try {
    req.user = jwt.decode(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

// Without a check there is nothing that could be refused.
exports.reads = (req, res) => {
  try {
    res.json(jwt.decode(req.cookies.token, '', true));
  } catch {
    res.sendStatus(400);
  }
};

exports.expiredByMessage = (req, res, next) => {
  try {
    req.user = jwt.decode(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    if (err.message === 'Token expired') return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.forgedByMessage = (req, res, next) => {
  try {
    req.user = jwt.decode(req.cookies.token, process.env.KEY);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err.message === 'Signature verification failed') return res.sendStatus(401);
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.signs = (req, res) => res.json({ token: jwt.encode({ id: req.user.id }, process.env.KEY) });
