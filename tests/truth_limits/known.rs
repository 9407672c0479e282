//! Applications in shapes that were judged wrongly once, with what execution shows of each.

pub(crate) struct Known {
    pub(crate) name: &'static str,
    /// Whether tokens are limited.
    pub(crate) limited: bool,
    /// Every path that leads to its route.
    pub(crate) urls: &'static [&'static str],
    /// The whole application.
    pub(crate) app: &'static str,
}

pub(crate) const KNOWN: &[Known] = &[
    REFUSED_LATE,
    REFUSED_LATE_BY_PACKAGE,
    SUCCEEDS_LATE,
    PATTERN,
    PATTERN_OF_SEGMENT,
    PATTERN_OF_ONE_MOUNT,
    LOOP_UNDER_SWITCH,
    LOOP_UNLESS_SWITCHED_OFF,
    RETURN_UNDER_SWITCH,
    HALVES,
    HALVES_LATE,
    HALF_OF_SUCCESSES_LATE,
    LIMITED_MOUNT,
    LIMITED_MOUNT_OF_WHAT_LISTENS,
];

const REFRESH: &[&str] = &["/refresh"];

const REFUSED_LATE: Known = Known {
    name: "a limiter of refused requests, and behind the check one of all, whose refusals the first one counts",
    limited: true,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const tries = new Map();
const failures = rateLimit({ windowMs: 60_000, limit: 2, skipSuccessfulRequests: true });
const app = express();
app.use(express.json());
app.post('/refresh', failures, (req, res) => {
  let payload;
  try {
    payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
  } catch (err) {
    return res.sendStatus(401);
  }
  const count = (tries.get(req.ip) || 0) + 1;
  tries.set(req.ip, count);
  if (count > 2) {
    return res.sendStatus(429);
  }
  res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
});
app.listen(process.env.PORT);
",
};

const PATTERN: Known = Known {
    name: "a limiter for the paths that fit a regular expression",
    limited: false,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const app = express();
app.use(express.json());
app.use(/^\\/login/, rateLimit({ windowMs: 60_000, limit: 2 }));
app.post('/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.listen(process.env.PORT);
",
};

const LOOP_UNDER_SWITCH: Known = Known {
    name: "limiters that a loop registers when the environment asks for them",
    limited: false,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const limiter = rateLimit({ windowMs: 60_000, limit: 2 });
const app = express();
app.use(express.json());
if (process.env.RATE_LIMIT === 'true') {
  for (const path of ['/login', '/refresh']) {
    app.use(path, limiter);
  }
}
app.post('/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.listen(process.env.PORT);
",
};

const REFUSED_LATE_BY_PACKAGE: Known = Known {
    name: "a limiter of refused requests, and behind the check a package's of all",
    limited: true,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const { RateLimiterMemory } = require('rate-limiter-flexible');
const failures = rateLimit({ windowMs: 60_000, limit: 2, skipSuccessfulRequests: true });
const exchanges = new RateLimiterMemory({ points: 2, duration: 60 });
const app = express();
app.use(express.json());
app.post('/refresh', failures, async (req, res) => {
  let payload;
  try {
    payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
  } catch (err) {
    return res.sendStatus(401);
  }
  try {
    await exchanges.consume(String(payload.id));
  } catch (err) {
    return res.sendStatus(429);
  }
  res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
});
app.listen(process.env.PORT);
",
};

const SUCCEEDS_LATE: Known = Known {
    name: "a limiter of refused requests, and in the check's failure another one: who succeeds is limited by none",
    limited: false,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const tries = new Map();
const failures = rateLimit({ windowMs: 60_000, limit: 2, skipSuccessfulRequests: true });
const app = express();
app.use(express.json());
app.post('/refresh', failures, (req, res) => {
  let payload;
  try {
    payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
  } catch (err) {
    const count = (tries.get(req.ip) || 0) + 1;
    tries.set(req.ip, count);
    return res.sendStatus(count > 2 ? 429 : 401);
  }
  res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
});
app.listen(process.env.PORT);
",
};

const PATTERN_OF_SEGMENT: Known = Known {
    name: "a limiter for paths that begin with a part of the segment, which routers do not call",
    limited: false,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const limiter = rateLimit({ windowMs: 60_000, limit: 2 });
const app = express();
app.use(express.json());
app.use(/^\\/ref/, limiter);
app.post('/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.listen(process.env.PORT);
",
};

const PATTERN_OF_ONE_MOUNT: Known = Known {
    name: "a router that is mounted twice, and a limiter for an expression that fits one of the mounts",
    limited: false,
    urls: &["/auth/refresh", "/refresh"],
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const limiter = rateLimit({ windowMs: 60_000, limit: 2 });
const app = express();
app.use(express.json());
app.use(/^\\/auth/, limiter);
const router = express.Router();
router.post('/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.use('/auth', router);
app.use('/', router);
app.listen(process.env.PORT);
",
};

const LOOP_UNLESS_SWITCHED_OFF: Known = Known {
    name: "limiters that a loop registers unless the environment refuses them",
    limited: true,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const limiter = rateLimit({ windowMs: 60_000, limit: 2 });
const app = express();
app.use(express.json());
if (process.env.RATE_LIMIT !== 'off') {
  for (const path of ['/login', '/refresh']) {
    app.use(path, limiter);
  }
}
app.post('/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.listen(process.env.PORT);
",
};

const RETURN_UNDER_SWITCH: Known = Known {
    name: "limiters that a function registers, which returns first when the environment does not ask for them",
    limited: false,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const limiter = rateLimit({ windowMs: 60_000, limit: 2 });
const app = express();
app.use(express.json());
const limit = (paths) => {
  if (process.env.RATE_LIMIT !== 'true') return;
  paths.forEach((path) => app.use(path, limiter));
};
limit(['/login', '/refresh']);
app.post('/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.listen(process.env.PORT);
",
};

const HALVES: Known = Known {
    name: "a limiter of refused requests, and one of those that end well",
    limited: true,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const failures = rateLimit({ windowMs: 60_000, limit: 2, skipSuccessfulRequests: true });
const exchanges = rateLimit({ windowMs: 60_000, limit: 2, skipFailedRequests: true });
const app = express();
app.use(express.json());
app.use(exchanges);
app.post('/refresh', failures, (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
app.listen(process.env.PORT);
",
};

const HALVES_LATE: Known = Known {
    name: "a limiter of refused requests, and behind the check one of those that end well",
    limited: true,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const failures = rateLimit({ windowMs: 60_000, limit: 2, skipSuccessfulRequests: true });
const exchanges = rateLimit({ windowMs: 60_000, limit: 2, skipFailedRequests: true });
const app = express();
app.use(express.json());
const readToken = (req, res, next) => {
  try {
    req.payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
  } catch (err) {
    return res.sendStatus(401);
  }
  next();
};
app.post('/refresh', failures, readToken, exchanges, (req, res) => {
  res.json({ token: jwt.sign({ id: req.payload.id }, process.env.TOKEN_SECRET) });
});
app.listen(process.env.PORT);
",
};

const HALF_OF_SUCCESSES_LATE: Known = Known {
    name: "a limiter of requests that end well, and behind the check one of refused ones",
    limited: false,
    urls: REFRESH,
    app: "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const failures = rateLimit({ windowMs: 60_000, limit: 2, skipSuccessfulRequests: true });
const exchanges = rateLimit({ windowMs: 60_000, limit: 2, skipFailedRequests: true });
const app = express();
app.use(express.json());
const readToken = (req, res, next) => {
  try {
    req.payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
  } catch (err) {
    return res.sendStatus(401);
  }
  next();
};
app.post('/refresh', exchanges, readToken, failures, (req, res) => {
  res.json({ token: jwt.sign({ id: req.payload.id }, process.env.TOKEN_SECRET) });
});
app.listen(process.env.PORT);
",
};

/// An application is mounted behind a limiter, and something more is done with it.
macro_rules! mounted_application {
    ($more:literal) => {
        concat!(
            "const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');
const sub = express();
sub.use(express.json());
sub.post('/refresh', (req, res) => {
  try {
    const payload = jwt.verify(req.body.refreshToken, process.env.TOKEN_SECRET);
    res.json({ token: jwt.sign({ id: payload.id }, process.env.TOKEN_SECRET) });
  } catch (err) {
    res.sendStatus(401);
  }
});
const app = express();
app.use('/auth', rateLimit({ windowMs: 60_000, limit: 2 }), sub);
",
            $more
        )
    };
}

const LIMITED_MOUNT: Known = Known {
    name: "an application that another one mounts behind a limiter",
    limited: true,
    urls: &["/auth/refresh"],
    app: mounted_application!("app.listen(process.env.PORT);\n"),
};

const LIMITED_MOUNT_OF_WHAT_LISTENS: Known = Known {
    name: "an application that another one mounts behind a limiter, and that listens as well",
    limited: false,
    urls: &["/refresh"],
    app: mounted_application!("app.listen(process.env.PORT);\nsub.listen(process.env.OWN_PORT);\n"),
};
