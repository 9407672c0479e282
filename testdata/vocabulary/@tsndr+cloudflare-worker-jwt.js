// The check gives nothing, or rejects where it is told to.
import jwt from '@tsndr/cloudflare-worker-jwt';
import { verify } from '@tsndr/cloudflare-worker-jwt';

export async function givesNothing(request, env) {
  const claims = await jwt.verify(request.headers.get('x-token'), env.KEY);
  if (!claims) return new Response('refused', { status: 401 }); //~ silent-verify-failure
  return Response.json(claims);
}

export function givesNothingLater(request, env) {
  return verify(request.headers.get('x-token'), env.KEY).then((claims) => {
    if (!claims) return new Response('refused', { status: 401 }); //~ silent-verify-failure
    return Response.json(claims);
  });
}

export async function givesNothingAndTells(request, env) {
  const claims = await verify(request.headers.get('x-token'), env.KEY);
  if (!claims) {
    console.warn('refused', request.url);
    return new Response('refused', { status: 401 });
  }
  return Response.json(claims);
}

// Without the option, what is refused comes to no `catch`.
export async function catchesNothing(request, env) {
  try {
    const claims = await jwt.verify(request.headers.get('x-token'), env.KEY, 'HS512');
    if (!claims) return new Response('refused', { status: 401 }); //~ silent-verify-failure
    return Response.json(claims);
  } catch (err) {
    console.warn('no token at all', err.message);
    return new Response('refused', { status: 401 });
  }
}

export async function rejects(request, env) {
  try {
    return Response.json(await jwt.verify(request.headers.get('x-token'), env.KEY, { throwError: true }));
  } catch { //~ silent-verify-failure
    return new Response('refused', { status: 401 });
  }
}

export async function expiredByMessage(request, env) {
  try {
    return Response.json(await jwt.verify(request.headers.get('x-token'), env.KEY, { throwError: true }));
  } catch (err) {
    if (err.message === 'EXPIRED') return new Response('expired', { status: 401 });
    console.warn('refused', err.message);
    return new Response('refused', { status: 401 });
  }
}

export async function others(request, env) {
  return Response.json([jwt.decode(request.headers.get('x-token')), await jwt.sign({ id: 1 }, env.KEY)]);
}
