// Whoever is told by what was put on a list, or by whoever goes through what a generator yields, cannot be seen from here.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

const sinks = [];
sinks.push((...what) => console.warn(...what));
app.get('/listed', (req, res) => {
  try {
    jwt.verify(req.cookies.token, process.env.KEY);
    res.end();
  } catch (err) {
    for (const tell of sinks) tell(err.name, req.ip);
    res.sendStatus(401);
  }
});

async function* users(req) {
  try {
    yield jwt.verify(req.cookies.token, process.env.KEY);
  } catch (error) {
    yield { error };
  }
}
app.get('/yielded', async (req, res) => {
  for await (const user of users(req)) {
    if (user.error) {
      console.warn(user.error.name, req.ip);
      return res.sendStatus(401);
    }
  }
  res.end();
});
app.listen(3000);
