const express = require('express');
const jwt = require('jsonwebtoken');
const { DataTypes, Model, Sequelize } = require('sequelize');

const app = express();
const sequelize = new Sequelize(process.env.DB);
const columns = { token: DataTypes.STRING, revoked: DataTypes.BOOLEAN };
const RefreshToken = sequelize.define('RefreshToken', columns, {
  hooks: {
    afterBulkDestroy: (options) => console.info('refresh tokens removed', options.where),
    afterDestroy(row) {
      console.info('refresh token removed', row.id);
    },
  },
});
const AccessToken = sequelize.define('AccessToken', columns);
AccessToken.addHook('afterDestroy', 'audit', (row) => console.info('access token removed', row.id));
AccessToken.addHook('beforeBulkUpdate', () => console.info('access tokens changed'));

class LoginToken extends Model {}
LoginToken.init(columns, { sequelize, hooks: { beforeBulkDestroy: () => console.info('login tokens removed') } });
LoginToken.afterDestroy((row) => console.info('login token removed', row.id));

// Each has a method of its own.
const model = sequelize.define('Visit', columns);
const quiet = () => {};
model.init(columns, { sequelize });
model.afterCreate(quiet);
model.beforeCreate(quiet);
model.afterUpdate(quiet);
model.beforeUpdate(quiet);
model.afterSave(quiet);
model.beforeSave(quiet);
model.addHook('afterSave', quiet);
model.afterDestroy(quiet);
model.beforeDestroy(quiet);
model.afterRestore(quiet);
model.beforeRestore(quiet);
model.afterUpsert(quiet);
model.beforeUpsert(quiet);
model.afterBulkCreate(quiet);
model.beforeBulkCreate(quiet);
model.afterBulkUpdate(quiet);
model.beforeBulkUpdate(quiet);
model.afterBulkDestroy(quiet);
model.beforeBulkDestroy(quiet);
model.afterBulkRestore(quiet);
model.beforeBulkRestore(quiet);

app.post('/logout', async (req, res) => {
  await RefreshToken.destroy({ where: { token: req.cookies.refreshToken } });
  res.sendStatus(204);
});

app.post('/logout/row', async (req, res) => {
  const row = await RefreshToken.findOne({ where: { token: req.cookies.refreshToken } });
  await row.destroy();
  res.sendStatus(204);
});

app.post('/revoke/row', async (req, res) => {
  const row = await RefreshToken.findOne({ where: { token: req.cookies.refreshToken } });
  row.revoked = true;
  await row.save(); //~ unlogged-revocation
  res.sendStatus(204);
});

// What runs for each row does not run for many at once, unless it is asked for.
app.post('/access/logout', async (req, res) => {
  await AccessToken.destroy({ where: { token: req.body.token } }); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/access/logout/each', async (req, res) => {
  await AccessToken.destroy({ where: { token: req.body.token }, individualHooks: true });
  res.sendStatus(204);
});

app.post('/access/revoke', async (req, res) => {
  await AccessToken.update({ revoked: true }, { where: { token: req.body.token } });
  res.sendStatus(204);
});

app.post('/login/logout', async (req, res) => {
  await LoginToken.destroy({ where: { token: req.body.token } });
  res.sendStatus(204);
});

app.get('/me', (req, res) => {
  try {
    return res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err);
    return res.status(401).end();
  }
});
app.listen(3000);
