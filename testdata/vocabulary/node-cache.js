const NodeCache = require('node-cache');
const jwt = require('jsonwebtoken');

const cache = new NodeCache({ stdTTL: 900 });

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('revoked', token);
    await cache.has('revoked', token);
    await cache.keys('revoked', token);
    await cache.mget('revoked', token);
    await cache.mset('revoked', token);
    await cache.set('revoked', token);
    await cache.ttl('revoked', token);
    await cache.del('revoked', token);
    await cache.take('revoked', token);
    await cache.flushAll('revoked', token);
    return res.status(401).end();
  }
};
