// Methods that are laid into the prototype of a function as an object.
const express = require('express');
const jwt = require('jsonwebtoken');

function Quiet(key) {
  this.key = key;
}
Object.assign(Quiet.prototype, {
  read(token) {
    try {
      return jwt.verify(token, this.key);
    } catch { //~ silent-verify-failure
      return null;
    }
  },
});

function Loud(key) {
  this.key = key;
}
Object.assign(Loud.prototype, {
  read(token) {
    return jwt.verify(token, this.key);
  },
  refused(err) {
    console.warn('refused', err.message);
  },
});
Loud.prototype.named = function (token) {
  return this.read(token);
};

const app = express();
const quiet = new Quiet(process.env.KEY);
const loud = new Loud(process.env.KEY);

app.get('/quiet', (req, res) => {
  const user = quiet.read(req.cookies.token);
  if (!user) return res.sendStatus(401);
  res.json(user);
});

app.get('/loud', (req, res) => {
  try {
    res.json(loud.read(req.cookies.token));
  } catch (err) {
    loud.refused(err);
    res.sendStatus(401);
  }
});

app.get('/named', (req, res) => {
  try {
    res.json(loud.named(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.listen(3000);
