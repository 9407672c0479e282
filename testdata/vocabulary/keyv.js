const Keyv = require('keyv');
const jwt = require('jsonwebtoken');

const keyv = new Keyv();

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await keyv.get('visits', id);
    await keyv.has('visits', id);
    await keyv.getMany('visits', id);
    await keyv.hasMany('visits', id);
    await keyv.set('visits', id);
    await keyv.setMany('visits', id);
    await keyv.delete('visits', id);
    await keyv.deleteMany('visits', id);
    await keyv.clear('visits', id);
    return res.status(401).end();
  }
};
