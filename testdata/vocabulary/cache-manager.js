import { createCache } from 'cache-manager';
import jwt from 'jsonwebtoken';

const cache = createCache();

export async function me(req, res) {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('revoked', token);
    await cache.mget('revoked', token);
    await cache.mset('revoked', token);
    await cache.set('revoked', token);
    await cache.clear('revoked', token);
    await cache.del('revoked', token);
    await cache.mdel('revoked', token);
    await cache.reset('revoked', token);
    return res.status(401).end();
  }
}
