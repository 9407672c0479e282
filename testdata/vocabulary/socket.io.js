// A refused connection is told to the client, and to nobody else unless the program does.
const jwt = require('jsonwebtoken');
const socketIo = require('socket.io');
const { Server } = require('socket.io');

const io = new Server();
const namespace = io.of('/chat');

io.use((socket, next) => {
  try {
    socket.user = jwt.verify(socket.handshake.auth.token, process.env.KEY);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    next(err);
  }
});

namespace.use((socket, next) => {
  try {
    socket.user = jwt.verify(socket.handshake.auth.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    socket.disconnect(true);
  }
});

// Handing the error on tells the client alone.
io.of('/admin').use((socket, next) => {
  jwt.verify(socket.handshake.auth.token, process.env.KEY, (err, user) => { //~ silent-verify-failure
    if (err) return next(err);
    socket.user = user;
    next();
  });
});

io.attach(3000);
socketIo(require('http').createServer()).listen(3001);
exports.other = io.listen;
