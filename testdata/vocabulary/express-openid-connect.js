// The middleware hands its failure to `next`. What Express does with it by default is to print it.
const express = require('express');
const openid = require('express-openid-connect');

const app = express();
const middleware = openid.auth({ authRequired: false, issuerBaseURL: process.env.ISSUER });
app.use(middleware, openid.attemptSilentLogin(), openid.requiresAuth());
app.use(openid.claimCheck((req, claims) => claims.admin), openid.claimEquals('admin', true));
app.use(openid.claimIncludes('groups', 'staff'));

exports.dropped = (req, res, next) => {
  middleware(req, res, (err) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    next();
  });
};

exports.told = (req, res, next) => {
  middleware(req, res, (err) => {
    if (err) console.warn('refused', err.message);
    next(err);
  });
};

module.exports.app = app;
