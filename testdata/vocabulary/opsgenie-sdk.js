// An alert that is made is told; one that is handled is not.
const jwt = require('jsonwebtoken');
const opsgenie = require('opsgenie-sdk');

const { alertV2 } = opsgenie;

exports.created = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    alertV2.create({ message: 'refused' });
    res.sendStatus(401);
  }
};

exports.escalated = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    opsgenie.alertV2.escalateToNext({ identifier: '1' }, {});
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    opsgenie.configure({ api_key: 'key' });
    alertV2.get({});
    alertV2.list({});
    alertV2.acknowledge({}, {});
    alertV2.addDetails({}, {});
    alertV2.addNote({}, {});
    alertV2.addTags({}, {});
    alertV2.snooze({}, {});
    alertV2.close({}, {});
    res.sendStatus(401);
  }
};
