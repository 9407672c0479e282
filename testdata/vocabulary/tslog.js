// A logger prints everything unless its making says otherwise.
import jwt from 'jsonwebtoken';
import { createLogger, log, Logger } from 'tslog';

const logger = new Logger({ name: 'auth' });
const strict = new Logger({ minLevel: 'WARN' });

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

export const info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.info(err);
    res.sendStatus(401);
  }
};

export const debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.debug(err);
    res.sendStatus(401);
  }
};

export const trace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.trace(err);
    res.sendStatus(401);
  }
};

export const silly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.silly(err);
    res.sendStatus(401);
  }
};

export const byArgument = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.log(4, 'WARN', err);
    res.sendStatus(401);
  }
};

export const byName = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.warn(err);
    res.sendStatus(401);
  }
};

export const created = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    createLogger().warn(err);
    res.sendStatus(401);
  }
};

export const fromEnv = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    Logger.fromEnv().warn(err);
    res.sendStatus(401);
  }
};

export const child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.child({ name: 'token' }).debug(err);
    res.sendStatus(401);
  }
};

export const subLogger = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.getSubLogger({ name: 'token' }).debug(err);
    res.sendStatus(401);
  }
};

export const strictWarn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    strict.warn(err);
    res.sendStatus(401);
  }
};

export const strictInfo = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.info(err);
    res.sendStatus(401);
  }
};

export const strictByArgument = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.log(3, 'INFO', err);
    res.sendStatus(401);
  }
};

export const strictChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.getSubLogger({ name: 'token' }).info(err);
    res.sendStatus(401);
  }
};

export const verboseChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    strict.getSubLogger({ minLevel: 'DEBUG' }).info(err);
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.attachTransport(() => {});
    logger.child({});
    logger.getSubLogger({});
    logger.isLevelEnabled('WARN');
    logger.setMinLevel('WARN');
    res.sendStatus(401);
  }
};
