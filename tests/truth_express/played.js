// The packages that are played: jsonwebtoken refuses every token, loggers note what they are told.
'use strict';

class JsonWebTokenError extends Error {
  constructor(message) {
    super(message);
    this.name = 'JsonWebTokenError';
  }
}

// As in the real package: it is a JsonWebTokenError too.
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

const REFUSALS = {
  forged: () => new JsonWebTokenError('invalid signature'),
  early: () => new NotBeforeError('jwt not active', new Date(0)),
  expired: () => new TokenExpiredError('jwt expired', new Date(0)),
};

function jsonwebtoken(ledger) {
  // With a plain key the real package calls back before it returns, and returns what the callback returns.
  function verify(token, key, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    if (typeof token !== 'string' || key !== 'k') throw new Error('the check was not given its token and key');
    const refusal = REFUSALS[ledger.kind]();
    ledger.failed();
    if (typeof done !== 'function') throw refusal;
    return done(refusal);
  }
  return { verify, decode: () => null, sign: () => 'token', JsonWebTokenError, NotBeforeError, TokenExpiredError };
}

function levelled(ledger, levels, threshold) {
  const logger = {};
  for (const level of levels) {
    logger[level] = () => ledger.signal(levels.indexOf(level) <= levels.indexOf(threshold));
  }
  return logger;
}

const NPM_LEVELS = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'];
const PINO_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];

function played(ledger) {
  return {
    jsonwebtoken: jsonwebtoken(ledger),
    winston: {
      createLogger: (options = {}) => levelled(ledger, NPM_LEVELS, options.level ?? 'info'),
      transports: { Console: class {} },
      format: { json: () => null },
    },
    pino: (options = {}) => levelled(ledger, PINO_LEVELS, options.level ?? 'info'),
  };
}

module.exports = { played };
