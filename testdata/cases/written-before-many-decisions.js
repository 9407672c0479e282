// Where there are more ways than are told apart, what was written to an object is still known.
const jwt = require('jsonwebtoken');
const log = require('pino')();

module.exports = (req, res, next) => {
  const options = { quiet: true };
  options.quiet = false;
  const service = {};
  service.verify = (token) => jwt.verify(token, 'k');
  if (req.x) prepare(req);
  try {
    req.user = service.verify(req.token);
  } catch (e) {
    if (req.a0) step0(req);
    if (req.a1) step1(req);
    if (req.a2) step2(req);
    if (req.a3) step3(req);
    if (req.a4) step4(req);
    if (req.a5) step5(req);
    if (req.a6) step6(req);
    if (req.a7) step7(req);
    if (req.a8) step8(req);
    if (req.a9) step9(req);
    if (req.a10) step10(req);
    if (req.a11) step11(req);
    if (req.a0) other0(req);
    if (req.a1) other1(req);
    if (req.a2) other2(req);
    if (req.a3) other3(req);
    if (req.a4) other4(req);
    if (req.a5) other5(req);
    if (req.a6) other6(req);
    if (req.a7) other7(req);
    if (req.a8) other8(req);
    if (req.a9) other9(req);
    if (req.a10) other10(req);
    if (req.a11) other11(req);
    if (!options.quiet) log.warn(e);
    res.sendStatus(401);
    return;
  }
  next();
};
