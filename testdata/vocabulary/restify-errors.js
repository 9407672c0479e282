// The package makes errors that carry a status; making one tells nobody.
const errors = require('restify-errors');
const jwt = require('jsonwebtoken');

exports.dropped = (req, res) => {
  try {
    res.send(200, jwt.verify(req.header('x-token'), process.env.KEY));
  } catch { //~ silent-verify-failure
    const refused = new errors.UnauthorizedError('invalid token');
    res.send(refused.statusCode, refused.body);
  }
};

exports.told = (req, res) => {
  try {
    res.send(200, jwt.verify(req.header('x-token'), process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    res.send(errors.makeErrFromCode(401, 'invalid token').statusCode);
  }
};

exports.classes = [
  errors.BadRequestError,
  errors.PaymentRequiredError,
  errors.ForbiddenError,
  errors.NotFoundError,
  errors.MethodNotAllowedError,
  errors.NotAcceptableError,
  errors.ProxyAuthenticationRequiredError,
  errors.RequestTimeoutError,
  errors.ConflictError,
  errors.GoneError,
  errors.LengthRequiredError,
  errors.PreconditionFailedError,
  errors.UnsupportedMediaTypeError,
  errors.RangeNotSatisfiableError,
  errors.ExpectationFailedError,
  errors.UnprocessableEntityError,
  errors.LockedError,
  errors.FailedDependencyError,
  errors.UpgradeRequiredError,
  errors.PreconditionRequiredError,
  errors.TooManyRequestsError,
  errors.RequestHeaderFieldsTooLargeError,
  errors.InternalServerError,
  errors.NotImplementedError,
  errors.BadGatewayError,
  errors.ServiceUnavailableError,
  errors.GatewayTimeoutError,
  errors.InsufficientStorageError,
  errors.NetworkAuthenticationRequiredError,
  errors.BadDigestError,
  errors.BadMethodError,
  errors.ConnectTimeoutError,
  errors.InternalError,
  errors.InvalidArgumentError,
  errors.InvalidContentError,
  errors.InvalidCredentialsError,
  errors.InvalidHeaderError,
  errors.InvalidVersionError,
  errors.MissingParameterError,
  errors.NotAuthorizedError,
  errors.RequestExpiredError,
  errors.RequestThrottledError,
  errors.ResourceNotFoundError,
  errors.WrongAcceptError,
];
