// A function of which no caller is seen is called with something as a rule: what stands for nothing, where it is called without,
// ends no way. A default that is something, such as a logger, is what is used.
const jwt = require('jsonwebtoken');

exports.destructured = async ({ token, id } = {}, { key, strict } = {}) => {
  if (!(token && id)) throw new Error('missing');
  if (strict && !key) throw new Error('no key');
  try {
    return jwt.verify(token, key);
  } catch (err) { //~ silent-verify-failure
    return null;
  }
};

exports.object = (options = {}) => {
  if (!options.token) throw new Error('missing');
  try {
    return jwt.verify(options.token, options.key);
  } catch (err) { //~ silent-verify-failure
    return null;
  }
};

exports.list = ([token, key] = []) => {
  if (!token) throw new Error('missing');
  try {
    return jwt.verify(token, key);
  } catch (err) { //~ silent-verify-failure
    return null;
  }
};

exports.told = ({ token } = {}, log = console) => {
  if (!token) throw new Error('missing');
  try {
    return jwt.verify(token, 'k');
  } catch (err) {
    log.warn('refused', err);
    return null;
  }
};

exports.givenLogger = ({ token, logger = console } = {}) => {
  try {
    return jwt.verify(token, 'k');
  } catch (err) {
    logger.warn('refused', err);
    return null;
  }
};
