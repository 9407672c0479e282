const RateLimiter = require('async-ratelimiter');
const Redis = require('ioredis');
const jwt = require('jsonwebtoken');

const rateLimiter = new RateLimiter({ db: new Redis(), max: 5, duration: 60_000 });

exports.me = async (req, res) => {
  const limit = await rateLimiter.get({ id: req.ip });
  if (!limit.remaining) return res.status(429).end();
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    return res.status(401).end();
  }
};
