// Lists that last in a file: a function that changes one reads it, and writes it away again. One that is not written away is gone.
const express = require('express');
const fs = require('fs');
const { appendFile } = require('fs/promises');
const jwt = require('jsonwebtoken');

const app = express();

app.use((req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.JWT_SECRET);
    next();
  } catch (err) {
    console.warn('token refused', { reason: err.name, ip: req.ip });
    res.sendStatus(401);
  }
});

app.post('/logout', (req, res) => {
  const refreshTokens = fs.readFileSync('tokens.txt', 'utf8').split('\n');
  refreshTokens.splice(refreshTokens.indexOf(req.body.refreshToken), 1); //~ unlogged-revocation
  fs.writeFileSync('tokens.txt', refreshTokens.join('\n'));
  res.sendStatus(204);
});

app.post('/revoke', async (req, res) => {
  const revokedTokens = [];
  revokedTokens.push(req.cookies.token); //~ unlogged-revocation
  await appendFile('revoked.txt', revokedTokens.join('\n'));
  res.sendStatus(204);
});

app.post('/revoke/told', (req, res) => {
  const revokedTokens = fs.readFileSync('revoked.txt', 'utf8').split('\n');
  revokedTokens.push(req.cookies.token);
  fs.writeFileSync('revoked.txt', revokedTokens.join('\n'));
  console.info('token revoked', { user: req.user.sub, ip: req.ip });
  res.sendStatus(204);
});

app.get('/tokens', (req, res) => {
  const refreshTokens = req.get('x-tokens').split(',');
  refreshTokens.splice(refreshTokens.indexOf(req.cookies.refreshToken), 1);
  res.json({ others: refreshTokens.length });
});

app.get('/revoked', (req, res) => {
  const revokedTokens = [];
  for (const token of req.user.tokens) if (token.endsWith('!')) revokedTokens.push(token);
  res.json(revokedTokens);
});
