// What the generated programs require, played so that every token is refused and every signal is noted.
//
// `ledger` is told when a check is reached, when the program is handed its failure (`failed`), when an operator would
// see something (`signal`, with whether production keeps that level), and of work that is put off (`later`).
'use strict';

const util = require('node:util');

class JsonWebTokenError extends Error {
  constructor(message) {
    super(message);
    this.name = 'JsonWebTokenError';
  }
}

// As in the real package: both are JsonWebTokenErrors too.
class TokenExpiredError extends JsonWebTokenError {
  constructor(message, expiredAt) {
    super(message);
    this.name = 'TokenExpiredError';
    this.expiredAt = expiredAt;
  }
}

class NotBeforeError extends JsonWebTokenError {
  constructor(message, date) {
    super(message);
    this.name = 'NotBeforeError';
    this.date = date;
  }
}

/** The ways in which a token is refused; the plain class comes with two messages, as one program may ask for it. */
const KINDS = {
  forged: () => new JsonWebTokenError('invalid signature'),
  malformed: () => new JsonWebTokenError('jwt malformed'),
  expired: () => new TokenExpiredError('jwt expired', new Date(0)),
  early: () => new NotBeforeError('jwt not active', new Date(0)),
};

function jsonwebtoken(ledger, refusal) {
  // With a plain key the real package calls back before it returns, and returns what the callback returns.
  function verify(token, key, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    ledger.reached();
    if (typeof done !== 'function') {
      ledger.failed();
      throw refusal();
    }
    if (typeof key !== 'function') {
      ledger.failed();
      return done(refusal());
    }
    ledger.later(() => {
      ledger.failed();
      done(refusal());
    });
    return undefined;
  }
  // The program is handed the failure when the rejection arrives, not when the promise is made.
  verify[util.promisify.custom] = () => {
    ledger.reached();
    return Promise.resolve().then(() => {
      ledger.failed();
      throw refusal();
    });
  };
  return { verify, decode: () => null, JsonWebTokenError, TokenExpiredError, NotBeforeError };
}

function levelled(ledger, levels, threshold) {
  const logger = {};
  const write = (level) => ledger.signal(levels.indexOf(level) <= levels.indexOf(threshold));
  for (const level of levels) {
    logger[level] = () => write(level);
  }
  logger.log = (entry) => write(typeof entry === 'string' ? entry : entry.level);
  logger.child = () => logger;
  return logger;
}

const NPM_LEVELS = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'];
const PINO_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];

function express(record) {
  const register = (...handlers) => record(handlers[handlers.length - 1]);
  const create = () => ({ use: register, get: register, post: register, listen() {}, set() {} });
  create.json = () => () => {};
  return create;
}

/** The `require` of one program. `record` is given the handler that the program registers. */
function requireFor(ledger, refusal, record) {
  const told = () => ledger.signal(true);
  const packages = {
    express: () => express(record),
    jsonwebtoken: () => jsonwebtoken(ledger, refusal),
    util: () => util,
    winston: () => ({
      createLogger: (options = {}) => levelled(ledger, NPM_LEVELS, options.level ?? 'info'),
      transports: { Console: class {} },
      format: { json: () => null },
    }),
    pino: () => (options = {}) => levelled(ledger, PINO_LEVELS, options.level ?? 'info'),
    bunyan: () => ({ createLogger: (options) => levelled(ledger, PINO_LEVELS, options.level ?? 'info') }),
    '@sentry/node': () => ({ captureException: told, captureMessage: told }),
    'prom-client': () => ({ Counter: class { inc() { told(); } } }),
    './store': () => ({ touch: async () => null }),
    'jwks-rsa': () => () => ({ getSigningKey() {} }),
  };
  return (name) => {
    const make = packages[name.replace(/^node:/, '')];
    if (!make) throw new ReferenceError(`no stub for ${name}`);
    return make();
  };
}

function consoleFor(ledger) {
  const print = () => ledger.signal(true);
  return { log: print, info: print, warn: print, error: print, debug: print, trace: print };
}

function response() {
  const res = { headersSent: false, locals: {} };
  for (const method of ['status', 'json', 'send', 'sendStatus', 'end', 'set', 'clearCookie', 'redirect']) {
    res[method] = () => res;
  }
  return res;
}

module.exports = { KINDS, requireFor, consoleFor, response };
