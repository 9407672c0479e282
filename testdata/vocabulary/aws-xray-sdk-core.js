// An error on a segment is told; a flag or an annotation is not.
const jwt = require('jsonwebtoken');
const AWSXRay = require('aws-xray-sdk-core');
const whole = require('aws-xray-sdk');

exports.added = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const segment = AWSXRay.getSegment();
    segment.addError(err);
    res.sendStatus(401);
  }
};

exports.closed = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const segment = AWSXRay.getSegment().addNewSubsegment('refuse');
    segment.close(err);
    res.sendStatus(401);
  }
};

exports.resolved = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    AWSXRay.resolveSegment().addError(err);
    res.sendStatus(401);
  }
};

exports.made = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new AWSXRay.Segment('auth').addError(err);
    res.sendStatus(401);
  }
};

exports.madeBelow = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new AWSXRay.Subsegment('auth').addError(err);
    res.sendStatus(401);
  }
};

exports.ofWhole = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    whole.getSegment().addError(err);
    res.sendStatus(401);
  }
};

exports.captured = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    AWSXRay.captureFunc('refuse', (segment) => segment.addError(err));
    res.sendStatus(401);
  }
};

exports.capturedLater = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    AWSXRay.captureAsyncFunc('refuse', (segment) => segment.close(err));
    res.sendStatus(401);
  }
};

exports.capturedNothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    AWSXRay.captureFunc('refuse', (segment) => segment.addErrorFlag());
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    const segment = AWSXRay.getSegment();
    segment.addAnnotation('refused', true);
    segment.addMetadata('reason', err.message);
    segment.addErrorFlag();
    segment.addFaultFlag();
    segment.addThrottleFlag();
    segment.setUser('unknown');
    segment.isClosed();
    segment.flush();
    segment.close();
    AWSXRay.setSegment(segment);
    res.sendStatus(401);
  }
};
