const mysql = require('mysql2');
const { createPool } = require('mysql2/promise');
const { createConnection } = require('mysql2/promise.js');
const jwt = require('jsonwebtoken');

const connection = mysql.createPool(process.env.DB);
const promised = createPool(process.env.DB);
exports.single = () => createConnection(process.env.DB);

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    connection.query('SELECT 1 FROM revoked_tokens WHERE token = ?', [token], () => {});
    connection.execute('SELECT 1 FROM revoked_tokens WHERE token = ?', [token], () => {});
    await promised.query('SELECT 1 FROM revoked_tokens WHERE token = ?', [token]);
    await promised.execute('SELECT 1 FROM revoked_tokens WHERE token = ?', [token]);
    return res.status(401).end();
  }
};

exports.silent = async (req, res, next) => {
  const [rows] = await promised.execute('SELECT id FROM revoked_tokens WHERE token = ?', [req.token]);
  if (rows.length) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.calledBack = (req, res, next) => {
  connection.query('SELECT id FROM revoked_tokens WHERE token = ?', [req.token], (err, rows) => {
    if (err) return next(err);
    if (rows.length > 0) return res.sendStatus(401); //~ unlogged-revoked-token
    next();
  });
};

exports.told = async (req, res, next) => {
  const [[row]] = await promised.query('SELECT id FROM revoked_tokens WHERE token = ?', [req.token]);
  if (row) {
    console.warn('revoked token', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.revoke = async (req, res) => {
  await promised.execute('INSERT INTO revoked_tokens (token) VALUES (?)', [req.token]); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.revokeTold = async (req, res) => {
  await promised.execute('INSERT INTO revoked_tokens (token) VALUES (?)', [req.token]);
  console.info('token revoked', { user: req.user.id });
  res.sendStatus(204);
};
