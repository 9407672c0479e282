const inner = require('acme-guard');
exports.guard = (options) => inner(options);
