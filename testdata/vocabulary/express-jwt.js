// The middleware hands its failure to `next`. What Express does with it by default is to print it.
const express = require('express');
const { expressjwt, UnauthorizedError } = require('express-jwt');

const app = express();
const middleware = expressjwt({ secret: process.env.KEY, algorithms: ['HS256'] }).unless({ path: ['/login'] });
app.use(middleware);

exports.dropped = (req, res, next) => {
  middleware(req, res, (err) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    next();
  });
};

exports.told = (req, res, next) => {
  middleware(req, res, (err) => {
    if (err instanceof UnauthorizedError) console.warn('refused', err.code);
    next(err);
  });
};

module.exports.app = app;
