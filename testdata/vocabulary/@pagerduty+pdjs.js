// An event that is triggered is told; one that is settled is not.
const jwt = require('jsonwebtoken');
const { acknowledge, change, event, resolve, trigger } = require('@pagerduty/pdjs');

exports.raised = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    event({ data: { event_action: 'trigger', payload: { summary: 'refused' } } });
    res.sendStatus(401);
  }
};

exports.triggered = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    trigger({ data: { payload: { summary: 'refused' } } });
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    acknowledge({ data: { dedup_key: 'refused' } });
    resolve({ data: { dedup_key: 'refused' } });
    change({ data: { payload: { summary: 'refused' } } });
    res.sendStatus(401);
  }
};
