// Every check rejects, in the old form and in the new one.
import { LocalProtocol, PublicProtocol, V4 as version, decode } from 'paseto';
import { DecryptFactory, EncryptFactory } from 'paseto/v3/local';
import { SignFactory, VerifyFactory } from 'paseto/v4/public';

const local = new LocalProtocol(DecryptFactory, EncryptFactory);
const signed = new PublicProtocol(SignFactory, VerifyFactory);

export async function verifies(req, res, next) {
  try {
    req.user = await version.verify(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function decrypts(req, res, next) {
  try {
    req.user = await version.decrypt(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function verifiesSinceFour(req, res, next) {
  try {
    req.user = await signed.Verify(req.app.locals.key, req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function decryptsSinceFour(req, res, next) {
  try {
    req.user = await local.Decrypt(req.app.locals.key, req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function tells(req, res, next) {
  try {
    req.user = await version.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}

export async function others(req, res) {
  const { key } = req.app.locals;
  const old = [await version.sign({}, key), await version.encrypt({}, key)];
  res.json([decode(req.cookies.token), old, await signed.Sign(key, {}), await local.Encrypt(key, {})]);
}
