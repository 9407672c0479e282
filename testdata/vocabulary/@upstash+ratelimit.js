import { Ratelimit, MultiRegionRatelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import jwt from 'jsonwebtoken';

const ratelimit = new Ratelimit({ redis: Redis.fromEnv(), limiter: Ratelimit.slidingWindow(5, '60 s') });
const regions = new MultiRegionRatelimit({ redis: [Redis.fromEnv()], limiter: MultiRegionRatelimit.fixedWindow(5, '60 s') });

export async function me(req, res) {
  const { success } = await ratelimit.limit(req.ip);
  if (!success) return res.status(429).end();
  const waited = await ratelimit.blockUntilReady(req.ip, 1_000);
  if (!waited.success) return res.status(429).end();
  if (!(await regions.limit(req.ip)).success) return res.status(429).end();
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    await ratelimit.getRemaining(req.ip);
    await ratelimit.resetUsedTokens(req.ip);
    return res.status(401).end();
  }
}
