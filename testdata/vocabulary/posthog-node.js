// An exception, a log and an event are told unless the options forbid it.
const jwt = require('jsonwebtoken');
const { PostHog } = require('posthog-node');

const posthog = new PostHog('key', { host: 'https://eu.i.posthog.com' });
const disabled = new PostHog('key', { disabled: true });

exports.exception = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    posthog.captureException(err);
    res.sendStatus(401);
  }
};

exports.exceptionAtOnce = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await posthog.captureExceptionImmediate(err);
    res.sendStatus(401);
  }
};

exports.log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    posthog.captureLog({ body: err.message, level: 'warn' });
    res.sendStatus(401);
  }
};

exports.event = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    posthog.capture({ distinctId: 'unknown', event: 'refused' });
    res.sendStatus(401);
  }
};

exports.eventAtOnce = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await posthog.captureImmediate({ distinctId: 'unknown', event: 'refused' });
    res.sendStatus(401);
  }
};

exports.disabledException = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    disabled.captureException(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    posthog.identify({ distinctId: 'unknown' });
    posthog.identifyImmediate({ distinctId: 'unknown' });
    posthog.alias({ distinctId: 'unknown', alias: 'nobody' });
    posthog.aliasImmediate({ distinctId: 'unknown', alias: 'nobody' });
    posthog.groupIdentify({ groupType: 'company', groupKey: '1' });
    posthog.setPersonProperties({ distinctId: 'unknown' });
    posthog.flush();
    posthog.shutdown();
    res.sendStatus(401);
  }
};
