// The check fails by a throw, or by an error-first callback when the last argument is a function.
const jwt = require('jsonwebtoken');
const { verify, TokenExpiredError } = require('jsonwebtoken');

exports.throws = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.throwsDestructured = (req, res, next) => {
  try {
    req.user = verify(req.cookies.token, process.env.KEY, { complete: true });
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.callsBack = (req, res, next) => {
  jwt.verify(req.cookies.token, process.env.KEY, (err, user) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    req.user = user;
    next();
  });
};

exports.callsBackAfterOptions = (req, res, next) => {
  jwt.verify(req.cookies.token, process.env.KEY, { algorithms: ['HS256'] }, (err, user) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    req.user = user;
    next();
  });
};

exports.callsBackLater = (req, res, next) => {
  const getKey = (header, done) => done(null, process.env.KEY);
  jwt.verify(req.cookies.token, getKey, (err, user) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    req.user = user;
    next();
  });
};

exports.callsBackAndTells = (req, res, next) => {
  jwt.verify(req.cookies.token, process.env.KEY, (err, user) => {
    if (err) {
      console.warn('refused', err.message);
      return res.sendStatus(401);
    }
    req.user = user;
    next();
  });
};

exports.decodes = (req, res) => {
  try {
    res.json(jwt.decode(req.cookies.token));
  } catch {
    res.sendStatus(400);
  }
};

exports.signs = (req, res) => {
  try {
    res.json({ token: jwt.sign({ id: req.user.id }, process.env.KEY) });
  } catch {
    res.sendStatus(500);
  }
};

// Expired tokens are routine: a branch for them alone may be silent.

exports.expiredByClass = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    if (err instanceof TokenExpiredError) return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.expiredByName = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    if (err.name === 'TokenExpiredError') return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

// Every failure is a JsonWebTokenError, so this branch takes them all.
exports.anyByClass = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err instanceof jwt.JsonWebTokenError) return res.sendStatus(401);
    console.error(err);
    res.sendStatus(500);
  }
};

exports.notYetActiveByClass = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err instanceof jwt.NotBeforeError) return res.sendStatus(401);
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};
