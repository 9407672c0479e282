// Its applications take handlers on as those of Express itself do.
const express = require('express');
const http2 = require('http2');
const http2Express = require('http2-express-bridge');
const jwt = require('jsonwebtoken');

const app = http2Express(express);

app.get('/silent', (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (error) { //~ silent-verify-failure
    return refuse(error, res);
  }
});

app.get('/told', (req, res, next) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (error) {
    next(error);
  }
});

function refuse(error, res) {
  res.status(401).json({ error: 'refused' });
}

const answer = (req, res) => res.json([]);
app.all('/all', answer);
app.delete('/delete', answer);
app.get('/get', answer);
app.head('/head', answer);
app.options('/options', answer);
app.patch('/patch', answer);
app.post('/post', answer);
app.put('/put', answer);
app.disable('etag').enable('trust proxy').engine('html', answer);
app.use(answer);
app.param('id', (req, res, next) => next());
const route = app.route('/route');
route.all(answer);
route.delete(answer);
route.get(answer);
route.head(answer);
route.options(answer);
route.patch(answer);
route.post(answer);
route.put(answer);
app.use((error, req, res, next) => {
  console.warn('refused', error.message, req.ip);
  res.sendStatus(401);
});
app.listen(3000);
http2.createSecureServer({ allowHTTP1: true }, app).listen(3001);
