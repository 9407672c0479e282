const pending = [];
function record(entry) { pending.push(entry); }
const trail = { write(entry) { pending.push(entry); }, forget() {} };
class AuditLog { write(entry) { this.last = entry; } read() { return this.last; } }
function createAudit() { return { write: (entry) => { pending.push(entry); } }; }
const client = require('acme-internal')('x');
module.exports = { record, trail, AuditLog, createAudit, client };
