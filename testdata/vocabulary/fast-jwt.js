// A verifier is made once, and is the check whenever it is called.
const { createDecoder, createSigner, createVerifier, TokenError } = require('fast-jwt');

const verifier = createVerifier({ key: process.env.KEY });
const verifierWithKeys = createVerifier({ key: async ({ header }) => header.kid });
const decoder = createDecoder();
const signer = createSigner({ key: process.env.KEY });

exports.silent = (req, res, next) => {
  try {
    req.user = verifier(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.silentWithKeys = async (req, res, next) => {
  try {
    req.user = await verifierWithKeys(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.madeInPlace = (req, res, next) => {
  try {
    req.user = createVerifier({ key: process.env.KEY })(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.callsBack = (req, res, next) => {
  verifierWithKeys(req.cookies.token, (err, user) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    req.user = user;
    next();
  });
};

exports.told = (req, res, next) => {
  try {
    req.user = verifier(req.cookies.token);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.expiredByCode = (req, res, next) => {
  try {
    req.user = verifier(req.cookies.token);
    next();
  } catch (err) {
    if (err.code === 'FAST_JWT_EXPIRED') return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
};

// Every failure is a TokenError, also that of an expired token.
exports.anyByClass = (req, res, next) => {
  try {
    req.user = verifier(req.cookies.token);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err instanceof TokenError) return res.sendStatus(401);
    console.error(err);
    res.sendStatus(500);
  }
};

exports.reads = (req, res) => {
  try {
    res.json(decoder(req.cookies.token));
  } catch {
    res.sendStatus(400);
  }
};

exports.signs = (req, res) => res.json({ token: signer({ id: req.user.id }) });
