const { FastRateLimit } = require('fast-ratelimit');
const jwt = require('jsonwebtoken');

const limiter = new FastRateLimit({ threshold: 5, ttl: 60 });

exports.me = async (req, res) => {
  if (!limiter.consumeSync(req.ip)) return res.status(429).end();
  try {
    await limiter.consume(req.ip);
  } catch {
    return res.status(429).end();
  }
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    limiter.hasTokenSync(req.ip);
    await limiter.hasToken(req.ip).catch(() => {});
    return res.status(401).end();
  }
};
