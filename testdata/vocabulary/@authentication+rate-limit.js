const { BucketRateLimit, ExponentialRateLimit } = require('@authentication/rate-limit');
const jwt = require('jsonwebtoken');

const rateLimit = new BucketRateLimit('memory', { interval: '1 minute', maxSize: 5 });
const slower = new ExponentialRateLimit('memory', { baseDelay: '1 second' });

exports.me = async (req, res) => {
  try {
    await rateLimit.consume(req.ip);
    await slower.consume(req.ip, { timeout: 0 });
  } catch {
    return res.status(429).end();
  }
  try {
    const user = jwt.verify(req.body.token, process.env.KEY);
    await rateLimit.reset(req.ip);
    return res.json(user);
  } catch { //~ silent-verify-failure
    await rateLimit.getNextTime(req.ip);
    return res.status(401).end();
  }
};
