// The middleware hands its failure to `next`. What Express does with it by default is to print it.
const express = require('express');
const {
  auth,
  claimCheck,
  claimEquals,
  claimIncludes,
  requiredScopes,
  scopeIncludesAny,
  InvalidTokenError,
} = require('express-oauth2-jwt-bearer');

const app = express();
const middleware = auth({ audience: 'api', issuerBaseURL: process.env.ISSUER });
app.use(middleware);
app.use(requiredScopes('read'), scopeIncludesAny('read write'), claimCheck((claims) => claims.admin));
app.use(claimEquals('admin', true), claimIncludes('groups', 'staff'));

exports.dropped = (req, res, next) => {
  middleware(req, res, (err) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    next();
  });
};

exports.told = (req, res, next) => {
  middleware(req, res, (err) => {
    if (err instanceof InvalidTokenError) console.warn('refused', err.code);
    next(err);
  });
};

module.exports.app = app;
