// Every logger keeps `info` and what is louder.
import jwt from 'jsonwebtoken';
import logger, { consola, Consola, createConsola } from 'consola';
import basic from 'consola/basic';

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

export const log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.log(err);
    res.sendStatus(401);
  }
};

export const box = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.box(err.message);
    res.sendStatus(401);
  }
};

export const fail = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.fail(err);
    res.sendStatus(401);
  }
};

export const ready = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.ready(err);
    res.sendStatus(401);
  }
};

export const start = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.start(err);
    res.sendStatus(401);
  }
};

export const success = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.success(err);
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

export const verbose = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.verbose(err);
    res.sendStatus(401);
  }
};

export const byName = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    consola.warn(err);
    res.sendStatus(401);
  }
};

export const created = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    createConsola().warn(err);
    res.sendStatus(401);
  }
};

export const constructed = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new Consola().warn(err);
    res.sendStatus(401);
  }
};

export const child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    logger.create({}).withDefaults({}).withTag('auth').warn(err);
    res.sendStatus(401);
  }
};

export const quietChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    consola.withTag('auth').debug(err);
    res.sendStatus(401);
  }
};

export const fromFile = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    basic.warn(err);
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    logger.addReporter({});
    logger.removeReporter({});
    logger.setReporters([]);
    logger.mockTypes();
    logger.pauseLogs();
    logger.resumeLogs();
    logger.prompt('again?');
    logger.wrapAll();
    logger.wrapConsole();
    logger.wrapStd();
    logger.restoreAll();
    logger.restoreConsole();
    logger.restoreStd();
    res.sendStatus(401);
  }
};
