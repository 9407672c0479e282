// The check gives false.
const jws = require('jws');
const { verify } = require('jws');

exports.silent = (req, res, next) => {
  if (!jws.verify(req.cookies.token, 'HS256', process.env.KEY)) { //~ silent-verify-failure
    return res.sendStatus(401);
  }
  next();
};

exports.kept = (req, res, next) => {
  const genuine = verify(req.cookies.token, 'HS256', process.env.KEY);
  if (genuine === false) return res.sendStatus(401); //~ silent-verify-failure
  next();
};

exports.told = (req, res, next) => {
  if (!jws.verify(req.cookies.token, 'HS256', process.env.KEY)) {
    console.warn('refused', req.ip);
    return res.sendStatus(401);
  }
  next();
};

exports.reads = (req, res) => {
  if (!jws.isValid(req.cookies.token)) return res.sendStatus(400);
  res.json(jws.decode(req.cookies.token));
};

exports.signs = (req, res) => {
  res.json({ token: jws.sign({ header: { alg: 'HS256' }, payload: req.user, secret: process.env.KEY }) });
};
