// A record that is emitted is told.
const jwt = require('jsonwebtoken');
const sender = require('fluent-logger');

const own = sender.createFluentSender('auth', {});

exports.emitted = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    sender.emit('refused', { reason: err.message });
    res.sendStatus(401);
  }
};

exports.byOwn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    own.emit('refused', { reason: err.message });
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    sender.configure('auth', {});
    sender.end();
    res.sendStatus(401);
  }
};
