// The failure reaches somebody by ways that are easily overlooked; the last ones lose it after all.
const jwt = require('jsonwebtoken');
const jose = require('jose');

const KEY = process.env.JWT_SECRET;

class Base {
  deny(res) {
    console.warn('token refused'); //~ log-without-context
    res.sendStatus(401);
  }
}

class Guard extends Base {
  handle(req, res, next) {
    try {
      req.user = jwt.verify(req.cookies.token, KEY);
      next();
    } catch {
      this.deny(res);
    }
  }

  deny(res) {
    super.deny(res);
  }
}

exports.standardOutput = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, KEY));
  } catch {
    process.stderr.write('token refused\n');
    res.sendStatus(401);
  }
};

const print = (...parts) => process.stdout.write(parts.join(' '));

exports.restArguments = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, KEY));
  } catch (err) {
    print('token refused', err.name);
    res.sendStatus(401);
  }
};

exports.collected = (req, res) => {
  const refused = [];
  try {
    res.json(jwt.verify(req.cookies.token, KEY));
  } catch {
    refused.push('token');
  }
  if (refused.length) console.warn(refused);
  for (const reason of refused) res.set('x-refused', reason);
};

exports.iterated = (req, res) => {
  const refused = [];
  try {
    res.json(jwt.verify(req.cookies.token, KEY));
  } catch {
    refused.push('token');
  }
  for (const reason of refused) console.warn(reason);
};

exports.argumentsObject = (req, res) => {
  jwt.verify(req.cookies.token, KEY, function () {
    if (arguments[0]) console.error(arguments[0].name);
    res.end();
  });
};

exports.restOfCallback = (req, res) => {
  jwt.verify(req.cookies.token, KEY, (...results) => {
    if (results[0]) console.error(results[0].name);
    res.end();
  });
};

exports.typeOfResult = (req, res) => {
  jwt.verify(req.cookies.token, KEY, (err, payload) => {
    if (typeof payload === 'undefined') console.error('token refused'); //~ log-without-context
    res.end();
  });
};

exports.settled = async (req, res) => {
  const [result] = await Promise.allSettled([jose.jwtVerify(req.cookies.token, KEY)]);
  if (result.status === 'rejected') console.error(result.reason.code);
  res.end();
};

exports.leftUnset = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, KEY);
  } catch {}
  if (!req.user) {
    console.warn('token refused'); //~ log-without-context
    return res.sendStatus(401);
  }
  next();
};

exports.imported = async (req, res) => {
  const { jwtVerify } = await import('jose');
  try {
    res.json(await jwtVerify(req.cookies.token, KEY));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.settledSilently = async (req, res) => {
  const [result] = await Promise.allSettled([jose.jwtVerify(req.cookies.token, KEY)]); //~ silent-verify-failure
  if (result.status === 'rejected') return res.sendStatus(401);
  res.json(result.value);
};

exports.collectedInVain = (req, res) => {
  const refused = [];
  try {
    res.json(jwt.verify(req.cookies.token, KEY));
  } catch { //~ silent-verify-failure
    refused.push('token');
  }
  res.end();
};

module.exports.Guard = Guard;
