// The client's check rejects, or calls back.
const { OAuth2Client } = require('google-auth-library');

const client = new OAuth2Client(process.env.CLIENT_ID);
const audience = process.env.CLIENT_ID;

exports.silent = async (req, res, next) => {
  try {
    req.user = await client.verifyIdToken({ idToken: req.body.credential, audience });
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.withCerts = async (req, res, next) => {
  try {
    req.user = await client.verifySignedJwtWithCertsAsync(req.body.credential, req.app.locals.certs, audience);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.catches = (req, res) => {
  client
    .verifyIdToken({ idToken: req.body.credential, audience })
    .then((ticket) => res.json(ticket.getPayload()))
    .catch(() => res.sendStatus(401)); //~ silent-verify-failure
};

exports.callsBack = (req, res) => {
  client.verifyIdToken({ idToken: req.body.credential, audience }, (err, ticket) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    res.json(ticket.getPayload());
  });
};

exports.told = async (req, res, next) => {
  try {
    req.user = await client.verifyIdToken({ idToken: req.body.credential, audience });
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};
