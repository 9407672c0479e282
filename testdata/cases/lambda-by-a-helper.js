// A helper of the project's makes what the runtime calls, around a handler: it checks the token, or takes in what the handler throws.
const jwt = require('jsonwebtoken');

const key = process.env.JWT_SECRET;

const withUser = (next) => async (event, context) => {
  try {
    event.user = jwt.verify(event.headers.authorization, key);
  } catch { //~ silent-verify-failure
    return { statusCode: 401 };
  }
  return next(event, context);
};

const withUserTold = (next) => async (event, context) => {
  try {
    event.user = jwt.verify(event.headers.authorization, key);
  } catch (err) {
    console.warn('token refused', { reason: err.name, ip: event.requestContext.identity.sourceIp });
    return { statusCode: 401 };
  }
  return next(event, context);
};

// What it throws, the runtime prints.
function withUserOrThrow(next) {
  return async function (event, context) {
    event.user = jwt.verify(event.headers.authorization, key);
    return next(event, context);
  };
}

const answered = (next) => async (event, context) => {
  try {
    return await next(event, context);
  } catch (err) { //~ silent-verify-failure
    return { statusCode: err.statusCode || 500 };
  }
};

const answeredAndTold = (next) => async (event, context) => {
  try {
    return await next(event, context);
  } catch (err) {
    console.error('request failed', { reason: err.name, route: event.path });
    return { statusCode: err.statusCode || 500 };
  }
};

// One of its options decides whether somebody hears of it.
const withOptions = (next, { tells }) => async (event, context) => {
  try {
    event.user = jwt.verify(event.headers.authorization, key);
  } catch (err) { //~ silent-verify-failure
    if (tells) console.warn('token refused', { reason: err.name, route: event.path });
    return { statusCode: 401 };
  }
  return next(event, context);
};

// Nobody is seen to call what this one makes: no runtime calls it by that name.
const later = (next) => async (task) => {
  try {
    task.user = jwt.verify(task.token, key);
  } catch {
    return null;
  }
  return next(task);
};

const orders = async (event) => ({ statusCode: 200, body: JSON.stringify({ user: event.user.sub }) });
const session = async (event) => {
  const user = jwt.verify(event.headers.authorization, key);
  return { statusCode: 200, body: user.sub };
};
const sessionTold = async (event) => {
  const user = jwt.verify(event.headers['x-token'], key);
  return { statusCode: 200, body: user.sub };
};

exports.ordersHandler = withUser(orders);
exports.told = withUserTold(orders);
exports.thrown = withUserOrThrow(orders);
exports.session = answered(session);
exports.sessionTold = answeredAndTold(sessionTold);
exports.chained = answeredAndTold(withUserOrThrow(orders));
exports.quietly = withOptions(orders, { tells: false });
exports.loudly = withOptions(orders, { tells: true });
exports.task = later(orders);
