const express = require('express');
const redis = require('redis');
const jwt = require('jsonwebtoken');

const app = express();
const limiter = require('express-limiter')(app, redis.createClient());

limiter({ path: '/me', method: 'post', lookup: ['ip'], total: 5, expire: 60_000 });
const middleware = limiter({ lookup: 'ip', total: 50, expire: 60_000 });

app.post('/me', middleware, (req, res) => {
  try {
    res.json(jwt.verify(req.body.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.status(401).end();
  }
});
