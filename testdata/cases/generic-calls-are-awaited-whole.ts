import * as jwt from 'jsonwebtoken';
import express from 'express';

const verify = <T>(token: string): Promise<T> =>
  new Promise((resolve, reject) => {
    jwt.verify(token, process.env.KEY!, (err, claims) => (err ? reject(err) : resolve(claims as T)));
  });
const app = express();

app.get('/dropped', async (req, res) => {
  const claims = await verify<{ sub: string }>(req.cookies.token).catch(() => undefined); //~ silent-verify-failure
  if (!claims) return res.sendStatus(401);
  res.json(claims);
});

app.get('/told', async (req, res) => {
  const claims = await verify<{ sub: string }>(req.cookies.token).catch((err) => {
    console.warn('refused', err);
    return undefined;
  });
  if (!claims) return res.sendStatus(401);
  res.json(claims);
});

app.get('/caught', async (req, res) => {
  try {
    res.json((await verify<{ sub: string }>(req.cookies.token)).sub);
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.listen(3000);
