// Of two lists that are called alike, one only grows: what is not in it was never there.
const express = require('express');
const jwt = require('jsonwebtoken');

const kept = () => {
  const tokens = {};
  const router = express.Router();
  router.post('/remember', (req, res) => {
    tokens[req.body.token] = jwt.verify(req.body.token, process.env.JWT_SECRET);
    console.info('remembered', { ip: req.ip });
    res.sendStatus(204);
  });
  router.use((req, res, next) => {
    if (!tokens[req.cookies.token]) return res.sendStatus(401);
    next();
  });
  return router;
};

const withdrawn = () => {
  const tokens = {};
  const router = express.Router();
  router.post('/remember', (req, res) => {
    tokens[req.body.token] = jwt.verify(req.body.token, process.env.JWT_SECRET);
    console.info('remembered', { ip: req.ip });
    res.sendStatus(204);
  });
  router.post('/forget', (req, res) => {
    delete tokens[req.body.token];
    console.info('forgotten', { ip: req.ip });
    res.sendStatus(204);
  });
  router.use((req, res, next) => {
    if (!tokens[req.cookies.token]) return res.sendStatus(401); //~ unlogged-revoked-token
    next();
  });
  return router;
};

const app = express();
app.use(express.json());
app.use('/kept', kept());
app.use('/withdrawn', withdrawn());
app.listen(3000);
