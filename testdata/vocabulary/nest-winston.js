// A logger without a level of its own keeps `info` and what is louder.
import jwt from 'jsonwebtoken';
import { WinstonLogger, WinstonModule } from 'nest-winston';
import winston from 'winston';

const outputs = { transports: [new winston.transports.Console()] };
const logger = WinstonModule.createLogger(outputs);
const strict = WinstonModule.createLogger({ ...outputs, level: 'error' });
const verbose = WinstonModule.createLogger({ transports: [new winston.transports.Console({ level: 'debug' })] });
const silent = WinstonModule.createLogger({ ...outputs, silent: true });

export const fatal = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.fatal('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.error('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.warn('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.log('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const verboseLevel = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.verbose('refused');
    res.sendStatus(401);
  }
};

export const debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.debug('refused');
    res.sendStatus(401);
  }
};

export const strictError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    strict.error('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const strictWarn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.warn('refused');
    res.sendStatus(401);
  }
};

export const verboseDebug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    verbose.debug('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const silentError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    silent.error('refused');
    res.sendStatus(401);
  }
};

export const wrapped = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new WinstonLogger(winston.createLogger(outputs)).warn('refused'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.setContext('auth');
    res.sendStatus(401);
  }
};
