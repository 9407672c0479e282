// Services that modules lay somewhere for handlers to take.
const express = require('express');
const jwt = require('jsonwebtoken');
const logger = require('pino')();

const app = express();

class Tokens {
  read(token) {
    return jwt.verify(token, process.env.JWT_SECRET);
  }
}

class LoudTokens extends Tokens {
  read(token) {
    try {
      return super.read(token);
    } catch (err) {
      logger.warn({ err }, 'token refused');
      throw err;
    }
  }
}

class Registry {
  constructor() {
    this.services = new Map();
  }

  register(name, service) {
    this.services.set(name, service);
  }

  resolve(name) {
    return this.services.get(name);
  }
}

const services = {};
services.tokens = new Tokens();
services['loud'] = new LoudTokens();
const map = new Map();
map.set('tokens', new Tokens());
app.locals.tokens = new Tokens();
app.set('tokens', new Tokens());
app.set('loud', new LoudTokens());
const registry = new Registry();
registry.register('tokens', new Tokens());
registry.register('loud', new LoudTokens());

// What is laid there twice is not known.
services.either = new Tokens();
services.either = new LoudTokens();

app.get('/object', (req, res) => {
  try {
    res.json(services.tokens.read(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/loud', (req, res) => {
  try {
    res.json(services.loud.read(req.cookies.token));
  } catch {
    res.sendStatus(401);
  }
});
app.get('/map', (req, res) => {
  try {
    res.json(map.get('tokens').read(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/locals', (req, res) => {
  try {
    res.json(req.app.locals.tokens.read(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/setting', (req, res) => {
  try {
    res.json(req.app.get('tokens').read(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/setting/loud', (req, res) => {
  try {
    res.json(app.get('loud').read(req.cookies.token));
  } catch {
    res.sendStatus(401);
  }
});
app.get('/registry', (req, res) => {
  try {
    res.json(registry.resolve('tokens').read(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/registry/loud', (req, res) => {
  try {
    res.json(registry.resolve('loud').read(req.cookies.token));
  } catch {
    res.sendStatus(401);
  }
});
app.get('/either', (req, res) => {
  try {
    res.json(services.either.read(req.cookies.token));
  } catch {
    res.sendStatus(401);
  }
});

// Factories of controllers, which are given what they use.
const makeController = ({ verify, log }) => ({
  silent(req, res) {
    try {
      res.json(verify(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  },
  told(req, res) {
    try {
      res.json(verify(req.cookies.token));
    } catch (err) {
      log.warn({ err }, 'token refused');
      res.sendStatus(401);
    }
  },
});
const controller = makeController({ verify: (token) => jwt.verify(token, process.env.JWT_SECRET), log: logger });
app.get('/controller', controller.silent);
app.get('/controller/told', controller.told);
app.listen(3000);
