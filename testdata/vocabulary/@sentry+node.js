// A captured error, message, event or log is told; what only goes out with a later event is not.
const jwt = require('jsonwebtoken');
const Sentry = require('@sentry/node');
const { captureException } = require('@sentry/core');

const logger = Sentry.logger;

exports.byName = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    captureException(err);
    res.sendStatus(401);
  }
};

exports.captureException = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.captureException(err);
    res.sendStatus(401);
  }
};

exports.clientCaptureException = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const client = Sentry.getClient();
    client.captureException(err);
    res.sendStatus(401);
  }
};

exports.scopeCaptureException = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const scope = Sentry.getCurrentScope();
    scope.captureException(err);
    res.sendStatus(401);
  }
};

exports.captureMessage = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.captureMessage('refused');
    res.sendStatus(401);
  }
};

exports.clientCaptureMessage = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const client = Sentry.getClient();
    client.captureMessage('refused');
    res.sendStatus(401);
  }
};

exports.scopeCaptureMessage = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const scope = Sentry.getCurrentScope();
    scope.captureMessage('refused');
    res.sendStatus(401);
  }
};

exports.captureEvent = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.captureEvent({ message: 'refused' });
    res.sendStatus(401);
  }
};

exports.clientCaptureEvent = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const client = Sentry.getClient();
    client.captureEvent({ message: 'refused' });
    res.sendStatus(401);
  }
};

exports.scopeCaptureEvent = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const scope = Sentry.getCurrentScope();
    scope.captureEvent({ message: 'refused' });
    res.sendStatus(401);
  }
};

exports.chained = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.getCurrentScope().setTag('area', 'auth').captureException(err);
    res.sendStatus(401);
  }
};

exports.loggerFatal = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.fatal('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.loggerError = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.error('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.loggerWarn = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.warn('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.loggerInfo = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.info('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.loggerDebug = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.debug('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.loggerTrace = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.trace('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.metricsCount = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.metrics.count('refused', 1);
    res.sendStatus(401);
  }
};

exports.metricsGauge = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.metrics.gauge('refused', 1);
    res.sendStatus(401);
  }
};

exports.metricsDistribution = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.metrics.distribution('refused', 1);
    res.sendStatus(401);
  }
};

exports.inScope = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.withScope((scope) => {
      scope.setLevel('warning');
      scope.captureException(err);
    });
    res.sendStatus(401);
  }
};

exports.inIsolationScope = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.withIsolationScope(() => Sentry.captureException(err));
    res.sendStatus(401);
  }
};

exports.inConfiguredScope = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.configureScope((scope) => scope.captureException(err));
    res.sendStatus(401);
  }
};

exports.inContinueTrace = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.continueTrace({}, () => Sentry.captureException(err));
    res.sendStatus(401);
  }
};

exports.inStartNewTrace = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.startNewTrace(() => Sentry.captureException(err));
    res.sendStatus(401);
  }
};

exports.inStartSpan = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.startSpan({ name: 'refuse' }, () => Sentry.captureException(err));
    res.sendStatus(401);
  }
};

exports.inStartSpanManual = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.startSpanManual({ name: 'refuse' }, () => Sentry.captureException(err));
    res.sendStatus(401);
  }
};

exports.inSuppressTracing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.suppressTracing(() => Sentry.captureException(err));
    res.sendStatus(401);
  }
};

exports.inWithActiveSpan = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.withActiveSpan(null, () => Sentry.captureException(err));
    res.sendStatus(401);
  }
};

exports.inWithMonitor = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.withMonitor('refuse', () => Sentry.captureException(err));
    res.sendStatus(401);
  }
};

exports.scopeOnly = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    Sentry.withScope((scope) => scope.setTag('area', 'auth'));
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    Sentry.addBreadcrumb({ message: err.message });
    Sentry.addEventProcessor();
    Sentry.captureSession();
    Sentry.close();
    Sentry.flush();
    Sentry.init();
    Sentry.lastEventId();
    Sentry.setContext();
    Sentry.setExtra();
    Sentry.setExtras();
    Sentry.setTag();
    Sentry.setTags();
    Sentry.setUser();
    logger.fmt`refused ${err.message}`;
    res.sendStatus(401);
  }
};

exports.scopeNothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    const scope = Sentry.getCurrentScope();
    scope.addBreadcrumb({ message: err.message });
    scope.clone();
    scope.setContext();
    scope.setExtra();
    scope.setExtras();
    scope.setFingerprint();
    scope.setLevel();
    scope.setTag();
    scope.setTags();
    scope.setTransactionName();
    scope.setUser();
    scope.update();
    res.sendStatus(401);
  }
};

exports.captureCheckIn = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.captureCheckIn({ monitorSlug: 'auth', status: 'error' });
    res.sendStatus(401);
  }
};

exports.captureFeedback = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.captureFeedback({ message: err.message });
    res.sendStatus(401);
  }
};

exports.detached = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    const detached = Sentry.getIsolationScope();
    detached.captureException(err);
    detached.captureMessage('refused');
    detached.captureEvent({ message: 'refused' });
    res.sendStatus(401);
  }
};

exports.detachedByCallback = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    Sentry.withIsolationScope((scope) => scope.captureException(err));
    res.sendStatus(401);
  }
};

exports.detachedAnew = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    new Sentry.Scope().captureException(err);
    res.sendStatus(401);
  }
};
