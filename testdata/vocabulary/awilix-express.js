// Invokers and injected middleware of awilix-express.
const { asClass, createContainer } = require('awilix');
const { inject, makeClassInvoker, makeFunctionInvoker, makeInvoker, scopePerRequest } = require('awilix-express');
const express = require('express');
const jwt = require('jsonwebtoken');
const logger = require('pino')();

const app = express();

class TokenService {
  verify(token) {
    return jwt.verify(token, process.env.JWT_SECRET);
  }
}

const makeController = ({ tokenService }) => ({
  silent(req, res) {
    try {
      res.json(tokenService.verify(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  },
  told(req, res) {
    try {
      res.json(tokenService.verify(req.cookies.token));
    } catch (err) {
      logger.warn({ err }, 'token refused');
      res.sendStatus(401);
    }
  },
});

class Controller {
  constructor({ tokenService }) {
    this.tokenService = tokenService;
  }

  silent(req, res) {
    try {
      res.json(this.tokenService.verify(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }
}

const guard = ({ tokenService }) => (req, res, next) => {
  try {
    req.user = tokenService.verify(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

const container = createContainer();
container.register({ tokenService: asClass(TokenService) });
app.use(scopePerRequest(container));

const api = makeInvoker(makeController);
app.get('/silent', api('silent'));
app.get('/told', makeFunctionInvoker(makeController)('told'));
app.get('/class', makeClassInvoker(Controller)('silent'));
app.get('/guarded', inject(guard), (req, res) => res.json(req.user));
app.listen(3000);
