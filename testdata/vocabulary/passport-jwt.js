// The check is inside the strategy: its failure comes out of `authenticate` as the third argument of its callback.
const express = require('express');
const passport = require('passport');
const { ExtractJwt, Strategy: JwtStrategy } = require('passport-jwt');
const passportJwt = require('passport-jwt');

const load = (payload, done) => done(null, { id: payload.sub });

const jwtFromRequest = ExtractJwt.fromExtractors([
  ExtractJwt.fromAuthHeaderAsBearerToken(),
  ExtractJwt.fromAuthHeaderWithScheme('Token'),
  ExtractJwt.fromBodyField('token'),
  ExtractJwt.fromHeader('x-token'),
  ExtractJwt.fromUrlQueryParameter('token'),
  ExtractJwt.versionOneCompatibility({ authScheme: 'JWT' }),
]);
passport.use(new JwtStrategy({ jwtFromRequest, secretOrKey: process.env.KEY }, load));
passport.use('internal', new passportJwt.Strategy({ jwtFromRequest, secretOrKey: process.env.INTERNAL_KEY }, load));

const app = express();

app.get('/told', (req, res, next) => {
  passport.authenticate('jwt', { session: false }, (err, user, info) => {
    if (err || !user) {
      console.warn('refused', info);
      return res.sendStatus(401);
    }
    return res.json(user);
  })(req, res, next);
});
