// Which hooks of a schema run along with what is done to a model: as mongoose does it.
const express = require('express');
const jwt = require('jsonwebtoken');
const mongoose = require('mongoose');
const { rateLimit } = require('express-rate-limit');

const told = (row) => console.info('refresh token revoked', { user: row && row.user });

const queried = new mongoose.Schema({ token: String, user: String });
queried.post('deleteOne', told);
const QueriedToken = mongoose.model('QueriedToken', queried);

const documented = new mongoose.Schema({ token: String, user: String });
documented.post('deleteOne', { document: true, query: false }, told);
const DocumentedToken = mongoose.model('DocumentedToken', documented);

const both = new mongoose.Schema({ token: String, user: String });
both.post('deleteOne', { document: true, query: true }, told);
const BothToken = mongoose.model('BothToken', both);

const late = new mongoose.Schema({ token: String, user: String });
const LateToken = mongoose.model('LateToken', late);
late.post('deleteOne', told);

const app = express();
app.use(express.json());
app.post('/refresh', rateLimit({ windowMs: 60_000, limit: 5 }), async (req, res) => {
  const claims = jwt.verify(req.body.refreshToken, process.env.REFRESH_SECRET);
  console.info('refreshed', { user: claims.sub, ip: req.ip });
  res.json({ token: jwt.sign({ sub: claims.sub }, process.env.JWT_SECRET) });
});

app.post('/queried/logout', async (req, res) => {
  await QueriedToken.deleteOne({ token: req.body.refreshToken });
  res.sendStatus(204);
});
app.post('/documented/logout', async (req, res) => {
  await DocumentedToken.deleteOne({ token: req.body.refreshToken }); //~ unlogged-revocation
  res.sendStatus(204);
});
app.post('/documented/row/logout', async (req, res) => {
  const row = await DocumentedToken.findOne({ token: req.body.refreshToken });
  await row.deleteOne();
  res.sendStatus(204);
});
app.post('/both/logout', async (req, res) => {
  await BothToken.deleteOne({ token: req.body.refreshToken });
  res.sendStatus(204);
});
app.post('/late/logout', async (req, res) => {
  await LateToken.deleteOne({ token: req.body.refreshToken }); //~ unlogged-revocation
  res.sendStatus(204);
});
app.listen(3000);
