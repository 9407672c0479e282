// Which entry a middleware is added to is not seen: it may be any of the file's.
const middy = require('@middy/core');
const jwt = require('jsonwebtoken');

const key = process.env.JWT_SECRET;
const teller = { after: (request) => console.warn('answer', request.response.statusCode) };

const addedUnderAnotherName = async (event) => {
  try {
    jwt.verify(event.headers.authorization, key);
    return { statusCode: 200 };
  } catch {
    return { statusCode: 401 };
  }
};
const kept = middy(addedUnderAnotherName);
[kept].forEach((each) => each.use(teller));
exports.addedUnderAnotherName = kept;
