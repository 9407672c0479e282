// A metric, an event or a service check that is sent is told.
const jwt = require('jsonwebtoken');
const StatsD = require('hot-shots');

const statsd = new StatsD({ prefix: 'auth.' });
const mock = new StatsD({ mock: true });

exports.increment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.increment('refused');
    res.sendStatus(401);
  }
};

exports.decrement = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.decrement('accepted');
    res.sendStatus(401);
  }
};

exports.timing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.timing('refused', 1);
    res.sendStatus(401);
  }
};

exports.histogram = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.histogram('refused', 1);
    res.sendStatus(401);
  }
};

exports.distribution = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.distribution('refused', 1);
    res.sendStatus(401);
  }
};

exports.gauge = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.gauge('refused', 1);
    res.sendStatus(401);
  }
};

exports.gaugeDelta = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.gaugeDelta('refused', 1);
    res.sendStatus(401);
  }
};

exports.set = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.set('refused', err.message);
    res.sendStatus(401);
  }
};

exports.unique = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.unique('refused', err.message);
    res.sendStatus(401);
  }
};

exports.check = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.check('auth', 1);
    res.sendStatus(401);
  }
};

exports.event = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.event('refused', err.message);
    res.sendStatus(401);
  }
};

exports.byName = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new StatsD.StatsD().increment('refused');
    res.sendStatus(401);
  }
};

exports.child = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    statsd.childClient({ prefix: 'token.' }).increment('refused');
    res.sendStatus(401);
  }
};

exports.mocked = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    mock.increment('refused');
    res.sendStatus(401);
  }
};

exports.mockedChild = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    mock.childClient({}).increment('refused');
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    statsd.timer(() => {}, 'refused');
    statsd.asyncTimer(async () => {}, 'refused');
    statsd.asyncDistTimer(async () => {}, 'refused');
    statsd.childClient({});
    statsd.flush();
    statsd.close();
    res.sendStatus(401);
  }
};
