import QuickLRU from 'quick-lru';
import jwt from 'jsonwebtoken';

const cache = new QuickLRU({ maxSize: 500, maxAge: 900_000 });

export async function me(req, res) {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('visits', id);
    await cache.peek('visits', id);
    await cache.has('visits', id);
    await cache.set('visits', id);
    await cache.delete('visits', id);
    await cache.clear('visits', id);
    return res.status(401).end();
  }
}
