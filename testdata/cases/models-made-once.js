// A model that may be there already: what is registered with its schema is registered with it.
const express = require('express');
const mongoose = require('mongoose');
const jwt = require('jsonwebtoken');
const rateLimit = require('express-rate-limit');

const schema = new mongoose.Schema({ token: String });
schema.post('save', (row) => console.info('refresh token issued', { user: row.user }));
const RefreshToken = mongoose.models.RefreshToken || mongoose.model('RefreshToken', schema);
const Kept = mongoose.models.Kept ?? mongoose.model('Kept', schema);
const Quiet = mongoose.models.Quiet || mongoose.model('Quiet', new mongoose.Schema({ token: String }));

const app = express();
const limiter = rateLimit({ limit: 5 });
const exchange = async (req, model) => {
  const user = jwt.verify(req.cookies.refreshToken, process.env.REFRESH_SECRET);
  const token = jwt.sign({ id: user.id }, process.env.REFRESH_SECRET);
  await model.create({ token, user: user.id });
  return token;
};

app.post('/refresh', limiter, async (req, res) => {
  const user = jwt.verify(req.cookies.refreshToken, process.env.REFRESH_SECRET);
  const token = jwt.sign({ id: user.id }, process.env.REFRESH_SECRET);
  await RefreshToken.create({ token, user: user.id });
  res.json({ token });
});
app.post('/kept/refresh', limiter, async (req, res) => res.json({ token: await exchange(req, Kept) }));
app.post('/quiet/refresh', limiter, async (req, res) => res.json({ token: await exchange(req, Quiet) })); //~ unmonitored-refresh
app.listen(3000);
