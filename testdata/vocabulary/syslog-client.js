// A line that is sent is told.
const jwt = require('jsonwebtoken');
const { Client, createClient } = require('syslog-client');

const syslog = createClient('localhost');

exports.logged = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    syslog.log('refused', { severity: 7 }); //~ log-without-context
    res.sendStatus(401);
  }
};

exports.made = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new Client('localhost').log('refused').log(err.message);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    syslog.close();
    res.sendStatus(401);
  }
};
