import arcjet, { fixedWindow, shield, tokenBucket } from '@arcjet/node';
import jwt from 'jsonwebtoken';

const aj = arcjet({ key: process.env.ARCJET, rules: [tokenBucket({ mode: 'LIVE', refillRate: 5, interval: 60, capacity: 5 })] });
const shielded = arcjet({ key: process.env.ARCJET, rules: [shield({ mode: 'LIVE' })] });
const more = shielded.withRule(fixedWindow({ mode: 'LIVE', window: '60s', max: 5 }));

export async function me(req, res) {
  const decision = await aj.protect(req, { requested: 1 });
  if (decision.isDenied()) return res.status(429).end();
  if ((await more.protect(req)).isDenied()) return res.status(429).end();
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    return res.status(401).end();
  }
}
