// An error, a log and a metric are told.
import jwt from 'jsonwebtoken';
import { H } from '@highlight-run/node';

export const consumed = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    H.consumeError(err);
    res.sendStatus(401);
  }
};

export const consumedAtOnce = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await H.consumeAndFlush(err);
    res.sendStatus(401);
  }
};

export const log = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    H.log('refused', 'warn'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const metric = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    H.recordMetric({ name: 'refused', value: 1 });
    res.sendStatus(401);
  }
};

export const count = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    H.recordCount({ name: 'refused', value: 1 });
    res.sendStatus(401);
  }
};

export const increment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    H.recordIncr({ name: 'refused' });
    res.sendStatus(401);
  }
};

export const histogram = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    H.recordHistogram({ name: 'refused', value: 1 });
    res.sendStatus(401);
  }
};

export const upDown = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    H.recordUpDownCounter({ name: 'refused', value: 1 });
    res.sendStatus(401);
  }
};

export const nothing = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    H.init({ projectID: '1' });
    H.isInitialized();
    H.parseHeaders({});
    H.setAttributes({ refused: true });
    await H.flush();
    await H.stop();
    res.sendStatus(401);
  }
};
