// A handler that finds in a field of its base class which cookie holds the refresh token.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

class Cookies {
  constructor() {
    this.name = 'refreshToken';
  }
}

class Session extends Cookies {
  extend(req, res) {
    try {
      const user = jwt.verify(req.cookies[this.name], process.env.REFRESH_KEY);
      console.info('exchanged', user.id);
      res.json({ token: jwt.sign({ id: user.id }, process.env.ACCESS_KEY) });
    } catch (err) {
      console.warn('refused', err.name, req.ip);
      res.sendStatus(401);
    }
  }
}

const session = new Session();
app.post('/session/extend', (req, res) => session.extend(req, res)); //~ unlimited-refresh-route
app.listen(3000);
