// A token is good when one of several keys accepts it: nothing is refused before the last key has refused it. How many keys there
// are is not known here.
const express = require('express');
const { jwtVerify } = require('jose');
const jwt = require('jsonwebtoken');
const logger = require('pino')();

const KEYS = (process.env.KEYS || '').split(',');
const app = express();

const open = (token, key) => {
  try {
    return jwt.verify(token, key);
  } catch {
    return null;
  }
};

app.get('/found', (req, res) => {
  const user = KEYS.map((key) => open(req.query.token, key)).find(Boolean);
  if (!user) {
    logger.warn({ ip: req.ip }, 'no key fits');
    return res.sendStatus(401);
  }
  res.json(user);
});

app.get('/filtered', (req, res) => {
  const [user] = KEYS.map((key) => open(req.query.token, key)).filter((found) => found !== null);
  if (!user) {
    logger.warn({ ip: req.ip }, 'no key fits');
    return res.sendStatus(401);
  }
  res.json(user);
});

app.get('/found-and-dropped', (req, res) => {
  const users = KEYS.map((key) => {
    try {
      return jwt.verify(req.query.token, key);
    } catch { //~ silent-verify-failure
      return null;
    }
  });
  const user = users.filter(Boolean)[0];
  if (!user) return res.sendStatus(401);
  res.json(user);
});

app.get('/counted', (req, res) => {
  const fitting = KEYS.filter((key) => open(req.query.token, key));
  if (fitting.length === 0) {
    logger.warn({ ip: req.ip }, 'no key fits');
    return res.sendStatus(401);
  }
  res.json({ ok: true });
});

app.get('/listed', (req, res) => {
  const tried = KEYS.map((key) => open(req.query.token, key) !== null);
  if (!tried.includes(true)) {
    logger.warn({ ip: req.ip }, 'no key fits');
    return res.sendStatus(401);
  }
  res.json({ ok: true });
});

app.get('/flattened', (req, res) => {
  const users = KEYS.flatMap((key) => {
    try {
      return [jwt.verify(req.query.token, key)];
    } catch { //~ silent-verify-failure
      return [];
    }
  });
  if (users.length === 0) return res.sendStatus(401);
  res.json(users[0]);
});

app.get('/carried-along', (req, res) => {
  const user = KEYS.reduce((found, key) => found || open(req.query.token, key), null);
  if (!user) {
    logger.warn({ ip: req.ip }, 'no key fits');
    return res.sendStatus(401);
  }
  res.json(user);
});

app.get('/with-verdicts', (req, res) => {
  const tried = KEYS.map((key) => {
    try {
      return { ok: true, user: jwt.verify(req.query.token, key) };
    } catch (error) {
      return { ok: false, error };
    }
  });
  for (const { ok, user } of tried) {
    if (ok) return res.json(user);
  }
  logger.warn({ ip: req.ip }, 'no key fits');
  res.sendStatus(401);
});

app.get('/any', async (req, res) => {
  try {
    const { payload } = await Promise.any(KEYS.map((key) => jwtVerify(req.query.token, key)));
    res.json(payload);
  } catch (error) {
    if (error instanceof AggregateError) logger.warn({ errors: error.errors, ip: req.ip }, 'no key fits');
    res.sendStatus(401);
  }
});

app.get('/any-dropped', async (req, res) => {
  try {
    const { payload } = await Promise.any(KEYS.map((key) => jwtVerify(req.query.token, key)));
    res.json(payload);
  } catch (error) { //~ silent-verify-failure
    // The error that comes is none of the package's.
    if (error.name === 'JWTExpired') logger.warn({ error, ip: req.ip }, 'expired');
    res.sendStatus(401);
  }
});

app.get('/settled', async (req, res) => {
  const all = await Promise.allSettled(KEYS.map((key) => jwtVerify(req.query.token, key)));
  const users = all.filter((one) => one.status === 'fulfilled').map((one) => one.value);
  if (!users[0]) {
    logger.warn({ ip: req.ip }, 'no key fits');
    return res.sendStatus(401);
  }
  res.json(users[0].payload);
});

app.get('/settled-and-dropped', async (req, res) => {
  const all = await Promise.allSettled(KEYS.map((key) => jwtVerify(req.query.token, key))); //~ silent-verify-failure
  const good = all.find((one) => one.status === 'fulfilled');
  if (!good) return res.sendStatus(401);
  res.json(good.value.payload);
});

// Here each token is one of its own, and a refused one is left out without a word.
app.post('/tokens', (req, res) => {
  const users = req.body.tokens.map((token) => {
    try {
      return jwt.verify(token, KEYS[0]);
    } catch { //~ silent-verify-failure
      return null;
    }
  });
  if (users.filter(Boolean).length === 0) logger.warn({ ip: req.ip }, 'no token is good');
  res.json(users);
});

app.listen(3000);
