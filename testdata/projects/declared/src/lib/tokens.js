const jwt = require('jsonwebtoken');
const open = (token) => require('libsodium').open(token, process.env.KEY);
exports.readToken = (token) => { try { return jwt.verify(token, 'k'); } catch { throw new Error('no'); } };
exports.Tokens = class Tokens { verify(token) { return open(token); } };
exports.openToken = (token, callback) => open(token).then((value) => callback(null, value));
exports.isGenuine = (token) => open(token);
