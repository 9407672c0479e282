import { kv } from '@vercel/kv';
import jwt from 'jsonwebtoken';

export async function me(req, res) {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await kv.get('revoked', token);
    await kv.getex('revoked', token);
    await kv.hget('revoked', token);
    await kv.hgetall('revoked', token);
    await kv.lpos('revoked', token);
    await kv.zrank('revoked', token);
    await kv.zscore('revoked', token);
    await kv.exists('revoked', token);
    await kv.hexists('revoked', token);
    await kv.sismember('revoked', token);
    await kv.hlen('revoked', token);
    await kv.llen('revoked', token);
    await kv.scard('revoked', token);
    await kv.zcard('revoked', token);
    await kv.keys('revoked', token);
    await kv.lrange('revoked', token);
    await kv.smembers('revoked', token);
    await kv.zrange('revoked', token);
    await kv.getset('revoked', token);
    await kv.hmset('revoked', token);
    await kv.hset('revoked', token);
    await kv.hsetnx('revoked', token);
    await kv.lpush('revoked', token);
    await kv.psetex('revoked', token);
    await kv.rpush('revoked', token);
    await kv.sadd('revoked', token);
    await kv.set('revoked', token);
    await kv.setex('revoked', token);
    await kv.setnx('revoked', token);
    await kv.zadd('revoked', token);
    await kv.expire('revoked', token);
    await kv.expireat('revoked', token);
    await kv.hincrby('revoked', token);
    await kv.incr('revoked', token);
    await kv.persist('revoked', token);
    await kv.pexpire('revoked', token);
    await kv.del('revoked', token);
    await kv.getdel('revoked', token);
    await kv.hdel('revoked', token);
    await kv.lrem('revoked', token);
    await kv.srem('revoked', token);
    await kv.unlink('revoked', token);
    await kv.zrem('revoked', token);
    return res.status(401).end();
  }
}
