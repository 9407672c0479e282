// What a handler rejects with goes to `next`, in every version of Express.
import express from 'express';
import asyncify from 'express-asyncify';
import jwt from 'jsonwebtoken';

const app = asyncify(express());

app.get('/silent', async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

app.get('/told', async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    throw err;
  }
});

const answer = async (req, res) => res.json([]);
app.all('/all', answer);
app.delete('/delete', answer);
app.head('/head', answer);
app.options('/options', answer);
app.patch('/patch', answer);
app.post('/post', answer);
app.put('/put', answer);
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
app.listen(3000);
