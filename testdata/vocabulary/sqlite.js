const { open } = require('sqlite');
const jwt = require('jsonwebtoken');

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    const db = await open({ filename: ':memory:' });
    const statement = await db.prepare('SELECT 1 FROM revoked_tokens WHERE token = ?');
    await db.get('SELECT 1 FROM revoked_tokens WHERE token = ?', token);
    await db.all('SELECT 1 FROM revoked_tokens WHERE token = ?', token);
    await db.exec('SELECT 1 FROM revoked_tokens WHERE token = ?', token);
    await db.run('SELECT 1 FROM revoked_tokens WHERE token = ?', token);
    await statement.get(token);
    await statement.all(token);
    await statement.run(token);
    return res.status(401).end();
  }
};
