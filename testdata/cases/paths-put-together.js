// A path that is put together of constants says what a route is for, as one that is written at once does.
const express = require('express');
const jwt = require('jsonwebtoken');

const VERSION = 'v1';
const PREFIX = `/api/${VERSION}`;
const LOG_IN = '/login';
const app = express();
app.use(express.json());

app.post(`${PREFIX}/login`, (req, res) => { //~ unlogged-token-issue
  res.json({ token: jwt.sign({ id: req.body.id }, process.env.JWT_SECRET) });
});
app.post(PREFIX + '/as' + LOG_IN, (req, res) => { //~ unlogged-token-issue
  res.json({ token: jwt.sign({ id: req.body.id }, process.env.JWT_SECRET) });
});
app.post(`${PREFIX}/invitations`, (req, res) => {
  res.json({ link: jwt.sign({ id: req.body.id }, process.env.JWT_SECRET) });
});
// Where it begins is not seen.
app.post(`${process.env.PREFIX}/log` + 'in', (req, res) => {
  res.json({ token: jwt.sign({ id: req.body.id }, process.env.JWT_SECRET) });
});
app.listen(3000);
