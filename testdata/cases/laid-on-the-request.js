// What is laid on the request is found there by those who come later.
const express = require('express');
const jwt = require('jsonwebtoken');

const later = express();
later.use((req, res, next) => {
  req.auth = {};
  try {
    req.auth.user = jwt.verify(req.cookies.t, process.env.KEY);
  } catch (err) {
    req.auth.error = err;
  }
  next();
});
later.use((req, res, next) => {
  if (req.auth.error) console.warn(req.auth.error);
  next();
});

