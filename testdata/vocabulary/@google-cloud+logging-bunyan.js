// The middleware comes with a logger, which keeps `info` and what is louder.
import jwt from 'jsonwebtoken';
import { express } from '@google-cloud/logging-bunyan';

const { logger } = await express.middleware();

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
  } catch (err) { //~ silent-verify-failure
    logger.debug(err);
    res.sendStatus(401);
  }
};

export const trace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.trace(err);
    res.sendStatus(401);
  }
};

export const asksOnly = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.warn();
    res.sendStatus(401);
  }
};

export const child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.child({ module: 'auth' }).warn(err);
    res.sendStatus(401);
  }
};

export const quietChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.child({ level: 'error' }).warn(err);
    res.sendStatus(401);
  }
};
