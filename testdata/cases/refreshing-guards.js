// Guards that ask for the refresh token only once the access token is refused.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
const { ACCESS_KEY, REFRESH_KEY, OLD_KEY } = process.env;
const refused = (what, err, req) => console.warn(`${what} refused`, { reason: err.name, ip: req.ip });

// A helper that says how it ended.
const read = (token, key) => {
  try {
    return { expired: false, claims: jwt.verify(token, key) };
  } catch (err) {
    console.info('refused', { reason: err.message });
    return { expired: err.message === 'jwt expired', claims: null };
  }
};

const reissue = (refreshToken) => {
  const { claims } = read(refreshToken, REFRESH_KEY);
  return claims ? jwt.sign({ sub: claims.sub }, ACCESS_KEY, { expiresIn: '15m' }) : false;
};

app.use((req, res, next) => { //~ unmonitored-refresh
  const { accessToken, refreshToken } = req.cookies;
  const { claims, expired } = read(accessToken, ACCESS_KEY);
  if (claims) {
    req.user = claims;
    return next();
  }
  if (expired && refreshToken) {
    const fresh = reissue(refreshToken);
    if (fresh) {
      res.cookie('accessToken', fresh);
      req.user = read(fresh, ACCESS_KEY).claims;
    }
  }
  next();
});

// Only an expired token is exchanged.
app.use(async function exchangesExpired(req, res, next) { //~ unmonitored-refresh
  try {
    req.user = jwt.verify(req.cookies.accessToken, ACCESS_KEY);
    next();
  } catch (err) {
    refused('access token', err, req);
    if (!(err instanceof jwt.TokenExpiredError)) return res.sendStatus(401);
    try {
      const claims = jwt.verify(req.cookies.refreshToken, REFRESH_KEY);
      res.cookie('accessToken', jwt.sign({ sub: claims.sub }, ACCESS_KEY));
      next();
    } catch (other) {
      refused('refresh token', other, req);
      res.sendStatus(401);
    }
  }
});

const byCallbacks = (req, res, next) => { //~ unmonitored-refresh
  jwt.verify(req.cookies.accessToken, ACCESS_KEY, (err, user) => {
    if (!err) {
      req.user = user;
      return next();
    }
    refused('access token', err, req);
    jwt.verify(req.cookies.refreshToken, REFRESH_KEY, (other, claims) => {
      if (other) {
        refused('refresh token', other, req);
        return res.sendStatus(403);
      }
      res.cookie('accessToken', jwt.sign({ sub: claims.sub }, ACCESS_KEY));
      next();
    });
  });
};
app.get('/orders', byCallbacks, (req, res) => res.json([]));

// The exchange is told of.
app.use(function tells(req, res, next) {
  try {
    req.user = jwt.verify(req.cookies.accessToken, ACCESS_KEY);
    return next();
  } catch (err) {
    refused('access token', err, req);
  }
  try {
    const claims = jwt.verify(req.cookies.refreshToken, REFRESH_KEY);
    res.cookie('accessToken', jwt.sign({ sub: claims.sub }, ACCESS_KEY));
    console.info('session went on', { user: claims.sub, ip: req.ip });
    next();
  } catch (err) {
    refused('refresh token', err, req);
    res.sendStatus(401);
  }
});

// It is told of before it happens.
app.use(function tellsAhead(req, res, next) {
  try {
    req.user = jwt.verify(req.cookies.accessToken, ACCESS_KEY);
    return next();
  } catch (err) {
    console.info('access token refused, trying to refresh', { reason: err.name, ip: req.ip });
  }
  try {
    const claims = jwt.verify(req.cookies.refreshToken, REFRESH_KEY);
    res.cookie('accessToken', jwt.sign({ sub: claims.sub }, ACCESS_KEY));
    next();
  } catch (err) {
    refused('refresh token', err, req);
    res.sendStatus(401);
  }
});

// An older key for the same token is no exchange, though the token is made new.
app.use(function renews(req, res, next) {
  const token = req.cookies.refreshToken;
  try {
    req.user = jwt.verify(token, ACCESS_KEY);
    return next();
  } catch (err) {
    refused('token', err, req);
  }
  try {
    req.user = jwt.verify(token, OLD_KEY);
    res.cookie('token', jwt.sign({ sub: req.user.sub }, ACCESS_KEY));
    next();
  } catch (err) {
    refused('token', err, req);
    res.sendStatus(401);
  }
});

// Who brings no good token is a guest: no refresh token has to do with it.
app.use(function welcomes(req, res, next) {
  try {
    req.user = jwt.verify(req.cookies.accessToken, ACCESS_KEY);
  } catch (err) {
    refused('access token', err, req);
    res.cookie('accessToken', jwt.sign({ guest: true }, ACCESS_KEY));
  }
  next();
});

// What is not exchanged needs no word.
app.use(function asksTwice(req, res, next) {
  try {
    req.user = jwt.verify(req.cookies.accessToken, ACCESS_KEY);
    return next();
  } catch (err) {
    refused('access token', err, req);
  }
  try {
    req.user = jwt.verify(req.cookies.refreshToken, REFRESH_KEY);
    next();
  } catch (err) {
    refused('refresh token', err, req);
    res.sendStatus(401);
  }
});

// A route for it that tries the access token first.
app.post('/auth/refresh', (req, res) => { //~ unmonitored-refresh
  try { //~^ unlimited-refresh-route
    const claims = jwt.verify(req.cookies.accessToken, ACCESS_KEY);
    return res.json({ user: claims.sub });
  } catch (err) {
    refused('access token', err, req);
  }
  try {
    const claims = jwt.verify(req.cookies.refreshToken, REFRESH_KEY);
    res.json({ token: jwt.sign({ sub: claims.sub }, ACCESS_KEY) });
  } catch (err) {
    refused('refresh token', err, req);
    res.sendStatus(401);
  }
});
app.listen(3000);
