// The middleware hands its failure to `next`.
import { authorize, isUnauthorizedError } from '@thream/socketio-jwt';

const middleware = authorize({ secret: process.env.KEY });

export const dropped = (socket, next) => {
  middleware(socket, (err) => {
    if (err) return socket.disconnect(); //~ silent-verify-failure
    next();
  });
};

export const told = (socket, next) => {
  middleware(socket, (err) => {
    if (isUnauthorizedError(err)) console.warn('refused', err.data);
    next(err);
  });
};
