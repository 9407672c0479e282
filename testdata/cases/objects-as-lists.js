// Lists of tokens that are plain objects, asked and changed under a key.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
const revokedTokens = {};
const blacklist = Object.create(null);
const blacklisted = {};
let refreshTokens = {};
const sessions = {};
let tokenList = [];

app.use((req, res, next) => {
  if (revokedTokens[req.token] === true) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (blacklisted[req.token] !== undefined) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (typeof blacklisted[req.token] !== 'undefined') return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (blacklist?.[req.token]) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  const until = blacklist[req.token];
  if (until && until > Date.now()) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (!(req.token in blacklist)) return next(); //~ unlogged-revoked-token
  res.sendStatus(401);
});

app.use((req, res, next) => {
  if (blacklisted.hasOwnProperty(req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (Object.prototype.hasOwnProperty.call(blacklisted, req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (Object.hasOwn(blacklisted, req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (Reflect.has(blacklisted, req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  if (Object.keys(blacklist).includes(req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req, res, next) => {
  const listed = !!blacklist[req.token];
  if (listed) {
    console.warn('revoked token', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
});

class RevokedTokens {
  #entries = {};

  constructor() {
    this.byToken = {};
  }

  has(token) {
    return this.byToken[token] === true || token in this.#entries;
  }

  add(token) {
    this.byToken[token] = true; //~ unlogged-revocation
  }
}

const revoked = new RevokedTokens();

app.use((req, res, next) => {
  if (revoked.has(req.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.post('/revoke', (req, res) => {
  revoked.add(req.token);
  res.sendStatus(204);
});

app.post('/token', (req, res) => { //~ unlimited-refresh-route
  const { refreshToken } = req.body;
  if (!(refreshToken in refreshTokens)) return res.sendStatus(403); //~ unlogged-revoked-token
  const user = jwt.verify(refreshToken, process.env.KEY);
  console.info('refreshed', { user: user.id });
  res.json({ token: jwt.sign({ id: user.id }, process.env.KEY) });
});

app.post('/exchange', (req, res) => { //~ unlimited-refresh-route
  //~^ unmonitored-refresh
  const session = sessions[req.body.refreshToken];
  if (!session || session.revoked) return res.sendStatus(403); //~ unlogged-revoked-token
  res.json({ token: jwt.sign({ id: session.user }, process.env.KEY) });
});

app.post('/logout', (req, res) => {
  delete refreshTokens[req.body.refreshToken]; //~ unlogged-revocation
  sessions[req.body.refreshToken] = null; //~ unlogged-revocation
  tokenList.splice(tokenList.indexOf(req.token), 1); //~ unlogged-revocation
  blacklist[req.token] = Date.now(); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/logout-everywhere', async (req, res) => {
  const user = await req.app.users.findById(req.user.id);
  user.refreshTokens = [];
  await user.save(); //~ unlogged-revocation
  res.sendStatus(204);
});

app.post('/logout-here', async (req, res) => {
  const user = await req.app.users.findById(req.user.id);
  user.tokens = user.tokens.filter((known) => known.token !== req.token); //~ unlogged-revocation
  await user.save();
  res.sendStatus(204);
});

app.post('/logout-of-mine', async (req, res) => {
  req.user.tokens = req.user.tokens.filter((known) => known.token !== req.token); //~ unlogged-revocation
  await req.user.save();
  res.sendStatus(204);
});

app.post('/only-for-now', async (req, res) => {
  req.user.tokens = req.user.tokens.filter((known) => known.token !== req.token);
  res.json(req.user);
});

app.post('/shut-out', (req, res) => {
  blacklist[req.body.token] = true;
  console.info('token revoked', { by: req.user.id });
  res.sendStatus(204);
});

app.post('/let-in', (req, res) => {
  delete blacklist[req.body.token];
  blacklisted[req.body.token] = false;
  res.sendStatus(204);
});

// What is over is let go.
setInterval(() => {
  Object.keys(blacklist).forEach((token) => {
    if (blacklist[token] < Date.now() - 900_000) delete blacklist[token];
  });
  for (const token in revokedTokens) if (revokedTokens[token] < Date.now()) delete revokedTokens[token];
}, 60_000);
