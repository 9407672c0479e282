// What was read is checked by functions that throw.
const { token } = require('@hapi/jwt');

exports.all = (req, res, next) => {
  try {
    req.user = token.verify(token.decode(req.cookies.token), process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.onlySignature = (req, res, next) => {
  try {
    req.user = token.verifySignature(token.decode(req.cookies.token), process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.onlyPayload = (req, res, next) => {
  try {
    req.user = token.verifyPayload(token.decode(req.cookies.token), { aud: 'api' });
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.onlyTime = (req, res, next) => {
  try {
    req.user = token.verifyTime(token.decode(req.cookies.token));
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.ofParts = (req, res, next) => {
  if (!token.signature.verify(req.body.raw, 'HS256', process.env.KEY)) { //~ silent-verify-failure
    return res.sendStatus(401);
  }
  next();
};

exports.told = (req, res, next) => {
  try {
    req.user = token.verify(token.decode(req.cookies.token), process.env.KEY);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.expiredByMessage = (req, res, next) => {
  try {
    req.user = token.verify(token.decode(req.cookies.token), process.env.KEY);
    next();
  } catch (err) {
    if (err.message === 'Token expired') return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.signs = (req, res) => {
  res.json([token.generate({ id: 1 }, process.env.KEY), token.signature.generate('a.b', 'HS256', process.env.KEY)]);
};
