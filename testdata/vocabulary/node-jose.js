// Both checks reject.
const jose = require('node-jose');
const { JWE, JWS } = require('node-jose');

const keystore = jose.JWK.createKeyStore();
const verifier = JWS.createVerify(keystore);
const decrypter = JWE.createDecrypt(keystore);

exports.silent = async (req, res, next) => {
  try {
    req.user = await verifier.verify(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.madeInPlace = async (req, res, next) => {
  try {
    req.user = await jose.JWS.createVerify(keystore).verify(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.decrypts = async (req, res, next) => {
  try {
    req.user = await decrypter.decrypt(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.catches = (req, res) =>
  verifier
    .verify(req.cookies.token)
    .then(({ payload }) => res.json(JSON.parse(payload)))
    .catch(() => res.sendStatus(401)); //~ silent-verify-failure

exports.told = async (req, res, next) => {
  try {
    req.user = await verifier.verify(req.cookies.token);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

exports.signs = async (req, res) => {
  const signer = JWS.createSign({ format: 'compact' }, keystore.get('own'));
  signer.update('{}');
  res.json({ token: await signer.final() });
};
