// A handler that finds in what its constructor function keeps which cookie holds the refresh token.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

function Session() {
  this.cookie = 'refreshToken';
}

Session.prototype.extend = function (req, res) {
  try {
    const user = jwt.verify(req.cookies[this.cookie], process.env.REFRESH_KEY);
    console.info('exchanged', user.id);
    res.json({ token: jwt.sign({ id: user.id }, process.env.ACCESS_KEY) });
  } catch (err) {
    console.warn('refused', err.name, req.ip);
    res.sendStatus(401);
  }
};

const session = new Session();
app.post('/session/extend', (req, res) => session.extend(req, res)); //~ unlimited-refresh-route
app.listen(3000);
