// An event is told; what is said of people and groups is not.
const jwt = require('jsonwebtoken');
const mixpanel = require('mixpanel').init('token');

exports.tracked = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    mixpanel.track('refused', { reason: err.message });
    res.sendStatus(401);
  }
};

exports.batch = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    mixpanel.track_batch([{ event: 'refused' }]);
    res.sendStatus(401);
  }
};

exports.imported = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    mixpanel.import('refused', new Date(), {});
    res.sendStatus(401);
  }
};

exports.importedBatch = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    mixpanel.import_batch([{ event: 'refused' }]);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    mixpanel.alias('unknown', 'nobody');
    mixpanel.people.set('unknown', {});
    mixpanel.people.set_once('unknown', {});
    mixpanel.people.increment('unknown', 'refusals');
    mixpanel.groups.set('company', '1', {});
    mixpanel.set_config({});
    res.sendStatus(401);
  }
};
