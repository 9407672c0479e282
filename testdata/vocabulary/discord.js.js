// A message of a webhook is told.
const jwt = require('jsonwebtoken');
const { WebhookClient } = require('discord.js');

const webhook = new WebhookClient({ url: 'https://discord.com/api/webhooks/1' });

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
    await webhook.send({ content: err.message });
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    webhook.fetchMessage('1');
    webhook.deleteMessage('1');
    res.sendStatus(401);
  }
};
