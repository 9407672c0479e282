// The middleware is called with the context, here by the program itself.
const koaJwt = require('koa-jwt2');

const middleware = koaJwt({ secret: process.env.KEY });

exports.silent = async (ctx, next) => {
  try {
    await middleware(ctx, next);
  } catch { //~ silent-verify-failure
    ctx.status = 401;
  }
};

exports.told = async (ctx, next) => {
  try {
    await middleware.unless({ path: ['/login'] })(ctx, next);
  } catch (err) {
    console.warn('refused', err.code);
    ctx.status = 401;
  }
};
