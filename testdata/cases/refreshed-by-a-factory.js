// A handler that is told by its maker's caller which cookie holds the refresh token.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

const exchange = (name) => (req, res) => {
  try {
    const user = jwt.verify(req.cookies[name], process.env.REFRESH_KEY);
    console.info('exchanged', user.id);
    res.json({ token: jwt.sign({ id: user.id }, process.env.ACCESS_KEY) });
  } catch (err) {
    console.warn('refused', err.name, req.ip);
    res.sendStatus(401);
  }
};

app.post('/session/extend', exchange('refreshToken')); //~ unlimited-refresh-route
app.listen(3000);
