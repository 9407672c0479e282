// Every logger is taken to keep `info` and what is louder.
import jwt from 'jsonwebtoken';
import { configure, configureSync, getLogger } from '@logtape/logtape';

const logger = getLogger(['auth']);

export const fatal = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.fatal('refused', { err });
    res.sendStatus(401);
  }
};

export const error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.error('refused', { err });
    res.sendStatus(401);
  }
};

export const warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.warn('refused', { err });
    res.sendStatus(401);
  }
};

export const warning = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.warning('refused', { err });
    res.sendStatus(401);
  }
};

export const info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.info('refused', { err });
    res.sendStatus(401);
  }
};

export const debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.debug('refused', { err });
    res.sendStatus(401);
  }
};

export const trace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.trace('refused', { err });
    res.sendStatus(401);
  }
};

export const child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.getChild('token').with({ refused: true }).warn('refused');
    res.sendStatus(401);
  }
};

export const emitted = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.emit({ level: 'warning', message: ['refused'] }); //~ log-without-context
    res.sendStatus(401);
  }
};

export const emittedQuietly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.emit({ level: 'debug', message: ['refused'] });
    res.sendStatus(401);
  }
};

export const nothing = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.isEnabledFor('warning');
    configureSync({ sinks: {}, loggers: [] });
    await configure({ sinks: {}, loggers: [] });
    res.sendStatus(401);
  }
};
