// The package makes errors that carry a status; making one tells nobody.
const errors = require('@feathersjs/errors');
const jwt = require('jsonwebtoken');

exports.dropped = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    const refused = new errors.NotAuthenticated('invalid token');
    res.status(refused.code).json(refused);
  }
};

exports.told = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    res.status(new errors.Forbidden('invalid token').code).end();
  }
};

exports.classes = [
  errors.BadRequest,
  errors.NotAuthenticated,
  errors.PaymentError,
  errors.Forbidden,
  errors.NotFound,
  errors.MethodNotAllowed,
  errors.NotAcceptable,
  errors.Timeout,
  errors.Conflict,
  errors.Gone,
  errors.LengthRequired,
  errors.Unprocessable,
  errors.TooManyRequests,
  errors.GeneralError,
  errors.NotImplemented,
  errors.BadGateway,
  errors.Unavailable,
];
