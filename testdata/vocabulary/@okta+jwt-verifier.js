// Both checks of a verifier reject.
const OktaJwtVerifier = require('@okta/jwt-verifier');

const verifier = new OktaJwtVerifier({ issuer: process.env.ISSUER, clientId: process.env.CLIENT_ID });

exports.access = async (req, res, next) => {
  try {
    req.user = await verifier.verifyAccessToken(req.cookies.token, 'api://default');
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.identity = async (req, res, next) => {
  try {
    req.user = await verifier.verifyIdToken(req.cookies.token, process.env.CLIENT_ID);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.told = async (req, res, next) => {
  try {
    req.user = await verifier.verifyAccessToken(req.cookies.token, 'api://default');
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.expiredByMessage = async (req, res, next) => {
  try {
    req.user = await verifier.verifyAccessToken(req.cookies.token, 'api://default');
    next();
  } catch (err) {
    if (err.message === 'Jwt is expired') return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};
