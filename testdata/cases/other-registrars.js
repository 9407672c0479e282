// What has Express's method names and is not Express receives no error: the failure goes to whoever calls the function.
const jwt = require('jsonwebtoken');
const cache = require('./cache');

const express = require('express');
const application = express();

cache.get('guard', (key) => {
  jwt.verify(key, process.env.JWT_SECRET);
});

application.get('/caught', (first, second) => {
  try {
    second.json(jwt.verify(first.cookies.token, process.env.JWT_SECRET));
  } catch { //~ silent-verify-failure
    second.sendStatus(401);
  }
});
