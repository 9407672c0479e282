// A report and an event are told; what would go out with a later one is not.
const jwt = require('jsonwebtoken');
const client = require('@honeybadger-io/js');

const own = client.factory({ apiKey: 'key' });
const muted = client.factory({ apiKey: 'key', reportData: false });
const configured = client.configure({ apiKey: 'key', reportData: false });

exports.told = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.notify(err);
    res.sendStatus(401);
  }
};

exports.awaited = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await client.notifyAsync(err);
    res.sendStatus(401);
  }
};

exports.event = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.event('refused', { reason: err.message });
    res.sendStatus(401);
  }
};

exports.logged = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.logEvent({ reason: err.message });
    res.sendStatus(401);
  }
};

exports.created = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    own.notify(err);
    res.sendStatus(401);
  }
};

exports.chained = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.setContext({ refused: true }).addBreadcrumb('refused').resetContext().notify(err);
    res.sendStatus(401);
  }
};

exports.mutedNotice = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    muted.notify(err);
    res.sendStatus(401);
  }
};

exports.configuredNotice = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    configured.notify(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    client.addBreadcrumb('refused');
    client.setContext({ refused: true });
    client.resetContext();
    client.clear();
    client.configure({});
    client.checkIn('auth');
    client.flushAsync();
    res.sendStatus(401);
  }
};
