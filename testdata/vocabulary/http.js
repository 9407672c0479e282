// What a handler answers is all that there is: nobody else sees a failure.
const http = require('node:http');
const https = require('https');
const jwt = require('jsonwebtoken');

const server = http.createServer((req, res) => {
  try {
    res.end(JSON.stringify(jwt.verify(req.headers['x-token'], process.env.KEY)));
  } catch { //~ silent-verify-failure
    res.writeHead(401).end();
  }
});

server.listen(3000);

https
  .createServer({}, (req, res) => {
    try {
      res.end(JSON.stringify(jwt.verify(req.headers['x-token'], process.env.KEY)));
    } catch (err) {
      console.warn('refused', err.message);
      res.writeHead(401).end();
    }
  })
  .listen(3001);
