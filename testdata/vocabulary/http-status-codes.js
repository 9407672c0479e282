// A code by its name is a number like any other.
import jwt from 'jsonwebtoken';
import HttpStatus, { StatusCodes as codes, getReasonPhrase, getStatusCode, getStatusText } from 'http-status-codes';

export const dropped = (req, res) => {
  try {
    res.status(codes.OK).json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.status(HttpStatus.UNAUTHORIZED).json({ error: getReasonPhrase(codes.UNAUTHORIZED) });
  }
};

export const told = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message, getStatusText(codes.UNAUTHORIZED));
    res.sendStatus(getStatusCode('Unauthorized'));
  }
};

export const all = [
  codes.CONTINUE,
  codes.SWITCHING_PROTOCOLS,
  codes.PROCESSING,
  codes.EARLY_HINTS,
  codes.OK,
  codes.CREATED,
  codes.ACCEPTED,
  codes.NON_AUTHORITATIVE_INFORMATION,
  codes.NO_CONTENT,
  codes.RESET_CONTENT,
  codes.PARTIAL_CONTENT,
  codes.MULTI_STATUS,
  codes.MULTIPLE_CHOICES,
  codes.MOVED_PERMANENTLY,
  codes.MOVED_TEMPORARILY,
  codes.SEE_OTHER,
  codes.NOT_MODIFIED,
  codes.USE_PROXY,
  codes.TEMPORARY_REDIRECT,
  codes.PERMANENT_REDIRECT,
  codes.BAD_REQUEST,
  codes.UNAUTHORIZED,
  codes.PAYMENT_REQUIRED,
  codes.FORBIDDEN,
  codes.NOT_FOUND,
  codes.METHOD_NOT_ALLOWED,
  codes.NOT_ACCEPTABLE,
  codes.PROXY_AUTHENTICATION_REQUIRED,
  codes.REQUEST_TIMEOUT,
  codes.CONFLICT,
  codes.GONE,
  codes.LENGTH_REQUIRED,
  codes.PRECONDITION_FAILED,
  codes.REQUEST_TOO_LONG,
  codes.REQUEST_URI_TOO_LONG,
  codes.UNSUPPORTED_MEDIA_TYPE,
  codes.REQUESTED_RANGE_NOT_SATISFIABLE,
  codes.EXPECTATION_FAILED,
  codes.IM_A_TEAPOT,
  codes.INSUFFICIENT_SPACE_ON_RESOURCE,
  codes.METHOD_FAILURE,
  codes.MISDIRECTED_REQUEST,
  codes.UNPROCESSABLE_ENTITY,
  codes.LOCKED,
  codes.FAILED_DEPENDENCY,
  codes.UPGRADE_REQUIRED,
  codes.PRECONDITION_REQUIRED,
  codes.TOO_MANY_REQUESTS,
  codes.REQUEST_HEADER_FIELDS_TOO_LARGE,
  codes.UNAVAILABLE_FOR_LEGAL_REASONS,
  codes.INTERNAL_SERVER_ERROR,
  codes.NOT_IMPLEMENTED,
  codes.BAD_GATEWAY,
  codes.SERVICE_UNAVAILABLE,
  codes.GATEWAY_TIMEOUT,
  codes.HTTP_VERSION_NOT_SUPPORTED,
  codes.INSUFFICIENT_STORAGE,
  codes.NETWORK_AUTHENTICATION_REQUIRED,
];
