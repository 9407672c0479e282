// A handler whose maker is called without the name of the cookie that holds the refresh token.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

function exchange(name = 'refreshToken') {
  return (req, res) => {
    try {
      const user = jwt.verify(req.cookies[name], process.env.REFRESH_KEY);
      console.info('exchanged', user.id);
      res.json({ token: jwt.sign({ id: user.id }, process.env.ACCESS_KEY) });
    } catch (err) {
      console.warn('refused', err.name, req.ip);
      res.sendStatus(401);
    }
  };
}

app.post('/session/extend', exchange()); //~ unlimited-refresh-route
app.listen(3000);
