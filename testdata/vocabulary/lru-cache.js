const { LRUCache } = require('lru-cache');
const jwt = require('jsonwebtoken');

const cache = new LRUCache({ max: 500, ttl: 900_000 });

exports.me = async (req, res) => {
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
    await cache.del('visits', id);
    await cache.pop('visits', id);
    await cache.clear('visits', id);
    return res.status(401).end();
  }
};

const revoked = new LRUCache({ max: 500 });

exports.silent = async (req, res, next) => {
  if (revoked.has(req.user.jti)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.told = async (req, res, next) => {
  if (revoked.get(req.user.jti)) {
    console.warn('revoked token', { jti: req.user.jti, ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.revoke = async (req, res) => {
  revoked.set(req.user.jti, true); //~ unlogged-revocation
  res.sendStatus(204);
};
