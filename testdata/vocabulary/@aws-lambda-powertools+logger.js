// A logger without a level of its own keeps `info` and what is louder.
import jwt from 'jsonwebtoken';
import { Logger } from '@aws-lambda-powertools/logger';

const logger = new Logger({ serviceName: 'auth' });
const strict = new Logger({ logLevel: 'ERROR' });
const silent = new Logger({ logLevel: 'SILENT' });
const silentToo = new Logger({ logLevel: 'silent' });

export const critical = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.critical('refused', err);
    res.sendStatus(401);
  }
};

export const error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.error('refused', err);
    res.sendStatus(401);
  }
};

export const warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.warn('refused', err);
    res.sendStatus(401);
  }
};

export const info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.info('refused', err);
    res.sendStatus(401);
  }
};

export const debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.debug('refused', err);
    res.sendStatus(401);
  }
};

export const trace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.trace('refused', err);
    res.sendStatus(401);
  }
};

export const child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.createChild({ serviceName: 'token' }).warn('refused', err);
    res.sendStatus(401);
  }
};

export const verboseChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.createChild({ logLevel: 'DEBUG' }).debug('refused', err);
    res.sendStatus(401);
  }
};

export const strictError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    strict.error('refused', err);
    res.sendStatus(401);
  }
};

export const strictWarn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.warn('refused', err);
    res.sendStatus(401);
  }
};

export const strictChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    strict.createChild().warn('refused', err);
    res.sendStatus(401);
  }
};

export const silentCritical = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    silent.critical('refused', err);
    res.sendStatus(401);
  }
};

export const silentTooCritical = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    silentToo.critical('refused', err);
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.appendKeys({ reason: err.message });
    logger.appendPersistentKeys({ refused: true });
    logger.addPersistentLogAttributes({ refused: true });
    logger.setPersistentLogAttributes({ refused: true });
    logger.removeKeys(['refused']);
    logger.removePersistentKeys(['refused']);
    logger.resetKeys();
    logger.addContext({});
    logger.createChild();
    logger.getLevelName();
    logger.setLogLevel('WARN');
    logger.setCorrelationId('1');
    logger.refreshSampleRateCalculation();
    logger.logEventIfEnabled({});
    res.sendStatus(401);
  }
};
