// What is no session rejects.
import Session from 'supertokens-node/recipe/session';
import { getSessionWithoutRequestResponse } from 'supertokens-node/recipe/session';

export async function silent(req, res, next) {
  try {
    req.user = await Session.getSession(req, res);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function silentByToken(req, res, next) {
  try {
    req.user = await getSessionWithoutRequestResponse(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function tells(req, res, next) {
  try {
    req.user = await Session.getSession(req, res, { sessionRequired: true });
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}
