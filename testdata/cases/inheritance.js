// Classes that extend each other: `super`, what a base leaves to its subclasses, mixins, getters, members of the class itself.
const jwt = require('jsonwebtoken');
const logger = require('pino')();
const express = require('express');

const app = express();
const key = process.env.JWT_SECRET;

class Base {
  verify(token) {
    return this.check(token);
  }

  check() {
    return null;
  }

  static read(token) {
    return this.decode(token);
  }

  static decode() {
    return null;
  }
}

class Quiet extends Base {
  check(token) {
    return jwt.verify(token, key);
  }

  verify(token) {
    return super.verify(token);
  }
}

class Loud extends Base {
  check(token) {
    return jwt.verify(token, key);
  }

  verify(token) {
    try {
      return super.verify(token);
    } catch (err) {
      logger.warn({ err }, 'token refused');
      throw err;
    }
  }
}

class QuietStatic extends Base {
  static decode(token) {
    return jwt.verify(token, key);
  }

  static read(token) {
    return super.read(token);
  }
}

const quiet = new Quiet();
app.get('/quiet', (req, res) => {
  try {
    res.json(quiet.verify(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

const loud = new Loud();
app.get('/loud', (req, res) => {
  try {
    res.json(loud.verify(req.cookies.token));
  } catch {
    res.sendStatus(401);
  }
});

app.get('/static', (req, res) => {
  try {
    res.json(QuietStatic.read(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

// The base calls what only its subclass has.
class Controller {
  handle(req, res) {
    try {
      res.json(this.payload(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }
}

class TokenController extends Controller {
  payload(token) {
    return jwt.verify(token, key);
  }
}

module.exports.TokenController = TokenController;

// Mixins: a class that is made around another one.
const Guarded = (Parent) =>
  class extends Parent {
    guard(req, res, next) {
      try {
        req.user = this.payload(req.cookies.token);
        next();
      } catch { //~ silent-verify-failure
        res.sendStatus(401);
      }
    }
  };

class GuardedTokens extends Guarded(TokenController) {}
const guarded = new GuardedTokens();
app.use(guarded.guard.bind(guarded));

const Told = (Parent) =>
  class extends Parent {
    read(token) {
      try {
        return super.read(token);
      } catch (err) {
        logger.warn({ err }, 'token refused');
        throw err;
      }
    }
  };

class Reader {
  read(token) {
    return jwt.verify(token, key);
  }
}

class ToldReader extends Told(Reader) {}
const toldReader = new ToldReader();
app.get('/mixin', (req, res) => {
  try {
    res.json(toldReader.read(req.cookies.token));
  } catch {
    res.sendStatus(401);
  }
});

// Two classes of one mixin are not told apart: whether it is `Reader` that is asked is not known.
const Twice = (Parent) =>
  class extends Parent {
    again(token) {
      return super.read(token);
    }
  };
class First extends Twice(Reader) {}
class Second extends Twice(Base) {}
const first = new First();
const second = new Second();
app.get('/twice', (req, res) => {
  try {
    res.json([first.again(req.cookies.token), second.again(req.cookies.token)]);
  } catch {
    res.sendStatus(401);
  }
});

// A getter makes what is asked; an instance is made when it is first asked for.
class Holder {
  static instance;

  get reader() {
    return new Reader();
  }

  static get() {
    if (!Holder.instance) Holder.instance = new Holder();
    return Holder.instance;
  }
}

app.get('/getter', (req, res) => {
  try {
    res.json(Holder.get().reader.read(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

// A base that is a member of something.
const classes = { Reader };
class Named extends classes.Reader {
  constructor() {
    super();
    this.own = 1;
  }
}
const named = new Named();
app.get('/member', (req, res) => {
  try {
    res.json(named.read(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.listen(3000);
