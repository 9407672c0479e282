// Rows that lie in memory are marked where they lie.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
const tokens = {};
const refreshTokens = new Map();
const users = new Map();
const { KEY } = process.env;
const jtiOf = (req) => jwt.verify(req.cookies.refreshToken, KEY).jti;

app.post('/logout', (req, res) => {
  const { jti } = jwt.verify(req.cookies.refreshToken, KEY);
  tokens[jti].revoked = true; //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/logout/map', (req, res) => {
  refreshTokens.get(req.cookies.refreshToken).revokedAt = new Date(); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/logout/number', (req, res) => {
  refreshTokens.get(req.cookies.refreshToken).revokedAt = Date.now(); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/logout/held', (req, res) => {
  const row = refreshTokens.get(req.cookies.refreshToken); //~ unlogged-revocation
  if (row) row.revoked = true;
  res.sendStatus(204);
});

app.post('/logout/told', (req, res) => {
  const row = refreshTokens.get(req.cookies.refreshToken);
  if (row) row.revoked = true;
  console.info('token revoked', { jti: jtiOf(req), ip: req.ip });
  res.sendStatus(204);
});

// What is marked otherwise, or taken back, or is no token's row, is no revocation.
app.post('/used', (req, res) => {
  refreshTokens.get(req.cookies.refreshToken).seen = true;
  res.sendStatus(204);
});

app.post('/again', (req, res) => {
  refreshTokens.get(req.cookies.refreshToken).revoked = false;
  res.sendStatus(204);
});

app.post('/owner', (req, res) => {
  refreshTokens.get(req.cookies.refreshToken).device.revoked = true;
  res.sendStatus(204);
});

app.post('/users', (req, res) => {
  users.get(req.body.id).revoked = true;
  res.sendStatus(204);
});

// Asking for the mark is a check.
app.use((req, res, next) => {
  const claims = jwt.verify(req.cookies.accessToken, KEY);
  if (tokens[claims.jti].revoked) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  const row = refreshTokens.get(req.cookies.refreshToken);
  if (!row || row.revoked) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});
app.listen(3000);
