// Keys are no tokens: what is checked with them is checked by another package.
const jwt = require('jsonwebtoken');
const jwksClient = require('jwks-rsa');
const { expressJwtSecret, hapiJwt2Key, hapiJwt2KeyAsync, koaJwtSecret, passportJwtSecret } = require('jwks-rsa');

const jwksUri = process.env.JWKS;
const client = jwksClient({ jwksUri });

exports.providers = [
  expressJwtSecret({ jwksUri }),
  hapiJwt2Key({ jwksUri }),
  hapiJwt2KeyAsync({ jwksUri }),
  koaJwtSecret({ jwksUri }),
  passportJwtSecret({ jwksUri }),
];

const getKey = (header, done) => {
  client.getSigningKey(header.kid, (err, key) => (err ? done(err) : done(null, key.getPublicKey())));
};

exports.silent = (req, res, next) => {
  jwt.verify(req.cookies.token, getKey, (err, user) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    req.user = user;
    next();
  });
};

exports.told = (req, res, next) => {
  jwt.verify(req.cookies.token, getKey, (err, user) => {
    if (err) {
      console.warn('refused', err.message);
      return res.sendStatus(401);
    }
    req.user = user;
    next();
  });
};

// No check: a key that is not there says nothing of the token.
exports.keys = async (req, res) => {
  try {
    res.json([await client.getKeys(), await client.getSigningKeys()]);
  } catch {
    res.sendStatus(503);
  }
};
