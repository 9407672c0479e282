// The check rejects, also for a token that was destroyed.
const JWTR = require('jwt-redis').default;
const { TokenExpiredError } = require('jsonwebtoken');

const jwtr = new JWTR(require('./redis'));

exports.silent = async (req, res, next) => {
  try {
    req.user = await jwtr.verify(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.told = async (req, res, next) => {
  try {
    req.user = await jwtr.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.expiredByClass = async (req, res, next) => {
  try {
    req.user = await jwtr.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    if (err instanceof TokenExpiredError) return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.name);
    res.sendStatus(401);
  }
};

exports.destroyedByName = async (req, res, next) => {
  try {
    req.user = await jwtr.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err.name === 'TokenDestroyedError') return res.sendStatus(401);
    console.warn('refused', err.name);
    res.sendStatus(401);
  }
};

exports.others = async (req, res) => {
  const token = await jwtr.sign({ id: req.user.id }, process.env.KEY);
  await jwtr.destroy(jwtr.decode(token).jti);
  res.json({ token });
};
