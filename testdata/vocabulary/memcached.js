const Memcached = require('memcached');
const jwt = require('jsonwebtoken');

const memcached = new Memcached(process.env.MEMCACHED);

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await memcached.get('revoked', () => {});
    await memcached.gets('revoked', () => {});
    await memcached.getMulti('revoked', () => {});
    await memcached.add('revoked', () => {});
    await memcached.set('revoked', () => {});
    await memcached.cas('revoked', () => {});
    await memcached.replace('revoked', () => {});
    await memcached.touch('revoked', () => {});
    await memcached.del('revoked', () => {});
    await memcached.delete('revoked', () => {});
    return res.status(401).end();
  }
};
