const express = require('express');
const jwt = require('jsonwebtoken');
const mongoose = require('mongoose');

const app = express();
const schema = new mongoose.Schema({ token: String, user: String, revoked: Boolean });
schema.post('deleteOne', function () {
  console.info('refresh token removed', this.getFilter());
});
schema.post(['updateMany', 'findOneAndUpdate'], () => console.info('refresh tokens changed'));
schema.pre('save', async function () {
  if (this.isNew) console.info('refresh token kept', { user: this.user });
});
const RefreshToken = mongoose.model('RefreshToken', schema);

const quiet = new mongoose.Schema({ token: String });
quiet.post('deleteOne', function () {
  this.model.touched = true;
});
// It takes errors over, and runs when there is one.
quiet.post('deleteOne', (error, row, next) => {
  console.error(error);
  next(error);
});
quiet.pre('find', () => console.info('listed'));
const SessionToken = mongoose.model('SessionToken', quiet);

app.post('/logout', async (req, res) => {
  await RefreshToken.deleteOne({ token: req.cookies.refreshToken });
  res.sendStatus(204);
});

app.post('/logout/everywhere', async (req, res) => {
  await RefreshToken.deleteMany({ user: req.user.id }); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/revoke', async (req, res) => {
  await RefreshToken.findByIdAndUpdate(req.params.id, { revoked: true });
  res.sendStatus(204);
});

app.post('/revoke/row', async (req, res) => {
  const row = await RefreshToken.findOne({ token: req.body.refreshToken });
  row.revoked = true;
  await row.save(); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/remove/row', async (req, res) => {
  const row = await RefreshToken.findOne({ token: req.body.refreshToken });
  await row.deleteOne();
  res.sendStatus(204);
});

app.post('/logout/session', async (req, res) => {
  await SessionToken.deleteOne({ token: req.cookies.session }); //~ unlogged-revocation
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
