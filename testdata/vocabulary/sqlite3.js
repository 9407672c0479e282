const sqlite3 = require('sqlite3');
const jwt = require('jsonwebtoken');

const db = new sqlite3.Database(':memory:');
const statement = db.prepare('SELECT 1 FROM revoked_tokens WHERE token = ?');

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    db.get('SELECT 1 FROM revoked_tokens WHERE token = ?', token, () => {});
    db.all('SELECT 1 FROM revoked_tokens WHERE token = ?', token, () => {});
    db.exec('SELECT 1 FROM revoked_tokens WHERE token = ?', token, () => {});
    db.run('SELECT 1 FROM revoked_tokens WHERE token = ?', token, () => {});
    statement.get(token, () => {});
    statement.all(token, () => {});
    statement.run(token, () => {});
    return res.status(401).end();
  }
};
