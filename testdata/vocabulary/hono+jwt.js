// The functions reject, and so does the middleware, here called by the program itself.
import { decode, jwt, sign, verify, verifyWithJwks } from 'hono/jwt';
import { jwk } from 'hono/jwk';
import { HTTPException } from 'hono/http-exception';
import { JwtTokenExpired } from 'hono/utils/jwt/types';

const middleware = jwt({ secret: process.env.KEY, alg: 'HS256' });

export const silent = async (c) => {
  try {
    return c.json(await verify(c.req.header('x-token'), process.env.KEY, 'HS256'));
  } catch { //~ silent-verify-failure
    return new Response('refused', { status: 401 });
  }
};

// What a context's method gives is not known to be an answer.
export const answeredByContext = async (c) => {
  try {
    return c.json(await verify(c.req.header('x-token'), process.env.KEY, 'HS256'));
  } catch { //~ missed silent-verify-failure
    return c.text('refused', 401);
  }
};

export const withKeys = async (c) => {
  try {
    return c.json(await verifyWithJwks(c.req.header('x-token'), { jwks_uri: process.env.JWKS }));
  } catch { //~ silent-verify-failure
    return new Response('refused', { status: 401 });
  }
};

export const optional = async (c, next) => {
  try {
    await middleware(c, next);
  } catch { //~ silent-verify-failure
    return new Response('refused', { status: 401 });
  }
};

export const optionalWithKeys = async (c, next) => {
  try {
    await jwk({ jwks_uri: process.env.JWKS })(c, next);
  } catch { //~ silent-verify-failure
    return new Response('refused', { status: 401 });
  }
};

export const byClass = async (c, next) => {
  try {
    await middleware(c, next);
  } catch (err) { //~ silent-verify-failure
    if (err instanceof HTTPException) return new Response('refused', { status: 401 });
    console.error(err);
    return new Response('broken', { status: 500 });
  }
};

export const told = async (c) => {
  try {
    return c.json(await verify(c.req.header('x-token'), process.env.KEY, 'HS256'));
  } catch (err) {
    console.warn('refused', err.name);
    return new Response('refused', { status: 401 });
  }
};

export const expiredByClass = async (c) => {
  try {
    return c.json(await verify(c.req.header('x-token'), process.env.KEY, 'HS256'));
  } catch (err) {
    if (err instanceof JwtTokenExpired) return new Response('expired', { status: 401 });
    console.warn('refused', err.name);
    return new Response('refused', { status: 401 });
  }
};

export const signs = async (c) => c.json([await sign({ id: 1 }, process.env.KEY), decode(c.req.header('x-token'))]);
