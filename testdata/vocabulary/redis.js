const { createClient } = require('redis');
const base = require('@redis/client');
const jwt = require('jsonwebtoken');

const client = createClient({ url: process.env.REDIS });
const other = base.createClient();

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await client.get('visits', id);
    await client.getEx('visits', id);
    await client.getex('visits', id);
    await client.hGet('visits', id);
    await client.hGetAll('visits', id);
    await client.hget('visits', id);
    await client.hgetall('visits', id);
    await client.lPos('visits', id);
    await client.lpos('visits', id);
    await client.zRank('visits', id);
    await client.zScore('visits', id);
    await client.zrank('visits', id);
    await client.zscore('visits', id);
    await client.exists('visits', id);
    await client.hExists('visits', id);
    await client.hexists('visits', id);
    await client.sIsMember('visits', id);
    await client.sismember('visits', id);
    await client.hLen('visits', id);
    await client.hlen('visits', id);
    await client.lLen('visits', id);
    await client.llen('visits', id);
    await client.sCard('visits', id);
    await client.scard('visits', id);
    await client.zCard('visits', id);
    await client.zcard('visits', id);
    await client.keys('visits', id);
    await client.lRange('visits', id);
    await client.lrange('visits', id);
    await client.sMembers('visits', id);
    await client.smembers('visits', id);
    await client.zRange('visits', id);
    await client.zrange('visits', id);
    await client.getSet('visits', id);
    await client.getset('visits', id);
    await client.hSet('visits', id);
    await client.hSetNX('visits', id);
    await client.hmset('visits', id);
    await client.hset('visits', id);
    await client.hsetnx('visits', id);
    await client.lPush('visits', id);
    await client.lpush('visits', id);
    await client.pSetEx('visits', id);
    await client.psetex('visits', id);
    await client.rPush('visits', id);
    await client.rpush('visits', id);
    await client.sAdd('visits', id);
    await client.sadd('visits', id);
    await client.set('visits', id);
    await client.setEx('visits', id);
    await client.setNX('visits', id);
    await client.setex('visits', id);
    await client.setnx('visits', id);
    await client.zAdd('visits', id);
    await client.zadd('visits', id);
    await client.expire('visits', id);
    await client.expireAt('visits', id);
    await client.expireat('visits', id);
    await client.hIncrBy('visits', id);
    await client.hincrby('visits', id);
    await client.incr('visits', id);
    await client.pExpire('visits', id);
    await client.persist('visits', id);
    await client.pexpire('visits', id);
    await client.del('visits', id);
    await client.getDel('visits', id);
    await client.getdel('visits', id);
    await client.hDel('visits', id);
    await client.hdel('visits', id);
    await client.lRem('visits', id);
    await client.lrem('visits', id);
    await client.sRem('visits', id);
    await client.srem('visits', id);
    await client.unlink('visits', id);
    await client.zRem('visits', id);
    await client.zrem('visits', id);
    await other.get('visits');
    return res.status(401).end();
  }
};

exports.silent = async (req, res, next) => {
  if (await client.get(`revoked:${req.user.jti}`)) { //~ unlogged-revoked-token
    return res.sendStatus(401);
  }
  next();
};

exports.counted = async (req, res, next) => {
  const listed = await client.exists('blacklist:' + req.token);
  if (listed === 1) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.member = async (req, res, next) => {
  if (!(await client.sIsMember('revoked_tokens', req.user.jti))) return next(); //~ unlogged-revoked-token
  res.sendStatus(401);
};

exports.told = async (req, res, next) => {
  if ((await client.get(`revoked:${req.user.jti}`)) !== null) {
    console.warn('revoked token', { jti: req.user.jti, ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

// Up to version 3 the answer comes to a callback.
exports.calledBack = (req, res, next) => {
  client.get('blacklist_' + req.token, (err, found) => {
    if (err) return next(err);
    if (found) return res.sendStatus(401); //~ unlogged-revoked-token
    next();
  });
};

exports.logout = async (req, res) => {
  await client.setEx(`revoked:${req.user.jti}`, 900, '1'); //~ unlogged-revocation
  res.sendStatus(204);
};

// The row is written once; how long it is kept is no second revocation.
exports.logoutInTwoSteps = async (req, res) => {
  await client.sAdd('revoked_tokens', req.user.jti); //~ unlogged-revocation
  await client.expire('revoked_tokens', 900);
  res.sendStatus(204);
};

exports.logoutTold = async (req, res) => {
  await client.setEx(`revoked:${req.user.jti}`, 900, '1');
  console.info('logged out', { user: req.user.id });
  res.sendStatus(204);
};

exports.logoutEverywhere = async (req, res) => {
  await client.del(`refresh_token:${req.user.id}`); //~ unlogged-revocation
  res.sendStatus(204);
};
