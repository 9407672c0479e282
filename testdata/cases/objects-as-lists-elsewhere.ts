// Lists of tokens that are plain objects: with types, on instances and classes, behind functions, as an answer of true or false.
import crypto from 'node:crypto';
import express, { Request, Response, NextFunction } from 'express';
import jwt, { JwtPayload } from 'jsonwebtoken';

interface Store {
  revoked: Record<string, number>;
}

const store = { revokedTokens: {} as Record<string, boolean> };
const byHash: { [hash: string]: true } = {};
const whitelist: Record<string, string> = {};
const app = express();

const digest = (token: string) => crypto.createHash('sha256').update(token).digest('hex');
const isRevoked = (token: string): boolean => byHash[digest(token)] ?? false;
const wasLoggedOut = (jti: string) => Boolean(store.revokedTokens[jti]);

class Sessions {
  static refreshTokens: Record<string, string> = {};

  static holds(token: string): boolean {
    return Sessions.refreshTokens[token] !== undefined;
  }

  static end(token: string): void {
    delete Sessions.refreshTokens[token]; //~ unlogged-revocation
  }
}

class TokenBlacklist {
  private readonly entries: Record<string, number> = {};

  contains(token: string): boolean {
    return token in this.entries;
  }
}

const list = new TokenBlacklist();

app.use((req: Request, res: Response, next: NextFunction) => {
  if (isRevoked(req.cookies.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req: Request, res: Response, next: NextFunction) => {
  const { jti } = jwt.decode(req.cookies.token) as JwtPayload;
  if (wasLoggedOut(jti!)) { //~ unlogged-revoked-token
    return res.status(401).json({ error: 'Logged out' });
  }
  next();
});

app.use((req: Request, res: Response, next: NextFunction) => {
  if (list.contains(req.cookies.token)) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});

app.use((req: Request, res: Response, next: NextFunction) => {
  const blacklist = (req.app.get('store') as Store).revoked as Record<string, number>;
  if ((blacklist as Record<string, number>)[req.cookies.token]) throw new Error('revoked');
  next();
});

app.post('/token/refresh', (req: Request, res: Response) => { //~ unlimited-refresh-route
  const { refreshToken } = req.body;
  if (!Sessions.holds(refreshToken)) { //~ unlogged-revoked-token
    return res.status(403).json({ error: 'Unknown refresh token' });
  }
  console.info('refreshed', { ip: req.ip });
  res.json({ token: jwt.sign({ id: Sessions.refreshTokens[refreshToken] }, process.env.KEY!) });
});

app.post('/logout', (req: Request, res: Response) => {
  Sessions.end(req.body.refreshToken);
  res.sendStatus(204);
});

app.use((req: Request, res: Response, next: NextFunction) => {
  if (!whitelist[req.cookies.token]) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
});
