// A parameter that is called like a framework's context is one only where a handler has it: elsewhere it may be anything,
// and a method of it may tell.
const jwt = require('jsonwebtoken');

exports.withHelper = (token, h) => {
  try {
    return jwt.verify(token, process.env.KEY);
  } catch (err) {
    h.refused(err);
    return null;
  }
};

exports.withContext = function (c, token) {
  try {
    return jwt.verify(token, process.env.KEY);
  } catch (err) {
    c.refused(err);
    return null;
  }
};

exports.withEvent = (event, token) => {
  try {
    return jwt.verify(token, process.env.KEY);
  } catch (err) {
    event.refused(err);
    return null;
  }
};

exports.inHono = (c) => {
  try {
    c.set('user', jwt.verify(c.req.header('token'), process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    c.json({ error: err.message }, 401);
  }
};

exports.inHapi = (request, h) => {
  try {
    return jwt.verify(request.state.token, process.env.KEY);
  } catch (err) { //~ silent-verify-failure
    h.response({ error: err.message }); //~ verification-detail-disclosed
    return undefined;
  }
};
