// The package makes errors that carry a status; making one tells nobody.
const Boom = require('@hapi/boom');
const boom = require('@hapi/boom');
const jwt = require('jsonwebtoken');

exports.dropped = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    const { payload, statusCode } = Boom.unauthorized('invalid token').output;
    res.status(statusCode).json(payload);
  }
};

exports.told = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const refused = new boom.Boom('invalid token', { statusCode: 401 });
    console.warn('refused', err.message, boom.isBoom(refused));
    res.status(refused.output.statusCode).end();
  }
};

exports.makers = [
  Boom.badRequest,
  Boom.paymentRequired,
  Boom.forbidden,
  Boom.notFound,
  Boom.methodNotAllowed,
  Boom.notAcceptable,
  Boom.proxyAuthRequired,
  Boom.clientTimeout,
  Boom.conflict,
  Boom.resourceGone,
  Boom.lengthRequired,
  Boom.preconditionFailed,
  Boom.entityTooLarge,
  Boom.uriTooLong,
  Boom.unsupportedMediaType,
  Boom.rangeNotSatisfiable,
  Boom.expectationFailed,
  Boom.teapot,
  Boom.badData,
  Boom.locked,
  Boom.failedDependency,
  Boom.tooEarly,
  Boom.preconditionRequired,
  Boom.tooManyRequests,
  Boom.illegal,
  Boom.notImplemented,
  Boom.badGateway,
  Boom.serverUnavailable,
  Boom.gatewayTimeout,
  Boom.badImplementation,
  Boom.internal,
];
