const knex = require('knex');
const jwt = require('jsonwebtoken');

const db = knex({ client: 'pg' });

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await db('revoked_tokens').where({ token }).first();
    await db.from('revoked_tokens').where({ token });
    await db.select('*').from('revoked_tokens');
    await db.table('revoked_tokens');
    await db.first('*').from('revoked_tokens');
    await db.insert({ token }).into('revoked_tokens');
    await db.raw('SELECT 1 FROM revoked_tokens WHERE token = ?', [token]);
    return res.status(401).end();
  }
};
