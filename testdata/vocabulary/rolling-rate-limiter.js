const { InMemoryRateLimiter, RedisRateLimiter } = require('rolling-rate-limiter');
const jwt = require('jsonwebtoken');

const limiter = new InMemoryRateLimiter({ interval: 60_000, maxInInterval: 5 });
const makeShared = (client) => new RedisRateLimiter({ client, namespace: 'me', interval: 60_000, maxInInterval: 5 });

exports.me = async (req, res) => {
  if (await limiter.limit(req.ip)) return res.status(429).end();
  const { blocked } = await limiter.limitWithInfo(req.ip);
  if (blocked) return res.status(429).end();
  if (await makeShared(req.app.locals.redis).limit(req.ip)) return res.status(429).end();
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    await limiter.wouldLimit(req.ip);
    await limiter.wouldLimitWithInfo(req.ip);
    await limiter.clear(req.ip);
    return res.status(401).end();
  }
};
