// A metric of the client that the bundle hands out is told.
const jwt = require('jsonwebtoken');
const promBundle = require('express-prom-bundle');

const { promClient } = promBundle({ includeMethod: true });
const counter = new promClient.Counter({ name: 'refused_total', help: 'refused tokens' });
const gauge = new promBundle.promClient.Gauge({ name: 'refused', help: 'refused tokens' });
const histogram = new promClient.Histogram({ name: 'refusal_seconds', help: 'time of a refusal' });
const summary = new promClient.Summary({ name: 'refusal_summary', help: 'time of a refusal' });

exports.counterInc = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    counter.inc();
    res.sendStatus(401);
  }
};

exports.counterLabelled = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    counter.labels('forged').inc();
    res.sendStatus(401);
  }
};

exports.gaugeInc = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    gauge.inc();
    res.sendStatus(401);
  }
};

exports.gaugeDec = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    gauge.dec();
    res.sendStatus(401);
  }
};

exports.gaugeSet = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    gauge.set(1);
    res.sendStatus(401);
  }
};

exports.gaugeSetToCurrentTime = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    gauge.setToCurrentTime();
    res.sendStatus(401);
  }
};

exports.gaugeTimer = (req, res) => {
  const end = gauge.startTimer();
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    end();
    res.sendStatus(401);
  }
};

exports.histogramObserve = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    histogram.observe(1);
    res.sendStatus(401);
  }
};

exports.histogramTimer = (req, res) => {
  const end = histogram.startTimer();
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    end();
    res.sendStatus(401);
  }
};

exports.summaryObserve = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    summary.labels('forged').observe(1);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    counter.labels('forged');
    counter.reset();
    gauge.labels('forged');
    gauge.reset();
    gauge.startTimer();
    histogram.labels('forged');
    histogram.reset();
    histogram.startTimer();
    res.sendStatus(401);
  }
};
