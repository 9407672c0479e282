// Lists of tokens that JavaScript's own collections hold.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
const revokedTokens = new Set();
const blacklist = new Map();
let invalidTokens = [];
let refreshTokens = [];
const activeTokens = new Set();

app.use((req, res, next) => {
  if (revokedTokens.has(req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (blacklist.get(req.token) !== undefined) { //~ unlogged-revoked-token
    return res.sendStatus(401);
  }
  next();
});

app.use((req, res, next) => {
  if (invalidTokens.includes(req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (invalidTokens.indexOf(req.token) > -1) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (invalidTokens.some((known) => known === req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  const listed = invalidTokens.find((known) => known === req.token);
  if (!listed) return next(); //~ unlogged-revoked-token
  res.sendStatus(401);
});

app.use((req, res, next) => {
  if (invalidTokens.filter((known) => known === req.token).length > 0) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  const isRevoked = revokedTokens.has(req.token);
  if (isRevoked) {
    console.warn('revoked token', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
});

app.use((req, res, next) => {
  if (!activeTokens.has(req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.post('/token', (req, res) => { //~ unlimited-refresh-route
  const { refreshToken } = req.body;
  if (!refreshTokens.includes(refreshToken)) return res.sendStatus(403); //~ unlogged-revoked-token
  const user = jwt.verify(refreshToken, process.env.KEY);
  console.info('refreshed', { user: user.id });
  res.json({ token: jwt.sign({ id: user.id }, process.env.KEY) });
});

app.delete('/logout', (req, res) => {
  refreshTokens = refreshTokens.filter((known) => known !== req.body.refreshToken); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/revoke', (req, res) => {
  revokedTokens.add(req.token); //~ unlogged-revocation
  blacklist.set(req.token, Date.now()); //~ unlogged-revocation
  invalidTokens.push(req.token); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/shut-out', (req, res) => {
  revokedTokens.add(req.body.token);
  console.info('token revoked', { by: req.user.id });
  res.sendStatus(204);
});

// What is over is let go.
setInterval(() => {
  for (const [token, at] of blacklist) if (at < Date.now() - 900_000) blacklist.delete(token);
}, 60_000);
