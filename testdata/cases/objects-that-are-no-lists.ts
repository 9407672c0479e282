// Objects that are asked or changed under a key which speaks of tokens, and that are no lists of tokens.
import express, { Request, Response, NextFunction } from 'express';
import jwt from 'jsonwebtoken';
import config from './config';
import labels from './labels.json';

const app = express();
const handlers = { access: () => true, refresh: () => false };
const tokenSecrets: Record<string, string> = { access: 'a', refresh: 'b' };
const revokedTokenMessages = { expired: 'was over', logout: 'was revoked' };
const userCache: Record<string, object> = {};
const tokenTypes: Record<string, string> = {};
const deviceTokens: Record<string, string> = {};
const ipBlacklist: Record<string, boolean> = {};
const revokedTokens: string[] = [];
let refreshTokens: string[] = [];

app.use((req: Request, res: Response, next: NextFunction) => {
  if (!req.headers[config.tokenHeader]) return res.status(400).json({ error: labels[req.body.token] });
  if (!req.cookies[`${config.prefix}_token`]) return res.sendStatus(400);
  if (!('token' in req.body)) return res.sendStatus(400);
  if (!handlers[req.body.tokenType]) return res.sendStatus(400);
  if (!tokenSecrets[req.body.token]) return res.sendStatus(400);
  if (!tokenTypes[req.body.token.type]) return res.sendStatus(400);
  if (!deviceTokens[req.body.token]) return res.sendStatus(404);
  if (ipBlacklist[req.ip]) return res.sendStatus(403);
  if (revokedTokenMessages[req.body.tokenState]) return res.status(400).json(revokedTokenMessages[req.body.tokenState]);
  if (!process.env[req.body.tokenKey]) return res.sendStatus(500);
  next();
});

// What the program itself is called by, nobody presents.
const ACCESS_TOKEN = 'accessToken';

app.post('/callback', async (req: Request, res: Response) => {
  const tokens = await fetchTokens(req.body.code);
  if (!('refresh_token' in tokens) || !tokens[ACCESS_TOKEN] || !tokens[config.TOKEN]) return res.sendStatus(502);
  console.info('logged in', { user: tokens.user });
  res.json({ token: jwt.sign({ id: tokens.user }, process.env.KEY) });
});

// An array is asked by positions.
app.use((req: Request, res: Response, next: NextFunction) => {
  let position = 0;
  for (let i = 0; i < revokedTokens.length; i++) if (!revokedTokens[i]) return res.sendStatus(500);
  while (revokedTokens[position]) position++;
  const last = refreshTokens[refreshTokens.length - 1];
  if (!last) return res.sendStatus(500);
  next();
});

// What was decoded before need not be decoded again.
app.use((req: Request, res: Response, next: NextFunction) => {
  const token = req.cookies.token;
  if (userCache[token]) {
    res.locals.user = userCache[token];
    return next();
  }
  try {
    userCache[token] = res.locals.user = jwt.verify(token, process.env.KEY) as object;
  } catch (error) {
    console.warn('refused token', { reason: (error as Error).name, ip: req.ip });
    return res.sendStatus(401);
  }
  next();
});

// Nothing of it revokes a token.
app.post('/devices', (req: Request, res: Response) => {
  const claims = jwt.decode(req.body.token) as Record<string, unknown>;
  const token: Record<string, unknown> = { ...claims };
  for (const claim of ['iat', 'exp']) delete token[claim];
  delete req.headers[config.tokenHeader];
  delete userCache[req.body.token];
  deviceTokens[req.user.id] = req.body.token;
  delete deviceTokens[req.body.deviceToken];
  ipBlacklist[req.ip] = true;
  tokenTypes[req.body.token] = 'opaque';
  refreshTokens = refreshTokens.map((known) => known.trim());
  res.json(token);
});
