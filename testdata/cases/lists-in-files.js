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

// What a list leaves over is written back in its place.
app.post('/logout/filtered', (req, res) => {
  const list = JSON.parse(fs.readFileSync('tokens.json', 'utf8'));
  fs.writeFileSync('tokens.json', JSON.stringify(list.filter((token) => token !== req.body.refreshToken), null, 2)); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/logout/left', async (req, res) => {
  const tokens = (await fs.promises.readFile('tokens.txt', 'utf8')).split('\n');
  const left = tokens.filter((token) => token !== req.body.refreshToken); //~ unlogged-revocation
  await fs.promises.writeFile('tokens.txt', left.join('\n'));
  res.sendStatus(204);
});

app.post('/logout/filtered/told', (req, res) => {
  const list = JSON.parse(fs.readFileSync('tokens.json', 'utf8'));
  fs.writeFileSync('tokens.json', JSON.stringify(list.filter((token) => token !== req.body.refreshToken)));
  console.info('token revoked', { user: req.user.sub, ip: req.ip });
  res.sendStatus(204);
});

// A part of a list is no list that has lost an entry.
app.post('/report', (req, res) => {
  const refreshTokens = JSON.parse(fs.readFileSync('tokens.json', 'utf8'));
  fs.writeFileSync('report.json', JSON.stringify(refreshTokens.filter((token) => token.user === req.user.sub)));
  res.sendStatus(204);
});

app.get('/tokens/others', (req, res) => {
  const tokens = JSON.parse(fs.readFileSync('tokens.json', 'utf8'));
  res.json(tokens.filter((token) => token !== req.cookies.refreshToken));
});

app.post('/words', (req, res) => {
  const words = JSON.parse(fs.readFileSync('words.json', 'utf8'));
  fs.writeFileSync('words.json', JSON.stringify(words.filter((word) => word !== req.body.word)));
  res.sendStatus(204);
});
