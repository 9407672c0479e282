// Enums and constants as verdicts: a comparison with one member says that it is no other.
import express from 'express';
import jwt from 'jsonwebtoken';

enum Verdict {
  Accepted,
  Refused,
}

enum State {
  Good = 'good',
  Bad = 'bad',
}

const enum Code {
  Fine = 1,
  Expired = 10,
  Forged,
}

const STATUS = Object.freeze({ OK: 0, REFUSED: 1 } as const);

const app = express();

function told(token: string): Verdict {
  try {
    jwt.verify(token, process.env.KEY!);
    return Verdict.Accepted;
  } catch {
    return Verdict.Refused;
  }
}

app.get('/told', (req, res) => {
  if (Verdict.Refused === told(req.cookies.t)) {
    console.warn('refused'); //~ log-without-context
    return res.sendStatus(401);
  }
  res.end();
});

function toldByText(token: string): State {
  try {
    jwt.verify(token, process.env.KEY!);
    return State.Good;
  } catch {
    return State.Bad;
  }
}

app.get('/told-by-text', (req, res) => {
  switch (toldByText(req.cookies.t)) {
    case State.Good:
      return res.end();
    case State.Bad:
      console.warn('refused'); //~ log-without-context
      return res.sendStatus(401);
  }
});

function toldByCode(token: string): Code {
  try {
    jwt.verify(token, process.env.KEY!);
    return Code.Fine;
  } catch {
    return Code.Forged;
  }
}

app.get('/told-by-code', (req, res) => {
  if (toldByCode(req.cookies.t) >= Code.Expired) console.warn('refused'); //~ log-without-context
  res.end();
});

function toldByConstant(token: string): number {
  try {
    jwt.verify(token, process.env.KEY!);
    return STATUS.OK;
  } catch {
    return STATUS.REFUSED;
  }
}

app.get('/told-by-constant', (req, res) => {
  const status = toldByConstant(req.cookies.t);
  if (status !== STATUS.OK) {
    console.warn('refused'); //~ log-without-context
  }
  res.end();
});

function quiet(token: string): Verdict {
  try {
    jwt.verify(token, process.env.KEY!);
    return Verdict.Accepted;
  } catch { //~ silent-verify-failure
    return Verdict.Refused;
  }
}

app.get('/quiet', (req, res) => {
  if (quiet(req.cookies.t) === Verdict.Accepted) {
    console.info('accepted');
  }
  res.end();
});
