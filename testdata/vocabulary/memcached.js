const Memcached = require('memcached');
const jwt = require('jsonwebtoken');

const memcached = new Memcached(process.env.MEMCACHED);

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await memcached.get('visits', () => {});
    await memcached.gets('visits', () => {});
    await memcached.getMulti('visits', () => {});
    await memcached.add('visits', () => {});
    await memcached.set('visits', () => {});
    await memcached.cas('visits', () => {});
    await memcached.replace('visits', () => {});
    await memcached.touch('visits', () => {});
    await memcached.del('visits', () => {});
    await memcached.delete('visits', () => {});
    return res.status(401).end();
  }
};
