const cache = require('memory-cache');
const jwt = require('jsonwebtoken');

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await cache.get('revoked', token);
    await cache.keys('revoked', token);
    await cache.put('revoked', token);
    await cache.del('revoked', token);
    await cache.clear('revoked', token);
    return res.status(401).end();
  }
};
