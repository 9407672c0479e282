// The runtime comes to what is wrapped for it without passing through what mounts it.
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const jwt = require('jsonwebtoken');
const configure = require('@vendia/serverless-express');
const expressOf = require('@codegenie/serverless-express');
const awsServerlessExpress = require('aws-serverless-express');

const refresh = (req, res) => {
  const user = jwt.verify(req.body.refreshToken, process.env.REFRESH_SECRET);
  console.info('refreshed', { user: user.id, ip: req.ip });
  res.json({ token: jwt.sign({ id: user.id }, process.env.JWT_SECRET) });
};

const app = express();
const limiter = rateLimit({ windowMs: 60_000, limit: 20 });
const mount = (path, inner) => app.use(path, limiter, inner);

const first = express();
first.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/first', first);

const second = express();
second.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/second', second);

const third = express();
third.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/third', third);

const inner = express();
inner.post('/refresh', refresh);
mount('/inner', inner);

exports.first = configure({ app: first });
exports.second = expressOf.configure({ app: second, logSettings: { level: 'info' } });
const server = awsServerlessExpress.createServer(third);
exports.third = (event, context) => awsServerlessExpress.proxy(server, event, context);
