// An event is told unless the options forbid it.
const jwt = require('jsonwebtoken');
const { init, NodeClient } = require('@amplitude/node');

const amplitude = init('key');
const muted = init('key', { optOut: true });

exports.logged = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    amplitude.logEvent({ event_type: 'refused', user_id: 'unknown' });
    res.sendStatus(401);
  }
};

exports.made = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new NodeClient('key').logEvent({ event_type: 'refused', user_id: 'unknown' });
    res.sendStatus(401);
  }
};

exports.mutedEvent = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    muted.logEvent({ event_type: 'refused', user_id: 'unknown' });
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    amplitude.identify('unknown', null, {});
    amplitude.getOptions();
    amplitude.flush();
    res.sendStatus(401);
  }
};
