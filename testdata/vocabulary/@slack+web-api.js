// A message in a channel is told; one that a single person sees is not.
const jwt = require('jsonwebtoken');
const { WebClient } = require('@slack/web-api');

const client = new WebClient('token');
const { chat } = client;

exports.posted = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    chat.postMessage({ channel: 'security', text: 'refused' });
    res.sendStatus(401);
  }
};

exports.awaited = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await client.chat.postMessage({ channel: 'security', text: err.message });
    res.sendStatus(401);
  }
};

exports.scheduled = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    chat.scheduleMessage({ channel: 'security', text: 'refused', post_at: 0 });
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    chat.postEphemeral({ channel: 'general', user: 'U1', text: 'refused' });
    chat.unfurl({});
    chat.delete({});
    res.sendStatus(401);
  }
};
