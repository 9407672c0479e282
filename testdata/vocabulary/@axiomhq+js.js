// An event that is ingested is told.
import jwt from 'jsonwebtoken';
import { Axiom, AxiomWithoutBatching } from '@axiomhq/js';

const axiom = new Axiom({ token: 'token' });
const direct = new AxiomWithoutBatching({ token: 'token' });

export const ingested = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    axiom.ingest('auth', [{ refused: true }]); //~ log-without-context
    res.sendStatus(401);
  }
};

export const ingestedRaw = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await axiom.ingestRaw('auth', '{}'); //~ log-without-context
    res.sendStatus(401);
  }
};

export const directly = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await direct.ingest('auth', [{ refused: true }]); //~ log-without-context
    res.sendStatus(401);
  }
};

export const nothing = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    await axiom.query('auth');
    await axiom.aplQuery('auth');
    await axiom.queryLegacy('auth', {});
    await axiom.flush();
    res.sendStatus(401);
  }
};
