import { createCache } from 'cache-manager';
import jwt from 'jsonwebtoken';

const cache = createCache();

export async function me(req, res) {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('visits', id);
    await cache.mget('visits', id);
    await cache.mset('visits', id);
    await cache.set('visits', id);
    await cache.clear('visits', id);
    await cache.del('visits', id);
    await cache.mdel('visits', id);
    await cache.reset('visits', id);
    return res.status(401).end();
  }
}
