// The namespace, and the modules of its parts.
const admin = require('firebase-admin');
const { getAuth, FirebaseAuthError } = require('firebase-admin/auth');
const { getAppCheck } = require('firebase-admin/app-check');

admin.initializeApp();
const auth = getAuth();
const appCheck = getAppCheck();

exports.byNamespace = async (req, res, next) => {
  try {
    req.user = await admin.auth().verifyIdToken(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.byModule = async (req, res, next) => {
  try {
    req.user = await auth.verifyIdToken(req.cookies.token, true);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.byCookie = async (req, res, next) => {
  try {
    req.user = await auth.verifySessionCookie(req.cookies.session);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.ofAnApplication = async (req, res, next) => {
  try {
    req.user = await appCheck.verifyToken(req.headers['x-firebase-appcheck']);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.catches = (req, res) =>
  admin
    .auth()
    .verifyIdToken(req.cookies.token)
    .then((user) => res.json(user))
    .catch(() => res.sendStatus(401)); //~ silent-verify-failure

exports.told = async (req, res, next) => {
  try {
    req.user = await auth.verifyIdToken(req.cookies.token);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.expiredByCode = async (req, res, next) => {
  try {
    req.user = await auth.verifyIdToken(req.cookies.token);
    next();
  } catch (err) {
    if (err.code === 'auth/id-token-expired') return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
};

// A token that was taken back is not an old one.
exports.revokedByCode = async (req, res, next) => {
  try {
    req.user = await auth.verifyIdToken(req.cookies.token, true);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err.code === 'auth/id-token-revoked') return res.sendStatus(401);
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
};

exports.anyByClass = async (req, res, next) => {
  try {
    req.user = await auth.verifyIdToken(req.cookies.token);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err instanceof FirebaseAuthError) return res.sendStatus(401);
    console.error(err);
    res.sendStatus(500);
  }
};

exports.signs = async (req, res) => {
  const user = await auth.getUser(req.params.id).catch(() => auth.getUserByEmail(req.params.id));
  await auth.setCustomUserClaims(user.uid, { admin: false });
  await auth.revokeRefreshTokens(user.uid);
  res.json([await auth.createCustomToken(user.uid), await auth.createSessionCookie(req.body.token, { expiresIn: 1 })]);
};
