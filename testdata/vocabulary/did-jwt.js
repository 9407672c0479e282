// One check rejects, the other throws.
import { createJWS, createJWT, decodeJWT, verifyJWS, verifyJWT } from 'did-jwt';

export async function rejects(req, res, next) {
  try {
    req.user = await verifyJWT(req.cookies.token, { resolver: req.app.locals.resolver, audience: process.env.DID });
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export function throws(req, res, next) {
  try {
    req.user = verifyJWS(req.cookies.token, req.app.locals.keys);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function tells(req, res, next) {
  try {
    req.user = await verifyJWT(req.cookies.token, { resolver: req.app.locals.resolver });
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}

export async function others(req, res) {
  const { signer } = req.app.locals;
  res.json([decodeJWT(req.cookies.token), await createJWT({}, { issuer: process.env.DID, signer }), await createJWS('', signer)]);
}
