// Version 3.0 exported each function by default from a file of its own; later versions export it there by name.
import jwtVerify from 'jose/jwt/verify';
import jwtDecrypt from 'jose/jwt/decrypt';
import compactVerify from 'jose/jws/compact/verify';
import flattenedVerify from 'jose/jws/flattened/verify';
import generalVerify from 'jose/jws/general/verify';
import compactDecrypt from 'jose/jwe/compact/decrypt';
import flattenedDecrypt from 'jose/jwe/flattened/decrypt';
import generalDecrypt from 'jose/jwe/general/decrypt';
import { jwtVerify as verifyByName } from 'jose/jwt/verify';
import SignJWT from 'jose/jwt/sign';
import UnsecuredJWT from 'jose/jwt/unsecured';
import { decodeJwt } from 'jose/jwt/decode';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { JWTExpired } from 'jose/errors';
import { JWTExpired as OldJWTExpired } from 'jose/util/errors';

export async function jwtVerifySilently(req, res, next) {
  try {
    req.user = await jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function jwtDecryptSilently(req, res, next) {
  try {
    req.user = await jwtDecrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function compactVerifySilently(req, res, next) {
  try {
    req.user = await compactVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function flattenedVerifySilently(req, res, next) {
  try {
    req.user = await flattenedVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function generalVerifySilently(req, res, next) {
  try {
    req.user = await generalVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function compactDecryptSilently(req, res, next) {
  try {
    req.user = await compactDecrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function flattenedDecryptSilently(req, res, next) {
  try {
    req.user = await flattenedDecrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function generalDecryptSilently(req, res, next) {
  try {
    req.user = await generalDecrypt(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function verifyByNameSilently(req, res, next) {
  try {
    req.user = await verifyByName(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function silentForJWTExpired(req, res, next) {
  try {
    req.user = await jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch (err) {
    if (err instanceof JWTExpired) return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
}

export async function silentForOldJWTExpired(req, res, next) {
  try {
    req.user = await jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch (err) {
    if (err instanceof OldJWTExpired) return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.code);
    res.sendStatus(401);
  }
}

export async function readsAndMakes(req, res) {
  try {
    const claims = [decodeJwt(req.cookies.token), decodeProtectedHeader(req.cookies.token)];
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(req.app.locals.key);
    res.json({ claims, token, open: UnsecuredJWT.decode(req.query.state) });
  } catch {
    res.sendStatus(400);
  }
}
