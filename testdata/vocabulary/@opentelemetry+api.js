// A recorded exception, an event, a measurement and a log record are told; a status or an attribute alone is not.
const jwt = require('jsonwebtoken');
const { context, diag, logs, metrics, trace, SpanStatusCode } = require('@opentelemetry/api');

const tracer = trace.getTracer('auth');
const counter = metrics.getMeter('auth').createCounter('refused');
const instrument = metrics.getMeter('auth').createHistogram('refusal');
const logger = logs.getLogger('auth');

exports.exception = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const span = trace.getActiveSpan();
    span.recordException(err);
    res.sendStatus(401);
  }
};

exports.event = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const span = trace.getActiveSpan();
    span?.addEvent('refused', { reason: err.message });
    res.sendStatus(401);
  }
};

exports.chained = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    trace.getActiveSpan()?.setAttribute('auth', 'refused').addEvent('refused');
    res.sendStatus(401);
  }
};

exports.added = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    counter.add(1);
    res.sendStatus(401);
  }
};

exports.recorded = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    instrument.record(1);
    res.sendStatus(401);
  }
};

exports.emitted = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.emit({ body: 'refused' }); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.inSpan = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    tracer.startActiveSpan('refuse', (span) => {
      span.recordException(err);
      span.end();
    });
    res.sendStatus(401);
  }
};

exports.inContext = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const span = trace.getActiveSpan();
    context.with(context.active(), () => span.recordException(err));
    res.sendStatus(401);
  }
};

exports.startedSpan = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    const span = tracer.startSpan('refuse');
    span.recordException(err);
    span.end();
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    const span = trace.getActiveSpan();
    span.setStatus({ code: SpanStatusCode.ERROR, message: err.message });
    span.setAttribute('error', err.message);
    span.setAttributes({ error: err.message });
    span.addLink({ context: span.spanContext() });
    span.addLinks([]);
    span.updateName('refused');
    span.isRecording();
    span.end();
    diag.error(err.message);
    diag.warn(err.message);
    diag.info(err.message);
    diag.debug(err.message);
    diag.verbose(err.message);
    res.sendStatus(401);
  }
};
