// The package makes errors that carry a status; making one tells nobody.
const createError = require('http-errors');
const jwt = require('jsonwebtoken');

exports.dropped = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    const refused = createError(401, 'invalid token');
    res.status(refused.status).json({ message: refused.message });
  }
};

exports.constructed = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    const refused = new createError.Unauthorized('invalid token');
    res.status(refused.statusCode).json({ message: refused.message });
  }
};

exports.told = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const refused = createError.Forbidden();
    console.warn('refused', err.message);
    res.status(refused.status).end();
  }
};

exports.translate = (err) => {
  if (createError.isHttpError(err) || err instanceof createError.HttpError) return err;
  switch (err.code) {
    case 400: return createError.BadRequest();
    case 401: return createError.Unauthorized();
    case 402: return createError.PaymentRequired();
    case 403: return createError.Forbidden();
    case 404: return createError.NotFound();
    case 405: return createError.MethodNotAllowed();
    case 406: return createError.NotAcceptable();
    case 407: return createError.ProxyAuthenticationRequired();
    case 408: return createError.RequestTimeout();
    case 409: return createError.Conflict();
    case 410: return createError.Gone();
    case 411: return createError.LengthRequired();
    case 412: return createError.PreconditionFailed();
    case 413: return createError.PayloadTooLarge();
    case 414: return createError.URITooLong();
    case 415: return createError.UnsupportedMediaType();
    case 416: return createError.RangeNotSatisfiable();
    case 417: return createError.ExpectationFailed();
    case 418: return createError.ImATeapot();
    case 421: return createError.MisdirectedRequest();
    case 422: return createError.UnprocessableEntity();
    case 423: return createError.Locked();
    case 424: return createError.FailedDependency();
    case 425: return createError.TooEarly();
    case 426: return createError.UpgradeRequired();
    case 428: return createError.PreconditionRequired();
    case 429: return createError.TooManyRequests();
    case 431: return createError.RequestHeaderFieldsTooLarge();
    case 451: return createError.UnavailableForLegalReasons();
    case 500: return createError.InternalServerError();
    case 501: return createError.NotImplemented();
    case 502: return createError.BadGateway();
    case 503: return createError.ServiceUnavailable();
    case 504: return createError.GatewayTimeout();
    case 505: return createError.HTTPVersionNotSupported();
    case 506: return createError.VariantAlsoNegotiates();
    case 507: return createError.InsufficientStorage();
    case 508: return createError.LoopDetected();
    case 509: return createError.BandwidthLimitExceeded();
    case 510: return createError.NotExtended();
    case 511: return createError.NetworkAuthenticationRequired();
    default: return createError(500);
  }
};
