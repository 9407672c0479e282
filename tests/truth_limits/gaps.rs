//! What the analyzer is known to get wrong: each shape with a small application that shows it.
//!
//! Generated applications of these shapes are run and counted, and not held against the analyzer. An entry goes when the
//! analyzer agrees with its application: the test of this list fails then.

use super::program::*;

pub(crate) struct Gap {
    pub(crate) name: &'static str,
    pub(crate) covers: fn(&Program) -> bool,
    /// Whether tokens are limited, as execution shows.
    pub(crate) limited: bool,
    /// The whole application.
    pub(crate) app: &'static str,
}

pub(crate) const GAPS: &[Gap] = &[REFUSED_LATE, PATTERN, LOOP_UNDER_SWITCH];

const REFUSED_LATE: Gap = Gap {
    name: "a limiter of refused requests, and behind the check one of all, whose refusals the first one counts",
    covers: |program| {
        let is_first = |limiter: &Limiter| matches!(limiter, Limiter::Packaged { options, .. } if options.contains(&Choice::SkipSuccessful(true)));
        let is_late = program.handler.inside.is_some() || program.middles().contains(&Middle::Guard);
        program.purpose == Purpose::Refresh && is_late && program.used().any(is_first)
    },
    limited: true,
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

const PATTERN: Gap = Gap {
    name: "a limiter for the paths that fit a regular expression, which is not read",
    covers: |program| {
        // What is made fits the first way in.
        let by_pattern =
            |item: &Item| matches!(item, Item::Use { at: At::Pattern, .. } | Item::Sibling { at: At::Pattern, .. });
        program.any(&by_pattern) && program.any(&|item| matches!(item, Item::Mount { mounts, .. } if mounts.len() > 1))
    },
    limited: false,
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

const LOOP_UNDER_SWITCH: Gap = Gap {
    name: "limiters that a loop registers when the environment asks for them: the loop forgets under which condition it runs",
    covers: |program| {
        program.any(&|item| {
            matches!(item, Item::Use { style: UseStyle::Paths | UseStyle::Each, when: When::AskedFor, .. })
        })
    },
    limited: false,
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
