// What an async method's handler rejects with goes to `next`, in every version of Express.
const { addAsync, decorateApp, decorateRouter, Router, wrap } = require('@awaitjs/express');
const express = require('express');
const jwt = require('jsonwebtoken');

const app = addAsync(express());

app.getAsync('/silent', async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

app.get('/told', wrap(async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    throw err;
  }
}));

const answer = async (req, res) => res.json([]);
app.all('/all', wrap(answer));
app.delete('/delete', wrap(answer));
app.head('/head', wrap(answer));
app.options('/options', wrap(answer));
app.patch('/patch', wrap(answer));
app.post('/post', wrap(answer));
app.put('/put', wrap(answer));
app.deleteAsync('/deleteAsync', answer);
app.getAsync('/getAsync', answer);
app.headAsync('/headAsync', answer);
app.patchAsync('/patchAsync', answer);
app.postAsync('/postAsync', answer);
app.putAsync('/putAsync', answer);
app.use(wrap(answer));
app.useAsync(answer, decorateRouter(express.Router()), decorateApp(express()), Router());
app.param('id', (req, res, next) => next());
app.paramAsync('name', async (req) => { req.seen = true; });
const route = app.routeAsync('/route');
route.deleteAsync(answer);
route.getAsync(answer);
route.headAsync(answer);
route.patchAsync(answer);
route.postAsync(answer);
route.putAsync(answer);
app.listen(3000);
