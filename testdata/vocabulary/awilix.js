// What awilix gives by the names of parameters: one object to pick from, or what each parameter is called like.
const { asClass, asFunction, asValue, createContainer } = require('awilix');
const express = require('express');
const jwt = require('jsonwebtoken');
const pino = require('pino');

const app = express();

class TokenService {
  verify(token) {
    return jwt.verify(token, process.env.JWT_SECRET);
  }
}

class LoudService {
  constructor({ tokenService, logger }) {
    this.tokenService = tokenService;
    this.logger = logger;
  }

  verify(token) {
    try {
      return this.tokenService.verify(token);
    } catch (err) {
      this.logger.warn({ err }, 'token refused');
      throw err;
    }
  }
}

const makeSilent = ({ tokenService }) => ({
  handle(req, res) {
    try {
      res.json(tokenService.verify(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  },
});

function makeTold(loudService) {
  return {
    handle(req, res) {
      try {
        res.json(loudService.verify(req.cookies.token));
      } catch {
        res.sendStatus(401);
      }
    },
  };
}

class Handler {
  constructor(opts) {
    this.opts = opts;
  }

  handle(req, res) {
    try {
      res.json(this.opts.tokenService.verify(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }
}

const container = createContainer();
container
  .register({
    tokenService: asClass(TokenService).singleton(),
    loudService: asClass(LoudService).scoped(),
    silent: asFunction(makeSilent),
    told: asFunction(makeTold).classic(),
    logger: asValue(pino()),
  })
  .register('handler', asClass(Handler));

app.get('/silent', container.resolve('silent').handle);
app.get('/told', container.resolve('told').handle);
const { handler } = container.cradle;
app.get('/handler', (req, res) => handler.handle(req, res));
const built = container.createScope().build(({ tokenService }) => (req, res) => {
  jwt.verify(req.cookies.other, process.env.JWT_SECRET, (err) => {
    if (err) return res.sendStatus(401); //~ silent-verify-failure
    res.json(tokenService.verify(req.cookies.token));
  });
});
app.get('/built', built);
app.get('/cradle', (req, res) => {
  try {
    res.json(container.cradle.loudService.verify(req.cookies.token));
  } catch {
    res.sendStatus(401);
  }
});
app.listen(3000);
