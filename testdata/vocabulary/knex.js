const knex = require('knex');
const jwt = require('jsonwebtoken');

const db = knex({ client: 'pg' });

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await db('visits').where({ id }).first();
    await db.from('visits').where({ id });
    await db.select('*').from('visits');
    await db.table('visits');
    await db.first('*').from('visits');
    await db.insert({ id }).into('visits');
    await db.raw('SELECT 1 FROM visits WHERE id = ?', [id]);
    return res.status(401).end();
  }
};

exports.silent = async (req, res, next) => {
  const row = await db('revoked_tokens').where({ token: req.token }).first();
  if (row) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.told = async (req, res, next) => {
  const rows = await db('revoked_tokens').where('jti', req.user.jti);
  if (rows.length > 0) {
    console.warn('revoked token', { jti: req.user.jti, ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.refresh = async (req, res) => {
  const stored = await db('refresh_tokens').where({ token: req.body.refreshToken }).whereNull('revoked_at').first();
  if (!stored) return res.sendStatus(401); //~ unlogged-revoked-token
  console.info('refreshed', { user: stored.user_id });
  res.json({ token: jwt.sign({ id: stored.user_id }, process.env.KEY) });
};

exports.revoke = async (req, res) => {
  await db('revoked_tokens').insert({ token: req.token }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.mark = async (req, res) => {
  await db('refresh_tokens').where({ user_id: req.user.id }).update({ revoked_at: db.fn.now() }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logout = async (req, res) => {
  await db('refresh_tokens').where({ token: req.body.refreshToken }).del(); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logoutTold = async (req, res) => {
  await db('refresh_tokens').where({ token: req.body.refreshToken }).delete();
  console.info('logged out', { user: req.user.id });
  res.sendStatus(204);
};

exports.cleanUp = async () => {
  await db('refresh_tokens').where('expires_at', '<', new Date()).del();
};
