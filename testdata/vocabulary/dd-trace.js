// A recorded exception, a metric and a security event are told; what a span logs goes nowhere.
const jwt = require('jsonwebtoken');
const tracer = require('dd-trace').init();

const { appsec, dogstatsd } = tracer;

exports.exception = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    tracer.scope().active()?.recordException(err);
    res.sendStatus(401);
  }
};

exports.event = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const span = tracer.startSpan('refuse');
    span.addEvent('refused', { reason: err.message });
    span.finish();
    res.sendStatus(401);
  }
};

exports.traced = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    tracer.trace('refuse', (span) => { span.recordException(err); });
    res.sendStatus(401);
  }
};

exports.activated = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const span = tracer.startSpan('refuse');
    tracer.scope().activate(span, () => span.recordException(err));
    res.sendStatus(401);
  }
};

exports.increment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    dogstatsd.increment('refused', 1);
    res.sendStatus(401);
  }
};

exports.decrement = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    dogstatsd.decrement('accepted', 1);
    res.sendStatus(401);
  }
};

exports.distribution = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    dogstatsd.distribution('refused', 1);
    res.sendStatus(401);
  }
};

exports.gauge = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    dogstatsd.gauge('refused', 1);
    res.sendStatus(401);
  }
};

exports.histogram = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    dogstatsd.histogram('refused', 1);
    res.sendStatus(401);
  }
};

exports.loginFailure = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    appsec.trackUserLoginFailureEvent('unknown', false);
    res.sendStatus(401);
  }
};

exports.loginSuccess = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    appsec.trackUserLoginSuccessEvent({ id: 'unknown' });
    res.sendStatus(401);
  }
};

exports.customEvent = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    appsec.trackCustomEvent('token.refused');
    res.sendStatus(401);
  }
};

exports.loginFailureV2 = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    appsec.eventTrackingV2.trackUserLoginFailure('unknown', false);
    res.sendStatus(401);
  }
};

exports.loginSuccessV2 = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    appsec.eventTrackingV2.trackUserLoginSuccess('unknown');
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    const span = tracer.startSpan('refuse');
    span.log({ event: 'error', message: err.message });
    span.logEvent('error', err);
    span.setOperationName('refused');
    span.setBaggageItem('refused', 'yes');
    span.addLink(span.context());
    span.addLinks([]);
    span.finish();
    appsec.isUserBlocked({ id: 'unknown' });
    appsec.setUser({ id: 'unknown' });
    dogstatsd.flush();
    tracer.use('express');
    tracer.setUrl('http://localhost');
    tracer.setUser({ id: 'unknown' });
    tracer.inject(span, 'http_headers', {});
    tracer.extract('http_headers', {});
    res.sendStatus(401);
  }
};
