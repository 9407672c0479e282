const { Pool } = require('pg');
const Bare = require('pg-pool');
const jwt = require('jsonwebtoken');

const client = new Pool();
exports.bare = new Bare();

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await client.query('SELECT 1 FROM revoked_tokens WHERE token = $1', [token]);
    return res.status(401).end();
  }
};
