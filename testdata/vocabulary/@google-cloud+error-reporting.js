// A report is told; a message that nobody reports is not.
const jwt = require('jsonwebtoken');
const { ErrorReporting } = require('@google-cloud/error-reporting');

const errors = new ErrorReporting();

exports.reported = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    errors.report(err);
    res.sendStatus(401);
  }
};

exports.reportedMessage = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const message = errors.event().setMessage(err.message);
    errors.report(message);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    errors.event();
    res.sendStatus(401);
  }
};
