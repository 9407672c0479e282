// Strategies are registered on the module or on an authenticator of one's own.
const express = require('express');
const jwt = require('jsonwebtoken');
const passport = require('passport');

const app = express();
app.use(passport.initialize());
app.use(passport.session());
passport.serializeUser((user, done) => done(null, user.id));
passport.deserializeUser((id, done) => done(null, { id }));
passport.transformAuthInfo((info, done) => done(null, info));
passport.use('custom', require('./strategy'));
passport.unuse('session');
passport.framework(require('./framework')).use(require('./strategy'));

const own = new passport.Passport();
own.use(require('./strategy'));
const other = new passport.Authenticator();

app.get('/private', passport.authenticate('custom', { session: false }), (req, res) => res.json(req.user));
app.get('/linked', other.authorize('custom'), passport.authorize('custom'), (req, res) => res.json(req.account));

app.get('/silent', (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
