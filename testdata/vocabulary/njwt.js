// The check fails by a throw, or by an error-first callback.
const nJwt = require('njwt');

const verifier = nJwt.createVerifier();
verifier.setSigningAlgorithm('HS512');
verifier.setSigningKey(process.env.KEY);
verifier.withKeyResolver((kid, done) => done(null, process.env[kid]));

exports.throws = (req, res, next) => {
  try {
    req.user = nJwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.throwsAndTells = (req, res, next) => {
  try {
    req.user = nJwt.verify(req.cookies.token, process.env.KEY, 'HS512');
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.callsBack = (req, res, next) => {
  nJwt.verify(req.cookies.token, process.env.KEY, (err, token) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    req.user = token.body;
    next();
  });
};

exports.callsBackFromVerifier = (req, res, next) => {
  verifier.verify(req.cookies.token, (err, token) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    req.user = token.body;
    next();
  });
};

exports.callsBackAndTells = (req, res, next) => {
  verifier.verify(req.cookies.token, (err, token) => {
    if (err) {
      console.warn('refused', err.userMessage);
      return res.sendStatus(401);
    }
    req.user = token.body;
    next();
  });
};

exports.expiredByMessage = (req, res, next) => {
  try {
    req.user = nJwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    if (err.message === 'Jwt is expired') return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.signs = (req, res) => {
  const token = nJwt.create({ id: req.user.id }, process.env.KEY);
  res.json({ token: token.compact() });
};
