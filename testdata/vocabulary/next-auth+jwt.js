// The session's token is given, or nothing is.
import { decode, encode, getToken } from 'next-auth/jwt';
import * as core from '@auth/core/jwt';

export async function silent(req, res) {
  const token = await getToken({ req, secret: process.env.KEY });
  if (!token) return res.status(401).end(); //~ silent-verify-failure
  res.json(token);
}

export async function silentWithCore(req, res) {
  const token = await core.getToken({ req, secret: process.env.KEY });
  if (!token) return res.status(401).end(); //~ silent-verify-failure
  res.json(token);
}

export async function told(req, res) {
  const token = await getToken({ req });
  if (!token) {
    console.warn('refused', req.url);
    return res.status(401).end();
  }
  res.json(token);
}

// The text of a cookie is not checked.
export async function raw(req, res) {
  const token = await getToken({ req, raw: true });
  if (!token) return res.status(401).end();
  res.json(token);
}

export async function decodes(req, res) {
  try {
    res.json(await decode({ token: req.cookies.session, secret: process.env.KEY }));
  } catch { //~ silent-verify-failure
    res.status(401).end();
  }
}

export const encodes = async (req, res) => res.json(await encode({ token: { id: 1 }, secret: process.env.KEY }));
