// A metric that moves is told; one that is only looked up is not.
const jwt = require('jsonwebtoken');
const client = require('prom-client');

const counter = new client.Counter({ name: 'refused_total', help: 'refused tokens', labelNames: ['reason'] });
const gauge = new client.Gauge({ name: 'refused', help: 'refused tokens', labelNames: ['reason'] });
const histogram = new client.Histogram({ name: 'refusal_seconds', help: 'time of a refusal', labelNames: ['reason'] });
const summary = new client.Summary({ name: 'refusal_summary', help: 'time of a refusal', labelNames: ['reason'] });

exports.counterInc = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    counter.inc();
    res.sendStatus(401);
  }
};

exports.counterLabelled = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    counter.labels('forged').inc();
    res.sendStatus(401);
  }
};

exports.gaugeInc = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    gauge.inc();
    res.sendStatus(401);
  }
};

exports.gaugeDec = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    gauge.dec();
    res.sendStatus(401);
  }
};

exports.gaugeSet = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    gauge.set(1);
    res.sendStatus(401);
  }
};

exports.gaugeSetToCurrentTime = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    gauge.setToCurrentTime();
    res.sendStatus(401);
  }
};

exports.histogramObserve = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    histogram.observe(1);
    res.sendStatus(401);
  }
};

exports.histogramLabelled = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    histogram.labels('forged').observe(1);
    res.sendStatus(401);
  }
};

exports.summaryObserve = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    summary.observe(1);
    res.sendStatus(401);
  }
};

exports.gaugeTimer = (req, res) => {
  const end = gauge.startTimer();
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    end({ reason: 'forged' });
    res.sendStatus(401);
  }
};

exports.histogramTimer = (req, res) => {
  const end = histogram.startTimer();
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    end({ reason: 'forged' });
    res.sendStatus(401);
  }
};

exports.summaryTimer = (req, res) => {
  const end = summary.startTimer();
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    end({ reason: 'forged' });
    res.sendStatus(401);
  }
};

exports.metricTimer = (req, res) => {
  const metric = client.register.getSingleMetric('refused');
  const end = metric.startTimer();
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    end({ reason: 'forged' });
    res.sendStatus(401);
  }
};

exports.metricInc = (req, res) => {
  const metric = client.register.getSingleMetric('refused_total');
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    metric.inc();
    res.sendStatus(401);
  }
};

exports.metricDec = (req, res) => {
  const metric = client.register.getSingleMetric('refused');
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    metric.dec();
    res.sendStatus(401);
  }
};

exports.metricSet = (req, res) => {
  const metric = client.register.getSingleMetric('refused');
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    metric.set(1);
    res.sendStatus(401);
  }
};

exports.metricSetToCurrentTime = (req, res) => {
  const metric = client.register.getSingleMetric('refused');
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    metric.setToCurrentTime();
    res.sendStatus(401);
  }
};

exports.metricObserve = (req, res) => {
  const metric = client.register.getSingleMetric('refusal_seconds');
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    metric.observe(1);
    res.sendStatus(401);
  }
};

exports.counterNothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    counter.labels('forged');
    counter.remove('forged');
    counter.reset();
    res.sendStatus(401);
  }
};

exports.gaugeNothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    gauge.labels('forged');
    gauge.remove('forged');
    gauge.reset();
    gauge.startTimer();
    res.sendStatus(401);
  }
};

exports.histogramNothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    histogram.labels('forged');
    histogram.remove('forged');
    histogram.reset();
    histogram.startTimer();
    histogram.zero({ reason: 'forged' });
    res.sendStatus(401);
  }
};

exports.summaryNothing = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    summary.labels('forged');
    summary.remove('forged');
    summary.reset();
    summary.startTimer();
    res.sendStatus(401);
  }
};

exports.metricNothing = (req, res) => {
  const metric = client.register.getSingleMetric('refused');
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    metric.labels('forged');
    metric.startTimer();
    res.sendStatus(401);
  }
};
