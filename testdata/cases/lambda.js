// Functions that a Lambda runtime calls: it prints what they throw or call back with, and not what they return.
const jwt = require('jsonwebtoken');

const key = process.env.JWT_SECRET;
const policy = (effect) => ({ principalId: 'user', policyDocument: { Statement: [{ Effect: effect }] } });

exports.handler = async (event) => {
  try {
    jwt.verify(event.authorizationToken, key);
    return policy('Allow');
  } catch { //~ silent-verify-failure
    return policy('Deny');
  }
};

exports.simpleAuthorizer = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { isAuthorized: true };
  } catch { //~ silent-verify-failure
    return { isAuthorized: false };
  }
};

exports.throwingHandler = async (event) => {
  try {
    jwt.verify(event.authorizationToken, key);
    return policy('Allow');
  } catch {
    throw new Error('Unauthorized');
  }
};

exports.nothingCatchesHandler = async (event) => {
  jwt.verify(event.authorizationToken, key);
  return policy('Allow');
};

exports.callingBack = (event, context, callback) => {
  jwt.verify(event.authorizationToken, key, (err) => {
    if (err) return callback('Unauthorized');
    callback(null, policy('Allow'));
  });
};

exports.callingBackSilently = (event, context, callback) => {
  jwt.verify(event.authorizationToken, key, (err) => {
    if (err) return callback(null, policy('Deny')); //~ silent-verify-failure
    callback(null, policy('Allow'));
  });
};

exports.failing = (event, context) => {
  try {
    jwt.verify(event.authorizationToken, key);
    context.succeed(policy('Allow'));
  } catch (err) {
    context.fail(err);
  }
};

exports.doneSilently = (event, context) => {
  try {
    jwt.verify(event.authorizationToken, key);
    context.done(null, policy('Allow'));
  } catch { //~ silent-verify-failure
    context.done(null, policy('Deny'));
  }
};

exports.told = async (event, context) => {
  try {
    jwt.verify(event.authorizationToken, key);
    return policy('Allow');
  } catch (err) {
    console.warn('refused', err.message);
    return policy('Deny');
  }
};

// Nothing says that a runtime calls it: what it throws is its caller's.
exports.read = (event) => {
  jwt.verify(event.token, key);
  return policy('Allow');
};
