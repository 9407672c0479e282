// What is logged on a span is told; a tag alone is not.
const jwt = require('jsonwebtoken');
const opentracing = require('opentracing');

const tracer = opentracing.globalTracer();

exports.logged = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const span = tracer.startSpan('refuse');
    span.log({ event: 'error', message: err.message });
    span.finish();
    res.sendStatus(401);
  }
};

exports.event = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const span = tracer.startSpan('refuse');
    span.logEvent('refused', err.message);
    span.finish();
    res.sendStatus(401);
  }
};

exports.chained = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    tracer.startSpan('refuse').setTag('error', true).addTags({}).log({ event: 'error' }).finish();
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    const span = tracer.startSpan('refuse');
    span.setTag('error', true);
    span.addTags({ error: true });
    span.setOperationName('refused');
    span.setBaggageItem('refused', 'yes');
    span.getBaggageItem('refused');
    span.context();
    span.tracer();
    span.finish();
    tracer.inject(span, 'http_headers', {});
    tracer.extract('http_headers', {});
    opentracing.initGlobalTracer(tracer);
    res.sendStatus(401);
  }
};
