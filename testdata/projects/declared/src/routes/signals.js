const jwt = require('jsonwebtoken');
const audit = require('../lib/audit');
const { record: note } = require('../lib/audit.js');
const { keep, warn, debug, report } = require('../lib');
const beacon = require('@acme/beacon');
const log = new audit.AuditLog();
const made = audit.createAudit();
const check = (req) => jwt.verify(req.token, 'k');

exports.member = (req, res) => { try { check(req); } catch (e) { audit.record(1); res.sendStatus(401); } };
exports.renamed = (req, res) => { try { check(req); } catch (e) { note(1); res.sendStatus(401); } };
exports.passedOn = (req, res) => { try { check(req); } catch (e) { keep(1); res.sendStatus(401); } };
exports.object = (req, res) => { try { check(req); } catch (e) { audit.trail.write(1); res.sendStatus(401); } };
exports.instance = (req, res) => { try { check(req); } catch (e) { log.write(1); res.sendStatus(401); } };
exports.factory = (req, res) => { try { check(req); } catch (e) { made.write(1); res.sendStatus(401); } };
exports.unseen = (req, res) => { try { check(req); } catch (e) { audit.client.send(1); res.sendStatus(401); } };
exports.byDefault = (req, res) => { try { check(req); } catch (e) { report(1); res.sendStatus(401); } };
exports.loud = (req, res) => { try { check(req); } catch (e) { warn('x', e); res.sendStatus(401); } };
exports.inPackage = (req, res) => { try { check(req); } catch (e) { beacon.beep(1); res.sendStatus(401); } };
exports.global = (req, res) => { try { check(req); } catch (e) { watchtower.note(e); res.sendStatus(401); } };
exports.handedOver = (req, res) => { Promise.resolve().then(() => check(req)).catch(note).then(() => res.sendStatus(401)); };
exports.called = (req, res) => { jwt.verify(req.token, 'k', note); };

exports.quiet = (req, res) => { try { check(req); } catch (e) { debug('x'); res.sendStatus(401); } }; //~ silent-verify-failure
exports.other = (req, res) => { try { check(req); } catch (e) { audit.trail.forget(1); res.sendStatus(401); } }; //~ silent-verify-failure
exports.reads = (req, res) => { try { check(req); } catch (e) { log.read(); res.sendStatus(401); } }; //~ silent-verify-failure
exports.local = (req, res) => { const watchtower = { note() {} }; try { check(req); } catch (e) { watchtower.note(1); res.sendStatus(401); } }; //~ silent-verify-failure
