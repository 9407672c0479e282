// Lists that a row holds as a text: what one leaves over is put together again, and the row saved.
const express = require('express');
const jwt = require('jsonwebtoken');
const { User } = require('./models');

const app = express();

app.get('/orders', (req, res) => {
  try {
    res.json({ user: jwt.verify(req.cookies.token, process.env.JWT_SECRET).sub });
  } catch (err) {
    console.warn('token refused', { reason: err.name, ip: req.ip });
    res.sendStatus(401);
  }
});

app.post('/logout/joined', async (req, res) => {
  const user = await User.findById(req.body.id);
  user.tokens = user.tokens.split(',').filter((token) => token !== req.body.refreshToken).join(','); //~ unlogged-revocation
  await user.save();
  res.sendStatus(204);
});

app.post('/logout/json', async (req, res) => {
  const user = await User.findById(req.body.id);
  user.tokens = JSON.stringify(JSON.parse(user.tokens).filter((token) => token !== req.body.refreshToken)); //~ unlogged-revocation
  await user.save();
  res.sendStatus(204);
});

app.post('/logout/told', async (req, res) => {
  const user = await User.findById(req.body.id);
  user.tokens = user.tokens.filter((token) => token !== req.body.refreshToken).join(',');
  await user.save();
  console.info('token revoked', { user: user.id, ip: req.ip });
  res.sendStatus(204);
});

// What is left of one row's list goes to another row.
app.post('/copy', async (req, res) => {
  const [from, to] = await User.find({ group: req.body.group });
  to.tokens = from.tokens.filter((token) => token !== req.body.refreshToken).join(',');
  await to.save();
  res.sendStatus(204);
});

app.post('/colours', async (req, res) => {
  const user = await User.findById(req.body.id);
  user.colours = user.colours.split(',').filter((colour) => colour !== req.body.colour).join(',');
  await user.save();
  res.sendStatus(204);
});

app.listen(3000);
