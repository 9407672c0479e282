// Up to version 2 the checks are synchronous and throw.
const { JWT, JWS, JWE, errors } = require('jose');

exports.JWTVerify = (req, res, next) => {
  try {
    req.user = JWT.verify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.JWSVerify = (req, res, next) => {
  try {
    req.user = JWS.verify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.JWEDecrypt = (req, res, next) => {
  try {
    req.user = JWE.decrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.expiredByClass = (req, res, next) => {
  try {
    req.user = JWT.verify(req.cookies.token, req.app.locals.key);
    next();
  } catch (err) {
    if (err instanceof errors.JWTExpired) return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
};

// An expired token is a JWTClaimInvalid too, but not the only one.
exports.claimsByClass = (req, res, next) => {
  try {
    req.user = JWT.verify(req.cookies.token, req.app.locals.key);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err instanceof errors.JWTClaimInvalid) return res.sendStatus(401);
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
};

exports.decodes = (req, res) => {
  try {
    res.json(JWT.decode(req.cookies.token));
  } catch {
    res.sendStatus(400);
  }
};

exports.signs = (req, res) => {
  try {
    const signed = [JWT.sign({ id: 1 }, req.app.locals.key), JWS.sign({ id: 1 }, req.app.locals.key)];
    res.json([...signed, JWE.encrypt('1', req.app.locals.key)]);
  } catch {
    res.sendStatus(500);
  }
};
