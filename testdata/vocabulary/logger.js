// As in a snippet without imports: a name that nothing declares is taken for what it is customarily bound to.

exports.alert = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.alert('refused', err);
    res.sendStatus(401);
  }
};

exports.crit = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.crit('refused', err);
    res.sendStatus(401);
  }
};

exports.critical = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.critical('refused', err);
    res.sendStatus(401);
  }
};

exports.emerg = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.emerg('refused', err);
    res.sendStatus(401);
  }
};

exports.error = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.error('refused', err);
    res.sendStatus(401);
  }
};

exports.fatal = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.fatal('refused', err);
    res.sendStatus(401);
  }
};

exports.info = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.info('refused', err);
    res.sendStatus(401);
  }
};

exports.notice = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.notice('refused', err);
    res.sendStatus(401);
  }
};

exports.warn = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.warn('refused', err);
    res.sendStatus(401);
  }
};

exports.warning = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.warning('refused', err);
    res.sendStatus(401);
  }
};

exports.http = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.http('refused', err);
    res.sendStatus(401);
  }
};

exports.verbose = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.verbose('refused', err);
    res.sendStatus(401);
  }
};

exports.debug = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.debug('refused', err);
    res.sendStatus(401);
  }
};

exports.silly = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.silly('refused', err);
    res.sendStatus(401);
  }
};

exports.trace = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.trace('refused', err);
    res.sendStatus(401);
  }
};

exports.byArgument = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.log('warn', err.message);
    res.sendStatus(401);
  }
};

exports.child = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.child({ module: 'auth' }).warn('refused', err);
    res.sendStatus(401);
  }
};

exports.log = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    log.warn('refused', err);
    res.sendStatus(401);
  }
};

exports.winston = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    winston.warn(err.message);
    res.sendStatus(401);
  }
};

exports.pino = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    pino().warn(err);
    res.sendStatus(401);
  }
};

exports.bunyan = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    bunyan.createLogger({ name: 'auth' }).warn(err);
    res.sendStatus(401);
  }
};

exports.sentry = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    Sentry.captureException(err);
    res.sendStatus(401);
  }
};

exports.promClient = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    new promClient.Counter({ name: 'refused', help: 'refused tokens' }).inc();
    res.sendStatus(401);
  }
};

exports.jsonwebtoken = (req, res, next) => {
  try {
    req.user = jsonwebtoken.verify(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.jose = async (req, res, next) => {
  try {
    req.user = await jose.jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.jwtVerify = async (req, res, next) => {
  try {
    req.user = await jwtVerify(req.cookies.token, req.app.locals.key);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.promisify = async (req, res, next) => {
  try {
    req.user = await promisify(jwt.verify)(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.util = async (req, res, next) => {
  try {
    req.user = await util.promisify(jwt.verify)(req.cookies.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.expressJwt = (req, res, next) => {
  expressJwt({ secret: process.env.KEY, algorithms: ['HS256'] })(req, res, (err) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    next();
  });
};

exports.expressJWT = (req, res, next) => {
  expressJWT({ secret: process.env.KEY, algorithms: ['HS256'] })(req, res, (err) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    next();
  });
};

exports.expressjwt = (req, res, next) => {
  expressjwt({ secret: process.env.KEY, algorithms: ['HS256'] })(req, res, (err) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    next();
  });
};

const limiter = rateLimit({ windowMs: 60_000, limit: 5 });

exports.limited = [
  limiter,
  (req, res) => {
    try {
      req.user = jwt.verify(req.cookies.token, process.env.KEY);
      res.json(req.user);
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  },
];

// An application and a router that nothing declares.
router.post('/refresh', (req, res) => {
  const user = jwt.verify(req.cookies.refreshToken, process.env.REFRESH_KEY);
  logger.info('refreshed', { user: user.id, ip: req.ip });
  res.json({ token: jwt.sign({ id: user.id }, process.env.KEY) });
});

app.use(rateLimit({ windowMs: 60_000, limit: 5 }), router);
