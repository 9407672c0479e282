// What another application mounts behind its limiter is entered without it, too, where a server is given it.
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const jwt = require('jsonwebtoken');
const http2 = require('node:http2');

const refresh = (req, res) => {
  const user = jwt.verify(req.body.refreshToken, process.env.REFRESH_SECRET);
  console.info('refreshed', { user: user.id, ip: req.ip });
  res.json({ token: jwt.sign({ id: user.id }, process.env.JWT_SECRET) });
};

const app = express();
const limiter = rateLimit({ windowMs: 60_000, limit: 20 });
const mount = (path, inner) => app.use(path, limiter, inner);

const plain = express();
plain.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/plain', plain);

const secure = express();
secure.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/secure', secure);

const later = express();
later.post('/refresh', refresh); //~ unlimited-refresh-route
mount('/later', later);

const inner = express();
inner.post('/refresh', refresh);
mount('/inner', inner);

const options = { key: process.env.TLS_KEY, cert: process.env.TLS_CERT };
app.listen(3000);
const server = http2.createServer(plain);
server.listen(3001);
http2.createSecureServer(options, secure).listen(3002);
const last = http2.createSecureServer(options);
last.on('request', later);
last.on('error', (error) => console.error(error));
