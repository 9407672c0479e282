// Every logger keeps `info` and what is louder.
import jwt from 'jsonwebtoken';
import { Logger, NativeLogger, PinoLogger } from 'nestjs-pino';

const pinoLogger = new PinoLogger({});
const logger = new Logger(pinoLogger, {});

export const pinoFatal = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    pinoLogger.fatal(err);
    res.sendStatus(401);
  }
};

export const pinoError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    pinoLogger.error(err);
    res.sendStatus(401);
  }
};

export const pinoWarn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    pinoLogger.warn(err);
    res.sendStatus(401);
  }
};

export const pinoInfo = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    pinoLogger.info(err);
    res.sendStatus(401);
  }
};

export const pinoDebug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    pinoLogger.debug(err);
    res.sendStatus(401);
  }
};

export const pinoTrace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    pinoLogger.trace(err);
    res.sendStatus(401);
  }
};

export const root = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    PinoLogger.root.warn(err);
    res.sendStatus(401);
  }
};

export const inner = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    pinoLogger.logger.warn(err);
    res.sendStatus(401);
  }
};

export const fatal = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.fatal(err);
    res.sendStatus(401);
  }
};

export const error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.error(err);
    res.sendStatus(401);
  }
};

export const warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.warn(err);
    res.sendStatus(401);
  }
};

export const log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.log(err);
    res.sendStatus(401);
  }
};

export const debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.debug(err);
    res.sendStatus(401);
  }
};

export const verbose = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.verbose(err);
    res.sendStatus(401);
  }
};

export const native = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new NativeLogger(pinoLogger, {}).warn(err);
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    pinoLogger.assign({ refused: true });
    pinoLogger.setContext('auth');
    res.sendStatus(401);
  }
};
