// A package is what the specifier comes to, however that is written.
const byTemplate = require(`jsonwebtoken`);
const LIBRARIES = { tokens: 'jsonwebtoken' };
const byMember = require(LIBRARIES.tokens);

exports.template = (token) => {
  try {
    return byTemplate.verify(token, 'k');
  } catch (err) { //~ silent-verify-failure
    return null;
  }
};

exports.member = (token) => {
  try {
    return byMember.verify(token, 'k');
  } catch (err) { //~ silent-verify-failure
    return null;
  }
};
