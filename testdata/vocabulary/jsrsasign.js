// The checks give false.
const rs = require('jsrsasign');
const { KJUR, jws } = require('jsrsasign');

exports.signature = (req, res, next) => {
  if (!rs.KJUR.jws.JWS.verify(req.cookies.token, { utf8: process.env.KEY }, ['HS256'])) { //~ silent-verify-failure
    return res.sendStatus(401);
  }
  next();
};

exports.claims = (req, res, next) => {
  const genuine = KJUR.jws.JWS.verifyJWT(req.cookies.token, process.env.KEY, { alg: ['HS256'] });
  if (!genuine) return res.sendStatus(401); //~ silent-verify-failure
  next();
};

exports.told = (req, res, next) => {
  if (!jws.JWS.verifyJWT(req.cookies.token, process.env.KEY, { alg: ['HS256'] })) {
    console.warn('refused', req.ip);
    return res.sendStatus(401);
  }
  next();
};

exports.others = (req, res) => {
  const { payloadObj } = jws.JWS.parse(req.cookies.token);
  res.json([payloadObj, jws.JWS.sign('HS256', { alg: 'HS256' }, {}, { utf8: process.env.KEY })]);
};
