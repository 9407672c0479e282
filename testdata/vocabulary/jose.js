// Since version 3 every check rejects.
import * as jose from 'jose';
import { jwtVerify, errors } from 'jose';

export async function jwtVerifySilently(req, res, next) {
  try {
    req.user = await jose.jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function jwtDecryptSilently(req, res, next) {
  try {
    req.user = await jose.jwtDecrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function compactVerifySilently(req, res, next) {
  try {
    req.user = await jose.compactVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function flattenedVerifySilently(req, res, next) {
  try {
    req.user = await jose.flattenedVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function generalVerifySilently(req, res, next) {
  try {
    req.user = await jose.generalVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function compactDecryptSilently(req, res, next) {
  try {
    req.user = await jose.compactDecrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function flattenedDecryptSilently(req, res, next) {
  try {
    req.user = await jose.flattenedDecrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function generalDecryptSilently(req, res, next) {
  try {
    req.user = await jose.generalDecrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export function catches(req, res) {
  return jwtVerify(req.cookies.token, req.app.locals.key)
    .then(({ payload }) => res.json(payload))
    .catch(() => res.sendStatus(401)); //~ silent-verify-failure
}

export async function tells(req, res, next) {
  try {
    req.user = await jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch (err) {
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
}

// A branch for expired tokens alone may be silent, by class or by code.

export async function expiredByClass(req, res, next) {
  try {
    req.user = await jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch (err) {
    if (err instanceof errors.JWTExpired) return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
}

export async function expiredByCode(req, res, next) {
  try {
    req.user = await jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch (err) {
    if (err.code === 'ERR_JWT_EXPIRED') return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
}

export async function forgedByCode(req, res, next) {
  try {
    req.user = await jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err.code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') return res.sendStatus(401);
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
}

export function decodes(req, res) {
  try {
    const header = jose.decodeProtectedHeader(req.cookies.token);
    const unsecured = jose.UnsecuredJWT.decode(req.query.state);
    res.json({ header, unsecured, claims: jose.decodeJwt(req.cookies.token) });
  } catch {
    res.sendStatus(400);
  }
}

export async function signs(req, res) {
  try {
    const producer = new jose.SignJWT({ id: req.user.id }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h');
    res.json({ token: await producer.sign(req.app.locals.key) });
  } catch {
    res.sendStatus(500);
  }
}

export async function encrypts(req, res) {
  try {
    const producer = new jose.EncryptJWT({ id: req.user.id }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' });
    res.json({ token: await producer.encrypt(req.app.locals.key) });
  } catch {
    res.sendStatus(500);
  }
}

export function encodes(req, res) {
  try {
    const producer = new jose.UnsecuredJWT({ id: req.user.id }).setIssuedAt();
    res.json({ state: producer.encode() });
  } catch {
    res.sendStatus(500);
  }
}
