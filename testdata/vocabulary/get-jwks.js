// Keys are no tokens.
const buildGetJwks = require('get-jwks');

const keys = buildGetJwks();

exports.keys = async (req, res) => {
  try {
    const domain = await keys.getJwksUri(process.env.ISSUER);
    res.json([await keys.getJwk({ domain, kid: req.params.kid }), await keys.getPublicKey({ domain })]);
  } catch {
    res.sendStatus(503);
  }
};
