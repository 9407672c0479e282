// The middleware of a handshake hands its failure on.
const socketioJwt = require('socketio-jwt');

const middleware = socketioJwt.authorize({ secret: process.env.KEY, handshake: true });

exports.dropped = (socket, next) => {
  middleware(socket, (err) => {
    if (err) return socket.disconnect(); //~ silent-verify-failure
    next();
  });
};

exports.told = (socket, next) => {
  middleware(socket, (err) => {
    if (err) console.warn('refused', err.data);
    next(err);
  });
};
