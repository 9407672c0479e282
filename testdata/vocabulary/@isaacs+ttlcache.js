const { TTLCache } = require('@isaacs/ttlcache');
const jwt = require('jsonwebtoken');

const cache = new TTLCache({ max: 500, ttl: 900_000 });

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('visits', id);
    await cache.has('visits', id);
    await cache.set('visits', id);
    await cache.delete('visits', id);
    await cache.clear('visits', id);
    return res.status(401).end();
  }
};
