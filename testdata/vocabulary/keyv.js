const Keyv = require('keyv');
const jwt = require('jsonwebtoken');

const keyv = new Keyv();

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await keyv.get('revoked', token);
    await keyv.has('revoked', token);
    await keyv.getMany('revoked', token);
    await keyv.hasMany('revoked', token);
    await keyv.set('revoked', token);
    await keyv.setMany('revoked', token);
    await keyv.delete('revoked', token);
    await keyv.deleteMany('revoked', token);
    await keyv.clear('revoked', token);
    return res.status(401).end();
  }
};
