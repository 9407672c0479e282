const { RateLimiter, TokenBucket } = require('limiter');
const jwt = require('jsonwebtoken');

const limiter = new RateLimiter({ tokensPerInterval: 5, interval: 'minute', fireImmediately: true });
const bucket = new TokenBucket({ bucketSize: 5, tokensPerInterval: 5, interval: 'minute' });

exports.me = async (req, res) => {
  if (!limiter.tryRemoveTokens(1) || !bucket.tryRemoveTokens(1)) return res.status(429).end();
  if ((await limiter.removeTokens(1)) < 0) return res.status(429).end();
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    limiter.getTokensRemaining();
    await bucket.removeTokens(1);
    return res.status(401).end();
  }
};
