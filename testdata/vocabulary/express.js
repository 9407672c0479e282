// Every way to register a handler. What the handlers drop is dropped wherever they are registered.
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();
const router = express.Router();

const silent = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

const told = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

const answer = (req, res) => res.json(req.user);

app.disable('x-powered-by').enable('trust proxy').engine('html', require('./engine'));
app.use(express.json());
app.param('id', told).use(express.urlencoded());
app.all('/all', told, answer);
app.del('/del', told, answer);
app.delete('/delete', told, answer);
app.get('/get', told, answer);
app.head('/head', told, answer);
app.options('/options', told, answer);
app.patch('/patch', told, answer);
app.post('/post', told, answer);
app.put('/put', told, answer);

router.use(told);
router.param('id', told);
router.all('/all', told, answer);
router.delete('/delete', told, answer);
router.get('/get', told, answer);
router.head('/head', told, answer);
router.options('/options', told, answer);
router.patch('/patch', told, answer);
router.post('/post', told, answer);
router.put('/put', told, answer);

const route = app.route('/items');
route.all(told, answer);
route.delete(told, answer);
route.get(told, answer);
route.head(told, answer);
route.options(told, answer);
route.patch(told, answer);
route.post(told, answer);
route.put(told, answer);
router.route('/silent').get(silent, answer);

const alone = new express.Route('/alone');
alone.get(told);

app.use('/api', router);
app.router.get('/late', told, answer);
app.listen(3000);
