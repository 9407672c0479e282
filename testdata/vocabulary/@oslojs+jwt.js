// Nothing is refused where no signature is checked.
import { createJWTSignatureMessage, decodeJWT, encodeJWT, JWTRegisteredClaims, parseJWT } from '@oslojs/jwt';

export function reads(req, res) {
  try {
    const [, payload] = parseJWT(req.cookies.token);
    const claims = new JWTRegisteredClaims(payload);
    if (!claims.verifyExpiration() || !claims.verifyNotBefore()) return res.sendStatus(401);
    res.json(decodeJWT(req.cookies.token));
  } catch {
    res.sendStatus(400);
  }
}

export const encodes = (req, res) => {
  const message = createJWTSignatureMessage('{}', '{}');
  res.json({ token: encodeJWT('{}', '{}', req.app.locals.sign(message)) });
};
