// Every logger keeps `info` and what is louder.
import jwt from 'jsonwebtoken';
import { getLogLevelName, Roarr as log } from 'roarr';

export const called = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log(err.message);
    res.sendStatus(401);
  }
};

export const fatal = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.fatal(err.message);
    res.sendStatus(401);
  }
};

export const error = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.error(err.message);
    res.sendStatus(401);
  }
};

export const warn = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.warn(err.message);
    res.sendStatus(401);
  }
};

export const info = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.info(err.message);
    res.sendStatus(401);
  }
};

export const debug = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.debug(err.message);
    res.sendStatus(401);
  }
};

export const trace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.trace(err.message);
    res.sendStatus(401);
  }
};

export const child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    log.child({ package: 'auth' }).warn(err.message);
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    log.getContext();
    getLogLevelName(40);
    res.sendStatus(401);
  }
};
