// Functions that are called with `new`.
const express = require('express');
const jwt = require('jsonwebtoken');
const util = require('util');

function AppError(message, status) {
  this.message = message;
  this.status = status;
}

function Refused(message) {
  Error.call(this, message);
  this.status = 401;
  this.isOperational = true;
}
util.inherits(Refused, Error);

const app = express();
app.get('/plain', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(new AppError('refused', 401)); //~ silent-verify-failure
  }
});
app.get('/error', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(new Refused('refused')); //~ silent-verify-failure
  }
});
app.get('/broken', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(new AppError('refused', 500));
  }
});
app.use((err, req, res, next) => {
  if (err.status >= 500) console.error(err);
  res.sendStatus(err.status);
});

const classes = express();
classes.get('/', (req, res, next) => {
  try {
    jwt.verify(req.cookies.t, process.env.KEY);
  } catch {
    next(new AppError('refused', 401));
  }
});
classes.use((err, req, res, next) => {
  if (err instanceof AppError) console.warn(err.message); //~ log-without-context
  res.sendStatus(401);
});

function Service(log) {
  this.log = log;
}
Service.prototype.read = function (token) {
  try {
    return jwt.verify(token, process.env.KEY);
  } catch (err) {
    this.log.warn(err);
    return null;
  }
};
const service = new Service(require('pino')());
const served = express();
served.get('/', (req, res) => {
  res.json(service.read(req.cookies.t));
});
function Quiet(log) { this.log = log; }
Quiet.prototype = {
  constructor: Quiet,
  read(token) {
    try {
      return jwt.verify(token, process.env.KEY);
    } catch (err) { //~ silent-verify-failure
      this.log.debug(err);
      return null;
    }
  },
};
const quiet = new Quiet(require('pino')());
const more = express();
more.get('/', (req, res) => {
  res.json(quiet.read(req.cookies.t));
});
var Old = (function () {
  function Old() {}
  Old.prototype.read = function (token) {
    return jwt.verify(token, process.env.KEY);
  };
  return Old;
})();
more.get('/old', (req, res) => {
  try {
    new Old().read(req.cookies.t);
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
