// Authorizers of API Gateway: a policy that denies is an answer, which nobody reads who runs the service. What the runtime is
// handed as an error it prints. That the event is written down as it comes says nothing of what became of its token.
const middy = require('@middy/core');
const httpCors = require('@middy/http-cors');
const jwt = require('jsonwebtoken');

const key = process.env.JWT_SECRET;

const policyFor = (principalId, effect, resource) => {
  const answer = {};
  answer.principalId = principalId;
  if (effect && resource) {
    const document = { Version: '2012-10-17', Statement: [] };
    document.Statement[0] = { Action: 'execute-api:Invoke', Effect: effect, Resource: resource };
    answer.policyDocument = document;
  }
  return answer;
};

// Neither its name nor that of its parameter says what it is; what it reads of it does.
exports.check = async (request) => {
  try {
    const user = jwt.verify(request.authorizationToken, key);
    return policyFor(user.sub, 'Allow', request.methodArn);
  } catch { //~ silent-verify-failure
    return policyFor('nobody', 'Deny', request.methodArn);
  }
};

exports.unpacked = async ({ authorizationToken, routeArn }) => {
  let effect = 'Deny';
  try {
    jwt.verify(authorizationToken, key);
    effect = 'Allow';
  } catch {} //~ silent-verify-failure
  return policyFor('user', effect, routeArn);
};

exports.promising = (event) =>
  new Promise((resolve) => {
    jwt.verify(event.authorizationToken, key, (err, user) => {
      if (err) resolve(policyFor('nobody', 'Deny', event.methodArn)); //~ silent-verify-failure
      else resolve(policyFor(user.sub, 'Allow', event.methodArn));
    });
  });

const read = async (token) => {
  try {
    return jwt.verify(token, key);
  } catch { //~ silent-verify-failure
    return null;
  }
};

exports.throughHelper = async (event) => {
  const user = await read(event.authorizationToken);
  return user ? policyFor(user.sub, 'Allow', event.methodArn) : policyFor('nobody', 'Deny', event.methodArn);
};

exports.eventWrittenDown = async (event) => {
  console.log('authorize', event.type);
  try {
    jwt.verify(event.authorizationToken, key);
    return policyFor('user', 'Allow', event.methodArn);
  } catch { //~ silent-verify-failure
    return policyFor('nobody', 'Deny', event.methodArn);
  }
};

const simple = async (event) => {
  const answer = { isAuthorized: false };
  try {
    answer.context = { sub: jwt.verify(event.headers.authorization, key).sub };
    answer.isAuthorized = true;
  } catch {} //~ silent-verify-failure
  return answer;
};
exports.simple = middy(simple).use(httpCors());

exports.logged = async (event) => {
  try {
    jwt.verify(event.authorizationToken, key);
    return policyFor('user', 'Allow', event.methodArn);
  } catch (err) {
    console.warn('token refused', err.name);
    return policyFor('nobody', 'Deny', event.methodArn);
  }
};

exports.loggedAndSimple = async (event) => {
  const answer = { isAuthorized: false };
  try {
    jwt.verify(event.headers.authorization, key);
    answer.isAuthorized = true;
  } catch (err) {
    console.warn('token refused', err.name, event.routeArn);
  }
  return answer;
};

exports.throwing = async (event) => {
  try {
    jwt.verify(event.authorizationToken, key);
  } catch {
    throw new Error('Unauthorized');
  }
  return policyFor('user', 'Allow', event.methodArn);
};

exports.throwingText = async (event) => {
  try {
    jwt.verify(event.authorizationToken, key);
  } catch {
    throw 'Unauthorized';
  }
  return policyFor('user', 'Allow', event.methodArn);
};

exports.rejecting = (event) =>
  new Promise((resolve, reject) => {
    jwt.verify(event.authorizationToken, key, (err) => {
      if (err) reject('Unauthorized');
      else resolve(policyFor('user', 'Allow', event.methodArn));
    });
  });

exports.callingBack = (event, context, callback) => {
  jwt.verify(event.authorizationToken, key, (err) => {
    if (err) callback('Unauthorized');
    else callback(null, policyFor('user', 'Allow', event.methodArn));
  });
};

exports.callingBackByNames = (request, information, answer) => {
  jwt.verify(request.authorizationToken, key, (err) => {
    if (err) answer('Unauthorized');
    else answer(null, policyFor('user', 'Allow', request.methodArn));
  });
};

exports.failing = (event, context) => {
  jwt.verify(event.authorizationToken, key, (err) => {
    if (err) context.fail('Unauthorized');
    else context.succeed(policyFor('user', 'Allow', event.methodArn));
  });
};
