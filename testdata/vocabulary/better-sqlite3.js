const Database = require('better-sqlite3');
const jwt = require('jsonwebtoken');

const db = new Database(':memory:');
const statement = db.prepare('SELECT 1 FROM revoked_tokens WHERE token = ?');

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    db.exec('DELETE FROM revoked_tokens');
    statement.get(token);
    statement.all(token);
    statement.iterate(token);
    statement.run(token);
    statement.bind(token);
    statement.expand(token);
    statement.pluck(token);
    statement.raw(token);
    return res.status(401).end();
  }
};
