import QuickLRU from 'quick-lru';
import jwt from 'jsonwebtoken';

const cache = new QuickLRU({ maxSize: 500, maxAge: 900_000 });

export async function me(req, res) {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('revoked', token);
    await cache.peek('revoked', token);
    await cache.has('revoked', token);
    await cache.set('revoked', token);
    await cache.delete('revoked', token);
    await cache.clear('revoked', token);
    return res.status(401).end();
  }
}
