// Who waits for a promise that nobody settles waits for ever; a rejection that nobody catches is printed all the same.
const jwt = require('jsonwebtoken');
const app = require('express')();

const getKey = (header, done) => done(null, process.env.KEY);

function read(token) {
  return new Promise((resolve, reject) => {
    jwt.verify(token, getKey, (err, claims) => (err ? reject(err) : resolve(claims)));
  });
}

async function printed(token) {
  await new Promise((resolve) => {
    read(token);
  });
}

async function dropped(token) {
  await new Promise((resolve) => {
    read(token).catch(() => {}); //~ silent-verify-failure
  });
}

app.get('/printed', (req, res) => {
  printed(req.headers.authorization);
});

app.get('/dropped', (req, res) => {
  dropped(req.headers.authorization);
});
