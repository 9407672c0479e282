// Middlewares around a handler get what it answers: where one writes it down, or cannot be seen, nobody knows that nobody is told.
const middy = require('@middy/core');
const errorLogger = require('@middy/error-logger');
const httpCors = require('@middy/http-cors');
const inputOutputLogger = require('@middy/input-output-logger');
const audit = require('@acme/audit');
const jwt = require('jsonwebtoken');

const key = process.env.JWT_SECRET;

const answering = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch { //~ silent-verify-failure
    return { statusCode: 401 };
  }
};
exports.alone = middy(answering);

const withHeaders = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch { //~ silent-verify-failure
    return { statusCode: 401 };
  }
};
const decorated = (request) => {
  request.response.headers = Object.assign({}, request.response.headers, { 'x-served-at': new Date().toISOString() });
  request.response.headers.via = ['api', request.event.requestContext.stage.toLowerCase()].join('/');
};
exports.withHeaders = middy(withHeaders)
  .before((request) => console.info('called', request.event.path))
  .use([httpCors(), errorLogger()])
  .use({ before: (request) => console.info('called', request.event.path), after: decorated });

const watched = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch (err) {
    return { statusCode: 401, reason: err.name };
  }
};
exports.watched = middy(watched).after((request) => {
  if (request.response.statusCode === 401) console.warn('refused', request.response.reason);
});

const watchedByObject = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch {
    return { statusCode: 401 };
  }
};
const tell = (answer) => console.warn('answer', answer.statusCode);
const teller = { after: async (request) => tell(request.response) };
exports.watchedByObject = middy(watchedByObject).use([httpCors(), teller]);

const watchedInHelper = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch {
    return { statusCode: 401 };
  }
};
const makeTeller = () => ({ after: (request) => [request.response].forEach(tell) });
const entry = (handler) => middy().use(makeTeller()).handler(handler);
exports.watchedInHelper = entry(watchedInHelper);

const unseen = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch {
    return { statusCode: 401 };
  }
};
exports.unseen = middy(unseen).use(audit());

const written = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch {
    return { statusCode: 401 };
  }
};
exports.written = middy(written).use(inputOutputLogger());

const thrown = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch {
    return { statusCode: 401 };
  }
};
exports.thrown = middy(thrown).use({
  after(request) {
    if (request.response.statusCode === 401) throw new Error('Unauthorized');
  },
});

const added = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch {
    return { statusCode: 401 };
  }
};
const held = middy(added);
held.use(teller);
exports.added = held;
