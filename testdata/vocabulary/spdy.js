// What another application mounts behind its limiter is entered without it, too, where a server is given it.
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const jwt = require('jsonwebtoken');
const spdy = require('spdy');

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

const fourth = express();
fourth.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/fourth', fourth);

const fifth = express();
fifth.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/fifth', fifth);

const sixth = express();
sixth.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/sixth', sixth);

const inner = express();
inner.post('/refresh', refresh);
mount('/inner', inner);

const options = { key: process.env.TLS_KEY, cert: process.env.TLS_CERT };
app.listen(3000);
const server = spdy.createServer(options, first);
server.listen(3001);
spdy.server.create(options, second);
new spdy.Server(options, third);
spdy.Server.create(options, fourth);
new spdy.PlainServer(options, fifth);
spdy.PlainServer.create(options, sixth);
