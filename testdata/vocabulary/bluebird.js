// A promisified check rejects, whether it was promisified alone or with the whole module.
const Promise = require('bluebird');
const jwt = Promise.promisifyAll(require('jsonwebtoken'));

const verify = Promise.promisify(jwt.verify);

exports.silent = async (req, res, next) => {
  try {
    req.user = await verify(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.silentTwin = async (req, res, next) => {
  try {
    req.user = await jwt.verifyAsync(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.told = async (req, res, next) => {
  try {
    req.user = await jwt.verifyAsync(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};
