// A handler that is exported as a member of an object.
import jwt from 'jsonwebtoken';

const handler = async (event: { token: string }) => {
  try {
    return { statusCode: 200, body: jwt.verify(event.token, 'k') };
  } catch { //~ silent-verify-failure
    return { statusCode: 401 };
  }
};

module.exports = { handler };
