// The middleware is called with the context, here by the program itself.
const koaJwt = require('koa-jwt');

const middleware = koaJwt({ secret: process.env.KEY }).unless({ path: ['/login'] });

exports.silent = async (ctx, next) => {
  try {
    await middleware(ctx, next);
  } catch { //~ silent-verify-failure
    ctx.status = 401;
  }
};

exports.byStatus = async (ctx, next) => {
  try {
    await koaJwt({ secret: process.env.KEY })(ctx, next);
  } catch (err) { //~ silent-verify-failure
    if (err.status !== 401) console.error(err);
    ctx.status = 401;
  }
};

exports.told = async (ctx, next) => {
  try {
    await middleware(ctx, next);
  } catch (err) {
    console.warn('refused', err.originalError);
    ctx.status = 401;
  }
};
