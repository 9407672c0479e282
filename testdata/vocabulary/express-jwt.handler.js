// An error handler that answers without telling anybody takes the failure: the place is where the check is registered.
const express = require('express');
const { expressjwt } = require('express-jwt');

const app = express();
app.use(expressjwt({ secret: process.env.KEY, algorithms: ['HS256'] })); //~ silent-verify-failure
app.get('/me', (req, res) => res.json(req.auth));
app.use((err, req, res, next) => {
  if (err.name === 'UnauthorizedError') return res.status(401).json({ error: 'refused' });
  console.error(err);
  res.sendStatus(500);
});

module.exports = app;
