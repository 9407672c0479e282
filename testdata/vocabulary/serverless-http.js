// The runtime comes to what is wrapped for it without passing through what mounts it.
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const jwt = require('jsonwebtoken');
const serverless = require('serverless-http');

const refresh = (req, res) => {
  const user = jwt.verify(req.body.refreshToken, process.env.REFRESH_SECRET);
  console.info('refreshed', { user: user.id, ip: req.ip });
  res.json({ token: jwt.sign({ id: user.id }, process.env.JWT_SECRET) });
};

const app = express();
const limiter = rateLimit({ windowMs: 60_000, limit: 20 });
const mount = (path, inner) => app.use(path, limiter, inner);

const open = express();
open.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/open', open);

const inner = express();
inner.post('/refresh', refresh);
mount('/inner', inner);

module.exports.whole = serverless(app);
module.exports.part = serverless(open, { basePath: '/open' });
