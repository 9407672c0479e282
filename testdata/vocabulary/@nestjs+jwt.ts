// The service is made by hand here; where the framework hands it to a constructor, its type says what it is.
import { Injectable } from '@nestjs/common';
import { JwtService, TokenExpiredError } from '@nestjs/jwt';
import { JsonWebTokenError } from 'jsonwebtoken';

const service = new JwtService({ secret: process.env.KEY });

export function throws(req, res, next) {
  try {
    req.user = service.verify(req.cookies.token);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function rejects(req, res, next) {
  try {
    req.user = await service.verifyAsync(req.cookies.token, { secret: process.env.KEY });
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
}

export async function tells(req, res, next) {
  try {
    req.user = await service.verifyAsync(req.cookies.token);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}

export async function expiredByClass(req, res, next) {
  try {
    req.user = await service.verifyAsync(req.cookies.token);
    next();
  } catch (err) {
    if (err instanceof TokenExpiredError) return res.status(401).json({ error: 'expired' });
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
}

// The class of one package is that of the other.
export async function anyByClass(req, res, next) {
  try {
    req.user = await service.verifyAsync(req.cookies.token);
    next();
  } catch (err) { //~ silent-verify-failure
    if (err instanceof JsonWebTokenError) return res.sendStatus(401);
    console.error(err);
    res.sendStatus(500);
  }
}

export async function others(req, res) {
  res.json([service.decode(req.cookies.token), service.sign({ id: 1 }), await service.signAsync({ id: 1 })]);
}

@Injectable()
export class AuthService {
  constructor(private readonly tokens: JwtService) {}

  async user(req, res) {
    try {
      res.json(await this.tokens.verifyAsync(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }
}
