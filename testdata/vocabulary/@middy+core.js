// What a wrapped function returns is the answer. What it throws comes to the middlewares for errors, and without any to the
// runtime, which prints it.
const middy = require('@middy/core');
const jwt = require('jsonwebtoken');
const parser = require('@middy/http-json-body-parser');
const unseen = require('@example/answers');

const plain = async (event) => {
  try {
    return { statusCode: 200, body: jwt.verify(event.headers.authorization, process.env.KEY).sub };
  } catch { //~ silent-verify-failure
    return { statusCode: 401 };
  }
};
exports.plain = middy(plain);

exports.inline = middy(async (event) => {
  try {
    return { statusCode: 200, body: jwt.verify(event.headers.authorization, process.env.KEY).sub };
  } catch { //~ silent-verify-failure
    return { statusCode: 401 };
  }
})
  .use(parser())
  .before(() => undefined)
  .after(() => undefined)
  .onError(() => undefined);

const entry = middy().use(parser());
exports.later = entry.handler(async (event) => {
  try {
    return { statusCode: 200, body: jwt.verify(event.headers.authorization, process.env.KEY).sub };
  } catch (err) { //~ silent-verify-failure
    return { statusCode: 401, body: err.message.length > 40 ? 'refused' : 'no' };
  }
});

exports.told = middy(async (event) => {
  try {
    return { statusCode: 200, body: jwt.verify(event.headers.authorization, process.env.KEY).sub };
  } catch (err) {
    console.warn('refused', err.message);
    return { statusCode: 401 };
  }
});

// What another's middleware does with an answer is not seen. That of one entry is not that of all.
const watched = middy().use(unseen());
exports.watched = watched.handler(async (event) => {
  try {
    return { statusCode: 200, body: jwt.verify(event.headers.authorization, process.env.KEY).sub };
  } catch {
    return { statusCode: 401 };
  }
});

// A middleware for errors may tell: what is thrown to it is not judged.
exports.thrown = middy(async (event) => {
  const user = jwt.verify(event.headers.authorization, process.env.KEY);
  return { statusCode: 200, body: user.sub };
});
