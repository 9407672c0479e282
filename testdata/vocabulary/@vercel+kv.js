import { kv } from '@vercel/kv';
import jwt from 'jsonwebtoken';

export async function me(req, res) {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await kv.get('visits', id);
    await kv.getex('visits', id);
    await kv.hget('visits', id);
    await kv.hgetall('visits', id);
    await kv.lpos('visits', id);
    await kv.zrank('visits', id);
    await kv.zscore('visits', id);
    await kv.exists('visits', id);
    await kv.hexists('visits', id);
    await kv.sismember('visits', id);
    await kv.hlen('visits', id);
    await kv.llen('visits', id);
    await kv.scard('visits', id);
    await kv.zcard('visits', id);
    await kv.keys('visits', id);
    await kv.lrange('visits', id);
    await kv.smembers('visits', id);
    await kv.zrange('visits', id);
    await kv.getset('visits', id);
    await kv.hmset('visits', id);
    await kv.hset('visits', id);
    await kv.hsetnx('visits', id);
    await kv.lpush('visits', id);
    await kv.psetex('visits', id);
    await kv.rpush('visits', id);
    await kv.sadd('visits', id);
    await kv.set('visits', id);
    await kv.setex('visits', id);
    await kv.setnx('visits', id);
    await kv.zadd('visits', id);
    await kv.expire('visits', id);
    await kv.expireat('visits', id);
    await kv.hincrby('visits', id);
    await kv.incr('visits', id);
    await kv.persist('visits', id);
    await kv.pexpire('visits', id);
    await kv.del('visits', id);
    await kv.getdel('visits', id);
    await kv.hdel('visits', id);
    await kv.lrem('visits', id);
    await kv.srem('visits', id);
    await kv.unlink('visits', id);
    await kv.zrem('visits', id);
    return res.status(401).end();
  }
}
