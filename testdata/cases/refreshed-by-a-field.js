// A handler that finds in a field which cookie holds the refresh token.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

class Session {
  cookie = 'refreshToken';

  extend = (req, res) => {
    try {
      const user = jwt.verify(req.cookies[this.cookie], process.env.REFRESH_KEY);
      console.info('exchanged', user.id);
      res.json({ token: jwt.sign({ id: user.id }, process.env.ACCESS_KEY) });
    } catch (err) {
      console.warn('refused', err.name, req.ip);
      res.sendStatus(401);
    }
  };
}

app.post('/session/extend', new Session().extend); //~ unlimited-refresh-route
app.listen(3000);
