// A package that is required twice, or inside a `try`, is the same package.
let jwt;
try {
  jwt = require('jsonwebtoken');
} catch {
  throw new Error('jsonwebtoken is not installed');
}

exports.authenticate = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.JWT_SECRET);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};
