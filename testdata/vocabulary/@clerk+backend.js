// What is verified by hand rejects.
import { verifyToken } from '@clerk/backend';
import { TokenVerificationError } from '@clerk/backend/errors';
import { decodeJwt, signJwt, verifyJwt } from '@clerk/backend/jwt';

export async function silent(req, res, next) {
  try {
    req.user = await verifyToken(req.cookies.__session, { secretKey: process.env.KEY });
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function silentByKey(req, res, next) {
  try {
    req.user = await verifyJwt(req.cookies.__session, { key: req.app.locals.key });
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function tells(req, res, next) {
  try {
    req.user = await verifyToken(req.cookies.__session, { jwtKey: process.env.KEY });
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}

export async function byClass(req, res, next) {
  try {
    req.user = await verifyToken(req.cookies.__session, { secretKey: process.env.KEY });
    next();
  } catch (err) {
    if (err instanceof TokenVerificationError) console.warn('refused', err.reason);
    else console.error(err);
    res.sendStatus(401);
  }
}

export async function others(req, res) {
  res.json([decodeJwt(req.cookies.__session), await signJwt({ id: 1 }, process.env.KEY, { algorithm: 'RS256' })]);
}
