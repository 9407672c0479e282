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

exports.silent = async (req, res, next) => {
  const { rows } = await client.query('SELECT 1 FROM revoked_tokens WHERE token = $1', [req.token]);
  if (rows.length > 0) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.counted = async (req, res, next) => {
  const result = await client.query('SELECT 1 FROM token_blacklist WHERE jti = $1', [req.user.jti]);
  if (result.rowCount) { //~ unlogged-revoked-token
    return res.sendStatus(401);
  }
  next();
};

exports.calledBack = (req, res, next) => {
  client.query('SELECT 1 FROM revoked_tokens WHERE token = $1', [req.token], (err, result) => {
    if (err) return next(err);
    if (result.rows.length !== 0) return res.sendStatus(401); //~ unlogged-revoked-token
    next();
  });
};

exports.told = async (req, res, next) => {
  const { rows } = await client.query('SELECT 1 FROM revoked_tokens WHERE token = $1', [req.token]);
  if (rows[0]) {
    console.warn('revoked token', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.refresh = async (req, res) => {
  const text = 'SELECT * FROM refresh_tokens WHERE token = $1 AND revoked = false';
  const { rows } = await client.query(text, [req.body.refreshToken]);
  if (rows.length === 0) return res.sendStatus(401); //~ unlogged-revoked-token
  console.info('refreshed', { user: rows[0].user_id });
  res.json({ token: jwt.sign({ id: rows[0].user_id }, process.env.KEY) });
};

exports.revoke = async (req, res) => {
  await client.query('INSERT INTO revoked_tokens (token) VALUES ($1)', [req.token]); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.mark = async (req, res) => {
  await client.query('UPDATE refresh_tokens SET revoked = true WHERE token = $1', [req.body.refreshToken]); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logout = async (req, res) => {
  await client.query('DELETE FROM refresh_tokens WHERE token = $1', [req.body.refreshToken]); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logoutTold = async (req, res) => {
  await client.query('DELETE FROM refresh_tokens WHERE token = $1', [req.body.refreshToken]);
  console.info('logged out', { user: req.user.id });
  res.sendStatus(204);
};

exports.cleanUp = async () => {
  await client.query('DELETE FROM refresh_tokens WHERE expires_at < now()');
};
