import { checkRateLimit, unstable_checkRateLimit } from '@vercel/firewall';
import jwt from 'jsonwebtoken';

export default async function me(req, res) {
  const { rateLimited } = await checkRateLimit('me', { headers: req.headers });
  if (rateLimited) return res.status(429).end();
  if ((await unstable_checkRateLimit('me')).rateLimited) return res.status(429).end();
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    return res.status(401).end();
  }
}
