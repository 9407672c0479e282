const cache = require('memory-cache');
const jwt = require('jsonwebtoken');

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('visits', id);
    await cache.keys('visits', id);
    await cache.put('visits', id);
    await cache.del('visits', id);
    await cache.clear('visits', id);
    return res.status(401).end();
  }
};
