// A verifier is made once; its check rejects, or throws where it need not wait for keys.
import { AlbJwtVerifier } from 'aws-jwt-verify/alb-verifier';
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify';
import { CognitoJwtVerifier as Verifier } from 'aws-jwt-verify/cognito-verifier';
import { JwtExpiredError, JwtInvalidClaimError } from 'aws-jwt-verify/error';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { verifyJwt, verifyJwtSync } from 'aws-jwt-verify/jwt-verifier';

const verifier = CognitoJwtVerifier.create({ userPoolId: process.env.POOL, tokenUse: 'access', clientId: null });
const others = [JwtVerifier.create({ issuer: process.env.ISSUER }), AlbJwtVerifier.create({ albArn: process.env.ALB })];
const options = { issuer: process.env.ISSUER, audience: 'api' };

export async function rejects(req, res, next) {
  try {
    req.user = await verifier.verify(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export function throws(req, res, next) {
  try {
    req.user = verifier.verifySync(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function byPart(req, res, next) {
  try {
    req.user = await Verifier.create({ userPoolId: process.env.POOL }).verify(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function byFunction(req, res, next) {
  try {
    req.user = await verifyJwt(req.cookies.token, process.env.JWKS, options);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export function byFunctionAtOnce(req, res, next) {
  try {
    req.user = verifyJwtSync(req.cookies.token, req.app.locals.keys, options);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function tells(req, res, next) {
  try {
    req.user = await verifier.verify(req.cookies.token);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}

export async function expiredByClass(req, res, next) {
  try {
    req.user = await verifier.verify(req.cookies.token);
    next();
  } catch (err) {
    if (err instanceof JwtExpiredError) return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}

// An expired token's claims are wrong, but so are those of another client.
export async function claimsByClass(req, res, next) {
  try {
    req.user = await verifier.verify(req.cookies.token);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err instanceof JwtInvalidClaimError) return res.sendStatus(401);
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}

export async function others_(req, res) {
  await verifier.hydrate();
  verifier.cacheJwks(req.app.locals.keys);
  res.json([others.length, decomposeUnverifiedJwt(req.cookies.token)]);
}
