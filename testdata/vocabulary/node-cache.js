const NodeCache = require('node-cache');
const jwt = require('jsonwebtoken');

const cache = new NodeCache({ stdTTL: 900 });

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('visits', id);
    await cache.has('visits', id);
    await cache.keys('visits', id);
    await cache.mget('visits', id);
    await cache.mset('visits', id);
    await cache.set('visits', id);
    await cache.ttl('visits', id);
    await cache.del('visits', id);
    await cache.take('visits', id);
    await cache.flushAll('visits', id);
    return res.status(401).end();
  }
};
