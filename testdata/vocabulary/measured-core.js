// A metric that moves is told; one that is only looked up is not.
const jwt = require('jsonwebtoken');
const measured = require('measured-core');

const collection = measured.createCollection('auth');
const counter = collection.counter('refused');
const gauge = collection.settableGauge('refused');
const histogram = collection.histogram('refusal');
const meter = collection.meter('refusals');
const timer = collection.timer('refusal');
const noOpMeter = new measured.NoOpMeter();
const own = new measured.Collection('auth');

exports.counterInc = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    counter.inc();
    res.sendStatus(401);
  }
};

exports.counterDec = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    counter.dec();
    res.sendStatus(401);
  }
};

exports.gaugeSet = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    gauge.setValue(1);
    res.sendStatus(401);
  }
};

exports.histogramUpdate = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    histogram.update(1);
    res.sendStatus(401);
  }
};

exports.meterMark = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    meter.mark();
    res.sendStatus(401);
  }
};

exports.timerUpdate = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    timer.update(1);
    res.sendStatus(401);
  }
};

exports.timed = (req, res) => {
  const watch = timer.start();
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    watch.end();
    res.sendStatus(401);
  }
};

exports.ownCounter = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    own.counter('refused').inc();
    res.sendStatus(401);
  }
};

exports.madeCounter = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new measured.Counter().inc();
    res.sendStatus(401);
  }
};

exports.madeGauge = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new measured.SettableGauge().setValue(1);
    res.sendStatus(401);
  }
};

exports.madeHistogram = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new measured.Histogram().update(1);
    res.sendStatus(401);
  }
};

exports.madeMeter = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new measured.Meter().mark();
    res.sendStatus(401);
  }
};

exports.madeTimer = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new measured.Timer().update(1);
    res.sendStatus(401);
  }
};

exports.noOp = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    noOpMeter.mark();
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    timer.start();
    timer.reset();
    counter.reset();
    histogram.reset();
    meter.reset();
    collection.end();
    res.sendStatus(401);
  }
};
