import lambdaRateLimiter from 'lambda-rate-limiter';
import jwt from 'jsonwebtoken';

const limiter = lambdaRateLimiter({ interval: 60_000, uniqueTokenPerInterval: 500 });

export async function me(req, res) {
  try {
    await limiter.check(5, req.ip);
  } catch {
    return res.status(429).end();
  }
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    return res.status(401).end();
  }
}
