const Limiter = require('ratelimiter');
const jwt = require('jsonwebtoken');

module.exports = (db) => (req, res) => {
  const limit = new Limiter({ id: req.ip, db, max: 5, duration: 60_000 });
  limit.get((failed, left) => {
    if (failed) return res.status(500).end();
    if (!left.remaining) return res.status(429).end();
    jwt.verify(req.body.token, process.env.KEY, (err, user) => {
      if (err) return res.status(401).end(); //~ silent-verify-failure
      res.json(user);
    });
  });
};
