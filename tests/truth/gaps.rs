//! What the analyzer is known to get wrong: each shape with a small program that shows it.
//!
//! Generated programs of these shapes are run and counted, and not held against the analyzer. An entry goes when the
//! analyzer agrees with its program: the test of this list fails then.

use std::collections::BTreeSet;

use regex::Regex;
use tokentrail::finding::Verdict::{self, Reported, Silent};

use super::construct::Construct;
use super::emit::{File, Text};

pub(crate) struct Gap {
    pub(crate) name: &'static str,
    /// What every program of this shape has: all of one of the rows.
    pub(crate) shape: &'static [&'static [Construct]],
    /// What execution shows, and the rules say.
    pub(crate) verdict: Verdict,
    /// Paths and texts that node runs as they are, the one with the handler first.
    pub(crate) files: &'static [(&'static str, &'static str)],
}

impl Gap {
    pub(crate) fn text(&self) -> Text {
        let file = |&(path, source): &(&str, &str)| File {
            path: String::from(path),
            source: String::from(source),
            runnable: as_required(source),
        };
        Text { files: self.files.iter().map(file).collect(), dimensions: Vec::new() }
    }

    /// Whether a program of these constructs is of this shape.
    pub(crate) fn covers(&self, constructs: &BTreeSet<Construct>) -> bool {
        self.shape.iter().any(|row| row.iter().all(|construct| constructs.contains(construct)))
    }
}

/// A default import and a default export, as node's harness knows them.
fn as_required(source: &str) -> String {
    let import = Regex::new("import (\\w+) from ('[^.']+');").expect("a plain pattern");
    let relative = Regex::new("import (\\w+) from ('\\.[^']+');").expect("a plain pattern");
    let bound = import.replace_all(source, "const $1 = require($2);");
    let bound = relative.replace_all(&bound, "const $1 = require($2).default;");
    bound.replace("export default ", "exports.default = ")
}

pub(crate) const GAPS: &[Gap] = &[
    Gap {
        name: "a wrapper that returns nothing is judged without its callers",
        shape: &[&[Construct::ValuelessWrapper]],
        verdict: Reported,
        files: &[(
            "program.js",
            "const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
function readToken(token) {
  try {
    jwt.verify(token, process.env.KEY);
  } catch {}
}
app.get('/orders', (req, res) => {
  readToken(req.headers.authorization);
  console.warn('token refused');
  res.sendStatus(401);
});
",
        )],
    },
    Gap {
        name: "a wrapper that returns what its callback returns, around a key that is looked up",
        shape: &[&[Construct::WrapperCallsBack, Construct::DeferredKey]],
        verdict: Reported,
        files: &[(
            "program.js",
            "const express = require('express');
const jwt = require('jsonwebtoken');
const jwksClient = require('jwks-rsa');
const keys = jwksClient({ jwksUri: process.env.JWKS_URI });
const getKey = (header, done) => keys.getSigningKey(header.kid, done);
const app = express();
function readToken(token, done) {
  jwt.verify(token, getKey, (err) => {
    done(null, !err);
  });
  return done(null, false);
}
app.get('/orders', (req, res) => {
  readToken(req.headers.authorization, () => {
    console.warn('token refused');
  });
});
",
        )],
    },
    Gap {
        name: "a condition that a wrapper and its caller both ask of the request",
        shape: &[
            &[Construct::AskedTwice],
            // Asked in each round.
            &[Construct::TakesRequest, Construct::LoopOverKeys],
            &[Construct::TakesRequest, Construct::LoopOverLiteral],
            &[Construct::TakesRequest, Construct::RetryLoop],
        ],
        verdict: Reported,
        files: &[(
            "program.js",
            "const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
const { promisify } = require('util');
class TokenService {
  static readToken(token, req) {
    return promisify(jwt.verify)(token, process.env.KEY).catch((err) => {
      req.quiet || console.warn('token refused');
    });
  }
}
app.get('/orders', (req, res) => {
  if (req.quiet) {
    return;
  }
  return TokenService.readToken(req.headers.authorization, req);
});
",
        )],
    },
    Gap {
        name: "a function that tries again by calling itself",
        shape: &[&[Construct::Retry]],
        verdict: Silent,
        files: &[(
            "program.js",
            "const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
function readToken(token, attempts = 2) {
  try {
    jwt.verify(token, process.env.KEY);
  } catch (err) {
    if (attempts > 0) {
      return readToken(token, attempts - 1);
    }
    throw err;
  }
}
app.get('/orders', (req, res) => {
  try {
    readToken(req.headers.authorization);
    console.info('token accepted');
  } catch {
    res.sendStatus(401);
  }
});
",
        )],
    },
    Gap {
        name: "an index file that spreads exports made one by one",
        shape: &[&[Construct::IndexBySpread, Construct::ExportsApart]],
        verdict: Reported,
        files: &[
            (
                "program.js",
                "const express = require('express');
const jwt = require('jsonwebtoken');
const { deny } = require('./lib');
const app = express();
app.get('/orders', (req, res) => {
  try {
    jwt.verify(req.headers.authorization, process.env.KEY);
  } catch {
    deny();
    res.sendStatus(401);
  }
});
",
            ),
            ("lib/checks.js", "exports.deny = function deny() {\n  console.warn('token refused');\n};\n"),
            ("lib/index.js", "module.exports = { ...require('./checks') };\n"),
        ],
    },
    Gap {
        name: "the class, name or message of an error of the project's own",
        shape: &[
            &[Construct::ThrowOwn, Construct::ErrorName],
            &[Construct::ThrowOwn, Construct::SwitchOnError],
            &[Construct::ThrowOwn, Construct::OwnErrorName],
            &[Construct::ThrowOwn, Construct::ErrorMessage],
            &[Construct::OwnErrorInstance],
        ],
        verdict: Reported,
        files: &[(
            "program.js",
            "const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
class AuthError extends Error {
  constructor(message) {
    super(message);
    this.name = 'AuthError';
  }
}
app.get('/orders', (req, res) => {
  try {
    try {
      jwt.verify(req.headers.authorization, process.env.KEY);
    } catch {
      throw new AuthError('refused');
    }
  } catch (err) {
    if (err.name !== 'JsonWebTokenError') {
      console.warn('token refused');
    }
    res.sendStatus(401);
  }
});
",
        )],
    },
    Gap {
        name: "an async function that is awaited where it stands",
        shape: &[&[Construct::AwaitedInPlace]],
        verdict: Silent,
        files: &[(
            "program.js",
            "const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
app.get('/orders', async (req, res) => {
  try {
    await (async () => {
      try {
        jwt.verify(req.headers.authorization, process.env.KEY);
      } catch {
        throw new Error('refused');
      }
    })();
  } catch {
    res.sendStatus(401);
  }
});
",
        )],
    },
    Gap {
        name: "keys that are tried by some()",
        shape: &[&[Construct::SomeKey]],
        verdict: Reported,
        files: &[(
            "program.js",
            "const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
const KEYS = [process.env.KEY, process.env.OLD_KEY];
app.get('/orders', (req, res) => {
  const token = req.headers.authorization;
  if (!KEYS.some((key) => {
    try {
      jwt.verify(token, key);
      return true;
    } catch {
      return false;
    }
  })) {
    console.warn('token refused');
    res.sendStatus(401);
  }
});
",
        )],
    },
    Gap {
        name: "a default import of a function of the project (ES modules)",
        shape: &[&[Construct::ExportsAlone, Construct::Import]],
        verdict: Reported,
        files: &[
            (
                "program.js",
                "import express from 'express';
import jwt from 'jsonwebtoken';
import deny from './checks';
const app = express();
app.get('/orders', (req, res) => {
  try {
    jwt.verify(req.headers.authorization, process.env.KEY);
  } catch {
    deny();
    res.sendStatus(401);
  }
});
",
            ),
            ("checks.js", "const deny = () => console.warn('token refused');\nexport default deny;\n"),
        ],
    },
    Gap {
        name: "an instance that the constructor of another class makes",
        shape: &[&[Construct::InstanceHeld]],
        verdict: Reported,
        files: &[(
            "program.js",
            "const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
class TokenService {
  readToken = (token) => {
    return new Promise((resolve) => {
      jwt.verify(token, process.env.KEY, (err, decoded) => resolve(decoded));
    });
  };
}
class OrdersController {
  constructor() {
    this.tokenService = new TokenService();
  }
  async handle(req, res) {
    await this.tokenService.readToken(req.headers.authorization);
    console.warn('token refused');
    res.sendStatus(401);
  }
}
const controller = new OrdersController();
app.get('/orders', (req, res) => controller.handle(req, res));
",
        )],
    },
];
