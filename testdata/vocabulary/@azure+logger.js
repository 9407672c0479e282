// Every logger is taken to keep `info` and what is louder.
import jwt from 'jsonwebtoken';
import { createClientLogger, getLogLevel, setLogLevel } from '@azure/logger';

const logger = createClientLogger('auth');

export const error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.error(err);
    res.sendStatus(401);
  }
};

export const warning = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.warning(err);
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

export const verbose = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.verbose(err);
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    setLogLevel('warning');
    getLogLevel();
    res.sendStatus(401);
  }
};
