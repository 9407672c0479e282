import { readToken, Tokens, openToken, isGenuine } from '../lib/tokens.js';
import { keep } from '../lib/index.js';
import { unseal } from '@acme/sealed';
const tokens = new Tokens();

export function told(req, res) { try { readToken(req.headers.x); } catch (error) { keep(error); res.sendStatus(401); } }
export function thrown(req, res) { try { readToken(req.headers.x); } catch { res.sendStatus(401); } } //~ silent-verify-failure
export function method(req, res) { try { tokens.verify(req.headers.x); } catch { res.sendStatus(401); } } //~ silent-verify-failure
export function callback(req, res) { openToken(req.headers.x, (error) => { if (error) return res.sendStatus(401); res.end(); }); } //~ silent-verify-failure
export async function rejected(req, res) { try { await openToken(req.headers.x); } catch { res.sendStatus(401); } } //~ silent-verify-failure
export function returned(req, res) { if (!isGenuine(req.headers.x)) return res.sendStatus(401); res.end(); } //~ silent-verify-failure
export function sealed(req, res) { try { unseal(req.headers.x); } catch { res.sendStatus(401); } } //~ silent-verify-failure
