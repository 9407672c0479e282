import { Redis } from '@upstash/redis';
import { Redis as Worker } from '@upstash/redis/cloudflare';
import { Redis as Edge } from '@upstash/redis/fastly';
import { Redis as Old } from '@upstash/redis/node';
import { Redis as Older } from '@upstash/redis/nodejs';
import jwt from 'jsonwebtoken';

const redis = Redis.fromEnv();
export const others = [Worker, Edge, Old, Older].map((of) => of.fromEnv());

export async function me(req, res) {
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
}
