// What is sent to a channel or a workflow is told.
const jwt = require('jsonwebtoken');
const { addAppMetadata, IncomingWebhook, WebhookTrigger } = require('@slack/webhook');

const webhook = new IncomingWebhook('https://hooks.slack.com/services/1');

exports.sent = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    webhook.send('refused');
    res.sendStatus(401);
  }
};

exports.awaited = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await webhook.send({ text: err.message });
    res.sendStatus(401);
  }
};

exports.triggered = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new WebhookTrigger('https://hooks.slack.com/triggers/1').send({ reason: 'refused' });
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    addAppMetadata({ name: 'auth', version: '1' });
    res.sendStatus(401);
  }
};
