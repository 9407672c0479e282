import { Redis } from '@upstash/redis';
import { Redis as Worker } from '@upstash/redis/cloudflare';
import { Redis as Edge } from '@upstash/redis/fastly';
import { Redis as Old } from '@upstash/redis/node';
import { Redis as Older } from '@upstash/redis/nodejs';
import jwt from 'jsonwebtoken';

const redis = Redis.fromEnv();
export const others = [Worker, Edge, Old, Older].map((of) => of.fromEnv());

export async function me(req, res) {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await redis.get('revoked', token);
    await redis.getex('revoked', token);
    await redis.hget('revoked', token);
    await redis.hgetall('revoked', token);
    await redis.lpos('revoked', token);
    await redis.zrank('revoked', token);
    await redis.zscore('revoked', token);
    await redis.exists('revoked', token);
    await redis.hexists('revoked', token);
    await redis.sismember('revoked', token);
    await redis.hlen('revoked', token);
    await redis.llen('revoked', token);
    await redis.scard('revoked', token);
    await redis.zcard('revoked', token);
    await redis.keys('revoked', token);
    await redis.lrange('revoked', token);
    await redis.smembers('revoked', token);
    await redis.zrange('revoked', token);
    await redis.getset('revoked', token);
    await redis.hmset('revoked', token);
    await redis.hset('revoked', token);
    await redis.hsetnx('revoked', token);
    await redis.lpush('revoked', token);
    await redis.psetex('revoked', token);
    await redis.rpush('revoked', token);
    await redis.sadd('revoked', token);
    await redis.set('revoked', token);
    await redis.setex('revoked', token);
    await redis.setnx('revoked', token);
    await redis.zadd('revoked', token);
    await redis.expire('revoked', token);
    await redis.expireat('revoked', token);
    await redis.hincrby('revoked', token);
    await redis.incr('revoked', token);
    await redis.persist('revoked', token);
    await redis.pexpire('revoked', token);
    await redis.del('revoked', token);
    await redis.getdel('revoked', token);
    await redis.hdel('revoked', token);
    await redis.lrem('revoked', token);
    await redis.srem('revoked', token);
    await redis.unlink('revoked', token);
    await redis.zrem('revoked', token);
    return res.status(401).end();
  }
}
