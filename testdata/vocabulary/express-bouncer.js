const express = require('express');
const jwt = require('jsonwebtoken');
const bouncer = require('express-bouncer')(500, 900_000, 5);

const app = express();

app.post('/me', bouncer.block, (req, res) => {
  try {
    const user = jwt.verify(req.body.token, process.env.KEY);
    bouncer.reset(req);
    res.json(user);
  } catch { //~ silent-verify-failure
    bouncer.reset(req);
    res.status(401).end();
  }
});
