// What a handler rejects with goes to `next`, in every version of Express.
const express = require('express');
const { AsyncRouter, create } = require('express-async-router');
const jwt = require('jsonwebtoken');

const app = express();
const router = AsyncRouter();
app.use('/other', create());

router.get('/silent', async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});

router.get('/told', async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    console.warn('refused', err.message);
    throw err;
  }
});

const answer = async (req, res) => res.json([]);
router.all('/all', answer);
router.delete('/delete', answer);
router.head('/head', answer);
router.options('/options', answer);
router.patch('/patch', answer);
router.post('/post', answer);
router.put('/put', answer);
router.use(answer);
router.param('id', async (req) => { req.seen = true; });
const route = router.route('/route');
route.all(answer);
route.delete(answer);
route.get(answer);
route.head(answer);
route.options(answer);
route.patch(answer);
route.post(answer);
route.put(answer);

app.use(router);
