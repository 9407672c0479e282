import { rateLimiter } from 'hono-rate-limiter';
import jwt from 'jsonwebtoken';

const limiter = rateLimiter({ windowMs: 60_000, limit: 5, keyGenerator: (c) => c.req.header('x-forwarded-for') });

async function me(c, next) {
  try {
    return c.json(jwt.verify(c.req.header('x-token'), process.env.KEY));
  } catch { //~ silent-verify-failure
    return c.body(null, 401);
  }
}

export const mount = (app) => app.post('/me', limiter, me);
