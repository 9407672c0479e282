// A record that is emitted is told, unless the logger is one that drops all of them.
const jwt = require('jsonwebtoken');
const { createNoopLogger, logs } = require('@opentelemetry/api-logs');

const logger = logs.getLogger('auth');
const noopLogger = createNoopLogger();

exports.emitted = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.emit({ body: err.message });
    res.sendStatus(401);
  }
};

exports.byProvider = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logs.getLoggerProvider().getLogger('auth').emit({ body: err.message });
    res.sendStatus(401);
  }
};

exports.dropped = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    noopLogger.emit({ body: err.message });
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.enabled();
    res.sendStatus(401);
  }
};
