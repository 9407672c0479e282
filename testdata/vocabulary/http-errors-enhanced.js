// The package makes errors that carry a status; making one tells nobody.
import * as errors from 'http-errors-enhanced';
import jwt from 'jsonwebtoken';

export const dropped = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    const refused = new errors.UnauthorizedError('invalid token');
    res.status(refused.status).json({ message: refused.message });
  }
};

export const told = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    res.status(new errors.HttpError(401, 'invalid token').statusCode).end();
  }
};

export const classes = [
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
  errors.PayloadTooLargeError,
  errors.URITooLongError,
  errors.UnsupportedMediaTypeError,
  errors.RangeNotSatisfiableError,
  errors.ExpectationFailedError,
  errors.ImaTeapotError,
  errors.MisdirectedRequestError,
  errors.UnprocessableEntityError,
  errors.LockedError,
  errors.FailedDependencyError,
  errors.TooEarlyError,
  errors.UpgradeRequiredError,
  errors.PreconditionRequiredError,
  errors.TooManyRequestsError,
  errors.RequestHeaderFieldsTooLargeError,
  errors.UnavailableForLegalReasonsError,
  errors.InternalServerError,
  errors.NotImplementedError,
  errors.BadGatewayError,
  errors.ServiceUnavailableError,
  errors.GatewayTimeoutError,
  errors.HTTPVersionNotSupportedError,
  errors.VariantAlsoNegotiatesError,
  errors.InsufficientStorageError,
  errors.LoopDetectedError,
  errors.BandwidthLimitExceededError,
  errors.NotExtendedError,
  errors.NetworkAuthenticationRequiredError,
];
