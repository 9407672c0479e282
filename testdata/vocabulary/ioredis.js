const Redis = require('ioredis');
const jwt = require('jsonwebtoken');

const redis = new Redis(process.env.REDIS);

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await redis.get('visits', id);
    await redis.getex('visits', id);
    await redis.hget('visits', id);
    await redis.hgetall('visits', id);
    await redis.lpos('visits', id);
    await redis.zrank('visits', id);
    await redis.zscore('visits', id);
    await redis.exists('visits', id);
    await redis.hexists('visits', id);
    await redis.sismember('visits', id);
    await redis.hlen('visits', id);
    await redis.llen('visits', id);
    await redis.scard('visits', id);
    await redis.zcard('visits', id);
    await redis.keys('visits', id);
    await redis.lrange('visits', id);
    await redis.smembers('visits', id);
    await redis.zrange('visits', id);
    await redis.getset('visits', id);
    await redis.hmset('visits', id);
    await redis.hset('visits', id);
    await redis.hsetnx('visits', id);
    await redis.lpush('visits', id);
    await redis.psetex('visits', id);
    await redis.rpush('visits', id);
    await redis.sadd('visits', id);
    await redis.set('visits', id);
    await redis.setex('visits', id);
    await redis.setnx('visits', id);
    await redis.zadd('visits', id);
    await redis.expire('visits', id);
    await redis.expireat('visits', id);
    await redis.hincrby('visits', id);
    await redis.incr('visits', id);
    await redis.persist('visits', id);
    await redis.pexpire('visits', id);
    await redis.del('visits', id);
    await redis.getdel('visits', id);
    await redis.hdel('visits', id);
    await redis.lrem('visits', id);
    await redis.srem('visits', id);
    await redis.unlink('visits', id);
    await redis.zrem('visits', id);
    return res.status(401).end();
  }
};

// A stored token that is missing is refused.
exports.refresh = async (req, res) => {
  const stored = await redis.get(`refresh_token:${req.body.refreshToken}`);
  if (!stored) return res.sendStatus(401); //~ unlogged-revoked-token
  const user = jwt.verify(req.body.refreshToken, process.env.KEY);
  console.info('refreshed', { user: user.id });
  res.json({ token: jwt.sign({ id: user.id }, process.env.KEY) });
};

exports.both = async (req, res, next) => {
  const [revoked, user] = await Promise.all([redis.sismember('revoked_jtis', req.jti), redis.get(`user:${req.id}`)]);
  if (revoked) return res.sendStatus(401); //~ unlogged-revoked-token
  req.user = user;
  next();
};

exports.address = async (req, res, next) => {
  if (await redis.sismember('ip_blacklist', req.ip)) return res.sendStatus(403);
  next();
};

exports.revoke = async (req, res) => {
  await redis.sadd('revoked_jtis', req.params.jti); //~ unlogged-revocation
  res.sendStatus(204);
};

// All of a user's tokens are refused from now on.
exports.shutOut = async (req, res) => {
  await redis.incr(`token_version:${req.params.user}`); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.pipelined = async (req, res) => {
  await redis.multi().set(`blacklist:${req.jti}`, '1').expire(`blacklist:${req.jti}`, 900).exec(); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.acceptAgain = async (req, res) => {
  await redis.srem('revoked_jtis', req.params.jti);
  res.sendStatus(204);
};
