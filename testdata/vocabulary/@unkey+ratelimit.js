import { NoopRatelimit, Ratelimit } from '@unkey/ratelimit';
import jwt from 'jsonwebtoken';

const ratelimit = new Ratelimit({ rootKey: process.env.UNKEY, namespace: 'me', limit: 5, duration: '60s' });

export async function me(req, res) {
  const { success } = await ratelimit.limit(req.ip);
  if (!success) return res.status(429).end();
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    const noop = new NoopRatelimit();
    await noop.limit(req.ip);
    return res.status(401).end();
  }
}
