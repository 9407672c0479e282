const { Sequelize, DataTypes } = require('sequelize');
const jwt = require('jsonwebtoken');

const sequelize = new Sequelize(process.env.DB);
const model = sequelize.define('Visit', { id: DataTypes.STRING });

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await model.findByPk({ where: { id } });
    await model.findOne({ where: { id } });
    await model.findAll({ where: { id } });
    await model.count({ where: { id } });
    await model.bulkCreate({ where: { id } });
    await model.create({ where: { id } });
    await model.findOrCreate({ where: { id } });
    await model.findCreateFind({ where: { id } });
    await model.upsert({ where: { id } });
    await model.decrement({ where: { id } });
    await model.increment({ where: { id } });
    await model.restore({ where: { id } });
    await model.update({ where: { id } });
    await model.destroy({ where: { id } });
    await model.truncate({ where: { id } });
    const instance = model.build({ id });
    await instance.save();
    await instance.decrement();
    await instance.increment();
    await instance.restore();
    await instance.update();
    await instance.destroy();
    await sequelize.query('SELECT 1 FROM visits WHERE id = ?', { replacements: [id] });
    return res.status(401).end();
  }
};

const Listed = sequelize.define('BlacklistedToken', { token: DataTypes.STRING });
const RefreshToken = sequelize.define('RefreshToken', { token: DataTypes.STRING, revokedAt: DataTypes.DATE });

exports.silent = async (req, res, next) => {
  const listed = await Listed.findOne({ where: { token: req.token } });
  if (listed !== null) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.told = async (req, res, next) => {
  if ((await Listed.count({ where: { token: req.token } })) > 0) {
    console.warn('revoked token', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.refresh = async (req, res) => {
  const stored = await RefreshToken.findOne({ where: { token: req.body.refreshToken, revokedAt: null } });
  if (!stored) return res.sendStatus(401); //~ unlogged-revoked-token
  console.info('refreshed', { user: stored.userId });
  res.json({ token: jwt.sign({ id: stored.userId }, process.env.KEY) });
};

exports.raw = async (req, res, next) => {
  const [rows] = await sequelize.query('SELECT 1 FROM revoked_tokens WHERE token = ?', { replacements: [req.token] });
  if (rows.length) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.revoke = async (req, res) => {
  await Listed.create({ token: req.token }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logout = async (req, res) => {
  await RefreshToken.destroy({ where: { token: req.body.refreshToken } }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logoutTold = async (req, res) => {
  await RefreshToken.update({ revokedAt: new Date() }, { where: { token: req.body.refreshToken } });
  console.info('logged out', { user: req.user.id });
  res.sendStatus(204);
};

exports.row = async (req, res) => {
  const stored = await RefreshToken.findOne({ where: { token: req.body.refreshToken } });
  if (stored) await stored.destroy(); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.acceptAgain = async (req, res) => {
  await Listed.destroy({ where: { token: req.params.token } });
  res.sendStatus(204);
};
