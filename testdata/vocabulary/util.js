// A promisified check rejects.
const util = require('util');
const { promisify } = require('node:util');
const jwt = require('jsonwebtoken');

const verify = util.promisify(jwt.verify);
const verifyByName = promisify(jwt.verify);

exports.silent = async (req, res, next) => {
  try {
    req.user = await verify(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.silentByName = (req, res) =>
  verifyByName(req.cookies.token, process.env.KEY)
    .then((user) => res.json(user))
    .catch(() => res.sendStatus(401)); //~ silent-verify-failure

exports.told = async (req, res, next) => {
  try {
    req.user = await verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};
