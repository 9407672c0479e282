const { RateLimiterMemory, RateLimiterUnion, RLWrapperBlackAndWhite } = require('rate-limiter-flexible');
const jwt = require('jsonwebtoken');

const limiter = new RateLimiterMemory({ points: 5, duration: 60 });
const wrapper = new RLWrapperBlackAndWhite({ limiter, whiteList: ['10.0.0.1'] });
const both = new RateLimiterUnion(limiter, new RateLimiterMemory({ points: 50, duration: 3600 }));

exports.me = async (req, res) => {
  try {
    await limiter.consume(req.ip);
    await wrapper.consume(req.ip);
    await both.consume(req.ip);
  } catch {
    return res.status(429).end();
  }
  try {
    return res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // None of these tells anybody.
    await limiter.penalty(req.ip);
    await limiter.block(req.ip, 60);
    await limiter.reward(req.ip);
    await limiter.set(req.ip, 1, 60);
    await limiter.get(req.ip);
    await limiter.delete(req.ip);
    await wrapper.penalty(req.ip);
    await wrapper.block(req.ip, 60);
    await wrapper.reward(req.ip);
    await wrapper.set(req.ip, 1, 60);
    await wrapper.get(req.ip);
    await wrapper.delete(req.ip);
    return res.status(401).end();
  }
};
